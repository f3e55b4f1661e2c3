import { isFieldSet, ScalarType } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  FieldOptionsSchema,
  type DescriptorProto,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { oneofIndexOf } from '../load/check-messages.js';
import { jsonNameOf } from '../load/fill-json-names.js';
import { descriptorInvalid, quote } from '../load/problem.js';
import { identifier, textLiteral, typeName } from './literals.js';
import type { PrintContext } from './print-context.js';
import { bracketed, optionTexts } from './print-options.js';

const { GROUP, STRING, BYTES, ENUM, MESSAGE } = FieldDescriptorProto_Type;
const { REPEATED, REQUIRED } = FieldDescriptorProto_Label;

/** What a field stands in: a message, an `extend`, a oneof. Only the first has optional JSON names, the last no labels. */
export type FieldPlace = 'message' | 'extend' | 'oneof';

/** `optional string x = 1 [deprecated = true]`, without what ends it; of a group the head before its brace. */
export function fieldText(
  context: PrintContext,
  proto: FieldDescriptorProto,
  place: FieldPlace,
  mapEntry: DescriptorProto | null,
): string {
  const group = proto.type === GROUP;
  const name = group ? lastPart(proto.typeName) : proto.name;
  const label = place === 'oneof' || mapEntry !== null ? '' : labelOf(context, proto);
  const type = mapEntry === null ? (group ? 'group' : typeOf(proto)) : mapType(mapEntry);
  const options = [...ownOptions(proto, place), ...optionTexts(context, FieldOptionsSchema, proto.options)];
  return `${label}${type} ${identifier(name)} = ${proto.number}${bracketed(options)}`;
}

/** What follows the last dot of a name. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function labelOf(context: PrintContext, proto: FieldDescriptorProto): string {
  if (proto.label === REPEATED) return 'repeated ';
  if (proto.label === REQUIRED) return 'required ';
  return context.syntax === 'proto2' || proto.proto3Optional ? 'optional ' : '';
}

function typeOf(proto: FieldDescriptorProto): string {
  if (proto.typeName !== '') return typeName(proto.typeName);
  if (proto.type === MESSAGE || proto.type === ENUM)
    throw descriptorInvalid(`field ${quote(proto.name)} does not say its type`);
  const name = ScalarType[proto.type as number];
  if (name === undefined) throw descriptorInvalid(`field ${quote(proto.name)} has an unknown type`);
  return name.toLowerCase();
}

function mapType(entry: DescriptorProto): string {
  const [key, value] = [1, 2].map((number) => entry.field.find((field) => field.number === number));
  if (key === undefined || value === undefined)
    throw descriptorInvalid(`map entry ${quote(entry.name)} lacks its key or value`);
  return `map<${typeOf(key)}, ${typeOf(value)}>`;
}

/** What a field says in brackets though descriptors do not have it among the options. */
function ownOptions(proto: FieldDescriptorProto, place: FieldPlace): string[] {
  const texts: string[] = [];
  if (isFieldSet(proto, FieldDescriptorProtoSchema.field.defaultValue))
    texts.push(`default = ${defaultText(proto)}`);
  if (place !== 'extend' && proto.jsonName !== '' && proto.jsonName !== jsonNameOf(proto.name))
    texts.push(`json_name = ${textLiteral(proto.jsonName)}`);
  return texts;
}

function defaultText(proto: FieldDescriptorProto): string {
  const text = proto.defaultValue;
  if (proto.type === STRING) return textLiteral(text);
  // Of bytes, descriptors have the escaped form.
  const wellFormed = proto.type === BYTES ? /^(?:[^"\\\n]|\\.)*$/ : /^[-+]?[\w.+-]+$/;
  if (!wellFormed.test(text))
    throw descriptorInvalid(`field ${quote(proto.name)} has the default ${quote(text)}, which is none`);
  return proto.type === BYTES ? `"${text}"` : text;
}

/** Index of the oneof that a field is declared in; null also for `optional` fields of proto3, whose oneofs nobody wrote. */
export function writtenOneof(proto: FieldDescriptorProto): number | null {
  return proto.proto3Optional ? null : oneofIndexOf(proto);
}
