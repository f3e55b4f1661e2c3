import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { registry } from '#libs/gen';
import { exitOf, linesOf, spawnTypeScript } from '#libs/testing';
import { filesOf, startRegistry } from './testing/start-registry.js';

const MAIN = new URL('./main.ts', import.meta.url);
const SUBJECTS = ['kill/a', 'kill/b'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function textOf(index: number): string {
  return `syntax = "proto3";\npackage kill.v1;\nmessage M { string id = ${index + 1}; }\n`;
}

/** A registry in a process of its own, once it listens. */
async function spawnRegistry(): Promise<{ child: ReturnType<typeof spawnTypeScript>; url: string }> {
  const child = spawnTypeScript(MAIN, {
    env: { DATA_DIR: folder, DATABASE_URL: '', PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' },
  });
  for await (const line of linesOf(child)) {
    const url = /http:\/\/\S+?(?=\/api)/.exec(line)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error('the registry did not start');
}

/** Keeps drafts of both subjects, one batch after the other, until the process is gone; answers how many were acknowledged. */
async function keepDrafts(url: string, onKept: (count: number) => void): Promise<number> {
  for (let index = 0; ; index++) {
    const checks = SUBJECTS.map((subject) => ({ subject, ...filesOf(textOf(index)) }));
    const answer = await fetch(`${url}/api/v1/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ checks, draftLabel: 'pr-1' }),
    })
      .then((response) => response.json())
      .catch(() => null);
    if (answer === null) return index;
    onKept(index + 1);
  }
}

/** Batches after which it is killed; `npm run proof:kill` tries more. */
const KILL_AFTER = (process.env['KILL_AFTER'] ?? '4').split(',').map(Number);

describe('a registry that is killed while it keeps drafts', () => {
  it.each(KILL_AFTER)(
    'has whole drafts, and those of one batch together (after %i)',
    async (killAfter) => {
      const { child, url } = await spawnRegistry();
      const acknowledged = await keepDrafts(url, (count) => {
        // Not at once: somewhere in the work on the next batch.
        if (count === killAfter) setTimeout(() => child.kill('SIGKILL'), killAfter * 3);
      });
      await exitOf(child);
      expect(acknowledged).toBeGreaterThanOrEqual(killAfter);
      const running = await startRegistry(`sqlite:${join(folder, 'registry.db')}`);
      try {
        const fingerprints = new Set<string>();
        for (const subject of SUBJECTS) {
          const base = `/subjects/${encodeURIComponent(subject)}`;
          const drafts = await running.call<registry.VersionsResponseJson>('GET', `${base}/drafts`);
          expect(drafts.body.versions).toHaveLength(1);
          const { fingerprint = '' } = drafts.body.versions![0]!;
          fingerprints.add(fingerprint);
          const set = await fetch(`${running.url}/api/v1${base}/versions/pr-1/descriptor-set`);
          const bytes = new Uint8Array(await set.arrayBuffer());
          expect(createHash('sha256').update(bytes).digest('hex')).toBe(fingerprint);
          const { files } = (
            await running.call<registry.FilesResponseJson>('GET', `${base}/versions/pr-1/files`)
          ).body;
          // What was acknowledged is there, or what was sent after it.
          expect([textOf(acknowledged - 1), textOf(acknowledged)]).toContain(files?.[0]?.content);
        }
        expect(fingerprints.size).toBe(1);
      } finally {
        await running.close();
      }
    },
    60_000,
  );
});
