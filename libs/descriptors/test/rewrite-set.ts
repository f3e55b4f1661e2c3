import { clone, create } from '@bufbuild/protobuf';
import {
  DescriptorProto_ReservedRangeSchema,
  FileDescriptorSetSchema,
  SourceCodeInfoSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
  type FileDescriptorProto,
  type FileDescriptorSet,
} from '@bufbuild/protobuf/wkt';

/** Numbers in 0..n-1, always the same for one seed. */
type Draw = (n: number) => number;

/**
 * The same schema written down differently: files, imports, fields, oneofs, enum values but the first, map entries, reserved names and
 * ranges in another order, ranges cut in two, JSON names left out, comments and positions added.
 */
export function rewriteSet(original: FileDescriptorSet, seed: number): FileDescriptorSet {
  const set = clone(FileDescriptorSetSchema, original);
  const draw = drawFrom(seed);
  set.file = shuffled(set.file, draw);
  for (const file of set.file) rewriteFile(file, draw);
  return set;
}

function rewriteFile(file: FileDescriptorProto, draw: Draw): void {
  const publicPaths = file.publicDependency.map((index) => file.dependency[index] ?? '');
  file.dependency = shuffled(file.dependency, draw);
  file.publicDependency = publicPaths.map((path) => file.dependency.indexOf(path));
  file.enumType = shuffled(file.enumType, draw);
  file.extension = shuffled(file.extension, draw);
  for (const proto of file.messageType) rewriteMessage(proto, draw);
  for (const proto of file.enumType) rewriteEnum(proto, draw);
  file.sourceCodeInfo = create(SourceCodeInfoSchema, {
    location: [{ path: [4, 0], span: [draw(9), draw(9), 20], leadingComments: ' Rewritten.\n' }],
  });
}

function rewriteMessage(proto: DescriptorProto, draw: Draw): void {
  shuffleOneofs(proto, draw);
  proto.field = shuffled(proto.field, draw);
  for (const field of proto.field) if (draw(2) === 0 && /^f\d+$/.test(field.name)) field.jsonName = '';
  proto.enumType = shuffled(proto.enumType, draw);
  proto.extension = shuffled(proto.extension, draw);
  proto.reservedName = shuffled(proto.reservedName, draw);
  proto.reservedRange = shuffled(
    proto.reservedRange.flatMap(({ start, end }) => {
      const cut = start + 1 + draw(Math.max(1, end - start - 1));
      const ranges =
        cut < end
          ? [
              [start, cut],
              [cut, end],
            ]
          : [[start, end]];
      return ranges.map(([from = 0, to = 0]) =>
        create(DescriptorProto_ReservedRangeSchema, { start: from, end: to }),
      );
    }),
    draw,
  );
  const entries = shuffled(
    proto.nestedType.filter((nested) => nested.options?.mapEntry === true),
    draw,
  );
  const declared = proto.nestedType.filter((nested) => nested.options?.mapEntry !== true);
  proto.nestedType = draw(2) === 0 ? [...entries, ...declared] : [...declared, ...entries];
  for (const nested of proto.nestedType) rewriteMessage(nested, draw);
  for (const nested of proto.enumType) rewriteEnum(nested, draw);
}

function shuffleOneofs(proto: DescriptorProto, draw: Draw): void {
  const order = shuffled([...proto.oneofDecl.keys()], draw);
  proto.oneofDecl = order.flatMap((index) => proto.oneofDecl[index] ?? []);
  for (const field of proto.field)
    if (Object.hasOwn(field, 'oneofIndex')) field.oneofIndex = order.indexOf(field.oneofIndex);
}

function rewriteEnum(proto: EnumDescriptorProto, draw: Draw): void {
  const [first, ...others] = proto.value;
  if (first === undefined || proto.options?.allowAlias === true) return;
  proto.value = [first, ...shuffled(others, draw)];
}

function shuffled<T>(items: readonly T[], draw: Draw): T[] {
  const left = [...items];
  const taken: T[] = [];
  while (left.length > 0) taken.push(...left.splice(draw(left.length), 1));
  return taken;
}

function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}
