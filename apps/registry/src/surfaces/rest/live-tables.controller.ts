import { Body, Controller, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { dialectNamed } from '#libs/ddl';
import {
  findDrift,
  makePlanFile,
  planLiveTable,
  withDropped,
  type DriftFinding,
  type LiveTable,
  type PlanFile,
} from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import type { FastifyRequest } from 'fastify';
import { Subjects } from '../../core/services/subjects.service.js';
import { Tables } from '../../core/services/tables.service.js';
import { LIVE_DATABASE } from './live-body.js';
import { Describe } from './openapi.js';
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
 * Tables of databases that the registry itself never sees: what they are like comes in the request, no connection string does.
 * A live table is `{table, kind, columns: [{name, type, nullable, hasDefault}], key, indexes: [{name, unique, partial, columns}]}`
 * with types in the words of the dialect, `timestamptz` rather than `timestamp with time zone`. A plan file is what
 * `protokoll apply` takes; running it is the command's.
 */
@ApiTags('versions')
@Controller('api/v1/subjects/:subject/versions/:version')
export class LiveTablesController {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(Tables) private readonly tables: Tables,
  ) {}

  @Post('drift')
  @HttpCode(200)
  @Describe('What differs between live tables, given as {tables, recorded}, and the ledgers of the version')
  async drift(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Query() query: Record<string, string>,
    @Body() body: unknown,
  ): Promise<{ readonly drift: boolean; readonly tables: readonly TableDrift[] }> {
    const dialect = dialectNamed(query['dialect'] ?? '');
    const { live, recorded } = databaseOf(body);
    const ledgers = await this.ledgers(request, name, which, query['message'] ?? null);
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
  @Describe('The plan file that brings live tables, given as {tables, recorded}, to the version')
  async planFile(
    @Req() request: FastifyRequest,
    @Param('subject') name: string,
    @Param('version') which: string,
    @Query() query: Record<string, string>,
    @Body() body: unknown,
  ): Promise<PlanFile> {
    const dialect = dialectNamed(query['dialect'] ?? '');
    const { live, recorded } = databaseOf(body);
    const drop = integer('drop-before', query['drop-before'], { min: 1, max: MAX_VERSION, default: 0 });
    const after = await this.ledgers(request, name, which, query['message'] ?? null);
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
