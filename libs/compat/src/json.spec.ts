import { schemaOf } from '../test/made-schema.js';
import { mixKnown, mutateNames } from '../test/mutate-names.js';
import { proveSchemas } from '../test/prove-schemas.js';
import { randomMessage } from '../test/random-message.js';
import { mutateSchema, randomSchema } from '../test/random-schema.js';
import { Random } from '../test/random.js';
import { json, strictJson } from './encodings/json.js';

/** `PAIRS=10000 npm test -- libs/compat/src/json` for the long run; `SEED` for another one. */
const PAIRS = Number(process.env['PAIRS'] ?? 150);
const SEED = Number(process.env['SEED'] ?? 1);

test(`verdicts agree with ProtoJSON on ${PAIRS} random schema pairs`, () => {
  for (let index = 0; index < PAIRS; index++) {
    const random = new Random(SEED * 1_000_003 + index);
    const plain = randomSchema(random);
    const spec = random.oneIn(2) ? mixKnown(random, plain) : plain;
    const mutated = random.oneIn(4) ? spec : mutateSchema(random, spec);
    const mixed = random.oneIn(4) ? mixKnown(random, mutated) : mutated;
    const changed = random.oneIn(3) ? mixed : mutateNames(random, mixed);
    const problems = proveSchemas(
      schemaOf(spec),
      schemaOf(changed),
      (shape) => randomMessage(random, shape),
      index % 4 === 0 ? strictJson : json,
    );
    if (problems.length > 0) {
      throw new Error(
        `pair ${index} of seed ${SEED}:\n${problems.join('\n')}\nbefore ${JSON.stringify(spec)}\nafter ${JSON.stringify(changed)}`,
      );
    }
  }
}, 3_600_000);
