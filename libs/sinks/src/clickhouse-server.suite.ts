/** ClickHouse in this process: the part of its HTTP interface that the sink uses, around a session of `chdb`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is used of `chdb`. */
interface Session {
  query(sql: string, format?: string): unknown;
}

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

/** A server for as long as a test runs. */
export class ClickhouseServer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'clickhouse-'));
  /** Tokens of the inserts that came, in order. */
  readonly tokens: string[] = [];
  /** True to fail the next insert, as a server does that is unwell. */
  failsNext = false;
  private readonly server: Server;

  private constructor(private readonly session: Session) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  /** Null when the folder that TRY_ENGINES names has no `chdb`. */
  static async start(): Promise<ClickhouseServer | null> {
    const session = openSession();
    if (session === null) return null;
    const started = new ClickhouseServer(session);
    await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const params = new URL(request.url ?? '', 'http://localhost').searchParams;
    try {
      response.end(this.perform(params, Buffer.concat(chunks)));
    } catch (error) {
      const text = String(error);
      response.statusCode = 500;
      const code = /Code: (\d+)/.exec(text)?.[1];
      if (code !== undefined) response.setHeader('X-ClickHouse-Exception-Code', code);
      response.end(text);
    }
  }

  private perform(params: URLSearchParams, body: Buffer): string {
    const database = params.get('database') ?? 'default';
    this.session.query(`USE ${database}`);
    this.session.query(`SET max_query_size = ${params.get('max_query_size') ?? 262_144}`);
    const insert = params.get('query');
    if (insert === null) {
      const [, sql = '', format] = /^(.*?)(?: FORMAT (\w+))?$/s.exec(body.toString()) ?? [];
      return String(this.session.query(sql, format ?? 'TSV') ?? '');
    }
    if (this.failsNext) {
      this.failsNext = false;
      throw new Error('Code: 241. Memory limit exceeded');
    }
    this.tokens.push(params.get('insert_deduplication_token') ?? '');
    const file = join(this.folder, 'body');
    writeFileSync(file, body);
    return String(this.session.query(insert.replace(' FORMAT ', ` FROM INFILE '${file}' FORMAT `)) ?? '');
  }
}
