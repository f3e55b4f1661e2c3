import type { Finding } from '#libs/compat';
import type { CheckReport, ModuleReport, Outcome } from '../../check-report.js';
import { FORMAT_NAMES, renderReport } from '../formats.js';
import { makePaint } from '../paint.js';
import { MARKER } from './markdown.js';

const PLAIN = makePaint(false, {});
/** What would be a line, a command, a tag, a cell, a link or a fence in one format or another. */
const HOSTILE = 'a\n::error::x\r\n]]>&<b "q">|@all ```` %0A [l](http://evil.test) \u001b[31m \ufffe\ud800';
const FINDING: Finding = {
  ruleId: 'field-wire-type',
  class: 'break',
  encodings: ['binary', 'json'],
  directions: ['backward'],
  path: '#/a.M/field/1',
  before: { file: 'a.proto', line: 1, column: 1 },
  after: { file: 'a.proto', line: 2, column: 3 },
  versions: [1],
  message: 'The message.',
  hint: 'The hint.',
  witness: {
    type: 'a.M',
    encoding: 'binary',
    bytesHex: '0a0161',
    written: '{"a":"a"}',
    read: '{}',
    path: 'a',
  },
  refused: true,
  waiver: null,
};
const WAIVER = { ruleId: null, path: '#/a.M', reason: 'agreed', author: 'me', expires: null };
const WARNING: Finding = { ...FINDING, ruleId: 'warns', refused: false };
const WAIVED: Finding = { ...WARNING, ruleId: 'waived', waiver: WAIVER };
const EVIL: Finding = { ...FINDING, path: `#/${HOSTILE}`, message: HOSTILE, hint: HOSTILE };

const verdictOf = (findings: readonly Finding[]): Outcome => ({
  kind: 'verdict',
  verdict: {
    verdict: findings.some(({ refused }) => refused) ? 'incompatible' : 'compatible',
    level: 'BACKWARD',
    versions: [1],
    findings,
  },
});
const invalid = (side: 'before' | 'after', message = 'no'): Outcome => ({
  kind: 'invalid',
  side,
  diagnostics: [{ file: 'a.proto', line: 3, column: 2, message, snippet: 'x\n^' }],
});
const moduleOf = (outcome: Outcome, name = 'shop.orders', folder = 'proto'): ModuleReport => {
  const beforeName = (): string => 'git:main';
  const sources = { before: new Map(), after: new Map(), beforeName };
  return { name, folder, comparedWith: 'git:main', beforeName, sources, outcome, next: 'commit it.' };
};
const reportOf = (...modules: readonly ModuleReport[]): CheckReport => ({
  cwd: '/repository/services',
  repository: '/repository',
  modules,
});
const render = (format: (typeof FORMAT_NAMES)[number], report: CheckReport): string =>
  renderReport(format, report, PLAIN);
const json = (format: 'json' | 'sarif' | 'gitlab', report: CheckReport): unknown =>
  JSON.parse(render(format, report)) as unknown;

describe.each(FORMAT_NAMES)('%s', (format) => {
  it.each([
    ['no module', reportOf()],
    ['no finding', reportOf(moduleOf(verdictOf([])))],
    ['a finding', reportOf(moduleOf(verdictOf([EVIL])))],
    ['what does not compile', reportOf(moduleOf(invalid('after', HOSTILE), HOSTILE, HOSTILE))],
  ])('drives no terminal and ends its last line: %s', (_, report) => {
    const text = render(format, report);
    expect(text).not.toContain('\u001b');
    expect(text === '' || text.endsWith('\n')).toBe(true);
  });

  it('is the same each time', () => {
    const report = reportOf(moduleOf(verdictOf([FINDING, WARNING, WAIVED])), moduleOf(invalid('before')));
    expect(render(format, report)).toBe(render(format, report));
  });
});

describe('text', () => {
  it('has a heading for each of several modules, a table, and each next step once', () => {
    const text = render(
      'text',
      reportOf(
        moduleOf(verdictOf([]), 'a', 'a'),
        moduleOf(verdictOf([FINDING, WARNING])),
        moduleOf(invalid('after'), 'broken', 'b'),
      ),
    );
    expect(text).toMatch(/^== a\ncompatible [^\n]*\n\n== shop\.orders in proto\nREFUSED /);
    expect(text.split('\n').slice(-6)).toEqual([
      'module       compared with  outcome           refuses  warns',
      'a            git:main       compatible        0        0',
      'shop.orders  git:main       incompatible      1        1',
      'broken       git:main       does not compile',
      'Next: commit it.',
      '',
    ]);
  });

  it('points at files from the current folder', () => {
    expect(render('text', reportOf(moduleOf(verdictOf([FINDING]))))).toContain(
      '  after    proto/a.proto:2:3\n',
    );
  });
});

