import { PROTOKOLL_PROTOS } from '#libs/gen';
import { digestOf } from './digest.js';
import { dropSharedImports } from './shared-imports.js';
import { makeWorkspace, packWorkspace } from './workspace.js';

const A = { path: 'a.proto', content: 'A' };
const B = { path: 'b.proto', content: 'B' };
const [BUNDLED = ''] = Object.keys(PROTOKOLL_PROTOS);
const key = (...[files, imports = []]: Parameters<typeof makeWorkspace> | [(typeof A)[]]): string =>
  digestOf('1.0.0', makeWorkspace(files, imports));

describe('makeWorkspace', () => {
  it('sorts both lists and adds the annotations to the imports', () => {
    const { files, imports } = makeWorkspace([B, A], []);
    expect(files).toEqual([A, B]);
    expect(imports.map(({ path }) => path)).toEqual(Object.keys(PROTOKOLL_PROTOS));
  });

  it.each(['files', 'imports'] as const)('leaves an annotation out that is among the %s', (list) => {
    const own = { path: BUNDLED, content: 'own' };
    const workspace = list === 'files' ? makeWorkspace([own], []) : makeWorkspace([A], [own]);
    const found = [...workspace.files, ...workspace.imports].filter(({ path }) => path === BUNDLED);
    expect(found).toEqual([own]);
  });

  it('is packed with our configuration first, and never without an import', () => {
    const annotations = Object.entries(PROTOKOLL_PROTOS).map(([path, content]) => ({ path, content }));
    const archive = packWorkspace(makeWorkspace(annotations, [])).toString('latin1');
    expect(archive).toMatch(/^buf\.yaml\0/);
    expect(archive).toContain('\0imports/');
  });
});

describe('digestOf', () => {
  it('is the same in any order', () => {
    expect(key([A, B])).toBe(key([B, A]));
    expect(key([A], [B])).toMatch(/^[0-9a-f]{64}$/);
  });

  it('differs for every other version, path, text, role and division into files', () => {
    const keys = [
      key([A, B]),
      key([A], [B]),
      key([B], [A]),
      key([A]),
      key([{ ...A, content: 'a' }, B]),
      key([{ ...A, path: 'c.proto' }, B]),
      key([{ path: 'a.proto', content: 'Ab.protoB' }]),
      key([{ path: 'a.protoA', content: 'b.protoB' }]),
      key([{ path: 'a.proto', content: 'A\n1\n' }, B]),
      digestOf('1.0.1', makeWorkspace([A, B], [])),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('dropSharedImports', () => {
  it('drops the same, keeps others, refuses what differs', () => {
    expect(dropSharedImports([A], [A, B])).toEqual([B]);
    expect(() => dropSharedImports([A], [B, { ...A, content: '' }])).toThrow(
      "Import 'a.proto' is given twice",
    );
  });
});
