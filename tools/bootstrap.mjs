// npm start / test / demo / proof:NAME on a fresh clone: installs when the lock changed, builds what changed, then runs.
// Plain Node and no dependency, since it runs before there are any.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'node_modules', '.bootstrapped');
const lockFile = join(root, '.bootstrap.lock');
const OLDEST_NODE = [20, 19];

// Serving needs a third of the packages that testing does.
const needsTools = ['test', 'proof'].includes(process.argv[2]);

const commands = {
  start: () => run(['dist/apps/standalone/src/main.js']),
  test: () => run(['tools/test.mjs', ...process.argv.slice(3)]),
  proof: () => run([`tools/proof-${process.argv[3]}.mjs`, ...process.argv.slice(4)]),
  demo: () => run(['tools/demo/demo.mjs', ...process.argv.slice(3)]),
  'demo:real': () => run(['tools/demo/real.mjs', ...process.argv.slice(3)]),
};

const command = commands[process.argv[2]];
if (command === undefined) {
  console.error(`bootstrap: give one of ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}
requireNode();
install();
const { build } = await import('./build.mjs');
await build();
process.exitCode = await command();

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(`Protokoll needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.versions.modules} ${process.platform} ${process.arch}`)
    .digest('hex');
  if (isInstalled(wanted)) return;
  requireOwnFolder();
  lock();
  if (!isInstalled(wanted)) runNpm(wanted);
  unlock();
}

/** npm empties the folder that a link leads to, and others may be using it. */
function requireOwnFolder() {
  const stat = lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false });
  if (!stat?.isSymbolicLink()) return;
  console.error('node_modules is a link to packages of another version. Install there, or remove the link.');
  process.exit(1);
}

/** The stamp names what was installed: the digest, and whether the tools for testing are there too. */
function isInstalled(wanted) {
  const [digest, extent] = readOr(stampFile).split(' ');
  return digest === wanted && (extent === 'all' || !needsTools);
}

function runNpm(wanted) {
  const started = Date.now();
  console.log(`Installing dependencies (once; about ${needsTools ? '15 to 40' : '10 to 20'} s) …`);
  // What a running server uses must stay where it is: tools are added to it, only other versions replace it.
  const isServing = readOr(stampFile).startsWith(`${wanted} `);
  const action = isServing ? ['install', '--no-save'] : ['ci', ...(needsTools ? [] : ['--omit=dev'])];
  const npm = npmCommand();
  const flags = [...action, '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const result = spawnSync(npm.file, [...npm.args, ...flags], {
    cwd: root,
    stdio: 'inherit',
    timeout: 600_000,
  });
  if (result.status !== 0) {
    console.error(`npm ${action[0]} failed; see above. Is the npm registry reachable?`);
    process.exit(1);
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${wanted} ${needsTools ? 'all' : 'serving'}`);
  console.log(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Two installs at once would remove each other's files: the second waits. A lock whose owner is gone does not count. */
function lock() {
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      process.once('exit', unlock);
      return;
    } catch {
      if (isAlive(Number(readOwner()))) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      else rmSync(lockFile, { force: true });
    }
  }
}

function unlock() {
  if (readOwner() === String(process.pid)) rmSync(lockFile, { force: true });
}

function readOwner() {
  return readOr(lockFile);
}

/** A file's text; empty when there is none. */
function readOr(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

function npmCommand() {
  const path = process.env.npm_execpath;
  if (path !== undefined && path.endsWith('.js')) return { file: process.execPath, args: [path] };
  return { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

/** Runs Node on the arguments; signals reach the child, whose exit code is answered. */
function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--enable-source-maps', ...args], { cwd: root, stdio: 'inherit' });
    // Ctrl-C reaches the whole process group; the child stops by itself and this process waits for it.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}
