import { clone, create, toBinary, type DescMessage, type Message } from '@bufbuild/protobuf';
import { MessageOptionsSchema, type FeatureSet, type MessageOptions } from '@bufbuild/protobuf/wkt';

/** Options of any kind: all of them may carry features. */
export type Options = Message & { readonly features?: FeatureSet | undefined };

/**
 * Options with their unknown fields, which is what custom options are, in order of number; those of one number keep theirs.
 * Undefined when nothing is said.
 */
export function canonicalOptions<T extends Options>(
  schema: DescMessage,
  options: T | undefined,
): T | undefined {
  if (options === undefined) return undefined;
  if (toBinary(schema, options).byteLength === 0) return undefined;
  const features = options.features;
  if (isOrdered(options) && (features === undefined || isOrdered(features))) return options;
  const copy = clone(schema, options) as T;
  orderUnknown(copy);
  if (copy.features !== undefined) orderUnknown(copy.features);
  return copy;
}

/** What counts of a message that is only there to hold another one: the features, which are inherited. */
export function shellOptions(options: MessageOptions | undefined): MessageOptions | undefined {
  if (options?.features === undefined) return undefined;
  return canonicalOptions(MessageOptionsSchema, create(MessageOptionsSchema, { features: options.features }));
}

function isOrdered(message: Message): boolean {
  const unknown = message.$unknown ?? [];
  return unknown.every((field, at) => field.no >= (unknown[at - 1]?.no ?? 0));
}

function orderUnknown(message: Message): void {
  message.$unknown = [...(message.$unknown ?? [])].sort((one, other) => one.no - other.no);
}
