import * as fc from 'fast-check';
import { FIELD_KINDS, messageOf, type FieldSpec } from '#libs/testing';
import { ENVELOPE, EVENT_KEY, MAX_IDENTIFIER_BYTES, buildTable, fitIdentifier } from './index.js';
import { isReservedTable, reservedBy } from './envelope.js';
import { foldIdentifier, markIdentifier, suffixIdentifier } from './identifier.js';

const sizeBytes = (text: string): number => Buffer.byteLength(text);

describe('identifiers', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 });

  it('fit, stay as they are when they fit, and fit the same way twice', () => {
    fc.assert(
      fc.property(name, fc.string(), (wanted, identity) => {
        const fitting = fitIdentifier(wanted, identity);
        expect(sizeBytes(fitting)).toBeLessThanOrEqual(MAX_IDENTIFIER_BYTES);
        expect(fitIdentifier(fitting, identity)).toBe(fitting);
        if (sizeBytes(wanted) <= MAX_IDENTIFIER_BYTES) expect(fitting).toBe(wanted);
        expect(fitting).not.toMatch(/\p{Cs}/u);
      }),
      { seed: 20_260_103, numRuns: 300 },
    );
  });

  it('keep their suffix whole', () => {
    fc.assert(
      fc.property(name, fc.integer({ min: 2, max: 9999 }), (wanted, number) => {
        const suffixed = suffixIdentifier(wanted, `__${number}`);
        expect(suffixed.endsWith(`__${number}`)).toBe(true);
        expect(sizeBytes(suffixed)).toBeLessThanOrEqual(MAX_IDENTIFIER_BYTES);
      }),
      { seed: 20_260_104, numRuns: 300 },
    );
  });

  it('are marked by their identity', () => {
    expect(markIdentifier('a', '1.2')).toBe(markIdentifier('a', '1.2'));
    expect(markIdentifier('a', '1.2')).not.toBe(markIdentifier('a', '1.3'));
    // SHA-256 of "7", so that other programs can say the name too.
    expect(markIdentifier('a', '7')).toBe('a_7902699b');
  });
});

describe('the envelope', () => {
  it('has its columns in the order that every table has', () => {
    expect(ENVELOPE.map(({ name, type, nullable }) => `${name} ${type.kind}${nullable ? '?' : ''}`)).toEqual([
      'event_id uuid',
      'event_time timestamp',
      'ingest_time timestamp',
      'subject text',
      'schema_version int32',
      'fingerprint text',
      'app_id text?',
      'app_version text?',
      'platform text?',
      'batch_id uuid',
      'seq int64?',
    ]);
    expect(ENVELOPE[0]?.name).toBe(EVENT_KEY);
    for (const { comment } of ENVELOPE) expect(comment).toMatch(/^[A-Z].*\.$/);
  });

  it('reserves its names in any case, and those of PostgreSQL', () => {
    for (const { name } of ENVELOPE) {
      expect(reservedBy(name)).toBe('the envelope');
      expect(reservedBy(name.toUpperCase())).toBe('the envelope');
    }
    for (const name of ['xmin', 'XMAX', 'ctid', 'tableoid', 'cmin', 'cmax'])
      expect(reservedBy(name)).toBe('PostgreSQL');
    for (const name of ['event', 'rowid', '__proto__', 'constructor']) expect(reservedBy(name)).toBeNull();
  });

  it.each([
    ['sqlite_sequence', true],
    ['SQLITE_x', true],
    ['pg_class', true],
    ['protokoll_journal', true],
    ['_protokoll_journal', true],
    ['click_ingest_time_idx', true],
    ['click__latest', true],
    ['click__once', true],
    ['click__V12', true],
    ['click__v', false],
    ['click_v2', false],
    ['latest', false],
    ['sqlite', false],
    ['protokoll', false],
    ['my_protokoll_x', false],
    ['events', false],
  ])('table %s is reserved: %s', (name, expected) => expect(isReservedTable(name)).toBe(expected));
});

describe('of any message', () => {
  const field = fc.record<FieldSpec>({
    number: fc.integer({ min: 1, max: 536_870_911 }).filter((number) => number < 19_000 || number > 19_999),
    name: fc.oneof(
      fc.constantFrom(
        'a',
        'A',
        'point',
        'point__x',
        'POINT__X',
        'subject',
        'subject__field',
        'seq',
        'xmin',
        'pick__case',
        'xmin__field',
      ),
      fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,80}$/),
    ),
    kind: fc.constantFrom(...FIELD_KINDS),
    oneof: fc.option(fc.constantFrom('pick', 'a', 'Point'), { freq: 3 }),
  });
  const fields = fc
    .uniqueArray(field, { selector: ({ number }) => number, maxLength: 12 })
    .map((all) => all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index));
  const settings = { seed: 20_260_105, numRuns: 200 };

  it('the columns have keys and names of their own, which every engine takes', () => {
    fc.assert(
      fc.property(fields, (specs) => {
        const { columns } = buildTable(messageOf(specs));
        expect(new Set(columns.map(({ key }) => key)).size).toBe(columns.length);
        expect(new Set(columns.map(({ name }) => foldIdentifier(name))).size).toBe(columns.length);
        for (const { name } of columns) {
          expect(reservedBy(name)).toBeNull();
          expect(sizeBytes(name)).toBeLessThanOrEqual(MAX_IDENTIFIER_BYTES);
        }
      }),
      settings,
    );
  });

  it('the table does not depend on the order of declaration', () => {
    fc.assert(
      fc.property(fields, (specs) => {
        const { columns, table } = buildTable(messageOf(specs));
        const backwards = buildTable(messageOf([...specs].reverse()));
        expect(backwards.columns).toEqual(columns);
        expect(backwards.table).toBe(table);
      }),
      settings,
    );
  });

  it('each name that is not the wanted one is told', () => {
    fc.assert(
      fc.property(fields, (specs) => {
        const { columns, findings } = buildTable(messageOf(specs));
        const wanted = new Map(specs.map(({ number, name }) => [String(number), name]));
        const changed = columns.filter(({ key, name }) => wanted.has(key) && wanted.get(key) !== name);
        const told = new Set(findings.map(({ path }) => path));
        for (const { key } of changed) expect(told).toContain(`#/h.Event/field/${key}`);
      }),
      settings,
    );
  });

  it('the columns of a budget never exceed it, unless the fields alone do', () => {
    fc.assert(
      fc.property(
        fields,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (specs, columnBudget, depthBudget) => {
          const desc = messageOf(specs);
          const own = desc.fields.length + desc.oneofs.length;
          const { columns } = buildTable(desc, { columnBudget, depthBudget });
          expect(columns.length).toBeLessThanOrEqual(Math.max(columnBudget, own));
          for (const { path } of columns) expect(path.length).toBeLessThanOrEqual(depthBudget);
        },
      ),
      settings,
    );
  });
});
