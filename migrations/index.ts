import { CreateRegistry1764000000000 } from './1764000000000-create-registry.js';
import { CreateDrafts1764100000000 } from './1764100000000-create-drafts.js';

/** The registry's migrations, oldest first. */
export const MIGRATIONS = [CreateRegistry1764000000000, CreateDrafts1764100000000];
