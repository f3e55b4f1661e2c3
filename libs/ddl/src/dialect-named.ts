import { RegistryError } from '#libs/errors';
import type { Dialect } from './dialect.js';
import { DIALECTS as GENERATED } from './dialects/index.gen.js';

/** Every dialect, by name. */
export const DIALECTS: readonly Dialect[] = GENERATED;

/** Those that the tests execute, by name: what to plan for when nobody named a dialect. */
export const EXECUTED_DIALECTS: readonly Dialect[] = DIALECTS.filter(
  ({ proof }) => proof.level === 'executed',
);

/** The dialect of this name. **Throws** UNSUPPORTED_DIALECT, which lists those there are. */
export function dialectNamed(name: string): Dialect {
  const found = DIALECTS.find((dialect) => dialect.name === name);
  if (found !== undefined) return found;
  const known = DIALECTS.map((dialect) => dialect.name).join(', ');
  throw new RegistryError('UNSUPPORTED_DIALECT', { dialect: name.slice(0, 80), known });
}
