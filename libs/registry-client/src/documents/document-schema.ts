import { createHash } from 'node:crypto';
import { parseFingerprint, type Fingerprint } from '#libs/descriptors';
import { RegistryError } from '#libs/errors';

/** A text that a schema refers to. */
export interface DocumentReference {
  /** The name by which it is referred to. */
  readonly name: string;
  readonly text: string;
}

/** A schema of another format than Protobuf. */
export interface DocumentSchema {
  readonly fingerprint: Fingerprint;
  /** Id in the registry's default context; null when it has none there. */
  readonly id: number | null;
  readonly format: 'AVRO' | 'JSON';
  /** As the registry keeps it. */
  readonly text: string;
  /** The whole closure, each before what needs it. */
  readonly references: readonly DocumentReference[];
}

const FORMATS = ['AVRO', 'JSON'] as const;

/**
 * What a registry answered of the schema that a frame names, its text verified by its hash. Which schema an id or a GUID stands for is the
 * registry's word: GUIDs may have been given out, or imported.
 * **Throws** FINGERPRINT_MISMATCH for a text of another hash, BAD_REQUEST for what is no such answer.
 */
export function readDocumentInfo(json: unknown): DocumentSchema {
  const { fingerprint, id, format, text, references } = objectOf(json);
  const whole = typeof fingerprint === 'string' ? parseFingerprint(fingerprint) : null;
  const known = FORMATS.find((one) => one === format);
  if (whole === null || known === undefined || typeof text !== 'string')
    throw notUnderstood('it has no fingerprint, format or text');
  const actual = createHash('sha256').update(`${known}\n${text}`).digest('hex');
  if (actual !== whole) throw new RegistryError('FINGERPRINT_MISMATCH', { expected: whole, actual });
  const given = Array.isArray(references) ? references.map(referenceOf) : [];
  return {
    fingerprint: whole,
    id: typeof id === 'number' && id > 0 ? id : null,
    format: known,
    text,
    references: given,
  };
}

function referenceOf(json: unknown): DocumentReference {
  const { name, text } = objectOf(json);
  if (typeof name !== 'string' || typeof text !== 'string')
    throw notUnderstood('a reference has no name or text');
  return { name, text };
}

function objectOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

function notUnderstood(problem: string): RegistryError {
  return new RegistryError('BAD_REQUEST', {
    problem: `The registry's answer is not understood: ${problem}`,
  });
}
