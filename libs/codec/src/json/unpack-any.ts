import { checkRequired } from '../interpret/check-required.js';
import type { Plans } from '../interpret/message-plan.js';
import { readRoot } from '../interpret/read-message.js';
import type { MessageNode } from '../interpret/value.js';
import type { Limits } from '../limits.js';
import { WireReader } from '../wire/wire-reader.js';
import type { AnyReader } from './write-json.js';

/** Unpacks what the registry knows, within the same limits as the message around it. */
export class RegistryAnyReader implements AnyReader {
  /** True once a packed message had fields that its type lacks. */
  sawUnknown = false;

  constructor(
    private readonly plans: Plans,
    private readonly limits: Limits,
  ) {}

  unpack(typeUrl: string, bytes: Uint8Array, depth: number): MessageNode | null {
    const desc = this.plans.registry.getMessage(typeUrl.slice(typeUrl.lastIndexOf('/') + 1));
    if (desc === undefined) return null;
    const reader = new WireReader(bytes, this.limits);
    const node = readRoot(reader, this.plans.plan(desc), depth);
    checkRequired(node);
    this.sawUnknown ||= reader.sawUnknown;
    return node;
  }
}
