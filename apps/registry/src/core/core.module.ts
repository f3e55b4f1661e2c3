import { Inject, Module, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { DEFAULT_POLICY } from '#libs/compat';
import { Compiler } from '#libs/compiler';
import { Health } from '#libs/nest-kit';
import { cacheShares } from './cache-shares.js';
import { readRegistryConfig, type RegistryConfig } from './config.js';
import { Database } from './database/database.js';
import { AssociationsRepository } from './repositories/associations.repository.js';
import { makeCompiler, openDatabase } from './open-resources.js';
import { CatalogRepository } from './repositories/catalog.repository.js';
import { ChangesRepository } from './repositories/changes.repository.js';
import { DraftsRepository } from './repositories/drafts.repository.js';
import { ExportRepository } from './repositories/export.repository.js';
import { ImportRepository } from './repositories/import.repository.js';
import { SchemasRepository } from './repositories/schemas.repository.js';
import type { Stores } from './repositories/stores.js';
import { SubjectsRepository } from './repositories/subjects.repository.js';
import { TablesRepository } from './repositories/tables.repository.js';
import { VersionsRepository } from './repositories/versions.repository.js';
import { ChangeWatch } from './services/change-watch.service.js';
import { Changes } from './services/changes.service.js';
import { Checking } from './services/checking.service.js';
import { CodecModules } from './services/codec-modules.service.js';
import { Codecs, type CodecParts } from './services/codecs.service.js';
import { Comparing } from './services/comparing.service.js';
import { DocumentJudging } from './services/document-judging.service.js';
import { DocumentStore } from './services/document-store.service.js';
import { Documents } from './services/documents.service.js';
import { Drafts } from './services/drafts.service.js';
import { Exporting } from './services/exporting.service.js';
import { Importing, type ImportParts } from './services/importing.service.js';
import { Listing } from './services/listing.service.js';
import { Judging } from './services/judging.service.js';
import { Policies } from './services/policies.service.js';
import { Preparation } from './services/preparation.service.js';
import { Publishing } from './services/publishing.service.js';
import { References } from './services/references.service.js';
import { SchemaStore } from './services/schema-store.service.js';
import { Subjects } from './services/subjects.service.js';
import { SurfaceSettings } from './services/surface-settings.service.js';
import { Tables } from './services/tables.service.js';
import { AdminAccess } from './admin-access.js';
import { TableDatabases } from './table-databases.js';

/** Injection token of the settings. */
export const REGISTRY_CONFIG = Symbol('REGISTRY_CONFIG');

const STORES = Symbol('STORES');
const RULES = Symbol('RULES');
const IMPORT_PARTS = Symbol('IMPORT_PARTS');
const CODEC_PARTS = Symbol('CODEC_PARTS');

/** What decides over a proposal. */
interface Rules {
  readonly policies: Policies;
  readonly tables: Tables;
  readonly judging: Judging;
}

/** The domain: no HTTP and no wire type. Surfaces import this and translate. */
@Module({
  providers: [
    { provide: REGISTRY_CONFIG, useFactory: (): RegistryConfig => readRegistryConfig() },
    { provide: Database, inject: [REGISTRY_CONFIG, Health], useFactory: openDatabase },
    { provide: Compiler, inject: [REGISTRY_CONFIG], useFactory: makeCompiler },
    {
      provide: TableDatabases,
      inject: [REGISTRY_CONFIG],
      useFactory: ({ tableDatabases }: RegistryConfig) => new TableDatabases(tableDatabases),
    },
    {
      provide: AdminAccess,
      inject: [REGISTRY_CONFIG],
      useFactory: ({ adminTokens, adminOpen }: RegistryConfig) => new AdminAccess(adminTokens, adminOpen),
    },
    repository(SubjectsRepository),
    repository(VersionsRepository),
    repository(SchemasRepository),
    repository(TablesRepository),
    repository(ChangesRepository),
    repository(DraftsRepository),
    repository(CatalogRepository),
    repository(AssociationsRepository),
    repository(ExportRepository),
    repository(ImportRepository),
    {
      provide: SurfaceSettings,
      inject: [Database, Changes],
      useFactory: (database: Database, changes: Changes) => new SurfaceSettings(database, changes),
    },
    {
      provide: ChangeWatch,
      inject: [ChangesRepository],
      useFactory: (changes: ChangesRepository) => new ChangeWatch(changes),
    },
    {
      provide: Changes,
      inject: [ChangesRepository, ChangeWatch],
      useFactory: (changes: ChangesRepository, watch: ChangeWatch) => new Changes(changes, watch),
    },
    {
      provide: SchemaStore,
      inject: [Compiler, SchemasRepository, REGISTRY_CONFIG],
      useFactory: (compiler: Compiler, schemas: SchemasRepository, config: RegistryConfig) =>
        new SchemaStore(compiler, schemas, {
          maxBytesAtOnce: config.maxHistoryBytes,
          maxCacheBytes: cacheShares(config.maxCacheBytes).schemas,
        }),
    },
    {
      provide: References,
      inject: [SubjectsRepository, VersionsRepository, SchemasRepository],
      useFactory: makeReferences,
    },
    {
      provide: Policies,
      inject: [Database, Changes, REGISTRY_CONFIG],
      useFactory: (database: Database, changes: Changes, { confluent }: RegistryConfig) =>
        new Policies(database, changes, { ...DEFAULT_POLICY, profile: confluent.rules }),
    },
    {
      provide: Tables,
      inject: [TablesRepository, REGISTRY_CONFIG],
      useFactory: (tables: TablesRepository, { confluent }: RegistryConfig) =>
        new Tables(tables, confluent.versions === 'reused'),
    },
    {
      provide: Subjects,
      inject: [Database, SubjectsRepository, VersionsRepository, DraftsRepository, Changes, REGISTRY_CONFIG],
      useFactory: makeSubjects,
    },
    {
      provide: Drafts,
      inject: [Database, SubjectsRepository, VersionsRepository, DraftsRepository, Changes, REGISTRY_CONFIG],
      useFactory: makeDrafts,
    },
    {
      provide: Judging,
      inject: [VersionsRepository, TablesRepository, SchemaStore, REGISTRY_CONFIG],
      useFactory: makeJudging,
    },
    {
      provide: STORES,
      inject: [SubjectsRepository, VersionsRepository, SchemasRepository, TablesRepository],
      useFactory: makeStores,
    },
    {
      provide: Preparation,
      inject: [SchemaStore, References],
      useFactory: (store: SchemaStore, references: References) => new Preparation(store, references),
    },
    {
      provide: RULES,
      inject: [Policies, Tables, Judging],
      useFactory: (policies: Policies, tables: Tables, judging: Judging) => ({ policies, tables, judging }),
    },
    {
      provide: Publishing,
      inject: [Database, STORES, Preparation, RULES, Changes],
      useFactory: makePublishing,
    },
    {
      provide: Checking,
      inject: [Database, STORES, Preparation, RULES, Drafts, REGISTRY_CONFIG],
      useFactory: makeChecking,
    },
    {
      provide: Comparing,
      inject: [Database, SubjectsRepository, CatalogRepository, Preparation, RULES, SchemaStore],
      useFactory: makeComparing,
    },
    {
      provide: Listing,
      inject: [CatalogRepository],
      useFactory: (catalog: CatalogRepository) => new Listing(catalog),
    },
    {
      provide: Exporting,
      inject: [ExportRepository],
      useFactory: (exported: ExportRepository) => new Exporting(exported),
    },
    {
      provide: DocumentStore,
      inject: [SchemasRepository, References],
      useFactory: (schemas: SchemasRepository, references: References) =>
        new DocumentStore(schemas, references),
    },
    {
      provide: Documents,
      inject: [Database, STORES, CatalogRepository, DocumentStore, Policies, Changes],
      useFactory: makeDocuments,
    },
    {
      provide: IMPORT_PARTS,
      inject: [RULES, SchemaStore, DocumentStore, SurfaceSettings],
      useFactory: makeImportParts,
    },
    {
      provide: Importing,
      inject: [Database, ImportRepository, STORES, IMPORT_PARTS, Changes],
      useFactory: makeImporting,
    },
    {
      provide: CodecModules,
      inject: [REGISTRY_CONFIG],
      useFactory: ({ maxCacheBytes }: RegistryConfig) => new CodecModules(cacheShares(maxCacheBytes).modules),
    },
    {
      provide: CODEC_PARTS,
      inject: [SchemaStore, Tables, CodecModules],
      useFactory: (schemaStore: SchemaStore, tables: Tables, modules: CodecModules) => ({
        schemaStore,
        tables,
        modules,
      }),
    },
    {
      provide: Codecs,
      inject: [STORES, CODEC_PARTS, Changes, REGISTRY_CONFIG],
      useFactory: makeCodecs,
    },
  ],
  exports: [
    REGISTRY_CONFIG,
    Database,
    Compiler,
    Changes,
    ChangeWatch,
    Policies,
    Tables,
    Subjects,
    TableDatabases,
    AdminAccess,
    Publishing,
    Checking,
    Drafts,
    Codecs,
    SchemasRepository,
    CatalogRepository,
    AssociationsRepository,
    Comparing,
    Documents,
    DocumentStore,
    Exporting,
    Importing,
    Listing,
    SurfaceSettings,
  ],
})
export class CoreModule implements OnModuleDestroy, OnApplicationShutdown {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Compiler) private readonly compiler: Compiler,
    @Inject(Changes) private readonly changes: Changes,
  ) {}

  /** Long polls are answered first: they would hold the server open. */
  onModuleDestroy(): void {
    this.changes.close();
  }

  /** The server answers no more. */
  async onApplicationShutdown(): Promise<void> {
    await this.compiler.close();
    await this.database.close();
  }
}

