/**
 * Cost of a check on loaded schemas, against the bars of the specification "Compatibility", section 8, and against the real
 * buf binary in the same run. `npm run bench -- compat`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSchema, type Schema } from '#libs/descriptors';
import {
  DEFAULT_POLICY,
  judge,
  recordLives,
  type CompatibilityLevel,
  type Encoding,
  type HistoryEntry,
  type Life,
  type ProfileName,
} from '../src/index.js';
import { plainField, schemaOf, type MessageSpec } from '../test/made-schema.js';
import { BufPeer } from './buf-peer.js';
import { moduleSources } from './module-sources.js';

const TYPES = ['int32', 'int64', 'string', 'bool', 'double', 'bytes', 'enum:E0', 'enum:E1'];
const FIELDS = 10;

/** A schema of messages with ten fields each, one of them another message, one a map; `extra` fields are added to the first. */
function schemaWith(messageCount: number, extra: number): Schema {
  const messages: MessageSpec[] = Array.from({ length: messageCount }, (_, index) => ({
    name: `M${index}`,
    fields: [
      ...TYPES.map((type, at) => plainField(at + 1, type)),
      plainField(FIELDS - 1, `message:M${(index + 1) % messageCount}`),
      plainField(FIELDS, 'string', { label: 'map' }),
      ...Array.from({ length: index === 0 ? extra : 0 }, (__, at) => plainField(FIELDS + 1 + at, 'int32')),
    ],
  }));
  const enums = ['E0', 'E1'].map((name) => ({ name, closed: false, numbers: [0, 1, 2, 3, 4] }));
  return schemaOf({ syntax: 'proto3', enums, messages });
}

function check(
  history: readonly HistoryEntry[],
  proposed: Schema,
  level: CompatibilityLevel,
  lives: readonly Life[],
  encodings: readonly Encoding[] = DEFAULT_POLICY.encodings,
): number {
  const verdict = judge({
    proposed,
    history,
    lives,
    schemaOf: () => proposed,
    policy: { ...DEFAULT_POLICY, level, encodings },
    today: '2026-01-01',
  });
  return verdict.findings.length;
}

