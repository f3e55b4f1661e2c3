export type { Consumer, DeliveredMessage, Depth, OutgoingMessage, PubSub, PullOptions } from './contract.js';
export { openEmbeddedLog, type EmbeddedLogOptions, type Recovery } from './drivers/embedded.driver.js';
