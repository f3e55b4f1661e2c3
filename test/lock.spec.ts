import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './house/source-files.js';

interface LockEntry {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type LockEntries = Readonly<Record<string, LockEntry>>;

/**
 * Packages with an install script, each with the reason why we do without it (npm 12 does not run them).
 * A new one belongs here only after `npm ci --ignore-scripts && npm test` passed with it.
 */
const DO_WITHOUT_SCRIPT: ReadonlyMap<string, string> = new Map([
  ['@bufbuild/buf', 'only checks that the binary of the platform package is there'],
  ['@parcel/watcher', 'compiles only where no prebuilt package fits; the Nest CLI alone uses it'],
  ['@photostructure/sqlite', 'looks up the prebuilt binary inside the tarball, which is found without it'],
  ['@scarf/scarf', 'reports installs to its maker; nothing needs it'],
  ['@swc/core', 'only checks that the binary of the platform package is there'],
  ['unrs-resolver', 'only checks that the binary of the platform package is there'],
]);

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: LockEntries;
};

test('every platform of every binary package is in the lock, else npm 11 refuses it', () => {
  expect(missingPlatforms(packages)).toEqual([]);
});

test('no entry names a download host, so that any registry serves it', () => {
  expect(namedHosts(packages)).toEqual([]);
});

test('every install script is known to be needless', () => {
  expect(unknownScripts(packages)).toEqual([]);
  const scripted = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript === true);
  const gone = [...DO_WITHOUT_SCRIPT.keys()].filter(
    (name) => !scripted.some(([path]) => nameOf(path) === name),
  );
  expect(gone).toEqual([]);
});

test('a broken lock is seen', () => {
  const broken: LockEntries = {
    'node_modules/tool': { optionalDependencies: { '@tool/darwin': '1.0.0', '@tool/linux': '1.0.0' } },
    'node_modules/@tool/linux': { resolved: 'https://packages.example/linux.tgz' },
    'node_modules/a/node_modules/builder': { hasInstallScript: true },
  };
  expect(missingPlatforms(broken)).toEqual(['node_modules/tool: @tool/darwin']);
  expect(namedHosts(broken)).toEqual(['node_modules/@tool/linux: https://packages.example/linux.tgz']);
  expect(unknownScripts(broken)).toEqual(['builder']);
});

function missingPlatforms(entries: LockEntries): readonly string[] {
  const present = new Set(Object.keys(entries).map(nameOf));
  return Object.entries(entries).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !present.has(name))
      .map((name) => `${path}: ${name}`),
  );
}

function namedHosts(entries: LockEntries): readonly string[] {
  return Object.entries(entries).flatMap(([path, { resolved }]) =>
    resolved?.includes('://') === true ? [`${path}: ${resolved}`] : [],
  );
}

function unknownScripts(entries: LockEntries): readonly string[] {
  return Object.entries(entries)
    .filter(([path, entry]) => entry.hasInstallScript === true && !DO_WITHOUT_SCRIPT.has(nameOf(path)))
    .map(([path]) => nameOf(path));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
