import { defineBufRule } from '../../buf/define-buf-rule.js';
import { describeMethod, methodPath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** An RPC has another response message. **Source** buf, rule RPC_SAME_RESPONSE_TYPE. */
export const rpcSameResponseType = defineBufRule({
  id: 'RPC_SAME_RESPONSE_TYPE',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'method',
  summary: 'An RPC has another response message.',
  hint: 'Add an RPC of another name.',
  check: (before, after) => {
    const [from, to] = [before.proto.outputType, after.proto.outputType];
    if (from === to) return [];
    return [
      {
        message: `${describeMethod(after)} changed its response from ${from.slice(1)} to ${to.slice(1)}.`,
        path: methodPath(after),
        before: partOf(before, RESPONSE),
        after: partOf(after, RESPONSE),
      },
    ];
  },
});

const RESPONSE = [3];