function repository<T>(type: new (database: Database) => T): {
  provide: typeof type;
  inject: [typeof Database];
  useFactory: (database: Database) => T;
} {
  return { provide: type, inject: [Database], useFactory: (database) => new type(database) };
}

function makeReferences(
  subjects: SubjectsRepository,
  versions: VersionsRepository,
  schemas: SchemasRepository,
): References {
  return new References(subjects, versions, schemas);
}

function makeSubjects(
  database: Database,
  subjects: SubjectsRepository,
  versions: VersionsRepository,
  drafts: DraftsRepository,
  changes: Changes,
  { confluent }: RegistryConfig,
): Subjects {
  const options = { reuseVersions: confluent.versions === 'reused' };
  return new Subjects(database, subjects, versions, drafts, changes, options);
}

function makeDrafts(
  database: Database,
  subjects: SubjectsRepository,
  versions: VersionsRepository,
  drafts: DraftsRepository,
  changes: Changes,
  config: RegistryConfig,
): Drafts {
  return new Drafts(database, { subjects, versions }, drafts, changes, config.maxDrafts);
}

function makeJudging(
  versions: VersionsRepository,
  tables: TablesRepository,
  schemaStore: SchemaStore,
  config: RegistryConfig,
): Judging {
  return new Judging(versions, tables, schemaStore, { maxMessagePairs: config.maxMessagePairs });
}

