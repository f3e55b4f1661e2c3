import { defineBufRule } from '../../buf/define-buf-rule.js';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { describeMethod, methodPath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** An RPC has another idempotency_level. **Source** buf, rule RPC_SAME_IDEMPOTENCY_LEVEL. */
export const rpcSameIdempotencyLevel = defineBufRule({
  id: 'RPC_SAME_IDEMPOTENCY_LEVEL',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'method',
  summary: 'An RPC has another idempotency_level.',
  hint: 'Keep idempotency_level, or add an RPC of another name.',
  check: (before, after) => {
    const [from, to] = [before, after].map(
      ({ proto }) => proto.options?.idempotencyLevel ?? MethodOptions_IdempotencyLevel.IDEMPOTENCY_UNKNOWN,
    );
    if (from === to) return [];
    return [
      {
        message: `${describeMethod(after)} changed idempotency_level from ${nameOf(from)} to ${nameOf(to)}.`,
        path: methodPath(after),
        before: partOf(before, LEVEL, ITSELF),
        after: partOf(after, LEVEL),
      },
    ];
  },
});

const LEVEL = [4, 34];
const ITSELF: readonly number[] = [];

function nameOf(level: MethodOptions_IdempotencyLevel | undefined): string {
  return MethodOptions_IdempotencyLevel[level ?? 0] ?? String(level);
}
