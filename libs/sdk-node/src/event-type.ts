import { create, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';

/** How a schema is named on the wire: by fingerprint (32 or 64 hex digits; the same in every registry) or by a registry's id. */
export type SchemaRefInput =
  { readonly fingerprint: string; readonly type: string } | { readonly id: number; readonly type: string };

/** A generated message with the schema version that it was generated from. */
export interface EventType<D extends DescMessage = DescMessage> {
  readonly desc: D;
  readonly ref: SchemaRefInput;
  /** The message's bytes. */
  encode(init: MessageInitShape<D>): Uint8Array;
}

/**
 * Names a generated message as an event. The fingerprint or id is the one that the registry gave for the schema the
 * code was generated from: generated packages export it. **Throws** TypeError for one that can not be right.
 */
export function eventType<D extends DescMessage>(
  desc: D,
  schema: { readonly fingerprint: string } | { readonly id: number },
): EventType<D> {
  const ref = { ...schema, type: desc.typeName };
  checkSchemaRef(ref);
  return {
    desc,
    ref,
    encode: (init) => toBinary(desc, create(desc, init)),
  };
}

/** **Throws** TypeError when a schema can not be named like this. */
export function checkSchemaRef(ref: SchemaRefInput): void {
  if (ref.type === '') throw new TypeError('A schema reference needs the full name of its message.');
  if ('id' in ref) {
    if (Number.isInteger(ref.id) && ref.id >= 1 && ref.id <= 0x7f_ff_ff_ff) return;
    throw new TypeError(`Schema id ${ref.id} of ${ref.type} must be a whole number from 1 to 2147483647.`);
  }
  if (/^([0-9a-f]{32}|[0-9a-f]{64})$/.test(ref.fingerprint)) return;
  throw new TypeError(
    `Fingerprint '${ref.fingerprint}' of ${ref.type} must be 32 or 64 lower-case hex digits.`,
  );
}
