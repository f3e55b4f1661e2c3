import type { DescMessage } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, SourceCodeInfoSchema } from '@bufbuild/protobuf/wkt';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { ResolvedLimits } from './limits.js';
import { ObjectCounter } from './object-counter.js';
import { descriptorInvalid } from './problem.js';

/** Levels of a file that are not message nesting: file, field, options and what is in those. */
const LEVELS_BESIDE_NESTING = 16;
const FILE_OF_SET = 1;
const SOURCE_INFO_OF_FILE = 9;

/** One file of a serialized set. */
export interface ScannedFile {
  /** Its FileDescriptorProto without source info. */
  readonly content: Uint8Array;
  /** Its SourceCodeInfo; null when it has none. */
  readonly sourceInfo: Uint8Array | null;
}

type Children = ReadonlyMap<number, DescMessage | null>;
const childrenByMessage = new WeakMap<DescMessage, Children>();

/** Depth that the real decoder needs for a file of these limits. */
export function decoderDepth(limits: ResolvedLimits): number {
  return limits.maxNesting + LEVELS_BESIDE_NESTING;
}

/** The failure for messages inside messages past the limit. */
export function nestedTooDeep(limits: ResolvedLimits): Error {
  return descriptorInvalid(`messages are nested deeper than ${limits.maxNesting} levels`);
}

/**
 * Splits a serialized set into its files and counts what they would become, without making it: two bytes can ask for an object of
 * several hundred. **Throws** DESCRIPTOR_INVALID past a limit; other errors when the bytes are malformed.
 */
export function scanSet(bytes: Uint8Array, limits: ResolvedLimits): ScannedFile[] {
  return new Scanner(bytes, limits).scanFiles();
}

/** Like {@link scanSet}, for a SourceCodeInfo. */
export function scanSourceInfo(bytes: Uint8Array, limits: ResolvedLimits): void {
  new Scanner(bytes, limits).scanAll(SourceCodeInfoSchema);
}

class Scanner {
  private readonly reader: BinaryReader;
  private readonly counter: ObjectCounter;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly limits: ResolvedLimits,
  ) {
    this.reader = new BinaryReader(bytes);
    this.counter = new ObjectCounter(limits);
  }

  scanFiles(): ScannedFile[] {
    const files: ScannedFile[] = [];
    const size = this.bytes.byteLength;
    while (this.reader.pos < size) {
      const [number, wireType] = this.reader.tag();
      if (number !== FILE_OF_SET) {
        this.counter.addSupporting();
        this.skip(number, wireType, size);
        continue;
      }
      this.counter.addFile();
      files.push(this.scanFile(this.enter(wireType, size)));
    }
    return files;
  }

  scanAll(desc: DescMessage): void {
    this.scanMessage(desc, this.bytes.byteLength);
  }

  private scanFile(end: number): ScannedFile {
    const content: Uint8Array[] = [];
    const sourceInfo: Uint8Array[] = [];
    let from = this.reader.pos;
    while (this.reader.pos < end) {
      const start = this.reader.pos;
      const [number, wireType] = this.reader.tag();
      if (number !== SOURCE_INFO_OF_FILE) {
        this.scanField(FileDescriptorProtoSchema, number, wireType, end);
        continue;
      }
      content.push(this.bytes.subarray(from, start));
      from = this.enter(wireType, end);
      sourceInfo.push(this.bytes.subarray(this.reader.pos, from));
      this.reader.pos = from;
    }
    content.push(this.bytes.subarray(from, end));
    // A message that occurs twice is merged, and merging is what reading one after the other does.
    return { content: join(content), sourceInfo: sourceInfo.length === 0 ? null : join(sourceInfo) };
  }

  private scanMessage(desc: DescMessage, end: number): void {
    const frames = [{ desc, end }];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      if (this.reader.pos >= frame.end) {
        frames.pop();
        continue;
      }
      const [number, wireType] = this.reader.tag();
      const child = this.scanTag(frame.desc, number, wireType, frame.end);
      if (child === null) continue;
      if (frames.length >= decoderDepth(this.limits)) throw nestedTooDeep(this.limits);
      frames.push({ desc: child, end: this.enter(wireType, frame.end) });
    }
  }

  private scanField(desc: DescMessage, number: number, wireType: WireType, end: number): void {
    const child = this.scanTag(desc, number, wireType, end);
    if (child !== null) this.scanMessage(child, this.enter(wireType, end));
  }

  /** The kind of message that the field holds and that is to be entered; anything else is skipped and answered with null. */
  private scanTag(desc: DescMessage, number: number, wireType: WireType, end: number): DescMessage | null {
    const child = childrenOf(desc).get(number);
    if (child !== undefined && child !== null) {
      this.counter.addMessage(child);
      return child;
    }
    if (child === undefined) this.counter.addSupporting();
    else this.counter.addScalar(desc, number);
    this.skip(number, wireType, end);
    return null;
  }

  /** Reads a length and answers where it ends. */
  private enter(wireType: WireType, end: number): number {
    if (wireType !== WireType.LengthDelimited) throw new Error(`wire type ${wireType} for a message`);
    const size = this.reader.uint32();
    return within(this.reader.pos + size, end);
  }

  private skip(number: number, wireType: WireType, end: number): void {
    this.reader.skip(wireType, number);
    within(this.reader.pos, end);
  }
}

function within(position: number, end: number): number {
  if (position > end) throw new Error('a message is cut short');
  return position;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}

function childrenOf(desc: DescMessage): Children {
  const known = childrenByMessage.get(desc);
  if (known !== undefined) return known;
  const children: Children = new Map(desc.fields.map((field) => [field.number, field.message ?? null]));
  childrenByMessage.set(desc, children);
  return children;
}