function makeStores(
  subjects: SubjectsRepository,
  versions: VersionsRepository,
  schemas: SchemasRepository,
  tables: TablesRepository,
): Stores {
  return { subjects, versions, schemas, tables };
}

function makePublishing(
  database: Database,
  stores: Stores,
  preparation: Preparation,
  rules: Rules,
  changes: Changes,
): Publishing {
  return new Publishing(database, stores, preparation, rules, changes);
}

function makeChecking(
  database: Database,
  stores: Stores,
  preparation: Preparation,
  rules: Rules,
  drafts: Drafts,
  config: RegistryConfig,
): Checking {
  return new Checking(database, stores, preparation, rules, drafts, config.maxCheckSubjects);
}

function makeComparing(
  database: Database,
  subjects: SubjectsRepository,
  catalog: CatalogRepository,
  preparation: Preparation,
  rules: Rules,
  schemaStore: SchemaStore,
): Comparing {
  return new Comparing(database, { subjects, catalog }, preparation, rules, schemaStore);
}

function makeDocuments(
  database: Database,
  stores: Stores,
  catalog: CatalogRepository,
  documents: DocumentStore,
  policies: Policies,
  changes: Changes,
): Documents {
  const judging = new DocumentJudging(stores.versions, documents);
  return new Documents(database, { ...stores, catalog }, documents, { policies, judging }, changes);
}

function makeCodecs(
  stores: Stores,
  parts: CodecParts,
  changes: Changes,
  { maxCacheBytes }: RegistryConfig,
): Codecs {
  return new Codecs(stores, parts, changes, cacheShares(maxCacheBytes));
}

function makeImportParts(
  { policies }: Rules,
  schemaStore: SchemaStore,
  documents: DocumentStore,
  settings: SurfaceSettings,
): ImportParts {
  return { policies, settings, schemaStore, documents };
}

function makeImporting(
  database: Database,
  imports: ImportRepository,
  stores: Stores,
  parts: ImportParts,
  changes: Changes,
): Importing {
  return new Importing(database, imports, stores, parts, changes);
}
