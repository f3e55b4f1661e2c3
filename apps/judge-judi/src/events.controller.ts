import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { Describe, RouteGroup } from '#libs/nest-kit';
import { RegistryError } from '#libs/errors';
import type { PubSub } from '#libs/pubsub';
import type { EventSink } from '#libs/sinks';
import { z } from 'zod';
import { Pipeline } from './pipeline.js';
import { EVENT_LOG, EVENT_SINK, TOPIC, WORKER_GROUP } from './tokens.js';

type QueryParameters = Readonly<Record<string, string | undefined>>;

/** What came in and what became of it. */
@RouteGroup('events')
@Controller('api/v1/events')
export class EventsController {
  constructor(
    @Inject(EVENT_SINK) private readonly sink: EventSink,
    @Inject(EVENT_LOG) private readonly log: PubSub,
    @Inject(Pipeline) private readonly pipeline: Pipeline,
  ) {}

  @Get('stats')
  @Describe('The balance: accepted = rows + duplicates + dead + parked, and what still waits in the log')
  async stats(): Promise<object> {
    const [counts, reasons, depth] = await Promise.all([
      this.sink.counts(),
      this.sink.deadReasons(),
      this.log.depth(TOPIC, WORKER_GROUP),
    ]);
    return {
      ...counts,
      inFlight: this.pipeline.inFlight,
      pending: depth.pendingMessages,
      pendingBytes: depth.pendingBytes,
      oldestPendingAtMs: depth.oldestUnackedAtMs,
      reasons,
    };
  }

  @Get('recent')
  @Describe('Newest rows, or with `after` the rows since')
  async recent(@Query() query: QueryParameters): Promise<object> {
    const { items, next } = await this.sink.recent({
      table: query['table'] ?? null,
      after: query['after'] ?? null,
      limit: limitOf(query),
    });
    return { events: items, next };
  }

  @Get('dead')
  @Describe('Dead letters, newest first; `after` is the last one of the page before')
  async dead(@Query() query: QueryParameters): Promise<object> {
    const before = query['after'] === undefined || query['after'] === '' ? null : Number(query['after']);
    if (before !== null && !Number.isSafeInteger(before))
      throw new RegistryError('BAD_CURSOR', { cursor: query['after'] ?? '' });
    const limit = limitOf(query);
    const letters = await this.sink.deadLetters({ reason: query['reason'] ?? null, before, limit });
    const events = letters.map(({ source, ...letter }) => ({
      ...letter,
      ...source,
      payload: Buffer.from(source.payload).toString('hex'),
    }));
    return { events, next: letters.length === limit ? String(letters.at(-1)?.id ?? '') : null };
  }

  @Post('dead/replay')
  @HttpCode(200)
  @Describe('Judges dead letters of a reason again, after what was wrong was mended')
  async replay(@Body() body: unknown): Promise<{ readonly replayed: number }> {
    const choice = readReplay(body);
    const replayed = await this.sink.reviveDeadLetters(choice);
    this.pipeline.retryParked();
    return { replayed };
  }

  @Get('parked')
  @Describe('What waits for its schema or table, by schema')
  async parked(): Promise<object> {
    return { groups: await this.sink.parkedGroups() };
  }

  @Get('tables')
  @Describe('Tables, their versions, columns and row counts')
  async tables(): Promise<object> {
    return { tables: await this.sink.tables() };
  }

  @Get('usage')
  @Describe('Who sent how much by which version in which hour')
  async usage(@Query() query: QueryParameters): Promise<object> {
    const usage = await this.sink.usage({
      subject: query['subject'] ?? null,
      type: query['type'] ?? null,
      since: query['since'] ?? null,
      limit: limitOf(query),
    });
    return { usage };
  }

  @Get('reports/daily')
  @Describe('Rows for each day and value of a column')
  async daily(@Query() query: QueryParameters): Promise<object> {
    const { table, by } = query;
    if (table === undefined || by === undefined)
      throw new RegistryError('BAD_REQUEST', { problem: "Give 'table' and 'by', the column to count by." });
    return { days: await this.sink.daily(table, by, limitOf(query)) };
  }
}

const MAX_LIMIT = 1_000;
const MAX_REPLAY = 10_000;

const REPLAY = z.object({
  // A broken envelope stays broken: what it would be judged by is not in it.
  reason: z.string().refine((reason) => reason !== 'BAD_ENVELOPE', 'a bad envelope can not be judged again'),
  type: z.string().nullable().default(null),
  limit: z.number().int().min(1).max(MAX_REPLAY).default(MAX_REPLAY),
});

function readReplay(body: unknown): z.infer<typeof REPLAY> {
  const parsed = REPLAY.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  const problem = `The body must be {"reason": …, "type"?: …, "limit"?: …}: ${where} ${issue?.message ?? ''}.`;
  throw new RegistryError('BAD_REQUEST', { problem });
}

function limitOf(query: QueryParameters): number {
  const text = query['limit'];
  if (text === undefined || text === '') return 100;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0 && limit <= MAX_LIMIT) return limit;
  throw new RegistryError('BAD_REQUEST', {
    problem: `Parameter 'limit' must be a whole number from 1 to ${MAX_LIMIT}.`,
  });
}
