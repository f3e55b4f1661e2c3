import type { DescMessage } from '@bufbuild/protobuf';
import { RegistryError } from '#libs/errors';
import { dialectNamed } from '#libs/ddl';
import type { Schema } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import { planTable, type Plan } from '#libs/planner';
import {
  advanceLedger,
  buildTable,
  claimTable,
  eventMessages,
  mapColumns,
  TableNames,
  type Ledger,
  type TableFinding,
  type TableModel,
} from '#libs/table-model';
import type { EntityManager } from 'typeorm';
import type { VersionRow } from '../entities/version.entity.js';
import type { TablesRepository } from '../repositories/tables.repository.js';
import { formatSubjectName, type SubjectName } from '../subject-name.js';

/** What a version would do to one table. */
export interface TableAdvance {
  /** The ledger before; null when the table is new. */
  readonly before: Ledger | null;
  readonly after: Ledger;
  readonly findings: readonly TableFinding[];
}

/** What is known of tables' names before an advance. */
export interface KnownNames {
  /** Some that no stored table has. */
  readonly free: TableNames;
  /** Names of advances that are not stored yet. */
  readonly inUse: readonly string[];
}

const NOTHING_KNOWN: KnownNames = { free: new TableNames([]), inUse: [] };

/** What a subject's version does to its tables. */
export interface AdvancedSubject {
  readonly subjectId: number;
  readonly fingerprint: string;
  readonly version: number;
  readonly advances: readonly TableAdvance[];
}

/** Tables of subjects: their ledgers, mappings and plans. */
export class Tables {
  private readonly models = new WeakMap<DescMessage, TableModel>();

  constructor(
    private readonly tables: TablesRepository,
    /** Whether a version may have the number of one that is gone, whose ledger stays. */
    private readonly versionsRepeat = false,
  ) {}

  /** What the schema, as the given version, would do to the subject's tables. Stores nothing; `known` spares it the reading of names. */
  async advance(
    manager: EntityManager | undefined,
    subject: SubjectName & { readonly id: number | null },
    schema: Schema,
    version: number,
    explicit: readonly string[],
    known: KnownNames = NOTHING_KNOWN,
  ): Promise<TableAdvance[]> {
    const advances: TableAdvance[] = [];
    const claimed: string[] = [];
    for (const message of messagesOf(schema, explicit)) {
      // The first version has nothing before it, and need not ask.
      const before =
        subject.id === null || (version === 1 && !this.versionsRepeat)
          ? null
          : rewound(await this.tables.ledger(subject.id, message.typeName, null, manager), version);
      // A table keeps its name for ever; a new one must not have another's.
      const model =
        before === null
          ? await this.claim(manager, message, claimed, known)
          : buildTable(message, { table: before.table });
      claimed.push(model.table);
      const { ledger, findings } = advanceLedger(before, formatSubjectName(subject), model, version);
      advances.push({ before, after: ledger, findings: [...model.findings, ...findings] });
    }
    return advances;
  }

  /** Of the names that the schemas' messages would have, those that no table has. */
  async freeNames(
    manager: EntityManager,
    schemas: readonly { readonly schema: Schema; readonly explicit: readonly string[] }[],
  ): Promise<TableNames> {
    const names = schemas.flatMap(({ schema, explicit }) =>
      messagesOf(schema, explicit).map((message) => this.model(message).table),
    );
    const taken = new TableNames(await this.tables.tableNamesOf(names, manager));
    return new TableNames(names.filter((name) => !taken.has(name)));
  }

  /** Under its default name. */
  private model(message: DescMessage): TableModel {
    const made = this.models.get(message) ?? buildTable(message);
    this.models.set(message, made);
    return made;
  }

  /** A new table's model, under a name that nobody has. */
  private async claim(
    manager: EntityManager | undefined,
    message: DescMessage,
    claimed: readonly string[],
    known: KnownNames,
  ): Promise<TableModel> {
    const model = this.model(message);
    const taken = new Set([...known.inUse, ...claimed]);
    if (known.free.has(model.table) && !new TableNames(taken).has(model.table)) return model;
    // Names are asked for one by one: there may be very many, and the second choice is nearly always free.
    for (let asked = ''; ;) {
      const settled = claimTable(model, taken);
      if (settled.table === asked) return settled;
      asked = settled.table;
      for (const name of await this.tables.tableNamesOf([asked], manager)) taken.add(name);
    }
  }

  /** Stores what {@link advance} answered, for different subjects. */
  async store(manager: EntityManager, advanced: readonly AdvancedSubject[]): Promise<void> {
    const rows = advanced.flatMap(({ subjectId, fingerprint, version, advances }) =>
      advances.map(({ after }) => ({
        subjectId,
        message: after.message,
        version,
        fingerprint,
        ledger: after,
      })),
    );
    const names = rows.map(({ subjectId, message, ledger }) => ({ name: ledger.table, subjectId, message }));
    await this.tables.claimTableNames(manager, names);
    if (this.versionsRepeat)
      for (const { subjectId, version } of advanced) await this.tables.rewind(manager, subjectId, version);
    await this.tables.insertLedgers(manager, rows);
  }

