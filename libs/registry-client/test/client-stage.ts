import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegistryClient, type RegistryClientOptions } from '../src/index.js';
import { OtherRegistry } from './other-registry.js';

/** A registry, a folder and a clock for each test; all clients made here are closed behind it. */
export class ClientStage {
  readonly server = new OtherRegistry();
  readonly folder = mkdtempSync(join(tmpdir(), 'client-'));
  nowMs = 1_000_000;
  private readonly clients: RegistryClient[] = [];

  /** A client with a cache in the folder and the stage's clock. */
  client(options: Partial<RegistryClientOptions> = {}): RegistryClient {
    const client = new RegistryClient({
      url: `${this.server.url}/`,
      cacheDir: this.folder,
      now: () => this.nowMs,
      ...options,
    });
    this.clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
