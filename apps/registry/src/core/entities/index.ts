import type { EntitySchema } from 'typeorm';
import { changeEntity } from './change.entity.js';
import type { DatabaseKind } from './columns.js';
import { configEntity } from './config.entity.js';
import { contextEntity } from './context.entity.js';
import { labelEntity } from './label.entity.js';
import { ledgerEntity } from './ledger.entity.js';
import { lifeEntity } from './life.entity.js';
import { schemaIdEntity } from './schema-id.entity.js';
import { schemaEntity } from './schema.entity.js';
import { sourceEntity } from './source.entity.js';
import { subjectEntity } from './subject.entity.js';
import { tableNameEntity } from './table-name.entity.js';
import { versionReferenceEntity } from './version-reference.entity.js';
import { versionEntity } from './version.entity.js';

/** Every entity, with the column types of the given engine. */
export function entitiesFor(kind: DatabaseKind): EntitySchema[] {
  return [
    contextEntity(),
    schemaEntity(kind),
    sourceEntity(kind),
    schemaIdEntity(),
    subjectEntity(),
    versionEntity(),
    versionReferenceEntity(),
    labelEntity(),
    lifeEntity(),
    tableNameEntity(),
    ledgerEntity(),
    configEntity(),
    changeEntity(),
  ];
}
