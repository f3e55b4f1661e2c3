// What the proofs share: npm run proof:NAME runs tools/proof-NAME.mjs, once everything is installed and built.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs specs that try more than in `npm test`: `defaults` are settings that the environment may set too, `proof` is what PROOF says. */
export function proveSpecs(specs, { proof, defaults = {} }) {
  const env = { ...defaults, ...process.env, ...(proof === undefined ? {} : { PROOF: proof }) };
  exitAs([join(root, 'tools/test.mjs'), ...specs], env);
}

/** Runs a program, with this one's arguments. */
export function proveBy(main) {
  exitAs(['--no-warnings', join(root, main), ...process.argv.slice(2)], process.env);
}

function exitAs(args, env) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  process.exit(status ?? 1);
}
