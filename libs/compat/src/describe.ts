import type { DescMessage, DescOneof } from '@bufbuild/protobuf';
import type { FieldShape } from './shape/field-shape.js';

/** A field's type in words: `repeated int32`, `map<string, pkg.Message>`, `closed enum pkg.Enum`. */
export function describeType(field: FieldShape): string {
  if (field.map) {
    const [key, value] = field.message ? [...field.message.fields.values()] : [];
    return key && value ? `map<${valueType(key)}, ${valueType(value)}>` : 'map';
  }
  if (!field.repeated) return valueType(field);
  return `${field.packed ? 'packed ' : ''}repeated ${valueType(field)}`;
}

function valueType(field: FieldShape): string {
  if (field.enumShape) return `${field.enumShape.closed ? 'closed ' : ''}enum ${field.enumShape.typeName}`;
  if (field.message?.map) return `entry of map ${field.message.map.name}`;
  if (field.message)
    return field.type === 'group' ? `group ${field.message.typeName}` : field.message.typeName;
  return field.type;
}

/** A field in words: `Field 7 "count" of pkg.Message`, `Key of map field 7 "counts" of pkg.Message`. */
export function describeField(field: FieldShape): string {
  const { desc } = field;
  const owner = desc.kind === 'extension' ? desc.extendee : desc.parent;
  const kind =
    desc.kind === 'extension' ? 'extension' : field.part === 'field' && !field.map ? 'field' : 'map field';
  const subject = `${kind} ${desc.number} "${desc.name}" of ${owner.typeName}`;
  if (field.part === 'field') return subject.charAt(0).toUpperCase() + subject.slice(1);
  return `${field.part === 'key' ? 'Key' : 'Value'} of ${subject}`;
}

/** A field or oneof in words. */
export function describeMember(member: FieldShape | DescOneof): string {
  return 'part' in member ? describeField(member) : `Oneof "${member.name}" of ${member.parent.typeName}`;
}

/** What changed on a field, in words; only its name when the type reads the same. */
export function describeChange(before: FieldShape | null, after: FieldShape | null): string {
  const field = after ?? before;
  if (field === null) return 'Message';
  const subject = describeField(field);
  if (before === null || after === null) return subject;
  const [from, to] = [describeType(before), describeType(after)];
  return from === to ? subject : `${subject} changed from ${from} to ${to}`;
}

/** A message in words. */
export function describeMessage(desc: DescMessage): string {
  return `Message ${desc.typeName}`;
}

/** Names or numbers as a list in words, at most five. */
export function listOf(items: readonly (string | number)[]): string {
  const MOST = 5;
  const shown = items.slice(0, MOST).join(', ');
  return items.length > MOST ? `${shown} and ${items.length - MOST} more` : shown;
}
