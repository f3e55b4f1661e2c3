import type { DescMessage } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { ResolvedLimits } from './limits.js';
import { descriptorInvalid } from './problem.js';

/** Levels of a set that are not message nesting: set, file, field, options and what is in those. */
const LEVELS_BESIDE_NESTING = 16;
/** Source positions, options and unknown fields for each element: compilers write about five. */
const SUPPORTING_PER_ELEMENT = 6;

const ELEMENT_TYPES: ReadonlySet<string> = new Set(
  [
    'DescriptorProto',
    'DescriptorProto.ExtensionRange',
    'DescriptorProto.ReservedRange',
    'EnumDescriptorProto',
    'EnumDescriptorProto.EnumReservedRange',
    'EnumValueDescriptorProto',
    'FieldDescriptorProto',
    'MethodDescriptorProto',
    'OneofDescriptorProto',
    'ServiceDescriptorProto',
  ].map((name) => `google.protobuf.${name}`),
);
const FILE_TYPE = 'google.protobuf.FileDescriptorProto';
/** dependency, public_dependency, weak_dependency, option_dependency. */
const IMPORT_FIELDS: ReadonlySet<number> = new Set([3, 10, 11, 15]);

type Children = ReadonlyMap<number, DescMessage | null>;
const childrenByMessage = new WeakMap<DescMessage, Children>();

/** Depth that the real decoder needs for a set of these limits. */
export function decoderDepth(limits: ResolvedLimits): number {
  return limits.maxNesting + LEVELS_BESIDE_NESTING;
}

/**
 * Counts what a serialized set would become, without making it: two bytes can ask for an object of several hundred.
 * **Throws** DESCRIPTOR_INVALID past a limit; other errors when the bytes are malformed.
 */
export function scanSet(bytes: Uint8Array, limits: ResolvedLimits): void {
  const reader = new BinaryReader(bytes);
  const counter = new Counter(limits);
  const frames = [{ desc: FileDescriptorSetSchema as DescMessage, end: bytes.byteLength }];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    if (reader.pos >= frame.end) {
      frames.pop();
      continue;
    }
    const [number, wireType] = reader.tag();
    const child = childrenOf(frame.desc).get(number);
    if (child === undefined || child === null) {
      counter.addRecord(frame.desc, number, child === null);
      reader.skip(wireType, number);
      continue;
    }
    if (wireType !== WireType.LengthDelimited) throw new Error(`wire type ${wireType} for a message`);
    const end = reader.uint32() + reader.pos;
    if (end > frame.end) throw new Error('a message is cut short');
    counter.addMessage(child.typeName);
    if (frames.length > decoderDepth(limits)) throw nestedTooDeep(limits);
    frames.push({ desc: child, end });
  }
}

/** The failure for messages inside messages past the limit. */
export function nestedTooDeep(limits: ResolvedLimits): Error {
  return descriptorInvalid(`messages are nested deeper than ${limits.maxNesting} levels`);
}

class Counter {
  private files = 0;
  private elements = 0;
  private supporting = 0;

  constructor(private readonly limits: ResolvedLimits) {}

  addMessage(typeName: string): void {
    if (typeName === FILE_TYPE) this.addFile();
    else if (ELEMENT_TYPES.has(typeName)) this.addElement();
    else this.addSupporting();
  }

  addRecord(owner: DescMessage, number: number, known: boolean): void {
    if (!known) this.addSupporting();
    else if (owner.typeName === FILE_TYPE && IMPORT_FIELDS.has(number)) this.addElement();
  }

  private addFile(): void {
    if (++this.files > this.limits.maxFiles)
      throw descriptorInvalid(`it has more than ${this.limits.maxFiles} files`);
  }

  private addElement(): void {
    if (++this.elements > this.limits.maxElements)
      throw descriptorInvalid(`it has more than ${this.limits.maxElements} elements (messages, fields, …)`);
  }

  private addSupporting(): void {
    const limit = this.limits.maxElements * SUPPORTING_PER_ELEMENT;
    if (++this.supporting > limit)
      throw descriptorInvalid(`it has more than ${limit} source positions, options and unknown fields`);
  }
}

function childrenOf(desc: DescMessage): Children {
  const known = childrenByMessage.get(desc);
  if (known !== undefined) return known;
  const children: Children = new Map(desc.fields.map((field) => [field.number, field.message ?? null]));
  childrenByMessage.set(desc, children);
  return children;
}