/** CPU milliseconds, all threads: on a shared machine the wall clock tells of the neighbours. */
function time(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/** Milliseconds of one of many runs, for work that takes less than the clock can tell. */
function mean(times: number, work: () => unknown): number {
  for (let run = 0; run < times; run++) work();
  return (
    time(() => {
      for (let run = 0; run < times; run++) work();
    }) / times
  );
}

function median(times: number, work: () => unknown): number {
  const taken = Array.from({ length: times }, () => time(work)).sort((left, right) => left - right);
  return taken[Math.floor(times / 2)] ?? 0;
}

function report(what: string, ms: number, barMs: number | null = null): void {
  const bar = barMs === null ? '' : `bar ${String(barMs).padStart(3)}  ${ms <= barMs ? 'ok' : 'OVER'}`;
  console.log(`${what.padEnd(62)} ${ms.toFixed(3).padStart(9)} ms CPU   ${bar}`);
}

function benchOne(): void {
  const [before, after] = [schemaWith(20, 0), schemaWith(20, 1)];
  const history = [{ version: 1, schema: before }];
  const lives = recordLives([], before, 1);
  report(
    '20 messages, one field added, first',
    time(() => check(history, after, 'BACKWARD', lives)),
  );
  report(
    '20 messages, one field added',
    mean(2_000, () => check(history, after, 'BACKWARD', lives)),
    1,
  );
  report(
    '20 messages, one field added, FULL',
    mean(2_000, () => check(history, after, 'FULL', lives)),
    1,
  );
}

const VERSIONS = 1_000;

function benchTransitive(
  what: string,
  schemas: readonly Schema[],
  proposed: Schema,
  encodings?: readonly Encoding[],
): void {
  const history = schemas.map((schema, index) => ({ version: index + 1, schema }));
  const lives = recordLives([], proposed, 1);
  report(
    `${what}, first`,
    time(() => check(history, proposed, 'BACKWARD_TRANSITIVE', lives, encodings)),
  );
  report(
    what,
    median(31, () => check(history, proposed, 'BACKWARD_TRANSITIVE', lives, encodings)),
    50,
  );
}

function benchHistories(): void {
  const growing = Array.from({ length: VERSIONS }, (_, index) => schemaWith(20, index % 200));
  benchTransitive('1 000 versions of 200 contents', growing, schemaWith(20, 201));
  const marked = Array.from({ length: VERSIONS }, (_, version) => markedSchema(version));
  benchTransitive('1 000 distinct versions, five messages differ', marked, markedSchema(-1));
  const distinct = Array.from({ length: VERSIONS }, (_, version) => distinctSchema(version, 8));
  benchTransitive('1 000 distinct versions, binary', distinct, distinctSchema(VERSIONS, 8), ['binary']);
  benchTransitive('1 000 distinct versions, 1 001 JSON breaks shown', distinct, distinctSchema(VERSIONS, 8));
  const removing = Array.from({ length: VERSIONS }, (_, version) => distinctSchema(version, 100 + version));
  benchTransitive('1 000 distinct versions, binary, 1 000 findings', removing, distinctSchema(VERSIONS, 99), [
    'binary',
  ]);
}

/** As `schemaWith(20, 0)`; in the messages of the version's bits a field is told apart from its zero, in all of them for -1. */
function markedSchema(version: number): Schema {
  const messages = Array.from({ length: 20 }, (_, index) => ({
    name: `M${index}`,
    fields: [
      ...TYPES.map((type, at) =>
        plainField(at + 1, type, {
          label: at === 0 && ((version >> index) & 1) === 1 ? 'explicit' : 'implicit',
        }),
      ),
      plainField(FIELDS - 1, `message:M${(index + 1) % 20}`),
      plainField(FIELDS, 'string', { label: 'map' }),
    ],
  }));
  const enums = ['E0', 'E1'].map((name) => ({ name, closed: false, numbers: [0, 1, 2, 3, 4] }));
  return schemaOf({ syntax: 'proto3', enums, messages });
}

/** As `schemaWith(20, 0)`, with a field of its own name and a number in one message; others have number 8 there. */
function distinctSchema(version: number, number: number): Schema {
  const messages = Array.from({ length: 20 }, (_, index) => ({
    name: `M${index}`,
    fields: [
      ...TYPES.map((type, at) => plainField(at + 1, type)).filter((field) => field.number !== 8),
      plainField(FIELDS - 1, `message:M${(index + 1) % 20}`),
      plainField(FIELDS, 'string', { label: 'map' }),
      index === version % 20
        ? plainField(number, 'enum:E1', { name: `v${version}` })
        : plainField(8, 'enum:E1'),
    ],
  }));
  const enums = ['E0', 'E1'].map((name) => ({ name, closed: false, numbers: [0, 1, 2, 3, 4] }));
  return schemaOf({ syntax: 'proto3', enums, messages });
}

function benchLarge(): void {
  const [before, after] = [schemaWith(5_000, 0), schemaWith(5_000, 1)];
  const history = [{ version: 1, schema: before }];
  report(
    '5 000 messages in place of 1 000 files, first',
    time(() => check(history, after, 'BACKWARD', [])),
  );
  report(
    '5 000 messages in place of 1 000 files',
    median(31, () => check(history, after, 'BACKWARD', [])),
    300,
  );
}

function benchBroken(): void {
  const broken = schemaOf({
    syntax: 'proto3',
    enums: [],
    messages: Array.from({ length: 20 }, (_, index) => ({
      name: `M${index}`,
      fields: [plainField(1, 'string')],
    })),
  });
  const history = [{ version: 1, schema: schemaWith(20, 0) }];
  report(
    '20 messages, 20 breaks with witnesses, 180 removals',
    mean(50, () => check(history, broken, 'BACKWARD', [])),
  );
}

const PROFILES: readonly ProfileName[] = ['protokoll', 'buf:FILE', 'buf:WIRE_JSON', 'confluent'];

/** A large module's messages refer to one another in a chain as long as it; Confluent's walk ends at 500 with an error. */
function mayBeDeep(profile: ProfileName): boolean {
  return profile !== 'confluent';
}

function checkImages(before: Schema, after: Schema, profile: ProfileName): number {
  return judge({
    proposed: after,
    history: [{ version: 1, schema: before }],
    lives: [],
    schemaOf: () => before,
    policy: { ...DEFAULT_POLICY, encodings: ['binary', 'json'], profile },
    today: '2026-01-01',
  }).findings.length;
}

/** The same images judged by the real binary and by each profile here. */
function benchAgainstBuf(peer: BufPeer, fileCount: number): void {
  const before = peer.build(`before${fileCount}`, moduleSources(fileCount, false));
  const after = peer.build(`after${fileCount}`, moduleSources(fileCount, true));
  const runs = fileCount > 100 ? 3 : 15;
  const real = Array.from({ length: runs }, () => peer.breaking(before, after, 'FILE'));
  const realMs = real.reduce((total, run) => total + run.cpuMs, 0) / runs;
  console.log(`\n${fileCount} files: buf breaking FILE ${realMs.toFixed(0)} ms CPU a check`);
  const schemas = [before, after].map((path) => loadSchema(readFileSync(path)));
  const [old, proposed] = schemas;
  if (old === undefined || proposed === undefined) return;
  for (const profile of fileCount > 100 ? PROFILES.filter(mayBeDeep) : PROFILES) {
    const first = time(() => checkImages(old, proposed, profile));
    const ms = mean(fileCount > 100 ? 5 : 200, () => checkImages(old, proposed, profile));
    const ratio = (realMs / ms).toFixed(0);
    const bar = fileCount > 100 ? 300 : 1;
    report(`  ${profile}, first`, first, fileCount > 100 ? bar : null);
    report(`  ${profile}, then; ${ratio} x as fast as buf`, ms, bar);
  }
  if (fileCount > 100) benchMemory(before, after);
}

/** Peak memory of a process that loads both images and judges them. */
function benchMemory(before: string, after: string): void {
  for (const profile of PROFILES.filter(mayBeDeep)) {
    const args = [fileURLToPath(import.meta.url), '--peak', before, after, profile];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 });
    const peakMb = Number(stdout) / 1_024;
    console.log(`  ${profile}: peak of a process of its own ${peakMb.toFixed(0)} MB, bar 300`);
  }
}

function peak(before: string, after: string, profile: ProfileName): void {
  checkImages(loadSchema(readFileSync(before)), loadSchema(readFileSync(after)), profile);
  process.stdout.write(String(process.resourceUsage().maxRSS));
}

function benchAll(): void {
  benchOne();
  benchHistories();
  benchLarge();
  benchBroken();
  const peer = new BufPeer();
  try {
    for (const fileCount of [4, 1_000]) benchAgainstBuf(peer, fileCount);
  } finally {
    peer.close();
  }
}

const [, , mode, beforeImage = '', afterImage = '', profile = 'protokoll'] = process.argv;
if (mode === '--peak') peak(beforeImage, afterImage, profile as ProfileName);
else benchAll();
