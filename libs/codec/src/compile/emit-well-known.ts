import type { MessagePlan } from '../interpret/message-plan.js';
import type { WellKnownKind } from '../interpret/well-known.js';
import { scalarJson } from '../json/write-json.js';
import { zeroOf } from '../wire/read-scalar.js';
import { scalarJsonCode, writeFixed } from './emit-json.js';
import { depthCheck, emitMessage } from './emit-message.js';
import { isLengthDelimited, readScalar } from './emit-scalar.js';
import type { Source } from './source.js';

const PLACE = { end: 'end', depth: 'd' };

/** The name of a function `(p, end, depth, q)` that writes the ProtoJSON of a well-known type. */
export function emitWellKnownJson(source: Source, plan: MessagePlan, kind: WellKnownKind): string {
  switch (kind) {
    case 'timestamp':
    case 'duration': {
      const write = kind === 'timestamp' ? 'jsonTimestamp' : 'jsonDuration';
      return source.function(
        kind,
        plan,
        (name) => `function ${name}(p,end,d,q){${depthCheck(PLACE)}return ${write}(p,end,q)}`,
      );
    }
    case 'wrapper':
      return emitWrapperJson(source, plan);
    case 'any':
    case 'field-mask':
    case 'struct':
    case 'value':
    case 'list-value':
      return source.function(
        'interpreted',
        plan,
        (name) => `function ${name}(p,end,d,q){return interpretJson(${source.constant(plan)},p,end,d,q)}`,
      );
  }
}

function emitWrapperJson(source: Source, plan: MessagePlan): string {
  return source.function('wrapped', plan, (name) => {
    const field = plan.fields[0]!;
    const scalar = field.value.scalar!;
    const { read, write } = scalarJsonCode(scalar, 'end', '');
    const rest = isLengthDelimited(scalar) ? 'p=e;' : '';
    const walk = emitMessage({ source, plan, place: PLACE }, [
      { field, value: `if(q!==m)throw BAIL;${read}${write}${rest}` },
    ]);
    const zero = writeFixed(JSON.stringify(scalarJson(scalar, zeroOf(scalar))));
    return `function ${name}(p,end,d,q){${depthCheck(PLACE)}let t=0,x=0,e=0;const m=q;${walk}if(q===m){${zero}}return q}`;
  });
}

/** The name of a function `(p, end, depth)` that answers the value of a wrapper, as a cell has it. */
export function emitWrapperCell(source: Source, plan: MessagePlan): string {
  return source.function('wrapperCell', plan, (name) => {
    const field = plan.fields[0]!;
    const { scalar, strict } = field.value;
    const walk = emitMessage({ source, plan, place: PLACE }, [
      { field, value: readScalar(scalar!, strict, 'end', 'c') },
    ]);
    const zero = source.constant(zeroOf(scalar!));
    return `function ${name}(p,end,d){${depthCheck(PLACE)}let t=0,x=0,e=0,c=${zero};${walk}return c}`;
  });
}
