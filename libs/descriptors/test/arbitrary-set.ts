import fc from 'fast-check';
import {
  enumOf,
  ENUM,
  INT32,
  mapEntry,
  message,
  reference,
  REPEATED,
  STRING,
  text,
  type FieldInit,
  type FileInit,
  type MessageInit,
} from './set-builder.js';

interface FieldSpec {
  readonly number: number;
  readonly kind: 'text' | 'int' | 'list' | 'message' | 'enum' | 'map' | 'oneof' | 'optional';
  /** Which type or oneof, counted round. */
  readonly pick: number;
}

const FIELD: fc.Arbitrary<FieldSpec> = fc.record({
  number: fc.integer({ min: 1, max: 60 }),
  kind: fc.constantFrom('text', 'int', 'list', 'message', 'enum', 'map', 'oneof', 'optional'),
  pick: fc.nat(20),
});
const MESSAGE_FIELDS = fc.uniqueArray(FIELD, { selector: (field) => field.number, maxLength: 9 });
const FILES = fc.array(fc.array(MESSAGE_FIELDS, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 4,
});

/**
 * Well-formed sets of 1 to 4 files `f0.proto`…, each importing those before it, whose messages use types of their own file and the
 * earlier ones. The last file is the root.
 */
export const arbitrarySet: fc.Arbitrary<FileInit[]> = FILES.map((files) => {
  const types: string[] = [];
  return files.map((messages, file) => {
    const names = messages.map((_, index) => `.p${file}.M${index}`);
    types.push(...names, ...names.map((name) => `${name}.Inner`));
    return {
      name: `f${file}.proto`,
      package: `p${file}`,
      syntax: 'proto3',
      dependency: Array.from({ length: file }, (_, number) => `f${number}.proto`),
      messageType: messages.map((fields, index) => messageOf(`M${index}`, names[index] ?? '', fields, types)),
    };
  });
});

function messageOf(
  name: string,
  fullName: string,
  specs: readonly FieldSpec[],
  types: readonly string[],
): MessageInit {
  const oneofs = [0, 1].filter((at) => specs.some((spec) => spec.kind === 'oneof' && spec.pick % 2 === at));
  const optional = specs.filter((spec) => spec.kind === 'optional');
  const maps = specs.filter((spec) => spec.kind === 'map');
  const oneofIndexOf = (spec: FieldSpec): number =>
    spec.kind === 'oneof' ? oneofs.indexOf(spec.pick % 2) : oneofs.length + optional.indexOf(spec);
  return message(
    name,
    specs.map((spec) => fieldOf(spec, fullName, types, oneofIndexOf(spec))),
    {
      nestedType: [message('Inner', [text('x', 1)]), ...maps.map((spec) => mapEntry(`F${spec.number}Entry`))],
      enumType: [enumOf('Kind', { value: [0, 3, 1, 2].map((number) => ({ name: `V${number}`, number })) })],
      oneofDecl: [
        ...oneofs.map((at) => ({ name: `choice${at}` })),
        ...optional.map((spec) => ({ name: `_f${spec.number}` })),
      ],
      reservedName: ['zeta', 'alpha'],
      reservedRange: [
        { start: 100, end: 110 },
        { start: 90, end: 95 },
      ],
    } as Partial<MessageInit>,
  );
}

function fieldOf(spec: FieldSpec, fullName: string, types: readonly string[], oneofIndex: number): FieldInit {
  const name = `f${spec.number}`;
  const typeName = types[spec.pick % types.length] ?? '';
  switch (spec.kind) {
    case 'text':
      return text(name, spec.number);
    case 'int':
      return text(name, spec.number, { type: INT32 } as Partial<FieldInit>);
    case 'list':
      return text(name, spec.number, { label: REPEATED, type: STRING } as Partial<FieldInit>);
    case 'message':
      return reference(name, spec.number, typeName);
    case 'enum':
      return reference(name, spec.number, `${fullName}.Kind`, { type: ENUM } as Partial<FieldInit>);
    case 'map':
      return reference(name, spec.number, `${fullName}.F${spec.number}Entry`, {
        label: REPEATED,
      } as Partial<FieldInit>);
    case 'oneof':
      return text(name, spec.number, { oneofIndex } as Partial<FieldInit>);
    case 'optional':
      return text(name, spec.number, { oneofIndex, proto3Optional: true } as Partial<FieldInit>);
  }
}
