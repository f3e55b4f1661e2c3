import type { DescEnum } from '@bufbuild/protobuf';
import type { FieldPlan, MessagePlan } from '../interpret/message-plan.js';
import { MessageNode } from '../interpret/value.js';
import { cellReader } from '../row/cell-reader.js';
import { closeWith, jsonEntries, jsonFunction, jsonItems, jsonValue } from './emit-json.js';
import {
  closedCheck,
  depthCheck,
  emitMessage,
  isCompiled,
  type FieldCode,
  type Place,
} from './emit-message.js';
import { isLengthDelimited, readLength, readScalar } from './emit-scalar.js';
import { skimField, skimFunction } from './emit-skim.js';
import { emitWrapperCell } from './emit-well-known.js';
import { TooMuchCode, type Source } from './source.js';
import type { RowNode, Sink } from './row-tree.js';

// Cells are variables c0, c1, … until the row is made of all of them at once. JSON of all cells is written one after the other
// and becomes text in one call at the end; cell 7 has it between a7 and z7, and none while z7 is 0.

/** Statements that read the row of a message. */
export interface RowCode {
  /** Declarations of the cells, as they are when nothing is read. */
  readonly before: string;
  /** Statements that read the message between `p` and the place's end. */
  readonly walk: string;
  /** Statements that complete the cells of form `json`. */
  readonly after: string;
}

/** Code for the rows of a message type. */
export function emitRow(source: Source, root: RowNode, place: Place, cells: number): RowCode {
  const declared = new Map<number, string>();
  const json: number[] = [];
  collect(source, root, declared, json);
  const names = Array.from({ length: cells }, (_, index) => `c${index}=${declared.get(index) ?? 'null'}`);
  const marks = json.flatMap((index) => [`a${index}=0`, `z${index}=0`]);
  const variables = [...names, ...marks].join(',');
  const texts = json.map((index) => `if(z${index}>0)c${index}=J.substring(a${index},z${index});`).join('');
  const slices = json.map((index) => `if(z${index}>0)c${index}=outputText(a${index},z${index});`).join('');
  return {
    before: variables === '' ? '' : `let ${variables};`,
    walk: `${emitOpen(source, root, false)}${emitNode(source, root, place)}`,
    after: json.length === 0 ? '' : `if(q>0){const J=jsonOfCells(q);if(J!==null){${texts}}else{${slices}}}`,
  };
}

/** What the cells of the root are when it is empty, and which cells have form `json`. */
function collect(source: Source, node: RowNode, declared: Map<number, string>, json: number[]): void {
  for (const [field, sinks] of node.leaves)
    for (const sink of sinks) {
      if (node.depth === 1) declared.set(sink.index, cellOfNothing(source, node.plan, field, sink));
      if (isJson(field, sink)) json.push(sink.index);
    }
  for (const child of node.children.values()) collect(source, child, declared, json);
}

/** The expression of a cell of a message that is empty. Nobody can write to bytes that are none, so that all rows may have the same. */
function cellOfNothing(source: Source, plan: MessagePlan, field: FieldPlan, { form }: Sink): string {
  const reader = cellReader(plan, { path: [field.number], form });
  const cell = reader(new MessageNode(plan), { unpack: () => null });
  return cell === null || cell === 0 || cell === false || cell === ''
    ? JSON.stringify(cell)
    : source.constant(cell);
}

/** True when the cell's value is JSON text: the form says so, or the field has no other. */
function isJson(field: FieldPlan, { form }: Sink): boolean {
  if (form === 'presence' || form === 'case') return false;
  if (form === 'json' || field.kind !== 'single') return true;
  if (!field.value.isMessage) return false;
  const { wellKnown } = field.value.message();
  if (wellKnown === 'timestamp' || wellKnown === 'duration') return form !== wellKnown;
  return wellKnown !== 'wrapper';
}

