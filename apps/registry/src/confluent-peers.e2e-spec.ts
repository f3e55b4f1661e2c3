import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { documentPrefix, ProtokollClient, writeFrame } from '#libs/registry-client';
import { compileProtos } from '#libs/testing';
import { confluentClient } from './testing/confluent-client.js';
import { startRegistry, type RunningRegistry } from './testing/start-registry.js';

/** A folder with `npm install @confluentinc/schemaregistry @kafkajs/confluent-schema-registry`. */
const folder = process.env['PROTOKOLL_PEERS'] ?? '';
const installed = existsSync(join(folder, 'node_modules/@confluentinc/schemaregistry'));

const PROTOS = {
  'money.proto': 'syntax = "proto3";\npackage money.v1;\nmessage Money {\n  int64 units = 1;\n}\n',
  'shop.proto':
    'syntax = "proto3";\npackage shop.v1;\nimport "money.proto";\nimport "google/protobuf/timestamp.proto";\nmessage Receipt {\n  google.protobuf.Timestamp at = 1;\n}\nmessage Bill {\n  message Line {\n    string text = 1;\n  }\n  string id = 1;\n  money.v1.Money total = 2;\n}\n',
};

interface Peers {
  readonly confluent: {
    readonly frame: string;
    readonly nested: string;
    readonly latest: string;
    readonly read: unknown;
    readonly others: readonly unknown[];
    readonly subjects: readonly string[];
    readonly problem: unknown;
    readonly compatible: boolean;
    readonly level: string;
    readonly versions: readonly number[];
    readonly deleted: readonly unknown[];
  };
  readonly guid: { readonly header: string; readonly payload: string; readonly read: unknown };
  readonly texts: {
    readonly read: unknown;
    /** By the latest version and by metadata, of Avro and of JSON each. */
    readonly frames: readonly string[];
    readonly guided: { readonly header: string; readonly payload: string };
    readonly others: readonly unknown[];
    readonly rules: unknown;
    readonly references: unknown;
    readonly compatible: boolean;
  };
  readonly associated: {
    readonly made: unknown;
    readonly listed: unknown;
    readonly read: unknown;
    readonly subjects: readonly string[];
  };
  readonly kafkajs: { readonly id: number; readonly found: number; readonly read: unknown };
}

if (!installed)
  describe.skip("Confluent's clients (not installed: set PROTOKOLL_PEERS to a folder that has them)", () =>
    it('run', () => undefined));
