/** Injection token of the {@link WorkerConfig}. */
export const CONFIG = Symbol('WORKER_CONFIG');
/** Injection token of the {@link EventSink}. */
export const EVENT_SINK = Symbol('EVENT_SINK');
/** Injection token of the {@link PubSub}. */
export const EVENT_LOG = Symbol('EVENT_LOG');
/** Injection token of the {@link RegistryClient}. */
export const CLIENT = Symbol('WORKER_REGISTRY_CLIENT');
/** Injection token of the sinks that rows go to as well. */
export const EVENT_MIRRORS = Symbol('EVENT_MIRRORS');
/** Injection token of the {@link PipelineEnds}. */
export const PIPELINE_ENDS = Symbol('PIPELINE_ENDS');
/** The topic that the Event API publishes batches on. */
export const TOPIC = 'events';
/** The consumer group of the workers that write rows. */
export const WORKER_GROUP = 'judge-judi';
