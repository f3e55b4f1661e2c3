import { schemaFrom } from '#libs/testing';
import type { Schema } from '#libs/descriptors';
import { DEFAULT_POLICY, judge, recordLives, type CompatibilityLevel, type Verdict } from './index.js';

function check(before: Schema, after: Schema, level: CompatibilityLevel = 'BACKWARD'): Verdict {
  return judge({
    proposed: after,
    history: [{ version: 1, schema: before }],
    lives: recordLives([], before, 1),
    schemaOf: () => before,
    policy: { ...DEFAULT_POLICY, level },
    today: '2026-01-01',
  });
}

it('smoke', () => {
  const before = schemaFrom(`
    message A { int32 a = 1; int64 b = 2; repeated B bs = 3; map<string, B> m = 4; string s = 5; bytes x = 6; E e = 7; uint32 gone = 8; }
    message B { int32 z = 1; C c = 2; }
    message C { repeated int32 p = 1; int32 q = 2; int32 r = 3; }
    enum E { X = 0; Y = 1; Z = 2; }
  `);
  const after = schemaFrom(`
    message A { sint32 a = 1; int32 b = 2; repeated B bs = 3; map<string, D> m = 4; C s = 5; string x = 6; E e = 7 [features.field_presence = IMPLICIT]; }
    message B { int32 z = 1 [default = 5]; C c = 2; }
    message D { bool z = 1; C c = 2; int32 n = 3 [features.field_presence = LEGACY_REQUIRED]; }
    message C { int32 p = 1; oneof one { int32 q = 2; int32 r = 3; } }
    enum E { X = 0; Y = 1; }
  `);
  const verdict = check(before, after, 'FULL');
  for (const f of verdict.findings)
    console.log(
      [f.ruleId, f.class, f.directions, f.path, f.message, f.witness?.written, f.witness?.read].join(' | '),
    );
});
