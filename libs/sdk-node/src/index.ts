export { createBatch, type BatchInput, type EventInput, type SourceInput } from './create-batch.js';
export { eventType, type EventType, type SchemaRefInput } from './event-type.js';
export { EventSender, type SendOptions, type SenderOptions } from './event-sender.js';
export { postBatch, PostError, type PostOptions, type PostResult } from './post-batch.js';
export type { LostEvent, SendProblem } from './send-problem.js';
export { uuidV7, uuidText } from './uuid-v7.js';
export {
  EventBatchSchema,
  PublishEventsResponseSchema,
  type EventBatch,
  type PublishEventsResponse,
  type Rejection,
} from './gen/protokoll/event/v1/event_pb.js';
