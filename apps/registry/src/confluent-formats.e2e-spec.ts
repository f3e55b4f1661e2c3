import avsc from 'avsc';
import { documentPrefix, ProtokollClient, writeFrame } from '#libs/registry-client';
import { startPostgres } from '#libs/testing';
import { proto, type ConfluentAnswer } from './testing/confluent-client.js';
import { describeOnEngines } from './testing/on-engines.js';

const avro = (...fields: object[]): string => JSON.stringify({ type: 'record', name: 'Order', fields });
const ID = { name: 'id', type: 'string' };
const NOTE = { name: 'note', type: 'string', default: '' };
const A1 = avro(ID);
const A2 = avro(ID, NOTE);
const A_BREAKING = avro(ID, { name: 'must', type: 'int' });
const json = (properties: object, more: object = {}): string =>
  JSON.stringify({ type: 'object', properties, ...more });
const J1 = json({ id: { type: 'string' } }, { additionalProperties: false });
const J_BREAKING = json({ id: { type: 'number' } }, { additionalProperties: false });
const P1 = 'syntax = "proto3";\nmessage Order {\n  string id = 1;\n}\n';

describeOnEngines(await startPostgres(), "Avro and JSON of Confluent's API", ({ registry, call, get }) => {
  const register = (subject: string, body: object, query = ''): Promise<ConfluentAnswer> =>
    call('POST', `/subjects/${subject}/versions${query}`, body);

  it('are types', async () => {
    expect(await get('/schemas/types')).toEqual(['JSON', 'PROTOBUF', 'AVRO']);
  });

  it('AVRO is what has no type, and says none', async () => {
    const made = await register('avro-value', { schema: ` ${A1} ` });
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({ version: 1, schema: A1 });
    expect(made.body).not.toHaveProperty('schemaType');
    const { id, guid } = made.body as { id: number; guid: string };
    expect(await get(`/schemas/ids/${id}`)).toMatchObject({ schema: A1, subject: 'avro-value', guid });
    expect(await get(`/schemas/ids/${id}/schema`)).toEqual(JSON.parse(A1));
    expect(await get(`/schemas/guids/${guid}`)).toMatchObject({ schema: A1 });
    expect(await get(`/schemas/guids/${guid}/ids`)).toEqual([{ context: '.', id }]);
    expect((await register('avro-value', { schema: A1, schemaType: 'AVRO' })).body).toMatchObject({
      id,
      version: 1,
    });
    expect((await register('avro-other', { schema: A1 })).body).toMatchObject({ id, version: 1, guid });
    expect((await call('POST', '/subjects/avro-value', { schema: A1 })).body).toMatchObject({
      version: 1,
      id,
    });
    expect((await call('POST', '/subjects/avro-value', { schema: A2 })).body).toMatchObject({
      error_code: 40403,
    });
  });

  it('ids are of one space', async () => {
    const { id } = (await register('proto-value', proto(P1))).body as { id: number };
    const next = (await register('json-ids', { schema: '{}', schemaType: 'JSON' })).body as { id: number };
    expect(next.id).toBe(id + 1);
    expect(next).toMatchObject({ schemaType: 'JSON' });
  });

  it('AVRO is judged by its rules, in both directions and over all versions', async () => {
    const path = '/compatibility/subjects/avro-judged/versions';
    await register('avro-judged', { schema: A1 });
    expect((await call('POST', `${path}/latest`, { schema: A2 })).body).toEqual({ is_compatible: true });
    expect((await register('avro-judged', { schema: A2 })).body).toMatchObject({ version: 2 });
    const refused = await register('avro-judged', { schema: A_BREAKING });
    expect(refused.body).toMatchObject({
      error_code: 40901,
      message: expect.stringContaining('READER_FIELD_MISSING_DEFAULT_VALUE') as unknown,
    });
    const verbose = await call('POST', `${path}/latest?verbose=true`, { schema: A_BREAKING });
    expect(verbose.body).toMatchObject({
      is_compatible: false,
      messages: expect.arrayContaining(['{oldSchemaVersion: 2}', `{oldSchema: '${A2}'}`]) as unknown,
    });
    await call('PUT', '/config/avro-judged', { compatibility: 'FORWARD' });
    expect((await call('POST', path, { schema: A_BREAKING })).body).toEqual({ is_compatible: true });
    await call('PUT', '/config/avro-judged', { compatibility: 'FULL_TRANSITIVE' });
    expect((await call('POST', path, { schema: A_BREAKING })).body).toEqual({ is_compatible: false });
    await call('PUT', '/config/avro-judged', { compatibility: 'NONE' });
    expect((await register('avro-judged', { schema: A_BREAKING })).body).toMatchObject({ version: 3 });
  });

  it('JSON is judged by its rules', async () => {
    const body = (schema: string): object => ({ schema, schemaType: 'JSON' });
    expect((await register('json-value', body(J1))).body).toMatchObject({ version: 1, schemaType: 'JSON' });
    expect((await register('json-value', body(J_BREAKING))).body).toMatchObject({ error_code: 40901 });
    expect((await register('json-value', body(J1))).body).toMatchObject({ version: 1 });
    await call('PUT', '/config/json-value', { compatibility: 'NONE' });
    expect((await register('json-value', body(J_BREAKING))).body).toMatchObject({ version: 2 });
    expect(await get('/subjects/json-value/versions')).toEqual([1, 2]);
  });

  it('another type in a subject is incompatible', async () => {
    const told = 'Incompatible because of different schema type';
    const checks: [string, object][] = [
      ['proto-value', { schema: A1 }],
      ['avro-value', proto(P1)],
      ['avro-value', { schema: J1, schemaType: 'JSON' }],
    ];
    for (const [subject, body] of checks) {
      expect((await register(subject, body)).body).toMatchObject({
        error_code: 40901,
        message: expect.stringContaining(told) as unknown,
      });
      const path = `/compatibility/subjects/${subject}/versions/latest?verbose=true`;
      const { messages } = (await call('POST', path, body)).body as { messages: string[] };
      expect(messages[0]).toBe(told);
    }
  });

  it('have references, metadata and deletes', async () => {
    await register('avro-line', { schema: JSON.stringify({ type: 'record', name: 'Line', fields: [ID] }) });
    const references = [{ name: 'Line', subject: 'avro-line', version: -1 }];
    const metadata = { properties: { owner: 'news' } };
    const made = await register('avro-bill', {
      schema: avro({ name: 'line', type: 'Line' }),
      references,
      metadata,
    });
    expect(made.body).toMatchObject({
      version: 1,
      references: [{ name: 'Line', subject: 'avro-line', version: 1 }],
      metadata,
    });
    const { id } = made.body as { id: number };
    expect(await get('/subjects/avro-line/versions/1/referencedby')).toEqual([id]);
    expect((await call('DELETE', '/subjects/avro-line')).body).toMatchObject({ error_code: 42206 });
    const { schema } = (await get(`/schemas/ids/${id}?format=resolved`)) as { schema: string };
    expect(JSON.parse(schema)).toMatchObject({ fields: [{ type: { type: 'record', name: 'Line' } }] });
    expect((await call('DELETE', '/subjects/avro-bill')).body).toEqual([1]);
    expect((await call('DELETE', '/subjects/avro-bill?permanent=true')).body).toEqual([1]);
    expect(await get(`/schemas/ids/${id}`)).toMatchObject({ error_code: 40403 });
  });

  it('are found with the references that they have, and no others', async () => {
    const line = (...fields: object[]): object => ({
      schema: JSON.stringify({ type: 'record', name: 'Part', fields }),
    });
    await register('found-part', line(ID));
    await register('found-part', line(ID, NOTE));
    const whole = (version: number, metadata = {}): object => ({
      schema: avro({ name: 'part', type: 'Part' }),
      references: [{ name: 'Part', subject: 'found-part', version }],
      ...metadata,
    });
    const first = await register('found-whole', whole(1, { metadata: { properties: { a: 'b' } } }));
    const path = '/subjects/found-whole';
    expect((await call('POST', path, whole(1))).body).toMatchObject({ version: 1 });
    expect((await call('POST', path, whole(2))).body).toMatchObject({ error_code: 40403 });
    const second = await register('found-whole', whole(2));
    expect(second.body).toMatchObject({ version: 2 });
    expect((second.body as { id: number }).id).not.toBe((first.body as { id: number }).id);
    expect((await call('POST', path, whole(1))).body).toMatchObject({ version: 1 });
    expect((await call('POST', path, whole(-1))).body).toMatchObject({ version: 2 });
  });

  it('resolved are texts without references, by every path that answers one', async () => {
    const { id } = (await get('/subjects/found-whole/versions/2')) as { id: number };
    const inPlace = avro({ name: 'part', type: { type: 'record', name: 'Part', fields: [ID, NOTE] } });
    const query = 'format=resolved';
    for (const path of [
      `/schemas/ids/${id}`,
      '/subjects/found-whole/versions/2',
      '/subjects/found-whole/versions/latest',
    ])
      expect(await get(`${path}?${query}`)).toMatchObject({ schema: inPlace });
    expect(await get(`/schemas/ids/${id}/schema?${query}`)).toEqual(JSON.parse(inPlace));
    expect(await get(`/subjects/found-whole/versions/2/schema?${query}`)).toEqual(JSON.parse(inPlace));
    const body = {
      schema: avro({ name: 'part', type: 'Part' }),
      references: [{ name: 'Part', subject: 'found-part', version: 2 }],
    };
    expect((await call('POST', `/subjects/found-whole?${query}`, body)).body).toMatchObject({
      schema: inPlace,
    });
    expect(await get(`/schemas/ids/${id}?format=unknown`)).toMatchObject({ schema: body.schema });
    // Nobody needs to know of the reference to register it so.
    expect((await register('found-alone', { schema: inPlace })).body).toMatchObject({ version: 1 });
  });

  it('say every difference when it is asked for, then what they were compared with', async () => {
    const of = (...fields: object[]): object => ({ schema: avro(...fields) });
    await register('told', of(ID, { name: 'n', type: 'int' }));
    await call('PUT', '/config/told', { compatibility: 'FULL' });
    const told = (body: object): Promise<ConfluentAnswer> =>
      call('POST', '/compatibility/subjects/told/versions/1?verbose=true', body);
    expect((await told(of({ name: 'id', type: 'bytes' }, { name: 'n', type: 'long' }))).body).toEqual({
      is_compatible: false,
      messages: [
        "{errorType:'TYPE_MISMATCH', description:'The type (path '/fields/1/type') of a field in the old schema does not match with the new schema', additionalInfo:'reader type: INT not compatible with writer type: LONG'}",
        '{oldSchemaVersion: 1}',
        `{oldSchema: '${avro(ID, { name: 'n', type: 'int' })}'}`,
        "{validateFields: 'true', compatibility: 'FULL'}",
      ],
    });
    expect((await told({ schema: '{' })).body).toMatchObject({
      is_compatible: false,
      messages: [expect.any(String)],
    });
    expect((await told(of(ID, { name: 'n', type: 'int' }))).body).toEqual({ is_compatible: true });
  });

  it('a JSON keyword that is not compared is told and refused', async () => {
    const body = (more: object): object => ({
      schema: json({ id: { type: 'string', ...more } }),
      schemaType: 'JSON',
    });
    await register('json-told', body({}));
    const path = '/compatibility/subjects/json-told/versions/latest?verbose=true';
    const { messages } = (await call('POST', path, body({ format: 'date' }))).body as { messages: string[] };
    expect(messages[0]).toMatch(
      /^\{errorType:"UNSUPPORTED_CHANGE", description:"A change under 'format' is not compared/,
    );
    expect((await register('json-told', body({ format: 'date' }))).body).toMatchObject({ error_code: 40901 });
  });

  it('with defaults that do not fit are refused, and taken where they come from elsewhere', async () => {
    const bad = avro(ID, { name: 'n', type: 'int', default: 'x' });
    expect((await register('bad-default', { schema: bad })).body).toMatchObject({
      error_code: 42201,
      message: expect.stringContaining('Invalid default for field n') as unknown,
    });
    await call('PUT', '/mode/bad-default', { mode: 'IMPORT' });
    expect((await register('bad-default', { schema: bad, id: 6_000, version: 1 })).body).toMatchObject({
      id: 6_000,
    });
    await call('PUT', '/mode/bad-default', { mode: 'READWRITE' });
    expect((await call('POST', '/subjects/bad-default', { schema: bad })).body).toMatchObject({ version: 1 });
    expect(await get('/schemas/ids/6000?format=resolved')).toMatchObject({ schema: bad });
    const good = avro(ID, { name: 'n', type: 'int', default: 1 });
    expect((await register('bad-default', { schema: good })).body).toMatchObject({ version: 2 });
  });

  it('too large are 42209', async () => {
    const schema = avro({ ...ID, doc: 'x'.repeat(1024 * 1024) });
    expect((await register('large', { schema })).body).toMatchObject({ error_code: 42209 });
    expect((await register('large', { schema, schemaType: 'JSON' })).body).toMatchObject({
      error_code: 42209,
    });
  });

  it('are normalized when it is asked for', async () => {
    const sorted = json({ a: { type: 'string' }, b: { type: 'string' } });
    const other = json({ b: { type: 'string' }, a: { type: 'string' } });
    const body = (schema: string): object => ({ schema, schemaType: 'JSON' });
    expect((await register('json-normal', body(sorted), '?normalize=true')).body).toMatchObject({
      version: 1,
    });
    expect((await register('json-normal', body(other), '?normalize=true')).body).toMatchObject({
      version: 1,
    });
    const found = await call('POST', '/subjects/json-normal?normalize=true', body(other));
    expect(found.body).toMatchObject({ version: 1 });
  });

  it('keep their ids where they are imported', async () => {
    await call('PUT', '/mode/avro-imported', { mode: 'IMPORT' });
    const placed = await register('avro-imported', { schema: avro(NOTE), id: 5_000, version: 4 });
    expect(placed.body).toMatchObject({ id: 5_000, version: 4 });
    expect((await register('avro-imported', { schema: A2, id: 5_000, version: 5 })).body).toMatchObject({
      error_code: 42205,
    });
  });

  it('are versions to the native API, which says what it has only for Protobuf', async () => {
    const { body } = await registry().call<{ fingerprint: string }>('GET', '/subjects/avro-value/versions/1');
    expect(body).toMatchObject({ version: 1, format: 'AVRO' });
    const set = await registry().call('GET', '/subjects/avro-value/versions/1/descriptor-set');
    expect(set).toMatchObject({ status: 409, body: { code: 'NOT_PROTOBUF' } });
    const codec = await registry().call('GET', `/codecs/${body.fingerprint}/Order`);
    expect(codec).toMatchObject({ status: 409, body: { code: 'NOT_PROTOBUF' } });
    const published = await registry().publish('avro-value', P1);
    expect(published).toMatchObject({ status: 409, body: { code: 'SCHEMA_INCOMPATIBLE' } });
    expect((await registry().call('GET', '/subjects/avro-value/versions/1/files')).status).toBe(200);
  });

  it('are what our client reads messages by, with everything that they refer to', async () => {
    const item = { type: 'record', name: 'Item', namespace: 'shop', fields: [ID] };
    const line = {
      type: 'record',
      name: 'Line',
      namespace: 'shop',
      fields: [{ name: 'item', type: 'Item' }],
    };
    const bill = {
      ...line,
      name: 'Bill',
      fields: [{ name: 'lines', type: { type: 'array', items: 'Line' } }],
    };
    await register('read-item', { schema: JSON.stringify(item) });
    await register('read-line', {
      schema: JSON.stringify(line),
      references: [{ name: 'shop.Item', subject: 'read-item', version: 1 }],
    });
    const made = await register('read-bill', {
      schema: JSON.stringify(bill),
      references: [{ name: 'shop.Line', subject: 'read-line', version: 1 }],
    });
    const { id, guid } = made.body as { id: number; guid: string };
    const types = {};
    const type = [item, line, bill]
      .map((one) => avsc.Type.forSchema(one as avsc.Schema, { registry: types }))
      .at(-1);
    const value = { lines: [{ item: { id: 'a' } }, { item: { id: 'b' } }] };
    const json = await register('read-json', { schema: J1, schemaType: 'JSON' });
    const jsonId = (json.body as { id: number }).id;
    const client = new ProtokollClient({ url: registry().url });
    try {
      for (const name of [id, guid]) {
        const read = await client.decodeDocument(
          writeFrame(documentPrefix(name), type?.toBuffer(value) ?? Buffer.of()),
        );
        expect(read).toMatchObject({
          ok: true,
          value,
          schema: { id, format: 'AVRO', text: JSON.stringify(bill) },
        });
        expect(read.ok && read.schema.references.map((one) => one.name)).toEqual(['shop.Item', 'shop.Line']);
      }
      const read = await client.decodeDocument(writeFrame(documentPrefix(jsonId), Buffer.from('{"id":"a"}')));
      expect(read).toMatchObject({
        ok: true,
        value: { id: 'a' },
        schema: { format: 'JSON', references: [] },
      });
      const { body } = await registry().call<{ id: number }>('GET', '/subjects/proto-value/versions/1');
      const proto = await client.decodeDocument(writeFrame(documentPrefix(body.id), Buffer.of(0)));
      expect(proto).toMatchObject({ ok: false, reason: 'BAD_SCHEMA' });
    } finally {
      await client.close();
    }
  });

  it('are answered to readers by id, fingerprint and GUID', async () => {
    const made = await register('document-value', { schema: '{"type":"array","items":"long"}' });
    const { id, guid } = made.body as { id: number; guid: string };
    const byId = await registry().call<{ fingerprint: string }>('GET', `/schemas/${id}/document`);
    expect(byId).toMatchObject({
      status: 200,
      body: { id, format: 'AVRO', text: '{"type":"array","items":"long"}' },
    });
    expect(byId.headers.get('cache-control')).toMatch('immutable');
    for (const ref of [byId.body.fingerprint, byId.body.fingerprint.slice(0, 32), guid])
      expect((await registry().call('GET', `/schemas/${ref}/document`)).body).toEqual(byId.body);
    const { body } = await registry().call<{ id: number }>('GET', '/subjects/proto-value/versions/1');
    expect(await registry().call('GET', `/schemas/${body.id}/document`)).toMatchObject({
      status: 409,
      body: { code: 'NOT_A_DOCUMENT' },
    });
    for (const ref of ['999999', 'x', '0', '99999999999'])
      expect(await registry().call('GET', `/schemas/${ref}/document`)).toMatchObject({
        status: 404,
        body: { code: 'SCHEMA_NOT_FOUND' },
      });
  });

  it.each<[string, object, number]>([
    ['an Avro text that is none', { schema: '{' }, 42201],
    ['an Avro type that is none', { schema: '"strin"' }, 42201],
    ['an empty text', { schema: ' ' }, 42201],
    ['a JSON text that is none', { schema: '[', schemaType: 'JSON' }, 42201],
    ['an unknown type', { schema: '{}', schemaType: 'XML' }, 42201],
    [
      'a reference of another type',
      { schema: A1, references: [{ name: 'x', subject: 'proto-value', version: 1 }] },
      42201,
    ],
    [
      'a reference to nothing',
      { schema: A1, references: [{ name: 'x', subject: 'none', version: 1 }] },
      42201,
    ],
    [
      'tags',
      {
        schema: A1,
        schemaTagsToAdd: [{ schemaEntity: { entityPath: 'Order', entityType: 'SR_RECORD' }, tags: ['A'] }],
      },
      42201,
    ],
  ])('are refused: %s', async (_title, body, code) => {
    expect((await register('avro-refused', body)).body).toMatchObject({ error_code: code });
    expect(await get('/subjects/avro-refused/versions')).toMatchObject({ error_code: 40401 });
  });

  it('takes the entries of maps as Java prints them for the maps that they are', async () => {
    const entry = 'message TagsEntry { option map_entry = true; string key = 1; string value = 2; }';
    const printed = `syntax = "proto3"; message M { repeated .M.TagsEntry tags = 1; ${entry} }`;
    const made = await register('printed', proto(printed));
    expect(made).toMatchObject({ status: 200, body: { version: 1 } });
    const schema = 'syntax = "proto3"; message M { map<string, string> tags = 1; }';
    for (const text of [printed, schema])
      expect((await call('POST', '/subjects/printed', proto(text))).body).toMatchObject({ version: 1 });
    expect(JSON.stringify((await get('/subjects/printed/versions/1')) as object)).not.toContain('map_entry');
    const check = await call('POST', '/compatibility/subjects/printed/versions/1', proto(printed));
    expect(check.body).toEqual({ is_compatible: true });
  });
});
