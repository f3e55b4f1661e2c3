import type { ChildProcess } from 'node:child_process';
import { exitOf, linesOf, spawnTypeScript } from '#libs/testing';

const MAIN = new URL('../main.ts', import.meta.url);

/** Registries in processes of their own, on one database; any of them may be killed and started again. */
export class Processes {
  private readonly running: ({ readonly child: ChildProcess; readonly url: string } | null)[];

  /** They share the data folder too, and so what was compiled. */
  constructor(
    private readonly env: Readonly<Record<string, string>>,
    readonly count: number,
  ) {
    this.running = Array.from({ length: count }, () => null);
  }

  /** Starts those that are down. */
  async start(): Promise<void> {
    await Promise.all(
      this.running.map(async (replica, index) => {
        this.running[index] = replica ?? (await spawnRegistry(this.env));
      }),
    );
  }

  /** Address of a replica; null while it is down. */
  url(index: number): string | null {
    return this.running[index % this.count]?.url ?? null;
  }

  /** kill -9, and start again. */
  async restart(index: number): Promise<void> {
    const killed = this.running[index];
    this.running[index] = null;
    killed?.child.kill('SIGKILL');
    if (killed !== null && killed !== undefined) await exitOf(killed.child);
    await this.start();
  }

  /** kill -9 for all. */
  async stop(): Promise<void> {
    for (const replica of this.running) replica?.child.kill('SIGKILL');
    await Promise.all(this.running.map((replica) => (replica === null ? null : exitOf(replica.child))));
  }
}

async function spawnRegistry(
  env: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawnTypeScript(MAIN, { env: { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', ...env } });
  for await (const line of linesOf(child)) {
    const url = /http:\/\/\S+?(?=\/api)/.exec(line)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error('a replica did not start');
}
