import { elementPath, hexToBytes, type Schema } from '#libs/descriptors';
import { binary } from '../src/encodings/binary.js';
import { json } from '../src/encodings/json.js';
import type { EncodingDefinition } from '../src/encodings/define-encoding.js';
import {
  DEFAULT_POLICY,
  judge,
  type CompatibilityLevel,
  type Direction,
  type Finding,
  type Verdict,
} from '../src/index.js';
import type { MessagePair } from '../src/pair.js';
import type { FieldShape } from '../src/shape/field-shape.js';
import type { MessageShape } from '../src/shape/message-shape.js';
import { shapeOf } from '../src/shape/schema-shape.js';
import { Codecs } from '../src/witness/codecs.js';
import type { Difference } from '../src/witness/difference.js';
import { Link, type Transmission } from '../src/witness/link.js';
import { toMessage } from '../src/witness/to-message.js';
import type { Tree } from '../src/witness/tree.js';

const MESSAGES_EACH = 8;

/** Judges by a level, without policy exceptions and lives. */
export function judgePair(
  before: Schema,
  after: Schema,
  level: CompatibilityLevel,
  encoding: EncodingDefinition = binary,
): Verdict {
  return judge({
    proposed: after,
    history: [{ version: 1, schema: before }],
    lives: [],
    schemaOf: () => before,
    policy: { ...DEFAULT_POLICY, level, encodings: [encoding.name], jsonIgnoreUnknown: encoding === json },
    today: '2026-01-01',
  });
}

/** What a verdict on two schemas does not get right, as sentences; empty when it agrees with the wire. */
export function proveSchemas(
  before: Schema,
  after: Schema,
  randomTree: (shape: MessageShape) => Tree,
  encoding: EncodingDefinition = binary,
): readonly string[] {
  const link = new Link(encoding, new Codecs());
  const verdict = judgePair(before, after, 'FULL', encoding);
  return [
    ...proveFull(before, after, verdict, encoding),
    ...verdict.findings.flatMap((finding) => proveWitness(link, before, after, finding)),
    ...proveDirection(link, before, after, 'backward', verdict.findings, randomTree),
    ...proveDirection(link, before, after, 'forward', verdict.findings, randomTree),
  ];
}

/** FULL is BACKWARD and FORWARD. */
function proveFull(
  before: Schema,
  after: Schema,
  full: Verdict,
  encoding: EncodingDefinition,
): readonly string[] {
  const halves = (['BACKWARD', 'FORWARD'] as const).map((level) => judgePair(before, after, level, encoding));
  const refused = halves.some((half) => half.verdict === 'incompatible');
  const problems = refused === (full.verdict === 'incompatible') ? [] : ['FULL is not BACKWARD and FORWARD'];
  const expected = new Set(halves.flatMap((half) => half.findings.map(nameOf)));
  const actual = new Set(full.findings.map(nameOf));
  const same = expected.size === actual.size && [...expected].every((name) => actual.has(name));
  return same ? problems : [...problems, 'findings of FULL are not those of BACKWARD and FORWARD'];
}

function nameOf(finding: Finding): string {
  return `${finding.ruleId} ${finding.class} ${finding.path} ${finding.message}`;
}

/** Every break, lossy and presence finding has a witness, and its bytes do show damage. */
function proveWitness(link: Link, before: Schema, after: Schema, finding: Finding): readonly string[] {
  if (finding.class === 'hygiene') return [];
  const { witness } = finding;
  if (witness === null) return [`no witness: ${nameOf(finding)}`];
  const backward = finding.directions[0] === 'backward';
  const pair = pairOf(backward ? before : after, backward ? after : before, witness.type);
  const sent = pair && link.receive(pair, hexToBytes(witness.bytesHex));
  if (sent === null) return [`the writer can't read its own witness: ${nameOf(finding)}`];
  const wanted = finding.class === 'presence' ? 'presence' : 'value';
  const shown = sent.problem !== null || sent.differences.some(({ kind }) => kind === wanted);
  return shown ? [] : [`the witness shows nothing: ${nameOf(finding)} ${witness.written} ${witness.read}`];
}

function pairOf(writer: Schema, reader: Schema, typeName: string): MessagePair | null {
  const sent = shapeOf(writer).messages.get(typeName);
  const read = shapeOf(reader).messages.get(typeName);
  return sent && read ? { writer: sent, reader: read, via: null } : null;
}

/** Whatever is lost or changed of random messages is where a finding says so. */
function proveDirection(
  link: Link,
  before: Schema,
  after: Schema,
  direction: Direction,
  findings: readonly Finding[],
  randomTree: (shape: MessageShape) => Tree,
): readonly string[] {
  const [writer, reader] = direction === 'backward' ? [before, after] : [after, before];
  const spoken = findings.filter((finding) => finding.directions.includes(direction));
  const problems: string[] = [];
  for (const typeName of shapeOf(writer).messages.keys()) {
    const pair = pairOf(writer, reader, typeName);
    if (pair === null || typeName.startsWith('google.protobuf.')) continue;
    for (let times = 0; times < MESSAGES_EACH; times++) {
      const tree = randomTree(pair.writer);
      const sent = link.transmit(pair, toMessage(pair.writer, tree));
      if (sent === null) problems.push(`the writer can't read a ${typeName} that it wrote`);
      else
        problems.push(
          ...unspoken(sent, direction, spoken, link.encoding === json).map(
            (problem) => `${direction} ${typeName}: ${problem}`,
          ),
        );
      if (problems.length > 0) return problems;
    }
  }
  return problems;
}

function unspoken(
  sent: Transmission,
  direction: Direction,
  findings: readonly Finding[],
  skipsKeys: boolean,
): readonly string[] {
  if (sent.problem !== null) {
    // Of a key that it does not know a reader may say nothing.
    const silent = skipsKeys ? 'json-key-missing' : '';
    return findings.some((finding) => finding.class === 'break' && finding.ruleId !== silent)
      ? []
      : [`refused, and no break: ${sent.problem}`];
  }
  return sent.differences
    .filter((difference) => !isSpoken(difference, direction, findings))
    .map((difference) => {
      const { kind, path, writer, reader } = difference;
      return `no finding for ${kind} at ${path} (${elementPath(writer.desc)} to ${elementPath(reader.desc)})`;
    });
}

function isSpoken(
  { kind, writer, reader }: Difference,
  direction: Direction,
  findings: readonly Finding[],
): boolean {
  const after = direction === 'backward' ? reader : writer;
  const elements = [after.desc, reader.desc.oneof, writer.desc.oneof, ...entryParts(writer, reader, after)];
  const paths = elements.flatMap((desc) => (desc ? [elementPath(desc)] : []));
  return findings.some(
    (finding) =>
      paths.includes(finding.path) &&
      finding.class !== 'hygiene' &&
      (kind === 'presence' || finding.class !== 'presence'),
  );
}

/** Where a map is involved, an entry may be lost for its key or its value. */
function entryParts(
  writer: FieldShape,
  reader: FieldShape,
  after: FieldShape,
): readonly FieldShape['desc'][] {
  if (!writer.map && !reader.map) return [];
  return [1, 2].flatMap((number) => after.message?.field(number)?.desc ?? []);
}
