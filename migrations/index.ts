import { CreateRegistry1764000000000 } from './1764000000000-create-registry.js';
import { CreateDrafts1764100000000 } from './1764100000000-create-drafts.js';
import { CreateSurfaceSettings1764200000000 } from './1764200000000-create-surface-settings.js';
import { AddFormats1764300000000 } from './1764300000000-add-formats.js';
import { CreateSchemaGuids1764400000000 } from './1764400000000-create-schema-guids.js';
import { CreateAssociations1764500000000 } from './1764500000000-create-associations.js';
import { IndexTableNames1764600000000 } from './1764600000000-index-table-names.js';
import { CompareNamesByBytes1764650000000 } from './1764650000000-compare-names-by-bytes.js';

/** The registry's migrations, oldest first. */
export const MIGRATIONS = [
  CreateRegistry1764000000000,
  CreateDrafts1764100000000,
  CreateSurfaceSettings1764200000000,
  AddFormats1764300000000,
  CreateSchemaGuids1764400000000,
  CreateAssociations1764500000000,
  IndexTableNames1764600000000,
  CompareNamesByBytes1764650000000,
];
