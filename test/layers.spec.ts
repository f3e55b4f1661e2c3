import { importsOf, layerProblems, LAYERS, PUBLISHED, TESTS_ONLY } from './house/layer-rules.js';
import { foldersIn, sourceFiles } from './house/source-files.js';

const files = sourceFiles('apps', 'libs', 'migrations', 'test');

test('the files of the house are seen', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.map((file) => file.path)).toContain('libs/errors/src/table.ts');
});

test('nothing is imported through a wall, and the pure layers are pure', () => {
  expect(files.flatMap(layerProblems)).toEqual([]);
});

test('every lib has a layer', () => {
  const known = new Set([...LAYERS.keys(), ...PUBLISHED, TESTS_ONLY]);
  expect(foldersIn('libs').filter((lib) => !known.has(lib))).toEqual([]);
});

describe('a breach is seen:', () => {
  const breaches: readonly (readonly [string, string, string, string])[] = [
    ['a higher layer', 'libs/compat/src/x.ts', "import { a } from '#libs/planner';", 'layer 4 from layer 3'],
    ['an equal layer', 'libs/compat/src/x.ts', "import { a } from '#libs/ddl';", 'layer 3 from layer 3'],
    ['a deep import', 'apps/cli/src/x.ts', "import { a } from '#libs/ddl/src/y.js';", 'past the door'],
    ['a lib by path', 'apps/cli/src/x.ts', "import { a } from '../../../libs/ddl/src/index.js';", 'libs/ddl'],
    ['its own door', 'libs/ddl/src/x.ts', "import { a } from '#libs/ddl';", 'its own door'],
    ['an unknown lib', 'libs/ddl/src/x.ts', "import { a } from '#libs/new-thing';", 'has no layer'],
    ['testing outside specs', 'libs/ddl/src/x.ts', "import { a } from '#libs/testing';", 'for specs only'],
    [
      'a published lib',
      'libs/sdk-node/src/x.ts',
      "import { a } from '#libs/errors';",
      'published on its own',
    ],
    [
      'an app from a lib',
      'libs/sinks/src/x.ts',
      "import { a } from '../../../apps/cli/src/a.js';",
      'apps/cli',
    ],
    ['another app', 'apps/cli/src/x.ts', "import { a } from '../../collector/src/a.js';", 'apps/collector'],
    [
      'more than a door from standalone',
      'apps/standalone/src/x.ts',
      "import { a } from '../../collector/src/batch.js';",
      'apps/collector',
    ],
    [
      'a surface from a surface',
      'apps/registry/src/surfaces/rest/x.ts',
      "import { a } from '../confluent/y.js';",
      "imports surface 'confluent'",
    ],
    [
      'a surface from core',
      'apps/registry/src/core/services/x.ts',
      "import { a } from '../../surfaces/rest/y.js';",
      'core imports the surface',
    ],
    ['fs in a pure layer', 'libs/ddl/src/x.ts', "import { a } from 'node:fs';", 'pure layer 3'],
    ['timers in a pure layer', 'libs/ddl/src/x.ts', "import { a } from 'node:timers/promises';", 'pure'],
    ['the clock', 'libs/planner/src/x.ts', 'const at = Date.now();', 'Date.now'],
    ['the clock by new Date', 'libs/planner/src/x.ts', 'const at = new Date();', 'new Date()'],
    ['chance', 'libs/codec/src/x.ts', 'const at = Math.random();', 'Math.random'],
    ['a timer', 'libs/codec/src/x.ts', 'setTimeout(run, 1);', 'setTimeout'],
    ['the network', 'libs/codec/src/x.ts', 'const answer = await fetch(url);', 'fetch('],
    [
      'hashing where none is',
      'libs/codec/src/x.ts',
      "import { createHash } from 'node:crypto';",
      'node:crypto',
    ],
    [
      'random bytes beside the hash',
      'libs/descriptors/src/x.ts',
      "import { createHash, randomBytes } from 'node:crypto';",
      'more than createHash',
    ],
    ['Nest in a lib', 'libs/sinks/src/x.ts', "import { a } from '@nestjs/common';", 'know Nest'],
    ['TypeORM in an app', 'apps/collector/src/x.ts', "import { a } from 'typeorm';", 'know TypeORM'],
    ['TypeORM in libs/sqlite', 'libs/sqlite/src/x.ts', "import { a } from 'typeorm';", 'know TypeORM'],
  ];
  test.each(breaches)('%s', (_name, path, text, part) => {
    expect(layerProblems({ path, text })).toEqual([expect.stringContaining(part)]);
  });
});

test.each([
  ['apps/standalone/src/x.ts', "import { a } from '../../collector/src/collector.module.js';"],
  ['apps/registry/src/core/x.ts', "import { a } from '../../../../migrations/index.js';"],
  ['libs/sqlite/src/x.spec.ts', "import { a } from 'typeorm';"],
  ['libs/ddl/src/x.spec.ts', "import { a } from '#libs/testing';\nimport { b } from '#libs/compiler';"],
  ['libs/ddl/src/x.ts', '// Date.now() is for callers\nconst at = new Date(ms); // setTimeout(x)'],
  ['libs/ddl/src/x.ts', 'const source = `import "google/protobuf/any.proto";`;'],
])('what the house allows passes: %s', (path, text) => {
  expect(layerProblems({ path, text })).toEqual([]);
});

test('imports are read in all their forms', () => {
  const text =
    "import a from 'a';\nimport {\n  b,\n} from 'b';\nexport * from 'c';\nimport 'd';\nconst e = await import('e');\n";
  expect(importsOf(text)).toEqual(['a', 'b', 'c', 'd', 'e']);
});
