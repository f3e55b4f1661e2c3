import type { FieldShape } from '../shape/field-shape.js';
import { readTheSame } from '../wire/unset.js';
import { sameUnset } from './enum-names.js';
import { formOf } from './form.js';

/** Whether unset means to a writer's singular field what it reads as in a reader's; an enum is its name. */
export function readTheSameInJson(writer: FieldShape, reader: FieldShape): boolean {
  const [sent, read] = [formOf(writer), formOf(reader)];
  if (sent.kind === 'enum' && read.kind === 'enum' && writer.readsAs !== null && reader.readsAs !== null)
    return sameUnset(sent.names, Number(writer.readsAs), read.names, Number(reader.readsAs));
  return readTheSame(writer, reader);
}
