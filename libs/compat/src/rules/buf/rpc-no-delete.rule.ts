import { defineBufRule } from '../../buf/define-buf-rule.js';
import { describeMethod, methodPath } from '../../buf/name-element.js';
import { placeOf } from '../../buf/place.js';

/** An RPC is gone from its service. **Source** buf, rule RPC_NO_DELETE. */
export const rpcNoDelete = defineBufRule({
  id: 'RPC_NO_DELETE',
  categories: ['FILE', 'PACKAGE'],
  on: 'service',
  summary: 'An RPC is gone from its service.',
  hint: 'Keep the RPC and mark it deprecated.',
  check: (before, after) =>
    [...before.methods.values()]
      .filter(({ proto }) => !after.methods.has(proto.name))
      .map((method) => ({
        message: `${describeMethod(method)} was deleted.`,
        path: methodPath(method),
        before: placeOf(before),
        after: placeOf(after),
      })),
});
