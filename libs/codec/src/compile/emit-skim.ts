import type { FieldPlan, MessagePlan } from '../interpret/message-plan.js';
import {
  closedCheck,
  depthCheck,
  emitEntry,
  emitMessage,
  ENTRY_END,
  isCompiled,
  type FieldCode,
  type Place,
} from './emit-message.js';
import { readLength, readNumber, skipScalar } from './emit-scalar.js';
import type { Source } from './source.js';

/** The name of a function `(p, end, depth)` that checks a message which nobody wants: structure, UTF-8, required fields. */
export function skimFunction(source: Source, plan: MessagePlan): string {
  return source.function('skim', plan, (name) => {
    source.count(plan.fields.length);
    const place = { end: 'end', depth: 'd' };
    const codes = plan.fields.filter(isCompiled).map((field) => skimField(source, field, place));
    const walk = emitMessage({ source, plan, place }, codes);
    return `function ${name}(p,end,d){${depthCheck(place)}let t=0,x=0,e=0;${walk}}`;
  });
}

/** What is done with a field that nobody wants. */
export function skimField(source: Source, field: FieldPlan, place: Place): FieldCode {
  if (field.kind !== 'map') return { field, value: skimValue(source, field, place) };
  const inner = { ...place, end: ENTRY_END };
  const key = skipScalar(field.key!.scalar!, field.key!.strict, ENTRY_END);
  return { field, value: emitEntry(field, place, key, skimValue(source, field, inner)) };
}

function skimValue(source: Source, field: FieldPlan, { end, depth }: Place): string {
  const { value } = field;
  if (value.isMessage)
    return `${readLength(end)}{const m=e;${skimFunction(source, value.message())}(p,m,${depth}+1);p=m;}`;
  if (value.closed === null) return skipScalar(value.scalar!, value.strict, end);
  return `${readNumber(value.scalar!, 'x')}${closedCheck(source, field, 'x')}`;
}