/** Statements before a message of which a row has cells is walked: its cells are no longer those of one that is not there. */
function emitOpen(source: Source, node: RowNode, fill: boolean): string {
  const seen = flagsOf(node);
  const cells = [...node.leaves].flatMap(([field, sinks]) =>
    sinks.map((sink) => ({ sink, cell: cellOfNothing(source, node.plan, field, sink) })),
  );
  const filled = cells
    .filter(({ cell }) => cell !== 'null')
    .map(({ sink, cell }) => `c${sink.index}=${cell};`);
  return `${seen.length === 0 ? '' : `let ${seen.join(',')};`}${fill ? filled.join('') : ''}`;
}

function flagsOf(node: RowNode): readonly string[] {
  const oneofs = new Set(
    node.plan.fields.flatMap(({ desc }) => (desc.oneof === undefined ? [] : [desc.oneof])),
  );
  const once = node.plan.fields.filter((field) => isCompiled(field) && isOnce(node, field));
  return [
    ...[...oneofs].map((_, index) => `o${node.name}_${index}=-1`),
    ...once.map((field) => `s${node.name}_${field.slot}=false`),
  ];
}

/** True for a field that may be met only once: what comes in parts is merged, and that is the interpreter's work. */
function isOnce(node: RowNode, field: FieldPlan): boolean {
  if (field.kind === 'single') return field.value.isMessage;
  return node.leaves.has(field);
}

function emitNode(source: Source, node: RowNode, place: Place): string {
  const { plan } = node;
  source.count(plan.fields.length);
  const fields = plan.fields.filter(isCompiled);
  const oneofs = [
    ...new Set(plan.fields.flatMap(({ desc }) => (desc.oneof === undefined ? [] : [desc.oneof]))),
  ];
  const codes = fields.map((field) => {
    const code = rowField(source, node, field, place);
    const { oneof } = field.desc;
    const member = oneof === undefined ? '' : memberCode(source, node, field, oneofs.indexOf(oneof));
    return { ...code, value: `${member}${code.value}` };
  });
  return `${depthCheck(place)}${emitMessage({ source, plan, place }, codes)}`;
}

/** Statements before a oneof's member: a second member would have to take the cells of the first away. */
function memberCode(source: Source, node: RowNode, field: FieldPlan, oneof: number): string {
  const cases = node.cases.get(field) ?? [];
  const name = cases.length === 0 ? '' : source.constant(field.desc.name);
  const fills = cases.map((index) => `c${index}=${name};`).join('');
  const seen = `o${node.name}_${oneof}`;
  return `if(${seen}!==${field.slot}){if(${seen}!==-1)throw BAIL;${seen}=${field.slot};${fills}}`;
}

function rowField(source: Source, node: RowNode, field: FieldPlan, place: Place): FieldCode {
  const sinks = node.leaves.get(field) ?? [];
  const child = node.children.get(field);
  const seen = `s${node.name}_${field.slot}`;
  const once = `if(${seen})throw BAIL;${seen}=true;`;
  if (child !== undefined) return childField(source, field, child, sinks, place, once);
  if (sinks.length === 0) {
    const code = skimField(source, field, place);
    return field.kind === 'single' && field.value.isMessage ? { ...code, value: once + code.value } : code;
  }
  if (field.kind !== 'single') return manyField(source, field, sinks, place, once);
  if (field.value.isMessage) return messageField(source, field, sinks, place, once);
  return scalarField(source, field, sinks, place);
}

function childField(
  source: Source,
  field: FieldPlan,
  child: RowNode,
  sinks: readonly Sink[],
  place: Place,
  once: string,
): FieldCode {
  if (sinks.some((sink) => sink.form !== 'presence')) throw new TooMuchCode();
  const end = `E${source.id()}`;
  const inner = { end, depth: String(child.depth) };
  const walk = `${emitOpen(source, child, true)}${emitNode(source, child, inner)}`;
  return { field, value: `${once}${readLength(place.end)}${presence(sinks)}{const ${end}=e;${walk}}` };
}

function messageField(
  source: Source,
  field: FieldPlan,
  sinks: readonly Sink[],
  place: Place,
  once: string,
): FieldCode {
  const wanted = sinks.filter((sink) => sink.form !== 'presence');
  const [sink] = wanted;
  if (wanted.length > 1) throw new TooMuchCode();
  const head = `${once}${readLength(place.end)}${presence(sinks)}`;
  const cell = messageCell(source, field.value.message(), sink, `${place.depth}+1`);
  return { field, value: `${head}{const m=e;${cell}p=m}` };
}

