import { RegistryError } from '#libs/errors';
import { memberOf } from './problem-of.js';

const MISSING: ReadonlySet<unknown> = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

/** Loads a package that only those have who use its engine. **Throws** DRIVER_MISSING, naming what to install. */
export async function loadDriver(engine: string, name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch (cause) {
    if (!MISSING.has(memberOf(cause, 'code'))) throw cause;
    throw new RegistryError('DRIVER_MISSING', { sink: engine, package: name }, { cause });
  }
}
