import { CreateRegistry1764000000000 } from './1764000000000-create-registry.js';

/** The registry's migrations, oldest first. */
export const MIGRATIONS = [CreateRegistry1764000000000];
