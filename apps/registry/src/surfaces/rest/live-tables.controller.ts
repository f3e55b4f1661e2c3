import { Body, Controller, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { Describe, RouteGroup } from '#libs/nest-kit';
import { dialectNamed, type Dialect } from '#libs/ddl';
import { RegistryError } from '#libs/errors';
import { applyPlanFile, outlookOf, recordedLedger } from '#libs/live-tables';
import {
  findDrift,
  fingerprintLedger,
  makePlanFile,
  parsePlanFile,
  planLiveTable,
  withDropped,
  type DriftFinding,
  type LiveTable,
  type PlanFile,
} from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import type { FastifyRequest } from 'fastify';
import { AdminAccess } from '../../core/admin-access.js';
import { Subjects } from '../../core/services/subjects.service.js';
import { Tables } from '../../core/services/tables.service.js';
import { TableDatabases } from '../../core/table-databases.js';
import { APPLY, LIVE_DATABASE, NAMED_DATABASE } from './live-body.js';
import { contextOf } from './request-context.js';
import { integer, validate } from './validate.js';

const MAX_VERSION = 2 ** 31 - 1;

/** One table of a comparison. */
interface TableDrift {
  readonly table: string;
  readonly message: string;
  readonly version: number;
  readonly findings: readonly DriftFinding[];
}

/**
 * Tables of databases: what they are like comes in the request, or the request names one of TABLE_DATABASES, `{database}`, and shows
 * a token of ADMIN_TOKENS, `Authorization: Bearer`; no connection string comes in or goes out.
 * A live table is `{table, kind, columns: [{name, type, nullable, hasDefault}], key, indexes: [{name, unique, partial, columns}]}`
 * with types in the words of the dialect, `timestamptz` rather than `timestamp with time zone`. A plan file is what
 * `protokoll apply` and `apply` take.
 */
@RouteGroup('versions')
@Controller('api/v1/subjects/:subject/versions/:version')
export class LiveTablesController {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(TableDatabases) private readonly databases: TableDatabases,
    @Inject(AdminAccess) private readonly admin: AdminAccess,
  ) {}

  @Post('drift')
  @HttpCode(200)
  @Describe(
    'What differs between live tables, given as {tables, recorded} or {database}, and the ledgers of the version',
  )
  async drift(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Query() query: Record<string, string>,
    @Body() body: unknown,
  ): Promise<{ readonly drift: boolean; readonly tables: readonly TableDrift[] }> {
    const ledgers = await this.ledgers(request, name, which, query['message'] ?? null);
    const { dialect, live, recorded } = await this.source(request, body, query['dialect'] ?? '', ledgers);
    const tables = ledgers.map((ledger) => ({
      table: ledger.table,
      message: ledger.message,
      version: ledger.schemaVersion,
      findings: findDrift(dialect, withDropped(ledger, tableOf(recorded, ledger)), tableOf(live, ledger)),
    }));
    return { drift: tables.some(({ findings }) => findings.length > 0), tables };
  }

  @Post('plan-file')
  @HttpCode(200)
  @Describe(
    'The plan file that brings live tables, given as {tables, recorded} or {database}, to the version',
  )
  async planFile(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Query() query: Record<string, string>,
    @Body() body: unknown,
  ): Promise<PlanFile> {
    const drop = integer('drop-before', query['drop-before'], { min: 1, max: MAX_VERSION, default: 0 });
    const after = await this.ledgers(request, name, which, query['message'] ?? null);
    const { dialect, live, recorded } = await this.source(request, body, query['dialect'] ?? '', after);
    const from = query['from'] ?? '';
    const before = from === '' ? [] : await this.ledgers(request, name, from, null);
    const tables = after.map((ledger) =>
      planLiveTable(dialect, {
        after: ledger,
        before: tableOf(before, ledger),
        live: tableOf(live, ledger),
        recorded: tableOf(recorded, ledger),
        dropBefore: drop === 0 ? null : drop,
      }),
    );
    const { version } = await this.subjects.version(contextOf(request), name, which, { deleted: true });
    return makePlanFile({ dialect: dialect.name, subject: name, version: version.version, tables });
  }

  @Post('apply')
  @HttpCode(200)
  @Describe(
    'Runs {plan}, a plan file of this version, on {database}; {contract} also what takes away, {dryRun} runs nothing',
  )
  async apply(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Body() body: unknown,
  ): Promise<object> {
    this.admin.assert(request.headers.authorization);
    const { database: wanted, plan, contract, dryRun } = validate(APPLY, body);
    const file = parsePlanFile(JSON.stringify(plan));
    assertOfVersion(file, name, await this.ledgers(request, name, which, null));
    return this.databases.use(wanted, dryRun, async (database) => {
      if (!dryRun) return applyPlanFile(database, file, { contract, now: Date.now });
      const { next, before, held } = await outlookOf(database, file, contract);
      return { next: next.map(({ statement }) => statement.sql), before, held };
    });
  }

  /** What a body tells of live tables, or the database that it names. */
  private async source(
    request: FastifyRequest,
    body: unknown,
    said: string,
    ledgers: readonly Ledger[],
  ): Promise<Source> {
    const named = NAMED_DATABASE.safeParse(body);
    if (!named.success) return { dialect: dialectNamed(said), ...databaseOf(body) };
    this.admin.assert(request.headers.authorization);
    return this.databases.use(named.data.database, true, async (database) => {
      const { dialect } = database;
      if (said !== '' && dialectNamed(said).name !== dialect.name)
        throw new RegistryError('BAD_REQUEST', { problem: `The database is one of ${dialect.name}.` });
      const live: LiveTable[] = [];
      const recorded: Ledger[] = [];
      for (const { table } of ledgers) {
        live.push(...[await database.describe(table)].filter((one) => one !== null));
        recorded.push(...[await recordedLedger(database, table)].filter((one) => one !== null));
      }
      return { dialect, live, recorded };
    });
  }

  private async ledgers(
    request: FastifyRequest,
    name: string,
    which: string,
    message: string | null,
  ): Promise<readonly Ledger[]> {
    const { version } = await this.subjects.version(contextOf(request), name, which, { deleted: true });
    return this.tables.ledgers(version, message);
  }
}

/** Live tables and the ledgers that their database recorded. */
interface Source {
  readonly dialect: Dialect;
  readonly live: readonly LiveTable[];
  readonly recorded: readonly Ledger[];
}

function assertOfVersion(file: PlanFile, subject: string, ledgers: readonly Ledger[]): void {
  if (file.subject !== subject)
    throw new RegistryError('BAD_REQUEST', { problem: `The plan is one of subject '${file.subject}'.` });
  for (const { plan, registryLedger } of file.tables) {
    const ledger = ledgers.find(({ table }) => table === plan.table);
    if (ledger === undefined || fingerprintLedger(ledger) !== registryLedger)
      throw new RegistryError('PLAN_STALE', {
        problem: `this version has another ledger of table '${plan.table}'`,
      });
  }
}

function databaseOf(body: unknown): {
  readonly live: readonly LiveTable[];
  readonly recorded: readonly Ledger[];
} {
  const { tables, recorded } = validate(LIVE_DATABASE, body);
  // Forms are any text here: what plans and compares only tells some of them from the rest.
  return { live: tables, recorded: recorded as unknown as readonly Ledger[] };
}

function tableOf<T extends { readonly table: string }>(all: readonly T[], { table }: Ledger): T | null {
  return all.find((one) => one.table === table) ?? null;
}
