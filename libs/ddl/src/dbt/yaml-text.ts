/** What the files hold: texts, switches, lists and maps in order. */
export type YamlValue = string | boolean | readonly YamlValue[] | ReadonlyMap<string, YamlValue>;

/** A map in the order of its pairs; those without a value are left out. */
export function yamlMap(
  pairs: readonly (readonly [string, YamlValue | null])[],
): ReadonlyMap<string, YamlValue> {
  return new Map(pairs.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
}

/** A map as YAML. Keys are ours and plain; every text is double-quoted, so that no text is taken for anything else. */
export function yamlText(value: ReadonlyMap<string, YamlValue>, indent = ''): string {
  return [...value].map(([key, item]) => `${indent}${key}:${itemText(item, indent)}`).join('');
}

function itemText(value: YamlValue, indent: string): string {
  if (typeof value === 'string') return ` ${quotedText(value)}\n`;
  if (typeof value === 'boolean') return ` ${value}\n`;
  const inner = `${indent}  `;
  if (value instanceof Map) return `\n${yamlText(value as ReadonlyMap<string, YamlValue>, inner)}`;
  return `\n${[...(value as readonly YamlValue[])].map((item) => elementText(item, inner)).join('')}`;
}

function elementText(item: YamlValue, indent: string): string {
  if (!(item instanceof Map)) return `${indent}-${itemText(item, indent)}`;
  const lines = yamlText(item as ReadonlyMap<string, YamlValue>, `${indent}  `);
  return `${indent}- ${lines.slice(indent.length + 2)}`;
}

// A JSON string is a YAML one but for what YAML does not print.
function quotedText(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Text that Jinja leaves alone: what would open an expression, a statement or a comment is said by an expression. */
export function jinjaText(text: string): string {
  return text.replaceAll(/\{(?=[{%#])/g, "{{ '{' }}");
}
