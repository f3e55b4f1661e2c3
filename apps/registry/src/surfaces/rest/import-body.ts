import { isRegistryError, RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { z } from 'zod';
import { VERSION_STATES } from '../../core/entities/version.entity.js';
import { CONFIG } from './config-body.js';
import { validate } from './validate.js';

const text = z.string().max(10_000);
const name = z.string().max(4_096);
const whole = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const time = z.iso.datetime({ offset: true }).or(z.literal(''));
const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .or(z.literal(''));

const VERSION = z.object({
  subject: name,
  version: whole,
  id: whole,
  guid: guid.optional(),
  schemaType: z.string().max(100).optional(),
  files: z.array(z.object({ path: name, content: z.string() })).min(1, 'give at least one file'),
  references: z
    .array(z.object({ name, subject: name, version: whole }))
    .max(1_000)
    .optional(),
  metadata: z.record(z.string().max(1_000), z.string().max(1_000_000)).optional(),
  state: z.enum(VERSION_STATES).or(z.literal('')).optional(),
  author: text.optional(),
  reason: text.optional(),
  createdAt: time.optional(),
  deleted: z.boolean().optional(),
  deletedAt: time.optional(),
  labels: z.array(z.string().max(250)).max(1_000).optional(),
  assumed: z.boolean().optional(),
});

/** A line of an import. */
const RECORD = z.union([
  z.object({ version: VERSION }),
  z.object({ header: z.object({ format: z.number().int(), source: text.optional() }) }),
  z.object({ context: z.object({ name, nextId: whole }) }),
  z.object({ config: z.object({ scope: name, config: CONFIG }) }),
  z.object({
    settings: z.object({
      surface: z.literal('confluent'),
      scope: name,
      settings: z.record(z.string().max(100), z.unknown()),
    }),
  }),
  z.object({
    subject: z.object({
      name,
      nextVersion: whole.optional(),
      createdAt: time.optional(),
      tables: z.record(name, z.string().max(255)).optional(),
    }),
  }),
  z.object({ end: z.object({}) }),
]);

/** Reads lines of an import: each a record, or what is wrong with it. */
export function readImport(body: unknown): (registry.MoveRecordJson | RegistryError)[] {
  if (!Buffer.isBuffer(body))
    throw new RegistryError('BAD_REQUEST', { problem: 'Send application/x-ndjson.' });
  const lines = body.toString('utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map(readRecord);
}

function readRecord(line: string): registry.MoveRecordJson | RegistryError {
  try {
    const json = parse(line);
    // By its member: a union tells only that none of its parts fits.
    const part = RECORD.options.find((option) =>
      Object.keys(option.shape).some((key) => Object.hasOwn(json, key)),
    );
    return validate(part ?? RECORD, json) as registry.MoveRecordJson;
  } catch (error) {
    if (isRegistryError(error)) return error;
    throw error;
  }
}

function parse(line: string): object {
  try {
    const json: unknown = JSON.parse(line);
    if (typeof json === 'object' && json !== null) return json;
  } catch {
    // Told below.
  }
  throw new RegistryError('BAD_REQUEST', { problem: 'The line is no JSON object; the file may be cut.' });
}
