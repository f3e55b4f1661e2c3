import { compileProtos } from '#libs/testing';
import { schemaFrom } from '../../test/confluent-corpus.js';
import { compareAsConfluent } from './compare-as-confluent.js';
import { confluentMessages, type ConfluentReport } from './confluent-messages.js';

const schema = (body: string) =>
  schemaFrom(compileProtos({ 'm.proto': `syntax = "proto3"; package p; ${body}` }), 'm.proto');

const before = schema('message M { int32 x = 2; }');
const narrowed = schema('message M { message Part {} Part x = 2; }');
const widened = schema('message M { int32 x = 2; } message N {}');

const report = (more: Partial<ConfluentReport>): ConfluentReport => ({
  level: 'BACKWARD',
  backward: [],
  forward: [],
  oldVersion: 1,
  oldSchema: 'message M {}',
  ...more,
});

const KIND = (reader: string, writer: string) =>
  `{errorType:"FIELD_KIND_CHANGED", description:"The type of a field at path '#/M/2' in the ${reader} schema does not match the ${writer} schema"}`;

describe('confluentMessages', () => {
  it('are none when nothing is refused', () => {
    const backward = compareAsConfluent(before, widened);
    expect(backward).not.toEqual([]);
    expect(confluentMessages(report({ backward }))).toEqual([]);
  });

  it('backward: what is refused, then the old version, its text and the setting', () => {
    expect(confluentMessages(report({ backward: compareAsConfluent(before, narrowed) }))).toEqual([
      KIND('new', 'old'),
      '{oldSchemaVersion: 1}',
      "{oldSchema: 'message M {}'}",
      "{validateFields: 'false', compatibility: 'BACKWARD'}",
    ]);
  });

  it('forward: the old schema is the one that reads', () => {
    const forward = compareAsConfluent(before, narrowed, { direction: 'forward' });
    const messages = confluentMessages(
      report({ level: 'FORWARD_TRANSITIVE', forward, oldVersion: null, validateFields: true }),
    );
    expect(messages).toEqual([
      KIND('old', 'new'),
      `{errorType:"MESSAGE_REMOVED", description:"The old schema is missing a MESSAGE type at path '#/M/Part' in the new schema"}`,
      "{oldSchema: 'message M {}'}",
      "{validateFields: 'true', compatibility: 'FORWARD_TRANSITIVE'}",
    ]);
  });

  it('full: forward first; the old schema only when backward is refused', () => {
    const both = {
      level: 'FULL' as const,
      backward: compareAsConfluent(before, narrowed),
      forward: compareAsConfluent(before, narrowed, { direction: 'forward' }),
    };
    const kinds = confluentMessages(report(both)).map((message) => message.slice(0, 18));
    expect(kinds).toEqual([
      '{errorType:"FIELD_',
      '{errorType:"MESSAG',
      '{errorType:"FIELD_',
      '{oldSchemaVersion:',
      "{oldSchema: 'messa",
      "{validateFields: '",
    ]);
    const onlyForward = compareAsConfluent(before, widened, { direction: 'forward' });
    expect(confluentMessages(report({ level: 'FULL', forward: onlyForward }))).toEqual([
      `{errorType:"MESSAGE_REMOVED", description:"The old schema is missing a MESSAGE type at path '#/N' in the new schema"}`,
      "{validateFields: 'false', compatibility: 'FULL'}",
    ]);
  });

  it('cuts an old schema of more than 10 KiB', () => {
    const backward = compareAsConfluent(before, narrowed);
    const at = (length: number) => confluentMessages(report({ backward, oldSchema: 'x'.repeat(length) }))[2];
    expect(at(10_240)).toBe(`{oldSchema: '${'x'.repeat(10_240)}'}`);
    expect(at(10_241)).toBe(`{oldSchema: <truncated to 10240 characters> '${'x'.repeat(10_240)}'}`);
  });
});
