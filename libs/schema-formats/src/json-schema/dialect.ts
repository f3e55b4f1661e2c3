import { Ajv, type AnySchema } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { refuse } from '../format-limits.js';
import { isObject, textMember, type JsonNode } from '../text/json-node.js';

/** The drafts of JSON Schema that are read; one that says nothing is of draft 7, as Confluent has it. */
export type Dialect = 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12';

const DIALECTS: ReadonlyMap<string, Dialect> = new Map([
  ['json-schema.org/draft-04/schema', 'draft-04'],
  ['json-schema.org/draft-06/schema', 'draft-06'],
  ['json-schema.org/draft-07/schema', 'draft-07'],
  ['json-schema.org/draft/2019-09/schema', '2019-09'],
  ['json-schema.org/draft/2020-12/schema', '2020-12'],
]);

const OPTIONS = { strict: false, validateFormats: false, allErrors: false };

/** Validators of schemas, made of the published meta-schemas only: no code is ever made of what a client sends. */
const CHECKS: Readonly<Record<Exclude<Dialect, 'draft-04'>, () => ReturnType<Ajv['getSchema']>>> = {
  'draft-06': once(() => new Ajv(OPTIONS).getSchema('http://json-schema.org/draft-07/schema')),
  'draft-07': once(() => new Ajv(OPTIONS).getSchema('http://json-schema.org/draft-07/schema')),
  '2019-09': once(() => new Ajv2019(OPTIONS).getSchema('https://json-schema.org/draft/2019-09/schema')),
  '2020-12': once(() => new Ajv2020(OPTIONS).getSchema('https://json-schema.org/draft/2020-12/schema')),
};

/** The draft that a document names; null when it is none that is known. */
export function dialectOf(document: JsonNode): Dialect | null {
  const named = isObject(document) ? textMember(document, '$schema') : null;
  if (named === null) return 'draft-07';
  return DIALECTS.get(named.replace(/^https?:\/\//, '').replace(/#$/, '')) ?? null;
}

/** Checks the document against its draft's meta-schema; there is none of draft 4 here. **Throws** SchemaFault */
export function checkDialect(document: JsonNode, text: string): Dialect {
  const dialect = dialectOf(document);
  if (dialect === null)
    refuse('Unknown $schema. Known are drafts 4, 6, 7, 2019-09 and 2020-12 of JSON Schema');
  if (dialect === 'draft-04') return dialect;
  const check = CHECKS[dialect]();
  if (check === undefined) refuse(`No meta-schema of ${dialect}`);
  const schema: AnySchema = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (check(schema) !== true) {
    const [problem] = check.errors ?? [];
    refuse(`#${problem?.instancePath ?? ''}: ${problem?.message ?? 'is not a schema'}`);
  }
  return dialect;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
