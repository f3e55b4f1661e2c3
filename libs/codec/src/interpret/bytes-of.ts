import { toBinary, type Message } from '@bufbuild/protobuf';
import type { MessagePlan } from './message-plan.js';
import { withSetItems } from './message-set.js';

/** Bytes of an object of protobuf-es. */
export function bytesOf(plan: MessagePlan, message: Message): Uint8Array<ArrayBuffer> {
  const bytes = toBinary(plan.desc, message);
  return plan.mayHoldSets() ? withSetItems(plan, bytes) : bytes;
}
