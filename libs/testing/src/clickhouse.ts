import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A ClickHouse that answers statements and inserts over HTTP. */
export interface TestClickhouse {
  /** Address of its HTTP interface, without a database. */
  readonly url: string;
  /** What is seen and done inside of a server of our own; null for the one that TRY_CLICKHOUSE names. */
  readonly inside: ClickhouseInside | null;
  stop(): Promise<void>;
}

/** What a test may see of the inserts of a server, and do to them. */
export interface ClickhouseInside {
  /** Deduplication tokens of the inserts that came, in order; those that failed left out. */
  readonly tokens: readonly string[];
  /** Fails the next insert, as a server does that is unwell. */
  failNextInsert(): void;
}

interface Session {
  query(sql: string, format?: string): unknown;
}

/** The server TRY_CLICKHOUSE, else `chdb` of the folder TRY_ENGINES in this process, behind the part of the HTTP interface that is used; null without. */
export async function startClickhouse(): Promise<TestClickhouse | null> {
  const given = process.env['TRY_CLICKHOUSE'] ?? '';
  if (given !== '') return { url: given, inside: null, stop: async () => {} };
  const session = openSession();
  if (session === null) return null;
  const engine = new Engine(session);
  const server = createServer((request, response) => void answer(engine, request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    engine.close();
  };
  return { url, inside: engine, stop };
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

async function answer(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  const params = new URL(request.url ?? '', 'http://localhost').searchParams;
  try {
    // Fails when the client is gone before its request is whole: then there is nothing to perform.
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.end(engine.perform(params, Buffer.concat(chunks)));
  } catch (error) {
    const text = String(error);
    response.statusCode = 500;
    const code = /Code: (\d+)/.exec(text)?.[1];
    if (code !== undefined) response.setHeader('X-ClickHouse-Exception-Code', code);
    response.end(text);
  }
}

class Engine implements ClickhouseInside {
  readonly tokens: string[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'clickhouse-'));
  private failsNext = false;

  constructor(private readonly session: Session) {}

  failNextInsert(): void {
    this.failsNext = true;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A statement is the body; an insert of rows is a query in the URL, and the rows are the body. */
  perform(params: URLSearchParams, body: Buffer): string {
    this.session.query(`USE "${params.get('database') ?? 'default'}"`);
    // A session has no settings of one query alone; those that are set here every query sets.
    for (const name of ['max_query_size', 'final', 'mutations_sync'])
      if (params.has(name)) this.session.query(`SET ${name} = ${params.get(name)}`);
    const insert = params.get('query');
    return insert === null ? this.state(params, body.toString()) : this.insert(params, insert, body);
  }

  private state(params: URLSearchParams, text: string): string {
    if (params.has('readonly') && !/^\s*(?:SELECT|SHOW)\b/i.test(text))
      throw new Error('Code: 164. DB::Exception: Cannot execute query in readonly mode');
    const said = / FORMAT (\w+)$/.exec(text);
    const format = said?.[1] ?? params.get('default_format') ?? 'TSV';
    return String(this.session.query(text.slice(0, said?.index), format) ?? '');
  }

  private insert(params: URLSearchParams, insert: string, body: Buffer): string {
    if (this.failsNext) {
      this.failsNext = false;
      throw new Error('Code: 241. Memory limit exceeded');
    }
    this.tokens.push(params.get('insert_deduplication_token') ?? '');
    const file = join(this.folder, 'body');
    writeFileSync(file, body);
    // What came in the request is read from a file: as it is, or by a query over it.
    const over = /FROM input\((.*)\) FORMAT (\w+)$/s.exec(insert);
    const query =
      over === null
        ? insert.replace(' FORMAT ', ` FROM INFILE '${file}' FORMAT `)
        : `${insert.slice(0, over.index)}FROM file('${file}', ${over[2]}, ${over[1]})`;
    return String(this.session.query(query) ?? '');
  }
}
