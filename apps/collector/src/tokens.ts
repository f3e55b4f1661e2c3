/** Injection token of the settings. */
export const COLLECTOR_CONFIG = Symbol('COLLECTOR_CONFIG');