  /** Where rows of the message go that were written by this very version; null when it is no table. */
  async mapping(
    subjectId: number,
    subject: SubjectName,
    version: number,
    state: string,
    schema: Schema,
    message: string,
  ): Promise<registry.TableMappingJson | null> {
    const desc = schema.registry.getMessage(message);
    const ledger = desc === undefined ? null : await this.tables.ledger(subjectId, message, version);
    if (desc === undefined || ledger === null) return null;
    const columns = mapColumns(ledger, buildTable(desc, { table: ledger.table }), version);
    return {
      subject: formatSubjectName(subject),
      version,
      state,
      table: ledger.table,
      tableVersion: ledger.tableVersion,
      columns: columns.map(({ name, column }) => ({ name, path: [...column.path], form: column.form })),
    };
  }

  /** Full names of the messages that each version of the subject has as tables. */
  messagesByVersion(subjectId: number): Promise<ReadonlyMap<number, readonly string[]>> {
    return this.tables.messagesByVersion(subjectId);
  }

  /** Ledgers of a version's tables, of all of them or of one message. */
  async ledgers(version: VersionRow, message: string | null): Promise<Ledger[]> {
    const all = await this.tables.ofVersion(version.subjectId, version.version);
    if (message === null) return all;
    const one = all.filter((ledger) => ledger.message === message);
    if (one.length === 0) {
      const known = all.map((ledger) => ledger.message).join(', ') || 'none';
      throw new RegistryError('MESSAGE_NOT_FOUND', { type: message, known });
    }
    return one;
  }

  /**
   * Plans from one version's tables to another's; `from` null makes them.
   * **Throws** UNSUPPORTED_DIALECT, MESSAGE_NOT_FOUND.
   */
  async plans(
    from: VersionRow | null,
    to: VersionRow,
    dialect: string,
    message: string | null,
  ): Promise<registry.TablePlanJson[]> {
    const plans: registry.TablePlanJson[] = [];
    for (const after of await this.ledgers(to, message)) {
      const before =
        from === null ? null : await this.tables.ledger(from.subjectId, after.message, from.version);
      plans.push(toPlanJson(planTable(dialectNamed(dialect), before, after), []));
    }
    return plans;
  }
}

/** The ledger as one that the version can follow, when it has the number of one that is gone. Its columns stay known. */
function rewound(ledger: Ledger | null, version: number): Ledger | null {
  if (ledger === null || ledger.schemaVersion < version) return ledger;
  const before = Math.max(1, version - 1);
  const clamp = (number: number): number => Math.min(number, before);
  return {
    ...ledger,
    schemaVersion: version - 1,
    entries: ledger.entries.map((entry) => ({
      ...entry,
      introducedVersion: clamp(entry.introducedVersion),
      lastVersion: clamp(entry.lastVersion),
      logicalNames: entry.logicalNames.map((one) => ({ ...one, version: clamp(one.version) })),
    })),
  };
}

function messagesOf(schema: Schema, explicit: readonly string[]): readonly DescMessage[] {
  return eventMessages(schema, explicit.length > 0 ? explicit : undefined);
}

/** The plans of advances, for each dialect. */
export function plansOf(
  advances: readonly TableAdvance[],
  dialects: readonly string[],
): registry.TablePlanJson[] {
  return advances.flatMap(({ before, after, findings }) =>
    dialects.map((dialect) => toPlanJson(planTable(dialectNamed(dialect), before, after), findings)),
  );
}

function toPlanJson(plan: Plan, findings: readonly TableFinding[]): registry.TablePlanJson {
  const said = new Set([
    ...plan.notes,
    ...findings.map((finding) => `${finding.ruleId}: ${finding.message} ${finding.hint}`),
  ]);
  return {
    message: plan.message,
    table: plan.table,
    dialect: plan.dialect,
    fromVersion: plan.fromVersion,
    toVersion: plan.toVersion,
    steps: plan.statements.map(stepJson),
    notes: [...said],
    changes: plan.changes.map(({ kind, column, class: tableClass }) => ({
      kind,
      column: column ?? '',
      class: tableClass,
    })),
    fingerprint: plan.fingerprint,
  };
}

function stepJson(statement: Plan['statements'][number]): registry.PlanStepJson {
  const { sql, kind, phase, lock, rewrite, online, reversible, oldRowsReadable, oldWritersInsert } =
    statement;
  return {
    sql,
    class: statement.class,
    lock,
    rewrite,
    reversible,
    undo: statement.undo ?? '',
    kind,
    phase,
    online,
    note: statement.note ?? '',
    dataLoss: statement.dataLoss ?? '',
    undoLoss: statement.undoLoses ?? '',
    oldRowsReadable,
    oldWritersInsert,
  };
}
