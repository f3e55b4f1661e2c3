import { isRegistryError } from '#libs/errors';
import { linesOf, spawnTypeScript } from '#libs/testing';
import { ClientStage } from '../test/client-stage.js';
import { withDeadline } from './deadline.js';
import { readProblem } from './problem.js';

let stage: ClientStage;
beforeEach(async () => {
  stage = new ClientStage();
  await stage.server.start();
});
afterEach(() => stage.close());

describe('request', () => {
  it('sends and reads JSON', async () => {
    stage.server.always(201, { ok: true });
    const client = stage.client();
    expect(await client.request('POST', '/api/v1/subjects/a%2Fb/versions', { files: [] })).toEqual({
      ok: true,
    });
    expect(stage.server.requests).toEqual(['/api/v1/subjects/a%2Fb/versions']);
    expect(stage.server.bodies).toEqual(['{"files":[]}']);
    expect(stage.server.headers[0]).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
    });
    await client.request('GET', '/x');
    expect(stage.server.bodies[1]).toBe('');
    expect(stage.server.headers[1]?.['content-type']).toBeUndefined();
  });

  it('sends many at once without a word of a leak', async () => {
    stage.server.always(200, {});
    // In a process of its own: Jest keeps warnings to itself.
    const file = new URL('../test/many-requests.suite.ts', import.meta.url);
    const lines: string[] = [];
    for await (const line of linesOf(spawnTypeScript(file, { args: [stage.server.url] }))) lines.push(line);
    expect(lines).toEqual(['sent']);
  });

  it('reads an empty answer as null', async () => {
    stage.server.misbehave((_path, response) => void response.writeHead(204).end());
    expect(await stage.client().request('DELETE', '/x')).toBeNull();
  });

  it('throws what the registry threw, with its details', async () => {
    const verdict = { verdict: 'incompatible', findings: [{ ruleId: 'X' }] };
    stage.server.always(409, {
      type: '/docs/errors#schema-incompatible',
      title: 'Schema incompatible',
      status: 409,
      code: 'SCHEMA_INCOMPATIBLE',
      detail: 'because',
      verdict,
    });
    const error: unknown = await stage
      .client()
      .request('POST', '/x', {})
      .catch((thrown: unknown) => thrown);
    expect(isRegistryError(error, 'SCHEMA_INCOMPATIBLE') && error.details).toEqual({ verdict });
    expect(String(error)).toBe('RegistryError: because');
    stage.server.always(422, { code: 'SCHEMA_INVALID', detail: 'x', diagnostics: [{ line: 3 }] });
    await expect(stage.client().request('POST', '/x')).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      details: { diagnostics: [{ line: 3 }] },
    });
  });

  it('throws INTERNAL with the text for a code of the future', async () => {
    stage.server.always(418, { code: 'OF_THE_FUTURE', detail: 'hm' });
    await expect(stage.client().request('GET', '/x')).rejects.toMatchObject({
      code: 'INTERNAL',
      message: 'OF_THE_FUTURE: hm',
    });
  });

  it('throws REGISTRY_UNREACHABLE and says why', async () => {
    const client = stage.client({ timeoutMs: 100 });
    const problemOf = async (): Promise<string> => {
      const error: unknown = await client.request('GET', '/x').catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
      return isRegistryError(error) ? error.message : '';
    };
    stage.server.misbehave(() => undefined);
    expect(await problemOf()).toBe(
      `The registry at ${stage.server.url} can not be reached: it did not answer in time`,
    );
    stage.server.misbehave((_path, response) => void response.writeHead(502).end('<html>'));
    expect(await problemOf()).toContain('it answered 502 without problem details');
    stage.server.misbehave((_path, response) => void response.end('<html>'));
    expect(await problemOf()).toContain('something that is not JSON');
  });

  it('sends what only reads once more when the connection is cut, and nothing else', async () => {
    let cuts = 1;
    const cut = (): void =>
      stage.server.misbehave((_path, response) => {
        if (cuts-- > 0) response.destroy();
        else response.end('{"a":1}');
      });
    cut();
    expect(await stage.client().request('GET', '/x')).toEqual({ a: 1 });
    cuts = 2;
    await expect(stage.client().request('GET', '/x')).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    cuts = 1;
    await expect(stage.client().request('POST', '/x', {})).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
    });
    expect(stage.server.requests).toHaveLength(5);
  });

  it('says that nobody listens', async () => {
    await stage.server.stop();
    await expect(stage.client().request('GET', '/x')).rejects.toThrow('ECONNREFUSED');
  });

  it('puts a user and password into a header, and shows them to nobody', async () => {
    stage.server.always(200, {});
    const url = stage.server.url.replace('http://', 'http://user:hunter%402@');
    await stage.client({ url }).request('GET', '/x');
    const encoded = Buffer.from('user:hunter@2').toString('base64');
    expect(stage.server.headers[0]?.authorization).toBe(`Basic ${encoded}`);
    await stage.server.stop();
    const error: unknown = await stage
      .client({ url })
      .request('GET', '/')
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('127.0.0.1');
    expect(String(error)).not.toContain('hunter');
  });

  it('uses the fetch that it is given', async () => {
    const urls: string[] = [];
    const own: typeof fetch = (input) => {
      urls.push(String(input));
      return Promise.resolve(new Response('{"a":1}'));
    };
    expect(await stage.client({ url: 'http://nowhere.invalid/', fetch: own }).request('GET', '/x')).toEqual({
      a: 1,
    });
    expect(urls).toEqual(['http://nowhere.invalid/x']);
  });
});

describe('readProblem', () => {
  it.each(['', 'null', '[]', '7', '{}', '{"code":5}', '<html>'])('is none: %s', (text) => {
    expect(readProblem(text)).toBeNull();
  });

  it('does without a text, and without inherited codes', () => {
    expect(readProblem('{"code":"CONFLICT"}')).toMatchObject({
      code: 'CONFLICT',
      message: 'CONFLICT',
      details: {},
    });
    expect(readProblem('{"code":"constructor"}')).toMatchObject({ code: 'INTERNAL' });
  });
});

describe('withDeadline', () => {
  const never = (signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

  it('aborts after its time', async () => {
    await expect(withDeadline(10, [], never)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('aborts with the first signal, also one that is aborted already, for its reason', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const waiting = withDeadline(10_000, [one.signal, other.signal], never);
    other.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    const seen = await withDeadline(10_000, [one.signal, other.signal], (signal) =>
      Promise.resolve(signal.aborted),
    );
    expect(seen).toBe(true);
  });

  it('leaves no listener on signals that live on', async () => {
    const controller = new AbortController();
    const counts = { added: 0, removed: 0 };
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => void (counts.added++, add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) =>
      void (counts.removed++, remove(...args));
    await withDeadline(10_000, [signal], () => Promise.resolve(1));
    await withDeadline(10_000, [signal], () => Promise.reject(new Error('x'))).catch(() => undefined);
    expect(counts).toEqual({ added: 2, removed: 2 });
  });
});
