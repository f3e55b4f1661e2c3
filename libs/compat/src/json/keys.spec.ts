import { plainField, schemaOf, type FieldSpec } from '../../test/made-schema.js';
import type { MessageShape } from '../shape/message-shape.js';
import { shapeOf } from '../shape/schema-shape.js';
import { acceptsKey, KeyMeeting, keyOf, matchByKey } from './keys.js';

function messageWith(...fields: readonly FieldSpec[]): MessageShape {
  const schema = schemaOf({ syntax: 'editions', enums: [], messages: [{ name: 'M', fields }] });
  const message = shapeOf(schema).messages.get('t.M');
  if (message === undefined) throw new Error('no t.M');
  return message;
}

function numbersOf(writer: MessageShape, reader: MessageShape): readonly (number | undefined)[] {
  return [...writer.fields.values()].map(
    (field) => new KeyMeeting({ writer, reader }).counterpartOf(field)?.number,
  );
}

describe('a meeting', () => {
  it('follows a key to another number', () => {
    const writer = messageWith(plainField(1, 'int32', { name: 'a' }), plainField(2, 'int32', { name: 'b' }));
    const reader = messageWith(plainField(2, 'int32', { name: 'a' }), plainField(1, 'int32', { name: 'b' }));
    expect(numbersOf(writer, reader)).toEqual([2, 1]);
  });

  it('follows a number whose key was renamed', () => {
    const writer = messageWith(plainField(1, 'int32', { name: 'a' }));
    const reader = messageWith(plainField(1, 'int32', { name: 'b' }));
    expect(numbersOf(writer, reader)).toEqual([1]);
  });

  it('does not take a number that another key has moved to', () => {
    const writer = messageWith(plainField(1, 'int32', { name: 'a' }), plainField(2, 'int32', { name: 'b' }));
    const reader = messageWith(plainField(1, 'int32', { name: 'b' }));
    expect(numbersOf(writer, reader)).toEqual([undefined, 1]);
  });
});

describe('keys', () => {
  const writer = messageWith(
    plainField(1, 'int32', { name: 'page_title', jsonName: 'title' }),
    plainField(2, 'int32', { name: 'count', extension: true }),
  );
  const [field, extension] = [writer.field(1), writer.field(2)];

  it('are JSON names, and full names of extensions', () => {
    expect(field && keyOf(field)).toBe('title');
    expect(extension && keyOf(extension)).toBe('[t.m_count]');
  });

  it('are taken as JSON names and as declared names', () => {
    expect(['title', 'page_title', 'pageTitle'].map((key) => field && acceptsKey(field, key))).toEqual([
      true,
      true,
      false,
    ]);
    expect(extension && acceptsKey(extension, 'm_count')).toBe(false);
  });

  it('find their sender, and no rename where they match', () => {
    const reader = messageWith(plainField(7, 'int32', { name: 'title' }));
    const meeting = new KeyMeeting({ writer, reader });
    const taken = field && matchByKey(field, reader);
    expect(taken?.number).toBe(7);
    expect(taken && meeting.senderOf(taken)).toBe(field);
    expect(field && meeting.renamedFrom(field)).toBeNull();
  });
});
