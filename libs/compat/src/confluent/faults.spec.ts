import { compileProtos } from '#libs/testing';
import { schemaFrom } from '../../test/confluent-corpus.js';
import { compareAsConfluent } from './compare-as-confluent.js';
import type { Direction } from '../level.js';

interface Fault {
  /** What Confluent does that data does not bear out, or the other way round. */
  readonly fault: string;
  readonly syntax: 2 | 3;
  readonly before: string;
  readonly after: string;
  /** What it refuses. */
  readonly backward: string;
  readonly forward: string;
}

const DETAIL = 'message Detail { %optional int32 code = 1; }';

const FAULTS: readonly Fault[] = [
  row(
    3,
    'does not see a label that appears in proto3',
    'message M { int32 x = 1; }',
    'message M { repeated int32 x = 1; }',
  ),
  row(
    3,
    'does not see a label that goes in proto3',
    'message M { repeated int32 x = 1; }',
    'message M { int32 x = 1; }',
  ),
  row(
    3,
    'refuses a written label that changes',
    'message M { optional int32 x = 1; }',
    'message M { repeated int32 x = 1; }',
    'FIELD_NUMERIC_LABEL_CHANGED #/M/1',
    'FIELD_NUMERIC_LABEL_CHANGED #/M/1',
  ),
  row(
    2,
    'lets a string become required',
    'message M { optional string x = 1; }',
    'message M { required string x = 1; }',
  ),
  row(
    2,
    'refuses a number that becomes required, in both directions',
    'message M { optional int32 x = 1; }',
    'message M { required int32 x = 1; }',
    'FIELD_NUMERIC_LABEL_CHANGED #/M/1',
    'FIELD_NUMERIC_LABEL_CHANGED #/M/1',
  ),
  row(
    2,
    'lets a message become required',
    `message M { optional Detail x = 1; } ${DETAIL}`,
    `message M { required Detail x = 1; } ${DETAIL}`,
  ),
  row(
    3,
    'lets a list of messages become one',
    `message M { repeated Detail x = 1; } ${DETAIL}`,
    `message M { Detail x = 1; } ${DETAIL}`,
  ),
  row(
    3,
    'refuses a new message forward',
    'message M {}',
    `message M {} ${DETAIL}`,
    '',
    'MESSAGE_REMOVED #/Detail',
  ),
  row(
    3,
    'refuses a new member of a oneof forward',
    'message M { oneof o { int32 x = 1; } }',
    'message M { oneof o { int32 x = 1; int32 y = 2; } }',
    '',
    'ONEOF_FIELD_REMOVED #/M/o/2',
  ),
  row(
    3,
    'refuses a message that nothing used',
    `message M {} ${DETAIL}`,
    'message M {}',
    'MESSAGE_REMOVED #/Detail',
    '',
  ),
  row(3, 'lets a field go without a reservation', 'message M { int32 x = 1; }', 'message M {}'),
  row(3, 'lets a field take a reserved number', 'message M { reserved 1; }', 'message M { string x = 1; }'),
  row(3, 'lets a field move to another number', 'message M { int32 x = 1; }', 'message M { int32 x = 2; }'),
  row(
    3,
    'lets numbers be cut',
    'message M { int64 x = 1; uint64 y = 2; }',
    'message M { int32 x = 1; bool y = 2; }',
  ),
  row(3, 'lets bytes become text', 'message M { bytes x = 1; }', 'message M { string x = 1; }'),
  row(
    3,
    'takes any enum for a number',
    'message M { bool x = 1; } enum E { ZERO = 0; }',
    'message M { E x = 1; } enum E { ZERO = 0; }',
  ),
  row(
    3,
    'refuses bytes that hold the message',
    `message M { Detail x = 1; } ${DETAIL}`,
    `message M { bytes x = 1; } ${DETAIL}`,
    'FIELD_KIND_CHANGED #/M/1',
    'FIELD_KIND_CHANGED #/M/1',
  ),
  row(
    3,
    'refuses another name of the same message',
    `message M { Detail x = 1; } ${DETAIL} message Facts { int32 code = 1; }`,
    `message M { Facts x = 1; } ${DETAIL} message Facts { int32 code = 1; }`,
    'FIELD_NAMED_TYPE_CHANGED #/M/1',
    'FIELD_NAMED_TYPE_CHANGED #/M/1',
  ),
  row(
    3,
    'lets a oneof go with all of its members',
    'message M { oneof o { int32 x = 1; int32 y = 2; } }',
    'message M {}',
  ),
  row(
    3,
    'lets an enum number get another meaning',
    'message M {} enum E { A = 0; B = 1; }',
    'message M {} enum E { A = 0; C = 1; }',
  ),
  row(
    2,
    'lets a closed enum lose a number',
    'message M { optional E x = 1; } enum E { A = 0; B = 1; }',
    'message M { optional E x = 1; } enum E { A = 0; }',
  ),
  row(
    2,
    'does not see groups',
    'message M { optional group G = 1 { optional int32 x = 1; } }',
    'message M { required group G = 1 { optional string x = 1; } }',
  ),
  row(
    2,
    'does not see extensions',
    'message M { extensions 5 to 9; } extend M { optional int32 x = 5; }',
    'message M { extensions 5 to 9; } extend M { optional string x = 5; }',
  ),
  row(
    2,
    'does not see defaults',
    'message M { optional int32 x = 1 [default = 1]; }',
    'message M { optional int32 x = 1 [default = 2]; }',
  ),
  row(
    3,
    'does not see packing, json_name and services',
    'message M { repeated int32 x = 1; } service S { rpc Do(M) returns (M); }',
    'message M { repeated int32 x = 1 [packed = false, json_name = "y"]; }',
  ),
];

