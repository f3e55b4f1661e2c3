import { refuse } from '../format-limits.js';
import { isPrimitiveKind, type AvroName, type AvroNamedType } from './avro-type.js';

const FIRST = /^[\p{L}_]/u;
const WHOLE = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;
const MAX_NAME_LENGTH = 1024;

/** The word when it can be a name: a letter of any script or `_`, then letters, digits and `_`. **Throws** SchemaFault */
export function checkName(word: string): string {
  if (word === '') refuse('Empty name');
  if (word.length > MAX_NAME_LENGTH) refuse(`Name longer than ${MAX_NAME_LENGTH}: ${word.slice(0, 40)}…`);
  if (!FIRST.test(word)) refuse(`Illegal initial character: ${word}`);
  if (!WHOLE.test(word)) refuse(`Illegal character in: ${word}`);
  return word;
}

/**
 * A name in a namespace: one with dots has its own. Namespaces are not checked, as the Java library does not, but for their length:
 * every name below one repeats it.
 * **Throws** SchemaFault. **Source** https://avro.apache.org/docs/1.12.0/specification/#names
 */
export function avroName(word: string, space: string | null): AvroName {
  const dot = word.lastIndexOf('.');
  const own = dot < 0 ? space : word.slice(0, dot);
  const name = checkName(word.slice(dot + 1));
  if (own === null || own === '') return { name, space: null, full: name };
  if (own.length > MAX_NAME_LENGTH) refuse(`Namespace longer than ${MAX_NAME_LENGTH}: ${own.slice(0, 40)}…`);
  return { name, space: own, full: `${own}.${name}` };
}

/** How a name is written where `space` is the namespace: short where that says the same. */
export function qualified(name: AvroName, space: string | null): string {
  return name.space === space && !isPrimitiveKind(name.name) ? name.name : name.full;
}

/** The named types of a schema and its references. */
export class AvroNames {
  private readonly types = new Map<string, AvroNamedType>();

  constructor(private readonly maxNames: number) {}

  /** Adds a type. **Throws** SchemaFault when the name is taken. */
  define(type: AvroNamedType): void {
    const { full } = type.name;
    if (this.types.has(full)) refuse(`Can't redefine: ${full}`);
    if (isPrimitiveKind(full)) refuse(`Schemas may not be named after primitives: ${full}`);
    if (this.types.size >= this.maxNames) refuse(`More than ${this.maxNames} named types`);
    this.types.set(full, type);
  }

  /** The type of that name in the namespace, else in the empty one; null when there is none. */
  find(word: string, space: string | null): AvroNamedType | null {
    if (word.length > 2 * MAX_NAME_LENGTH + 2) return null;
    const inSpace = word.includes('.') || space === null ? undefined : this.types.get(`${space}.${word}`);
    return inSpace ?? this.types.get(word.startsWith('.') ? word.slice(1) : word) ?? null;
  }
}