/** Statements that read the cell of a message from `p` to `m`. */
function messageCell(source: Source, plan: MessagePlan, sink: Sink | undefined, depth: string): string {
  if (sink === undefined) return `${skimFunction(source, plan)}(p,m,${depth});`;
  const { index, form } = sink;
  if (form === 'timestamp' && plan.wellKnown === 'timestamp') return `c${index}=timestampCell(p,m);`;
  if (form === 'duration' && plan.wellKnown === 'duration') return `c${index}=durationCell(p,m);`;
  if (form !== 'json' && plan.wellKnown === 'wrapper')
    return `c${index}=${emitWrapperCell(source, plan)}(p,m,${depth});`;
  if (form !== 'json' && plan.wellKnown === 'field-mask') throw new TooMuchCode();
  return `a${index}=q;q=${jsonFunction(source, plan)}(p,m,${depth},q);z${index}=q;`;
}

function manyField(
  source: Source,
  field: FieldPlan,
  sinks: readonly Sink[],
  place: Place,
  once: string,
): FieldCode {
  const list = field.kind === 'list';
  const code = list ? jsonItems(source, field, place) : jsonEntries(source, field, place);
  const start = `i${source.id()}`;
  const fills = sinks
    .map(({ index, form }) => (form === 'presence' ? `c${index}=true;` : `a${index}=${start};z${index}=q;`))
    .join('');
  return {
    ...code,
    open: `${once}const ${start}=q;${code.open ?? ''}`,
    close: `${code.close ?? ''}if(q!==${start}){${closeWith(list ? '[]' : '{}', start)}${fills}}`,
  };
}

function scalarField(source: Source, field: FieldPlan, sinks: readonly Sink[], place: Place): FieldCode {
  const { scalar, strict } = field.value;
  const [first] = sinks;
  if (sinks.length === 1 && isPlain(field, first!)) {
    const name = `c${first!.index}`;
    return {
      field,
      value: `${readScalar(scalar!, strict, place.end, name)}${closedCheck(source, field, name)}`,
    };
  }
  if (sinks.every((sink) => sink.form !== 'json')) {
    const fills = sinks.map((sink) => `c${sink.index}=${scalarCell(source, field, sink)};`).join('');
    return {
      field,
      value: `${readScalar(scalar!, strict, place.end, 'x')}${closedCheck(source, field, 'x')}${fills}`,
    };
  }
  if (sinks.length > 1) throw new TooMuchCode();
  const { read, write } = jsonValue(source, field, place, '');
  const rest = isLengthDelimited(scalar!) ? 'p=e;' : '';
  const { index } = first!;
  return { field, value: `${read}if(q>OUTPUT_LIMIT)throw BAIL;a${index}=q;${write}z${index}=q;${rest}` };
}

function isPlain(field: FieldPlan, { form }: Sink): boolean {
  return form !== 'presence' && form !== 'json' && !(form === 'enum' && field.value.enum !== null);
}

function scalarCell(source: Source, field: FieldPlan, sink: Sink): string {
  if (sink.form === 'presence') return 'true';
  return isPlain(field, sink) ? 'x' : `enumName(${source.constant(namesOf(field.value.enum!))},x)`;
}

function presence(sinks: readonly Sink[]): string {
  return sinks
    .filter((sink) => sink.form === 'presence')
    .map(({ index }) => `c${index}=true;`)
    .join('');
}

const ENUM_NAMES = new WeakMap<DescEnum, ReadonlyMap<number, string>>();

function namesOf(desc: DescEnum): ReadonlyMap<number, string> {
  let names = ENUM_NAMES.get(desc);
  if (names === undefined) {
    names = new Map(desc.values.map(({ number, name }) => [number, desc.value[number]?.name ?? name]));
    ENUM_NAMES.set(desc, names);
  }
  return names;
}
