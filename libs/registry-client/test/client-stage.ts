import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProtokollClient, RegistryClient, type RegistryClientOptions } from '../src/index.js';
import { OtherRegistry } from './other-registry.js';

/** A registry, a folder and a clock for each test; all clients made here are closed behind it. */
export class ClientStage {
  readonly server = new OtherRegistry();
  readonly folder = mkdtempSync(join(tmpdir(), 'client-'));
  nowMs = 1_000_000;
  private readonly clients: (RegistryClient | ProtokollClient)[] = [];

  /** A client with a cache in the folder and the stage's clock. */
  client(options: Partial<RegistryClientOptions> = {}): RegistryClient {
    return this.keep(new RegistryClient(this.with(options)));
  }

  /** The same with frames. */
  protokoll(options: Partial<RegistryClientOptions> = {}): ProtokollClient {
    return this.keep(new ProtokollClient(this.with(options)));
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private with(options: Partial<RegistryClientOptions>): RegistryClientOptions {
    return { url: `${this.server.url}/`, cacheDir: this.folder, now: () => this.nowMs, ...options };
  }

  private keep<T extends RegistryClient | ProtokollClient>(client: T): T {
    this.clients.push(client);
    return client;
  }
}