describe('json', () => {
  it('is the verdict of one module, with waivers', () => {
    expect(json('json', reportOf(moduleOf(verdictOf([WAIVED]))))).toEqual({
      verdict: 'compatible',
      level: 'BACKWARD',
      findings: [WAIVED],
    });
  });

  it('is diagnostics and no verdict for what does not compile', () => {
    const answer = json('json', reportOf(moduleOf(invalid('before'))));
    expect(answer).toEqual({ side: 'before', diagnostics: [expect.objectContaining({ message: 'no' })] });
  });

  it.each([
    [[verdictOf([]), verdictOf([WARNING])], 'compatible'],
    [[verdictOf([]), verdictOf([FINDING])], 'incompatible'],
    [[invalid('after'), verdictOf([FINDING])], null],
  ])('is one object for several modules (%#)', (outcomes, verdict) => {
    const modules = outcomes.map((outcome) => moduleOf(outcome));
    expect(json('json', reportOf(...modules))).toMatchObject({
      verdict,
      modules: [{ name: 'shop.orders', folder: 'proto', comparedWith: 'git:main' }, {}],
    });
  });
});

describe('github', () => {
  it('has the worst first, at paths from the root of the repository', () => {
    const lines = render('github', reportOf(moduleOf(verdictOf([WAIVED, WARNING, FINDING])))).split('\n');
    expect(lines[0]).toBe(
      '::error file=services/proto/a.proto,line=2,col=3,title=field-wire-type (break%2C binary+json%2C backward)::' +
        'The message.%0Abreaks   old data: a reader with this schema, on what was written with git:main%0A' +
        'witness  0a 01 61 (a.M, binary)%0Awritten  {"a":"a"}%0Aread     {} (differs at a)%0Ahint     The hint.',
    );
    expect(lines.map((line) => line.slice(0, 9))).toEqual([
      '::error f',
      '::warning',
      '::notice ',
      'protokoll',
      '',
    ]);
  });

  it('lets no text begin a command', () => {
    const report = reportOf(moduleOf(verdictOf([{ ...EVIL, after: { file: HOSTILE, line: 1, column: 1 } }])));
    const lines = render('github', report).split(/\r?\n/);
    expect(lines).toHaveLength(3);
    expect(lines[0]?.split('::')[1]).toMatch(/^error file=[^,]*,line=1,col=1,title=[^,]*$/);
  });
});

describe('gitlab', () => {
  it('knows an element again after it moved, and no two as one', () => {
    const moved = { ...FINDING, after: { file: 'b.proto', line: 9, column: 9 }, message: 'other' };
    const prints = (...findings: Finding[]): readonly string[] => {
      const issues = json('gitlab', reportOf(moduleOf(verdictOf(findings))));
      return (issues as readonly { fingerprint: string }[]).map(({ fingerprint }) => fingerprint);
    };
    expect(prints(moved)).toEqual(prints(FINDING));
    expect(new Set(prints(FINDING, FINDING, WARNING)).size).toBe(3);
  });

  it('has a place for what has none', () => {
    const findings = [{ ...FINDING, after: null }, WARNING, WAIVED];
    expect(json('gitlab', reportOf(moduleOf(verdictOf(findings)), moduleOf(invalid('after'))))).toMatchObject(
      [
        { severity: 'critical', location: { path: 'services/proto', lines: { begin: 1 } } },
        { severity: 'minor', location: { path: 'services/proto/a.proto', lines: { begin: 2 } } },
        { severity: 'info' },
        { severity: 'blocker', check_name: 'does-not-compile', location: { lines: { begin: 3 } } },
      ],
    );
  });
});

