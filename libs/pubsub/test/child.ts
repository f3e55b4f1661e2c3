// A process for the embedded driver's spec to kill: child.ts <directory> <what> [number].
import { openEmbeddedLog, type OutgoingMessage } from '../src/index.js';

const [directory = '', what = '', argument = '0'] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function numbered(number: number): OutgoingMessage {
  // Sizes differ so that kills meet every kind of boundary.
  return { key: 'k', payload: Buffer.from(`${number}:${'x'.repeat((number * 7_919) % 3_000)}`), headers: {} };
}

/** Publishes numbers from several writers until it is killed, and says each one that was acknowledged. */
async function publishForEver(first: number): Promise<void> {
  const log = await openEmbeddedLog({ directory, segmentBytes: 256 * 1024 });
  let next = first;
  const write = async (): Promise<void> => {
    for (;;) {
      const number = next;
      next += 1;
      await log.publish('events', [numbered(number)]);
      say(`${number}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, write));
}

/** Takes a message, says how often it was delivered, and dies of it. */
async function dieOfMessage(): Promise<void> {
  const log = await openEmbeddedLog({ directory });
  const consumer = await log.subscribe('events', 'worker');
  const pulled = await consumer.pull({ maxMessages: 2, maxBytes: 1_000_000, waitMs: 0 });
  say(pulled.map(({ deliveryCount }) => deliveryCount).join());
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.kill(process.pid, 'SIGKILL');
}

/** Takes and acknowledges for ever, saying what was taken and, after that, what is acknowledged. */
async function consumeForEver(): Promise<void> {
  const log = await openEmbeddedLog({ directory });
  const consumer = await log.subscribe('events', 'worker');
  const alive = setInterval(() => undefined, 1_000);
  for (;;) {
    const pulled = await consumer.pull({ maxMessages: 7, maxBytes: 100_000, waitMs: 60_000 });
    for (const { payload } of pulled) say(`took ${String(payload).split(':')[0]}`);
    await consumer.ack(pulled);
    for (const { payload } of pulled) say(`acked ${String(payload).split(':')[0]}`);
    alive.refresh();
  }
}

/** Publishes until the disk is full (see the spec: no file may grow beyond a limit), then says what that was like. */
async function fillDisk(): Promise<void> {
  process.on('SIGXFSZ', () => undefined);
  const log = await openEmbeddedLog({ directory, segmentBytes: 10 * 1024 * 1024 });
  for (let number = 0; ; number += 1) {
    try {
      await log.publish('events', [numbered(number)]);
      say(`${number}`);
    } catch (error) {
      say(`failed ${(error as { code?: string }).code}`);
      break;
    }
  }
  // A small one may still fit, and the log works on.
  await log.publish('events', [{ key: '', payload: Buffer.from('small'), headers: {} }]).then(
    () => say('small fits'),
    (error: unknown) => say(`small failed ${(error as { code?: string }).code}`),
  );
  await log.close();
  say('closed');
}

async function hold(): Promise<void> {
  await openEmbeddedLog({ directory });
  say('open');
  setInterval(() => undefined, 1_000);
}

const WORK: Readonly<Record<string, () => Promise<void>>> = {
  publish: () => publishForEver(Number(argument)),
  consume: consumeForEver,
  die: dieOfMessage,
  fill: fillDisk,
  hold,
};
await WORK[what]?.();