/** A row of the table; nothing is refused unless told. */
function row(
  syntax: 2 | 3,
  fault: string,
  before: string,
  after: string,
  backward = '',
  forward = '',
): Fault {
  return { syntax, fault, before, after, backward, forward };
}

function imageOf(side: 'before' | 'after'): Uint8Array {
  const texts = FAULTS.map((fault, index) => [pathOf(index), textOf(fault, index, fault[side])] as const);
  return compileProtos(Object.fromEntries(texts));
}

const pathOf = (index: number): string => `fault${index}/main.proto`;

function textOf({ syntax }: Fault, index: number, body: string): string {
  const declared = body.replaceAll('%optional', syntax === 2 ? 'optional' : '');
  return `syntax = "proto${syntax}"; package fault${index}; ${declared}`;
}

const images = { before: imageOf('before'), after: imageOf('after') };

function refused(index: number, direction: Direction): string {
  const before = schemaFrom(images.before, pathOf(index));
  const after = schemaFrom(images.after, pathOf(index));
  return compareAsConfluent(before, after, { direction })
    .filter(({ rule }) => !rule.compatible)
    .map(({ rule, confluentPath }) => `${rule.id} ${confluentPath}`)
    .join(', ');
}

describe('Confluent', () => {
  it.each(FAULTS.map((fault, index) => [fault.fault, index, fault] as const))('%s', (_, index, fault) => {
    expect(refused(index, 'backward')).toBe(fault.backward);
    expect(refused(index, 'forward')).toBe(fault.forward);
  });
});

describe('a syntax', () => {
  it('is not compared: closed enums become open, presence goes', () => {
    const [before, after] = [2, 3].map((syntax) =>
      schemaFrom(
        compileProtos({
          'main.proto': `syntax = "proto${syntax}"; package p; message M { ${syntax === 2 ? 'optional' : ''} E x = 1; } enum E { A = 0; }`,
        }),
        'main.proto',
      ),
    );
    if (before === undefined || after === undefined) throw new Error('two schemas');
    expect(compareAsConfluent(before, after)).toEqual([]);
  });
});
