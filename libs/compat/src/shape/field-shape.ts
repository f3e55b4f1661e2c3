import type { DescExtension, DescField, DescOneof } from '@bufbuild/protobuf';
import type { EnumShape } from './enum-shape.js';
import type { MessageShape } from './message-shape.js';
import type { ValueType, WireKind } from './value-type.js';

/**
 * How absence shows. explicit: unset differs from zero. implicit: zero is not sent. required: always sent, and demanded by
 * the reader. always: a key or value of a map entry, which every writer sends.
 */
export type Presence = 'explicit' | 'implicit' | 'required' | 'always';

/** A number, text or bytes as the rules compare them: integers, bools and enum numbers are bigint, floating point is number. */
export type PlainValue = bigint | number | string | Uint8Array;

/**
 * A field, an extension, or the key or value of a map's entry, as the rules see it. A map is a repeated field of its entry
 * message, as it is on the wire.
 */
export interface FieldShape {
  /** The field; for a key or value the map field. */
  readonly desc: DescField | DescExtension;
  /** What of a map's entry this is; `field` for all other fields. */
  readonly part: 'field' | 'key' | 'value';
  readonly number: number;
  readonly name: string;
  /** Repeated fields and maps. */
  readonly repeated: boolean;
  readonly map: boolean;
  /** Whether the writer packs the elements. Readers take both forms. */
  readonly packed: boolean;
  readonly presence: Presence;
  readonly type: ValueType;
  /** Wire type of one value, unpacked. */
  readonly wire: WireKind;
  /** Whether text that is not UTF-8 is refused; false for other types. */
  readonly strictUtf8: boolean;
  readonly enumShape: EnumShape | null;
  /** The message, group or map entry; null for other types. */
  readonly message: MessageShape | null;
  /** Null outside a oneof and for the oneof that proto3 makes for an optional field. */
  readonly oneof: DescOneof | null;
  /** What an unset singular field reads as; null for messages and repeated fields. */
  readonly readsAs: PlainValue | null;
}
