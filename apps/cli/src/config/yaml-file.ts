import { RegistryError } from '#libs/errors';
import { readFile } from 'node:fs/promises';
import { isNode, isPair, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { didYouMean } from './did-you-mean.js';
import { knownKeys } from './known-keys.js';

/** Where something stands in a YAML file, through its keys and indexes. */
export type YamlPath = readonly (string | number)[];

/** A YAML file whose values are what a schema says, and where each stands. */
export interface YamlFile<T> {
  readonly value: T;
  /** Line of a value, from 1; of the nearest one around it when there is none. */
  readonly lineOf: (path: YamlPath) => number;
}

/** Longest configuration that is read. */
const MAX_CHARACTERS = 1024 * 1024;

/**
 * Reads and checks a YAML file; `shownAs` is its name in messages. **Throws** BAD_REQUEST with file, line and the key that is wrong, also
 * when it can not be read.
 */
export async function readYaml<T>(file: string, shownAs: string, schema: z.ZodType<T>): Promise<YamlFile<T>> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new RegistryError(
      'BAD_REQUEST',
      // Without the call and the absolute path, which Node adds behind a comma.
      { problem: `'${shownAs}' can not be read: ${error.message.split(', ')[0]}.` },
      { cause: error },
    );
  });
  return parseYaml(text, shownAs, schema);
}

/** The same of a text. */
export function parseYaml<T>(text: string, shownAs: string, schema: z.ZodType<T>): YamlFile<T> {
  if (text.length > MAX_CHARACTERS)
    throw configProblem(shownAs, 1, `the file is larger than the limit of ${MAX_CHARACTERS} characters`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const lineOf = (path: YamlPath): number => lineIn(document, lines, path);
  const [syntax] = document.errors;
  if (syntax !== undefined) throw configProblem(shownAs, lines.linePos(syntax.pos[0]).line, syntax.message);
  const outcome = schema.safeParse(valueOf(document, shownAs));
  if (outcome.success) return { value: outcome.data, lineOf };
  const [issue] = outcome.error.issues;
  throw complaintOf(shownAs, lineOf, issue, schema);
}

/** What is wrong with a configuration, where. */
export function configProblem(shownAs: string, line: number, problem: string): RegistryError {
  return new RegistryError('BAD_REQUEST', { problem: `${shownAs}:${line}: ${problem}.` });
}

// Aliases that multiply are refused by the parser's own limit.
function valueOf(document: Document, shownAs: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    throw configProblem(shownAs, 1, error instanceof Error ? error.message : String(error));
  }
}

function complaintOf(
  shownAs: string,
  lineOf: (path: YamlPath) => number,
  issue: z.core.$ZodIssue | undefined,
  schema: unknown,
): RegistryError {
  const path = (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? String(key) : key));
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const where = path.length === 0 ? '' : ` of ${nameOf(path)}`;
    return configProblem(
      shownAs,
      lineOf([...path, key]),
      `'${key}' is no key${where}${didYouMean(key, knownKeys(schema, path))}`,
    );
  }
  return configProblem(
    shownAs,
    lineOf(path),
    `${nameOf(path) || 'the file'}: ${issue?.message ?? 'is not valid'}`,
  );
}

/** `waivers[1].path`. */
function nameOf(path: YamlPath): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`))
    .join('');
}

function lineIn(document: Document, lines: LineCounter, path: YamlPath): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = keyNode(document, path.slice(0, length));
    const start = node?.range?.[0];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}

/** The key of a member, for its line is what people look for; else the item itself. */
function keyNode(document: Document, path: YamlPath): Node | null {
  const last = path.at(-1);
  const parent = path.length === 0 ? null : document.getIn(path.slice(0, -1), true);
  const items = (parent as { readonly items?: readonly unknown[] } | null | undefined)?.items ?? [];
  for (const item of items) {
    if (isPair(item) && isScalar(item.key) && String(item.key.value) === String(last)) return item.key;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? node : null;
}
