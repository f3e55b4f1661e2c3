import type { Decoded } from '../decoded.js';
import { Fault } from '../fault.js';
import { RegistryAnyReader } from '../json/unpack-any.js';
import type { Limits } from '../limits.js';
import type { Prebuilt } from '../prebuilt.js';
import { WireReader } from '../wire/wire-reader.js';
import { checkRequired } from './check-required.js';
import type { MessagePlan, Plans } from './message-plan.js';
import { readRoot } from './read-message.js';
import type { MessageNode } from './value.js';

/** Makes something of a message that was read. **Throws** a Fault for what cannot be represented. */
export type Projection<T> = (root: MessageNode, anyReader: RegistryAnyReader) => T;

/** Reads messages of one type by walking its plan; knows what to say about any bytes. */
export class Interpreter {
  constructor(
    readonly plans: Plans,
    readonly plan: MessagePlan,
    readonly limits: Limits,
    /** Code that was generated elsewhere, for a process that may not generate any. */
    readonly prebuilt: Prebuilt = {},
  ) {}

  /** Reads and checks all of the bytes, then projects. */
  read<T>(bytes: Uint8Array, project: Projection<T>): Decoded<T> {
    try {
      const reader = new WireReader(bytes, this.limits);
      const root = readRoot(reader, this.plan);
      checkRequired(root);
      const anyReader = new RegistryAnyReader(this.plans, this.limits);
      const value = project(root, anyReader);
      return { ok: true, value, unknownFields: reader.sawUnknown || anyReader.sawUnknown };
    } catch (error) {
      if (error instanceof Fault) return error.toFailure();
      throw error;
    }
  }
}
