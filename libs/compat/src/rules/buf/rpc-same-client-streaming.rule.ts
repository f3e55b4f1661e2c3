import { defineBufRule } from '../../buf/define-buf-rule.js';
import { describeMethod, methodPath } from '../../buf/name-element.js';
import { placeOf } from '../../buf/place.js';

/** An RPC changed whether the client streams. **Source** buf, rule RPC_SAME_CLIENT_STREAMING. */
export const rpcSameClientStreaming = defineBufRule({
  id: 'RPC_SAME_CLIENT_STREAMING',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'method',
  summary: 'An RPC changed whether the client streams.',
  hint: 'Add an RPC of another name.',
  check: (before, after) => {
    if (before.proto.clientStreaming === after.proto.clientStreaming) return [];
    const to = after.proto.clientStreaming ? 'streams now' : 'does not stream any more';
    return [
      {
        message: `${describeMethod(after)}: the client ${to}.`,
        path: methodPath(after),
        before: placeOf(before),
        after: placeOf(after),
      },
    ];
  },
});
