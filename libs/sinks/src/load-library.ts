import { RegistryError } from '#libs/errors';
import { codeOf } from './problem-of.js';

/** Loads a package that only some have installed, since only this sink needs it. **Throws** DRIVER_MISSING, naming what to install. */
export async function loadLibrary(sink: string, name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch (cause) {
    if (!['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(codeOf(cause) ?? '')) throw cause;
    throw new RegistryError('DRIVER_MISSING', { sink, package: name }, { cause });
  }
}
