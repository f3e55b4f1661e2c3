/** Who asks, and in what connection: the first argument of every service. */
export interface RequestContext {
  /** Identifies the request in logs. */
  readonly requestId: string;
  /** Who acts; empty when not known. */
  readonly actor: string;
}

/** A context for work that no request asked for. */
export const SYSTEM: RequestContext = { requestId: 'system', actor: 'system' };
