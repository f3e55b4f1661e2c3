import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A ClickHouse that answers statements over HTTP. */
export interface TestClickhouse {
  /** Address of its HTTP interface, without a database. */
  readonly url: string;
  stop(): Promise<void>;
}

interface Session {
  query(sql: string, format?: string): unknown;
}

/** ClickHouse's library, of the folder that TRY_ENGINES names; null when it is not there. */
function openSession(): Session | null {
  const folder = process.env['TRY_ENGINES'] ?? '';
  if (folder === '') return null;
  try {
    const chdb = createRequire(join(folder, 'package.json'))('chdb') as { Session: new () => Session };
    return new chdb.Session();
  } catch {
    return null;
  }
}

/** The server TRY_CLICKHOUSE, else `chdb` in this process behind the part of the HTTP interface that statements use; null without. */
export async function startClickhouse(): Promise<TestClickhouse | null> {
  const given = process.env['TRY_CLICKHOUSE'] ?? '';
  if (given !== '') return { url: given, stop: async () => {} };
  const session = openSession();
  if (session === null) return null;
  const server = createServer((request, response) => void answer(session, request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

async function answer(session: Session, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const params = new URL(request.url ?? '', 'http://localhost').searchParams;
  try {
    response.end(perform(session, params, Buffer.concat(chunks).toString()));
  } catch (error) {
    const text = String(error);
    response.statusCode = 500;
    const code = /Code: (\d+)/.exec(text)?.[1];
    if (code !== undefined) response.setHeader('X-ClickHouse-Exception-Code', code);
    response.end(text);
  }
}

// A session has no settings of one query alone; those that are set here every query sets.
function perform(session: Session, params: URLSearchParams, sql: string): string {
  session.query(`USE "${params.get('database') ?? 'default'}"`);
  for (const name of ['max_query_size', 'final', 'mutations_sync'])
    if (params.has(name)) session.query(`SET ${name} = ${params.get(name)}`);
  if (params.has('readonly') && !/^\s*(?:SELECT|SHOW)\b/i.test(sql))
    throw new Error('Code: 164. DB::Exception: Cannot execute query in readonly mode');
  return String(session.query(sql, params.get('default_format') ?? 'TSV') ?? '');
}
