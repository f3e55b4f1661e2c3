import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { ChangesController } from './changes.controller.js';
import { ChecksController } from './checks.controller.js';
import { ConfigController } from './config.controller.js';
import { DocumentsController } from './documents.controller.js';
import { ExportController } from './export.controller.js';
import { ImportController } from './import.controller.js';
import { LiveTablesController } from './live-tables.controller.js';
import { SchemasController } from './schemas.controller.js';
import { SubjectsController } from './subjects.controller.js';
import { VersionContentController } from './version-content.controller.js';
import { VersionFactsReader } from './version-facts.js';

/** The native API under /api/v1. */
@Module({
  imports: [CoreModule],
  controllers: [
    SubjectsController,
    ChecksController,
    VersionContentController,
    LiveTablesController,
    SchemasController,
    DocumentsController,
    ConfigController,
    ChangesController,
    ExportController,
    ImportController,
  ],
  providers: [VersionFactsReader],
})
export class RestModule {}
