import { WireType } from '@bufbuild/protobuf/wire';
import type { FieldPlan, MessagePlan } from '../interpret/message-plan.js';
import { READ_TAG, readLength } from './emit-scalar.js';
import { TooMuchCode, type Source } from './source.js';

/** Where in generated code a message is read. */
export interface Place {
  /** The variable that has the end of the message. */
  readonly end: string;
  /** The expression of the message's depth. */
  readonly depth: string;
}

/** What is done with one field. */
export interface FieldCode {
  readonly field: FieldPlan;
  /** Statements that read one value at `p`; the tag has been read. */
  readonly value: string;
  /** Statements around the values of a list or map that follow each other. */
  readonly open?: string;
  readonly close?: string;
}

/** How a message is walked. */
export interface WalkOptions {
  readonly source: Source;
  readonly plan: MessagePlan;
  readonly place: Place;
  /** True when known fields out of order are left to the interpreter. */
  readonly ordered?: boolean;
  /** Statements that pass over an unknown field, from `p` to `p`; its tag is `t`. */
  readonly unknown?: string;
}

// Each required field is a bit of one integer.
const MOST_REQUIRED = 30;

interface Labels {
  readonly id: number;
  readonly options: WalkOptions;
}

interface Case {
  readonly tag: number;
  readonly text: string;
  /** False for the wire form in which writers do not send the field: it is not expected after the one before it. */
  readonly usual: boolean;
}

/**
 * Statements that walk the fields of a message from `p` to its end: a switch over tags, in which the field that comes next in
 * the order of writers is fallen into after one comparison.
 */
export function emitMessage(options: WalkOptions, codes: readonly FieldCode[]): string {
  const { source, plan, place } = options;
  const labels = { id: source.id(), options };
  const required = plan.fields.filter((field) => field.required);
  if (required.length > MOST_REQUIRED) throw new TooMuchCode();
  const bits = new Map(required.map((field, index) => [field, `r${labels.id}|=${1 << index};`]));
  const cases = codes.flatMap((code) => casesOf(labels, code, bits.get(code.field) ?? ''));
  const usual = cases.filter((one) => one.usual);
  const rest = cases.filter((one) => !one.usual);
  const texts = [
    ...usual.map((one, index) => `${one.text}${advance(labels, one.tag, usual[index + 1]?.tag)}`),
    ...rest.map((one) => `${one.text}${advance(labels, one.tag, undefined)}`),
  ];
  const check = options.ordered === true ? `if(t<=z${labels.id})throw BAIL;` : '';
  const all = required.length === 0 ? '' : `if(r${labels.id}!==${2 ** required.length - 1})throw BAIL;`;
  return [
    `${options.ordered === true ? `let z${labels.id}=0;` : ''}${required.length === 0 ? '' : `let r${labels.id}=0;`}`,
    `L${labels.id}:if(p<${place.end}){${READ_TAG}M${labels.id}:for(;;){${check}switch(t){`,
    ...texts,
    `default:${emitUnknown(options, codes)}${nextTag(labels)}continue M${labels.id};`,
    `}}}if(p!==${place.end})throw BAIL;${all}`,
  ].join('\n');
}

function casesOf(labels: Labels, code: FieldCode, bit: string): readonly Case[] {
  const { field, value } = code;
  if (field.kind === 'single')
    return [
      { tag: tagOf(field), text: `case ${tagOf(field)}:{${bit}${value}}${nextTag(labels)}`, usual: true },
    ];
  const { end } = labels.options.place;
  const loop = (tag: number, one: string): string => {
    const next = `if(p>=${end}){t=-1;break}${READ_TAG}`;
    return `case ${tag}:{${code.open ?? ''}do{${one}${next}}while(t===${tag});${code.close ?? ''}}if(t<0)break L${labels.id};`;
  };
  const single = { tag: tagOf(field), text: loop(tagOf(field), value) };
  if (!field.packable) return [{ ...single, usual: true }];
  const packedTag = ((field.number << 3) | WireType.LengthDelimited) >>> 0;
  const packed = { tag: packedTag, text: loop(packedTag, emitPacked(value, end)) };
  const sentPacked = field.desc.fieldKind === 'list' && 'packed' in field.desc && field.desc.packed;
  return [
    { ...single, usual: !sentPacked },
    { ...packed, usual: sentPacked },
  ];
}

function emitPacked(value: string, end: string): string {
  return `${readLength(end)}{const g=e;while(p<g){${value}}if(p!==g)throw BAIL;}`;
}

function nextTag({ id, options }: Labels): string {
  return `if(p>=${options.place.end})break L${id};${READ_TAG}`;
}

function advance({ id, options }: Labels, tag: number, next: number | undefined): string {
  const miss = `${options.ordered === true ? `z${id}=${(tag | 7) >>> 0};` : ''}continue M${id};`;
  return next === undefined ? miss : `if(t!==${next}){${miss}}`;
}

/** Fields that the type lacks, and those for which no code is made: what these are is for the interpreter to say. */
function emitUnknown({ source, plan, place, unknown }: WalkOptions, codes: readonly FieldCode[]): string {
  const left = plan.fields.filter((field) => !codes.some((code) => code.field === field));
  const refuse =
    left.length === 0
      ? ''
      : `if(${source.constant(new Set(left.map((field) => field.number)))}.has(t>>>3))throw BAIL;`;
  return `${refuse}${unknown ?? `p=skipUnknown(t,p,${place.end});`}`;
}

function tagOf(field: FieldPlan): number {
  const wireType = field.kind === 'map' ? WireType.LengthDelimited : field.value.wireType;
  return ((field.number << 3) | wireType) >>> 0;
}

/** Fields that code is made for: groups and extensions are left to the interpreter. */
export function isCompiled(field: FieldPlan): boolean {
  return field.desc.kind === 'field' && field.value.wireType !== WireType.StartGroup;
}

/** Statements that leave a number which its closed enum lacks to the interpreter. */
export function closedCheck(source: Source, field: FieldPlan, x: string): string {
  const { closed } = field.value;
  return closed === null ? '' : `if(!${source.constant(closed)}.has(${x}))throw BAIL;`;
}

/** Statements that leave a message that is too deep to the interpreter. */
export function depthCheck(place: Place): string {
  return `if(${place.depth}>MAX_DEPTH)throw BAIL;`;
}

/** Statements that read one entry of a map with its key and its value once, in this order, as all writers send them. */
export function emitEntry(field: FieldPlan, place: Place, key: string, value: string): string {
  const expect = (number: number, wireType: number): string =>
    `if(p>=g||b[p++]!==${(number << 3) | wireType})throw BAIL;`;
  return [
    `${readLength(place.end)}{const g=e;${expect(1, field.key!.wireType)}${key}`,
    `${expect(2, field.value.wireType)}${value}if(p!==g)throw BAIL;}`,
  ].join('');
}

/** The end of an entry that {@link emitEntry} reads. */
export const ENTRY_END = 'g';
