import { refuse } from '../format-limits.js';
import { isObject, JsonNumber, textMember, type JsonNode, type JsonObject } from '../text/json-node.js';
import { quoted } from '../text/write-json.js';
import { fitsDefault } from './avro-default.js';
import { checkName } from './avro-names.js';
import { aliasesOf, excerpt, propsOf } from './avro-node.js';
import type { AvroField, AvroRecord, AvroType } from './avro-type.js';
import type { AvroParser } from './parse-avro.js';
import { printAvro } from './print-avro.js';

const RESERVED: ReadonlySet<string> = new Set(['default', 'doc', 'name', 'order', 'type', 'aliases']);
const ORDERS = ['ascending', 'descending', 'ignore'] as const;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads the fields of a record; `depth` is the record's, the one answered that of its deepest part. **Throws** SchemaFault */
export function parseFields(
  parser: AvroParser,
  record: AvroRecord,
  nodes: readonly JsonNode[],
  depth: number,
): { readonly fields: readonly AvroField[]; readonly depth: number } {
  const fields: AvroField[] = [];
  const taken = new Set<string>();
  let below = depth;
  for (const node of nodes) {
    if (!isObject(node)) refuse(`No field name: ${excerpt(node)}`);
    const parsed = parseField(parser, record, node, depth);
    if (taken.has(parsed.field.name))
      refuse(`Duplicate field ${parsed.field.name} in record ${record.name.full}`);
    taken.add(parsed.field.name);
    fields.push(parsed.field);
    below = Math.max(below, parsed.depth);
  }
  return { fields, depth: below };
}

function parseField(
  parser: AvroParser,
  record: AvroRecord,
  node: JsonObject,
  depth: number,
): { readonly field: AvroField; readonly depth: number } {
  const name = textMember(node, 'name') ?? refuse(`No field name: ${excerpt(node)}`);
  const typeNode = node.get('type');
  if (typeNode === undefined) refuse(`No field type: ${excerpt(node)}`);
  if (typeof typeNode === 'string' && !parser.knows(typeNode, record.name.space))
    refuse(unknownType(typeNode, name));
  const { type, depth: below } = parser.type(typeNode, record.name.space, depth + 1);
  const field: AvroField = {
    name: checkName(name),
    type,
    doc: textMember(node, 'doc'),
    order: orderOf(node),
    aliases: aliasesOf(node),
    default: defaultOf(type, node.get('default')),
    props: propsOf(node, RESERVED),
  };
  if (parser.limits.validateDefaults && field.default !== undefined && !fitsDefault(type, field.default))
    refuse(`Invalid default for field ${name}: ${excerpt(field.default)} not a ${typeExcerpt(type)}`);
  return { field, depth: below };
}

function unknownType(word: string, field: string): string {
  return (
    `${quoted(word)} is not a defined name. ` +
    `The type of the "${field}" field must be a defined name or a {"type": ...} expression.`
  );
}

function orderOf(node: JsonObject): AvroField['order'] {
  const order = node.get('order');
  if (order === undefined) return 'ascending';
  const known = ORDERS.find((word) => typeof order === 'string' && word === order.toLowerCase());
  return known ?? refuse(`Unknown order of a field: ${excerpt(order)}`);
}

/** The Java library reads a number out of a string where the field is a float or a double. */
function defaultOf(type: AvroType, value: JsonNode | undefined): JsonNode | undefined {
  if (typeof value !== 'string' || (type.kind !== 'float' && type.kind !== 'double')) return value;
  return DECIMAL.test(value) ? new JsonNumber(decimal(value)) : value;
}

/** Its text with a fraction, which keeps it a double. */
function decimal(text: string): string {
  const value = String(Number(text));
  return /^-?\d+$/.test(value) ? `${value}.0` : value;
}

function typeExcerpt(type: AvroType): string {
  if (type.kind === 'record' && type.fields === null) return quoted(type.name.full);
  const text = printAvro(type, new Set());
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
