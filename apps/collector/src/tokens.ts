/** Injection token of the settings. */
export const COLLECTOR_CONFIG = Symbol('COLLECTOR_CONFIG');
/** Injection token of the event log. */
export const COLLECTOR_LOG = Symbol('COLLECTOR_LOG');
/** Injection token of the registry's client. */
export const COLLECTOR_CLIENT = Symbol('COLLECTOR_REGISTRY_CLIENT');
