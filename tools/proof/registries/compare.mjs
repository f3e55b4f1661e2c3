import { isDeepStrictEqual } from 'node:util';

/** What each registry allots itself, and what says nothing. */
const OWN = new Set(['id', 'guid', 'ts']);

/** A registry's answer to a step: status and body, parsed when it is JSON. */
export async function ask(url, [method, path, body]) {
  const type = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const sent = body === undefined ? {} : { headers: type, body: text };
  const response = await fetch(url + path, { method, ...sent });
  const answer = await response.text();
  try {
    return { status: response.status, body: JSON.parse(answer) };
  } catch {
    return { status: response.status, body: answer };
  }
}

/**
 * Where two answers differ, as `[what, ours, theirs]`; null when they agree: same status, same code of a failure, and same content of
 * all members that both have. Words of failures and what registries allot themselves are theirs.
 */
export function difference(ours, theirs) {
  if (ours.status !== theirs.status) return ['status', told(ours), told(theirs)];
  if (ours.status >= 300) {
    const codes = [ours.body?.error_code, theirs.body?.error_code];
    return codes[0] === codes[1] ? null : ['code', ...codes];
  }
  if (!isObject(ours.body) || !isObject(theirs.body))
    return isDeepStrictEqual(ours.body, theirs.body) ? null : ['body', ours.body, theirs.body];
  for (const [name, value] of Object.entries(ours.body))
    if (!OWN.has(name) && name in theirs.body && !isDeepStrictEqual(value, theirs.body[name]))
      return [name, value, theirs.body[name]];
  return null;
}

function told({ status, body }) {
  return isObject(body) && 'error_code' in body ? `${status} ${body.error_code}` : String(status);
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