else
  describe("Confluent's clients", () => {
    let registry: RunningRegistry;
    let peers: Peers;

    beforeAll(async () => {
      registry = await startRegistry('');
      peers = await run([]);
    }, 120_000);
    afterAll(() => registry.close());

    function run(
      frames: readonly string[],
      texts: readonly { readonly topic: string; readonly frame: string }[] = [],
    ): Promise<Peers> {
      const script = join(process.cwd(), 'apps/registry/src/testing/confluent-peers.mjs');
      return new Promise((resolve, reject) => {
        const child = execFile(process.execPath, [script, folder, registry.url], (error, stdout, stderr) =>
          error === null
            ? resolve(JSON.parse(stdout) as Peers)
            : reject(new Error(`${error.message}\n${stderr}`)),
        );
        const set = Buffer.from(compileProtos(PROTOS)).toString('base64');
        child.stdin?.end(JSON.stringify({ set, frames, texts }));
      });
    }

    it('@confluentinc/schemaregistry registers, writes and reads with references', () => {
      const { confluent } = peers;
      expect(confluent.read).toEqual({ id: 'b-1', total: { units: '7' } });
      expect(confluent.subjects).toEqual(expect.arrayContaining(['money.proto', 'peer-value']));
      expect(confluent.problem).toMatchObject({ status: 404, code: 40401 });
      expect(confluent.compatible).toBe(true);
      expect(confluent.level).toBe('FULL');
      expect(confluent.versions).toEqual([1]);
      expect(confluent.latest).toBe(confluent.frame);
      expect(confluent.deleted).toEqual([[1], [1]]);
    });

    it('@confluentinc/schemaregistry and our client read what the other wrote', async () => {
      const client = new ProtokollClient({ url: registry.url });
      try {
        for (const frame of [peers.confluent.frame, peers.confluent.latest]) {
          const read = await client.decodeJson(Buffer.from(frame, 'base64'));
          expect(read).toMatchObject({ ok: true, value: { id: 'b-1', total: { units: '7' } } });
        }
        const nested = await client.decodeJson(Buffer.from(peers.confluent.nested, 'base64'));
        expect(nested).toMatchObject({ ok: true, value: { text: 'x' } });
        const schema = (await client.decodeJson(Buffer.from(peers.confluent.frame, 'base64'))) as {
          readonly handle: { readonly fingerprint: string };
        };
        const made = await client.encoder({ fingerprint: schema.handle.fingerprint, type: 'shop.v1.Bill' });
        if (!made.ok) throw new Error(made.message);
        const ours = made.encoder.encodeJson({ id: 'ours', total: { units: '9' } });
        if (!ours.ok) throw new Error(ours.message);
        const again = await run([Buffer.from(ours.value).toString('base64')]);
        expect(again.confluent.others).toEqual([{ id: 'ours', total: { units: '9' } }]);
      } finally {
        await client.close();
      }
    }, 60_000);

    it('@confluentinc/schemaregistry reads by GUID in a header', async () => {
      expect(peers.guid.read).toEqual({ id: 'b-1', total: { units: '7' } });
      const answer = await confluentClient(registry.url)('GET', '/subjects/guided-value/versions/1');
      const { guid } = answer.body as { guid: string };
      expect(Buffer.from(peers.guid.header, 'base64').subarray(1, 17).toString('hex')).toBe(
        guid.replaceAll('-', ''),
      );
    });

    it('@confluentinc/schemaregistry writes to the subject that a topic is associated with', () => {
      const { associated } = peers;
      const association = {
        subject: 'every-bill',
        associationType: 'value',
        lifecycle: 'STRONG',
        frozen: false,
      };
      expect(associated.made).toMatchObject({ resourceId: 'lkc-1:bills', associations: [association] });
      expect(associated.listed).toMatchObject([{ ...association, resourceName: 'bills' }]);
      expect(associated.read).toEqual({ id: 'b-1' });
      expect(associated.subjects).toEqual([]);
    });

    it('@confluentinc/schemaregistry writes and reads Avro and JSON', () => {
      const { texts } = peers;
      const both = [{ id: 'o-1', line: { text: 'x' } }, { name: 'Ann' }];
      expect(texts.read).toEqual({ latest: both, metadata: both, guid: { name: 'Ann' } });
      expect(texts.rules).toMatchObject({ domainRules: [{ name: 'r', disabled: true }] });
      expect(texts.references).toEqual([{ name: 'Line', subject: 'line', version: 1 }]);
      expect(texts.compatible).toBe(false);
    });

    it('our client reads the Avro and JSON that @confluentinc/schemaregistry writes, and is read by it', async () => {
      const client = new ProtokollClient({ url: registry.url });
      try {
        const ids: Record<string, number> = {};
        for (const [index, frame] of peers.texts.frames.entries()) {
          const read = await client.decodeDocument(Buffer.from(frame, 'base64'));
          if (!read.ok) throw new Error(read.message);
          expect(read.value).toEqual(index % 2 === 0 ? { id: 'o-1', line: { text: 'x' } } : { name: 'Ann' });
          ids[read.schema.format] = read.schema.id ?? 0;
        }
        const { header, payload } = peers.texts.guided;
        const headers = { __value_schema_id: Buffer.from(header, 'base64') };
        expect(await client.decodeDocument(Buffer.from(payload, 'base64'), { headers })).toMatchObject({
          ok: true,
          value: { name: 'Ann' },
        });
        // In Avro a string is its length, zigzag, and its bytes.
        const avro = Buffer.from([8, ...Buffer.from('ours'), 2, ...Buffer.from('y')]);
        const written = [
          { topic: 'texts-avro', bytes: writeFrame(documentPrefix(ids['AVRO'] ?? 0), avro) },
          {
            topic: 'texts-json',
            bytes: writeFrame(documentPrefix(ids['JSON'] ?? 0), Buffer.from('{"name":"Bob"}')),
          },
        ];
        const texts = written.map(({ topic, bytes }) => ({
          topic,
          frame: Buffer.from(bytes).toString('base64'),
        }));
        const again = await run([], texts);
        expect(again.texts.others).toEqual([{ id: 'ours', line: { text: 'y' } }, { name: 'Bob' }]);
      } finally {
        await client.close();
      }
    }, 60_000);

    it('@kafkajs/confluent-schema-registry does what it can', () => {
      expect(peers.kafkajs.found).toBe(peers.kafkajs.id);
      expect(peers.kafkajs.read).toEqual({ text: 'said' });
    });
  });
