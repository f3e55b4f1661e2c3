import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describePubSub } from '../pubsub.suite.js';
import { openEmbeddedLog } from './embedded.driver.js';

describePubSub('the embedded log', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'protokoll-log-'));
  return {
    open: () => openEmbeddedLog({ directory }),
    clean: () => rm(directory, { recursive: true }),
  };
});
