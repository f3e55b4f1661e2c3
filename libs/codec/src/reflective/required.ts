import type { DescMessage } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import type { ReflectMessage } from '@bufbuild/protobuf/reflect';
import { Fault } from '../fault.js';

/** **Throws** a {@link Fault} for the first required field that is missing, at any depth. protobuf-es itself does not notice. */
export function checkRequired(message: ReflectMessage): void {
  if (!mayLack(message.desc)) return;
  for (const field of message.desc.fields) {
    if (field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED && !message.isSet(field)) {
      throw new Fault('MISSING_REQUIRED', `the required field '${field.name}' is missing`).within(field.name);
    }
    if (field.message === undefined || !mayLack(field.message) || !message.isSet(field)) continue;
    if (field.fieldKind === 'message') within(field.name, message.get(field));
    else if (field.fieldKind === 'list')
      [...message.get(field)].forEach((item, index) =>
        within(`${field.name}[${index}]`, item as ReflectMessage),
      );
    else if (field.fieldKind === 'map') {
      for (const [key, value] of message.get(field))
        within(`${field.name}[${JSON.stringify(String(key))}]`, value as ReflectMessage);
    }
  }
}

function within(segment: string, message: ReflectMessage): void {
  try {
    checkRequired(message);
  } catch (error) {
    throw error instanceof Fault ? error.within(segment) : error;
  }
}

const known = new WeakMap<DescMessage, boolean>();

/** True when the message, or one that it may hold, has a required field. */
function mayLack(desc: DescMessage): boolean {
  const answer = known.get(desc);
  if (answer !== undefined) return answer;
  const seen = new Set<DescMessage>([desc]);
  for (const message of seen)
    for (const field of message.fields) if (field.message !== undefined) seen.add(field.message);
  const found = [...seen].some((message) =>
    message.fields.some((field) => field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED),
  );
  known.set(desc, found);
  return found;
}
