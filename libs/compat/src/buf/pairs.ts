import { FieldDescriptorProto_Type as Type } from '@bufbuild/protobuf/wkt';
import type { View } from './image.js';
import type { EnumNode, FieldNode, FileNode, MessageNode, MethodNode, ServiceNode } from './model.js';

/** A declaration before and after. */
export type Pair<T> = readonly [before: T, after: T];

/** The declarations of two views that buf pairs, each kind paired once for all rules. */
export class Pairs {
  readonly files: readonly Pair<FileNode>[];
  readonly messages: readonly Pair<MessageNode>[];
  readonly enums: readonly Pair<EnumNode>[];
  readonly services: readonly Pair<ServiceNode>[];
  readonly methods: readonly Pair<MethodNode>[];
  /** Fields and extensions, without those that no rule can tell apart. */
  readonly fields: readonly Pair<FieldNode>[];

  constructor(before: View, after: View) {
    this.files = pairUp(before.files, after.files);
    this.messages = pairUp(before.messages, after.messages);
    this.enums = pairUp(before.enums, after.enums);
    this.services = pairUp(before.services, after.services);
    this.methods = this.services.flatMap(([one, other]) => pairUp(one.methods, other.methods));
    const fields: Pair<FieldNode>[] = [];
    for (const [one, other] of this.messages) addDifferent(fields, one.fields, other.fields);
    addDifferent(fields, before.extensions, after.extensions);
    this.fields = fields;
  }
}

function pairUp<Key, T>(before: ReadonlyMap<Key, T>, after: ReadonlyMap<Key, T>): readonly Pair<T>[] {
  const pairs: Pair<T>[] = [];
  for (const [key, earlier] of before) {
    const later = after.get(key);
    if (later !== undefined) pairs.push([earlier, later]);
  }
  return pairs;
}

function addDifferent<Key>(
  pairs: Pair<FieldNode>[],
  before: ReadonlyMap<Key, FieldNode>,
  after: ReadonlyMap<Key, FieldNode>,
): void {
  for (const [key, earlier] of before) {
    const later = after.get(key);
    if (later !== undefined && !areAlike(earlier, later)) pairs.push([earlier, later]);
  }
}

/**
 * Whether nothing that a rule on fields looks at differs. Most fields of most changes are so, which is what makes large modules fast.
 * Fields of a named type are not, as rules look at the type too; nor are fields with options.
 */
function areAlike(before: FieldNode, after: FieldNode): boolean {
  const [one, other] = [before.proto, after.proto];
  return (
    one.type === other.type &&
    !isNamedType(one.type) &&
    one.options === undefined &&
    other.options === undefined &&
    one.label === other.label &&
    one.name === other.name &&
    before.fullName === after.fullName &&
    one.jsonName === other.jsonName &&
    one.defaultValue === other.defaultValue &&
    one.proto3Optional === other.proto3Optional &&
    one.extendee === other.extendee &&
    before.oneof === after.oneof &&
    before.parent?.isMapEntry === after.parent?.isMapEntry &&
    areAlikeAround(before, after)
  );
}

function isNamedType(type: Type): boolean {
  return type === Type.MESSAGE || type === Type.GROUP || type === Type.ENUM;
}

/** Features, and what rules look at in the file. */
function areAlikeAround(before: FieldNode, after: FieldNode): boolean {
  const [one, other] = [before.features, after.features];
  return (
    before.file.proto.syntax === after.file.proto.syntax &&
    before.file.proto.edition === after.file.proto.edition &&
    before.file.proto.options?.javaStringCheckUtf8 === after.file.proto.options?.javaStringCheckUtf8 &&
    (one === other ||
      (one.presence === other.presence &&
        one.utf8 === other.utf8 &&
        one.encoding === other.encoding &&
        one.cppString === other.cppString &&
        one.javaUtf8 === other.javaUtf8))
  );
}
