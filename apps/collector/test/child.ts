// An Event API for a spec to kill: child.ts <port> <fatal append>. Right after append number <fatal append> is durable, and
// before its answer, the process dies as by kill -9.
import { createApp } from '#libs/nest-kit';
import type { PubSub } from '#libs/pubsub';
import { CollectorModule } from '../src/collector.module.js';
import { COLLECTOR_LOG } from '../src/tokens.js';

const [port = '0', fatalAppend = '0'] = process.argv.slice(2);

const app = await createApp(CollectorModule, { logLevel: 'error' });
const log = app.get<PubSub>(COLLECTOR_LOG);
const publish = log.publish.bind(log);
let appends = 0;
log.publish = async (topic, messages) => {
  await publish(topic, messages);
  appends += 1;
  if (appends === Number(fatalAppend)) process.kill(process.pid, 'SIGKILL');
};
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
await app.listen(Number(port), '127.0.0.1');
process.stdout.write(`${await app.getUrl()}\n`);
