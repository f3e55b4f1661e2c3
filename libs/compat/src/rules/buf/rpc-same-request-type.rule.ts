import { defineBufRule } from '../../buf/define-buf-rule.js';
import { describeMethod, methodPath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** An RPC has another request message. **Source** buf, rule RPC_SAME_REQUEST_TYPE. */
export const rpcSameRequestType = defineBufRule({
  id: 'RPC_SAME_REQUEST_TYPE',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'method',
  summary: 'An RPC has another request message.',
  hint: 'Add an RPC of another name.',
  check: (before, after) => {
    const [from, to] = [before.proto.inputType, after.proto.inputType];
    if (from === to) return [];
    return [
      {
        message: `${describeMethod(after)} changed its request from ${from.slice(1)} to ${to.slice(1)}.`,
        path: methodPath(after),
        before: partOf(before, REQUEST),
        after: partOf(after, REQUEST),
      },
    ];
  },
});

const REQUEST = [2];
