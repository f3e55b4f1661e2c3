import { RegistryError } from '#libs/errors';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

/** What a schema is compared with. */
export type Against =
  | { readonly kind: 'folder'; readonly folder: string }
  /** `atMergeBase`: the commit at which HEAD and the ref parted. */
  | { readonly kind: 'git'; readonly ref: string; readonly atMergeBase: boolean }
  /** `registry` is null for the default one. */
  | { readonly kind: 'subject'; readonly subject: string; readonly registry: string | null };

/**
 * Reads `git:REF`, `merge-base:REF`, `subject:NAME`, the URL of a subject, a folder, or else a git ref. A folder named like a prefix is given as `./git:x`.
 * **Throws** BAD_REQUEST.
 */
export async function parseAgainst(cwd: string, text: string): Promise<Against> {
  if (/^https?:\/\//.test(text)) return subjectUrl(text);
  if (text.startsWith('subject:'))
    return { kind: 'subject', subject: named(text, 'subject:'), registry: null };
  if (text.startsWith('git:')) return { kind: 'git', ref: named(text, 'git:'), atMergeBase: false };
  if (text.startsWith('merge-base:'))
    return { kind: 'git', ref: named(text, 'merge-base:'), atMergeBase: true };
  const facts = await stat(resolve(cwd, text)).catch(() => null);
  return facts?.isDirectory() === true
    ? { kind: 'folder', folder: text }
    : { kind: 'git', ref: text, atMergeBase: false };
}

function named(text: string, prefix: string): string {
  const name = text.slice(prefix.length);
  if (name === '') throw badRequest(`'${text}' names nothing after '${prefix}'.`);
  return name;
}

/** `<registry>/subjects/<name>` with or without `/api/v1` and with anything behind. */
function subjectUrl(text: string): Against {
  const match = /^(https?:\/\/.+?)(?:\/api\/v1)?\/subjects\/([^/?#]+)/.exec(text);
  const [, registry, name] = match ?? [];
  if (registry === undefined || name === undefined)
    throw badRequest(`'${text}' is not the URL of a subject, such as http://127.0.0.1:8081/subjects/orders.`);
  return { kind: 'subject', subject: decodeURIComponent(name), registry };
}

function badRequest(problem: string): RegistryError {
  return new RegistryError('BAD_REQUEST', { problem });
}
