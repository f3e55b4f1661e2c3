import { defineBufRule } from '../../buf/define-buf-rule.js';
import { describeMethod, methodPath } from '../../buf/name-element.js';
import { placeOf } from '../../buf/place.js';

/** An RPC changed whether the server streams. **Source** buf, rule RPC_SAME_SERVER_STREAMING. */
export const rpcSameServerStreaming = defineBufRule({
  id: 'RPC_SAME_SERVER_STREAMING',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'method',
  summary: 'An RPC changed whether the server streams.',
  hint: 'Add an RPC of another name.',
  check: (before, after) => {
    if (before.proto.serverStreaming === after.proto.serverStreaming) return [];
    const to = after.proto.serverStreaming ? 'streams now' : 'does not stream any more';
    return [
      {
        message: `${describeMethod(after)}: the server ${to}.`,
        path: methodPath(after),
        before: placeOf(before),
        after: placeOf(after),
      },
    ];
  },
});
