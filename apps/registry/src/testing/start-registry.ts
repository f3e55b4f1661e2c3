import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { registry } from '#libs/gen';
import { createApp } from '#libs/nest-kit';
import { RegistryModule } from '../registry.module.js';

/** One answer of the API. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

/** A class, also one that makes its objects by itself. */
type PartType<Part> = Function & { readonly prototype: Part };

/** A registry that runs in this process. */
export interface RunningRegistry {
  readonly url: string;
  call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  publish(
    subject: string,
    content: string,
    more?: registry.PublishRequestJson,
  ): Promise<Answer<registry.PublishResponseJson>>;
  /** A part of it, by its class. */
  part<Part>(type: PartType<Part>): Part;
  close(): Promise<void>;
}

/** Import path of the file that {@link filesOf} makes. */
export const FILE = 'shop/v1/order.proto';

/** A proposal of one file. */
export function filesOf(content: string): registry.PublishRequestJson {
  return { files: [{ path: FILE, content }] };
}

/** Starts a registry on a database, with a data folder of its own. An empty URL is SQLite in that folder. */
export async function startRegistry(
  databaseUrl: string,
  settings: { env?: Readonly<Record<string, string>>; bodyLimitBytes?: number } = {},
): Promise<RunningRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const saved = { ...process.env };
  Object.assign(process.env, { DATA_DIR: folder, DATABASE_URL: databaseUrl, ...settings.env });
  const { bodyLimitBytes } = settings;
  const app = await createApp(RegistryModule, {
    logLevel: 'silent',
    ...(bodyLimitBytes === undefined ? {} : { bodyLimitBytes }),
  });
  await app.listen(0, '127.0.0.1');
  process.env = saved;
  const url = await app.getUrl();
  const call = async <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/v1${path}`, { method, headers, ...sent });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? null : JSON.parse(text)) as T,
      headers: response.headers,
    };
  };
  return {
    url,
    call,
    publish: (subject, content, more = {}) =>
      call('POST', `/subjects/${encodeURIComponent(subject)}/versions`, { ...filesOf(content), ...more }),
    part: <Part>(type: PartType<Part>): Part => app.get<Part>(type, { strict: false }),
    close: async () => {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