describe('junit', () => {
  it('counts, and has a case where nothing was found', () => {
    const modules = [
      moduleOf(verdictOf([FINDING, WARNING, WAIVED]), 'a'),
      moduleOf(verdictOf([]), 'b'),
      moduleOf(invalid('before'), 'c'),
    ];
    const xml = render('junit', reportOf(...modules));
    expect(xml).toContain(
      '<testsuites name="protokoll check" tests="5" failures="1" errors="1" skipped="1">',
    );
    expect(xml).toContain('<testsuite name="a" tests="3" failures="1" errors="0" skipped="1">');
    expect(xml).toContain('<testcase classname="b" name="compatible with git:main"/>');
    expect(xml).toContain('<skipped message="waived   by me: agreed"/>');
    expect(xml).toContain('<error message="a.proto: no" type="does not compile at git:main">');
  });

  it('lets no text out of its element, and has no character that XML has not', () => {
    const xml = render(
      'junit',
      reportOf(moduleOf(verdictOf([EVIL]), HOSTILE), moduleOf(invalid('after', HOSTILE))),
    );
    expect(xml).not.toMatch(/<b |]]>|[\ufffe\ud800]|&(?!amp;|lt;|gt;|quot;|#10;|#9;)/);
    const tags = [...xml.matchAll(/<([/?]?[a-z-]+)/g)].map(([, tag]) => tag);
    expect(new Set(tags)).toEqual(
      new Set(
        ['?xml', 'testsuites', 'testsuite', 'testcase', 'failure', 'error'].flatMap((tag) =>
          tag === '?xml' ? [tag] : [tag, `/${tag}`],
        ),
      ),
    );
  });
});

describe('sarif', () => {
  it('has rules, places, fingerprints and suppressions', () => {
    const findings = [FINDING, { ...WAIVED, after: { file: 'ä b.proto', line: 1, column: 1 } }];
    const log = json('sarif', reportOf(moduleOf(verdictOf(findings)), moduleOf(invalid('before'))));
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: { name: 'protokoll', rules: [{ id: 'does-not-compile' }, { id: 'field-wire-type' }, {}] },
          },
          results: [
            {
              ruleId: 'field-wire-type',
              ruleIndex: 1,
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'services/proto/a.proto', uriBaseId: '%SRCROOT%' },
                    region: { startLine: 2, startColumn: 3 },
                  },
                  logicalLocations: [{ fullyQualifiedName: '#/a.M/field/1' }],
                },
              ],
              partialFingerprints: { 'protokollElement/v1': expect.stringMatching(/^[0-9a-f]{64}$/) },
              properties: { class: 'break', witness: { bytesHex: '0a0161' } },
            },
            {
              level: 'note',
              locations: [
                { physicalLocation: { artifactLocation: { uri: 'services/proto/%C3%A4%20b.proto' } } },
              ],
              suppressions: [{ kind: 'external', justification: 'waived   by me: agreed' }],
            },
            { ruleId: 'does-not-compile', ruleIndex: 0, locations: [] },
          ],
        },
      ],
    });
  });

  it('describes rules that it knows', () => {
    const log = json('sarif', reportOf(moduleOf(verdictOf([FINDING, WARNING]))));
    expect(log).toMatchObject({
      runs: [
        {
          tool: {
            driver: {
              rules: [
                { id: 'field-wire-type', shortDescription: { text: expect.any(String) }, help: {} },
                { id: 'warns' },
              ],
            },
          },
        },
      ],
    });
  });
});

describe('markdown', () => {
  it('starts with the marker and the worst outcome', () => {
    const text = render('markdown', reportOf(moduleOf(verdictOf([WAIVED, FINDING]))));
    expect(text.split('\n').slice(0, 6)).toEqual([
      MARKER,
      '## Protokoll: incompatible',
      '',
      '| module | compared with | outcome | refuses | warns |',
      '| --- | --- | --- | --- | --- |',
      '| shop.orders | git:main | incompatible | 1 | 1 |',
    ]);
    expect(text.indexOf('refused: field')).toBeLessThan(text.indexOf('waived: waived'));
    expect(text.endsWith('**Next**: commit it.\n')).toBe(true);
  });

  it('lets no text become markup, a mention or a cell', () => {
    const report = reportOf(moduleOf(verdictOf([EVIL]), HOSTILE), moduleOf(invalid('after', HOSTILE)));
    const text = render('markdown', report);
    const outside = text
      .replaceAll(/(`{3,})text\n[^]*?\n\1(?!`)/g, '')
      .replaceAll(/(`+) [^\n]*? \1(?!`)/g, '');
    expect(outside).not.toMatch(/<b|@all|\[l\]|:\/\/|^::/m);
    const row = text.split('\n').find((line) => line.startsWith('| a'));
    expect(row?.split(/(?<!\\)\|/)).toHaveLength(7);
  });

  it('fits in a comment, whatever is found', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({ ...EVIL, path: `#/a.M/field/${index}` }));
    const text = render('markdown', reportOf(moduleOf(verdictOf(many))));
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/\n… and \d+ more, in the log of the job\.\n/);
    const modules = Array.from({ length: 3_000 }, () => moduleOf(verdictOf([FINDING])));
    expect(render('markdown', reportOf(...modules)).length).toBeLessThanOrEqual(60_000);
  });
});
