/** A number of JSON as it was written, since a double keeps neither `1.0` nor 2^63. */
export class JsonNumber {
  constructor(readonly text: string) {}

  /** Whether it was written without a fraction and an exponent. */
  get integral(): boolean {
    return /^-?\d+$/.test(this.text);
  }

  /** The nearest double. */
  get value(): number {
    return Number(this.text);
  }

  /** Whether it is the same number; not where only its double is, since readers of other languages keep all digits. */
  equals(other: JsonNumber): boolean {
    if (this.text === other.text) return true;
    return this.value === other.value && this.isExact && other.isExact;
  }

  private get isExact(): boolean {
    if (this.integral) return Number.isSafeInteger(this.value);
    return this.text.length <= MAX_EXACT_LENGTH && Number.isFinite(this.value);
  }
}

/** A double keeps 15 digits of any number; a sign and a point come on top. */
const MAX_EXACT_LENGTH = 16;

/** An object of JSON: keys in the order of the text; of a key that is there twice the place of the first and the value of the last. */
export type JsonObject = ReadonlyMap<string, JsonNode>;

/** A value of JSON that keeps what a schema's text says: the order of keys and the digits of numbers. Safe from `__proto__`. */
export type JsonNode = null | boolean | string | JsonNumber | JsonObject | readonly JsonNode[];

/** Whether it is an object. */
export function isObject(node: JsonNode | undefined): node is JsonObject {
  return node instanceof Map;
}

/** Whether it is an array. */
export function isArray(node: JsonNode | undefined): node is readonly JsonNode[] {
  return Array.isArray(node);
}

/** The member, when it is a string; else null. */
export function textMember(object: JsonObject, key: string): string | null {
  const value = object.get(key);
  return typeof value === 'string' ? value : null;
}
