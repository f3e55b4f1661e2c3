// Written by npm run gen.
export * as event from './protokoll/event/v1/event_pb.js';
export * as options from './protokoll/options/v1/options_pb.js';
export * as registry from './protokoll/registry/v1/registry_pb.js';
export { PROTOKOLL_PROTOS } from './protos.gen.js';
