import { RegistryError } from '#libs/errors';
import { validate as isUuid } from 'uuid';
import { z } from 'zod';

const text = z.string().max(256);
const uuid = z.string().refine(isUuid, 'must be a UUID');

const EVENT = z.strictObject({
  id: uuid.optional(),
  type: z.string().min(1).max(512),
  subject: z.string().min(1).max(600).optional(),
  version: z.number().int().positive().optional(),
  fingerprint: z
    .string()
    .regex(/^([0-9a-fA-F]{32}|[0-9a-fA-F]{64})$/, 'must be 32 or 64 hex digits')
    .optional(),
  createdAt: z.iso.datetime({ offset: true }).optional(),
  sessionKey: z.string().max(1_000).optional(),
  // Not copied: the codec judges each key, `__proto__` included.
  data: z.custom<Readonly<Record<string, unknown>>>(isObject, "must be an object with the event's fields"),
});

const BATCH = z.strictObject({
  batchId: uuid.optional(),
  source: z
    .strictObject({
      writeKey: text.default(''),
      appId: text.default(''),
      appVersion: text.default(''),
      platform: text.default(''),
    })
    .prefault({}),
  events: z.array(z.unknown()),
});

/** One event of `POST /v1/events.json`, with its position in the request. */
export type JsonEvent = z.infer<typeof EVENT> & { readonly index: number };

/** Body of `POST /v1/events.json`, without the events that do not have the form of one. */
export interface JsonBatch {
  readonly batchId: string | null;
  readonly source: Readonly<Record<'writeKey' | 'appId' | 'appVersion' | 'platform', string>>;
  readonly events: readonly JsonEvent[];
}

/** A batch, and what was wrong with the events that it lacks. */
export interface ReadJsonBatch {
  readonly batch: JsonBatch;
  readonly broken: readonly { readonly index: number; readonly message: string }[];
}

/** **Throws** BAD_ENVELOPE when the body is no batch, TOO_MANY_EVENTS. What is wrong with one event concerns that event alone. */
export function readJsonBatch(body: unknown, maxEvents: number): ReadJsonBatch {
  const parsed = BATCH.safeParse(body);
  if (!parsed.success) throw new RegistryError('BAD_ENVELOPE', { problem: describe(parsed.error) });
  const { events: candidates, source, batchId = null } = parsed.data;
  if (candidates.length > maxEvents)
    throw new RegistryError('TOO_MANY_EVENTS', { count: candidates.length, limit: maxEvents });
  const events: JsonEvent[] = [];
  const broken: { index: number; message: string }[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const one = EVENT.safeParse(candidate);
    if (one.success) events.push({ ...one.data, index });
    else broken.push({ index, message: unknownKeyHint(candidate) ?? describe(one.error) });
  }
  return { batch: { batchId, source, events }, broken };
}

const KEYS = Object.keys(EVENT.shape);

/** The slip that free-form events made so often: `event_type` here, `eventType` there. Null when every key is known. */
function unknownKeyHint(candidate: unknown): string | null {
  if (!isObject(candidate)) return null;
  const key = Object.keys(candidate).find((one) => !KEYS.includes(one));
  if (key === undefined) return null;
  const folded = key.replaceAll(/[_-]/g, '').toLowerCase();
  const meant = KEYS.find((one) => folded.includes(one.toLowerCase()));
  const shown = JSON.stringify(key.slice(0, 100));
  const hint =
    meant === undefined
      ? `Keys: ${KEYS.join(', ')}; the event's own fields go into 'data'.`
      : `Did you mean '${meant}'?`;
  return `${shown} is no key of an event. ${hint}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : `'${issue.path.join('.')}': `;
  return `${where}${issue?.message ?? 'it is wrong'}. The form is {"source":{"appId":…},"events":[{"type":…,"data":{…}}]}.`;
}
