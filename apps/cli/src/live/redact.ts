import type { Io } from '../io.js';
import { DATABASE_VARIABLE } from './database-access.js';

const HIDDEN = '***';
const DATABASE_URL = /(?:postgres(?:ql)?|mariadb|mysql):\/\/.*/is;
/** What is left of one where only a part was repeated. */
const DATABASE_URLS = /\b((?:postgres(?:ql)?|mariadb|mysql):\/\/)(?!\*{3})[^\s'"…]+/gi;
/** User and password of any URL. */
/** A password in the query of any URL, as ClickHouse takes it. */
const PASSWORDS = /([?&](?:user|password)=)[^\s&'"]*/gi;
const CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/'"]*@/gi;

/**
 * The same, with messages in which no connection string is: neither one that was given, in the environment or anywhere on the
 * command line, also behind a mistyped option, nor what looks like one.
 */
export function redacting(io: Io, argv: readonly string[]): Io {
  const secrets = [...argv, io.env[DATABASE_VARIABLE] ?? '']
    .map((text) => DATABASE_URL.exec(text)?.[0] ?? '')
    .filter((text) => text !== '')
    .sort((one, other) => other.length - one.length);
  return { ...io, stderr: (text) => io.stderr(redact(text, secrets)) };
}

function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .reduce((shown, secret) => shown.replaceAll(secret, `${/^[a-z]+/i.exec(secret)?.[0]}://${HIDDEN}`), text)
    .replaceAll(DATABASE_URLS, `$1${HIDDEN}`)
    .replaceAll(CREDENTIALS, `$1${HIDDEN}@`)
    .replaceAll(PASSWORDS, `$1${HIDDEN}`);
}
