import { create, createFileRegistry, type DescMessage } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_timestamp,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import * as fc from 'fast-check';

/** What a field of a made-up message may be. */
export const FIELD_KINDS = [
  'int32',
  'int64',
  'uint64',
  'float',
  'double',
  'bool',
  'string',
  'bytes',
  'enum',
  'repeated',
  'timestamp',
  'empty',
  'point',
  'path',
] as const;

/** One field of a made-up message. `point` is a message {x, y}, `path` one {start: point, name}. */
export interface FieldSpec {
  readonly number: number;
  readonly name: string;
  readonly kind: (typeof FIELD_KINDS)[number];
  /** The oneof that it is a member of. */
  readonly oneof: string | null;
}

/** Message `h.Event` with the given fields, made without a compiler: a thousand of them take a second. */
export function messageOf(fields: readonly FieldSpec[]): DescMessage {
  const oneofs = [
    ...new Set(fields.flatMap(({ oneof, kind }) => (oneof === null || kind === 'repeated' ? [] : [oneof]))),
  ];
  const file = create(FileDescriptorProtoSchema, {
    name: 'h.proto',
    package: 'h',
    syntax: 'proto3',
    dependency: ['google/protobuf/timestamp.proto'],
    enumType: [
      {
        name: 'Color',
        value: [
          { name: 'RED', number: 0 },
          { name: 'BLUE', number: 1 },
        ],
      },
    ],
    messageType: [
      {
        name: 'Event',
        field: fields.map((field) => fieldProto(field, oneofs)),
        oneofDecl: oneofs.map((name) => ({ name })),
      },
      { name: 'Empty' },
      { name: 'Point', field: [scalar(1, 'x', Type.DOUBLE), scalar(2, 'y', Type.DOUBLE)] },
      { name: 'Path', field: [reference(1, 'start', '.h.Point'), scalar(2, 'name', Type.STRING)] },
    ],
  });
  const set = create(FileDescriptorSetSchema, { file: [file_google_protobuf_timestamp.proto, file] });
  return createFileRegistry(set).getMessage('h.Event')!;
}

/**
 * Histories of one message: versions in order, each a set of fields. Numbers and names come from small pools, so that fields are
 * renamed, removed, brought back, retyped, renumbered and put into oneofs all the time.
 */
export function messageHistories(options: {
  minVersions: number;
  maxVersions: number;
}): fc.Arbitrary<readonly (readonly FieldSpec[])[]> {
  const field = fc.record<FieldSpec>({
    number: fc.integer({ min: 1, max: 7 }),
    name: fc.constantFrom(
      'a',
      'b',
      'c',
      'B',
      'point__x',
      'pick__case',
      'subject',
      'a__2',
      'long_'.repeat(13),
    ),
    kind: fc.constantFrom(...FIELD_KINDS),
    oneof: fc.option(fc.constantFrom('pick', 'choice'), { freq: 3 }),
  });
  const version = fc
    .uniqueArray(field, { selector: ({ number }) => number, minLength: 1, maxLength: 7 })
    .map((fields) =>
      fields.filter(({ name }, index) => fields.findIndex((other) => other.name === name) === index),
    );
  return fc.array(version, { minLength: options.minVersions, maxLength: options.maxVersions });
}

function fieldProto({ number, name, kind, oneof }: FieldSpec, oneofs: readonly string[]): PlainField {
  const field = kindProto(number, name, kind);
  // What repeats can not be a member of a oneof.
  return oneof === null || kind === 'repeated' ? field : { ...field, oneofIndex: oneofs.indexOf(oneof) };
}

type PlainField = Partial<Omit<FieldDescriptorProto, '$typeName' | '$unknown' | 'options'>>;

function kindProto(number: number, name: string, kind: FieldSpec['kind']): PlainField {
  switch (kind) {
    case 'enum':
      return { ...scalar(number, name, Type.ENUM), typeName: '.h.Color' };
    case 'repeated':
      return { ...scalar(number, name, Type.INT32), label: Label.REPEATED };
    case 'timestamp':
      return reference(number, name, '.google.protobuf.Timestamp');
    case 'empty':
      return reference(number, name, '.h.Empty');
    case 'point':
      return reference(number, name, '.h.Point');
    case 'path':
      return reference(number, name, '.h.Path');
    default:
      return scalar(number, name, SCALAR_TYPES[kind]);
  }
}

const SCALAR_TYPES = {
  int32: Type.INT32,
  int64: Type.INT64,
  uint64: Type.UINT64,
  float: Type.FLOAT,
  double: Type.DOUBLE,
  bool: Type.BOOL,
  string: Type.STRING,
  bytes: Type.BYTES,
} as const;

function scalar(number: number, name: string, type: Type): PlainField {
  // As protoc has it: what follows an underscore is in upper case.
  const jsonName = name.replaceAll(/_+(.?)/g, (_, letter: string) => letter.toUpperCase());
  return { number, name, jsonName, type, label: Label.OPTIONAL };
}

function reference(number: number, name: string, typeName: string): PlainField {
  return { ...scalar(number, name, Type.MESSAGE), typeName };
}
