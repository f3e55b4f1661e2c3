import { mutateSchema, randomSchema } from '../test/random-schema.js';
import { randomMessage } from '../test/random-message.js';
import { Random } from '../test/random.js';
import { schemaOf } from '../test/made-schema.js';
import { proveSchemas } from '../test/prove-schemas.js';

/** `PAIRS=10000 npm test -- libs/compat/src/wire` for the long run; `SEED` for another one. */
const PAIRS = Number(process.env['PAIRS'] ?? 150);
const SEED = Number(process.env['SEED'] ?? 1);

test(`verdicts agree with the wire on ${PAIRS} random schema pairs`, () => {
  for (let index = 0; index < PAIRS; index++) {
    const random = new Random(SEED * 1_000_003 + index);
    const spec = randomSchema(random);
    const changed = mutateSchema(random, spec);
    const problems = proveSchemas(schemaOf(spec), schemaOf(changed), (shape) => randomMessage(random, shape));
    if (problems.length > 0) {
      throw new Error(
        `pair ${index} of seed ${SEED}:\n${problems.join('\n')}\nbefore ${JSON.stringify(spec)}\nafter ${JSON.stringify(changed)}`,
      );
    }
  }
}, 3_600_000);
