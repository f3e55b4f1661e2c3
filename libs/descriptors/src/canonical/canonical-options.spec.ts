import { create, equals, toBinary } from '@bufbuild/protobuf';
import { FeatureSetSchema, FieldOptionsSchema, MessageOptionsSchema } from '@bufbuild/protobuf/wkt';
import { canonicalOptions, shellOptions } from './canonical-options.js';

const varint = (no: number, value: number): { no: number; wireType: number; data: Uint8Array } => ({
  no,
  wireType: 0,
  data: new Uint8Array([value]),
});

describe('canonicalOptions', () => {
  it('takes options that say nothing as none', () => {
    expect(canonicalOptions(FieldOptionsSchema, undefined)).toBeUndefined();
    expect(canonicalOptions(FieldOptionsSchema, create(FieldOptionsSchema))).toBeUndefined();
  });

  it('keeps what is said, a default too', () => {
    const options = create(FieldOptionsSchema, { deprecated: false });
    expect(canonicalOptions(FieldOptionsSchema, options)).toBe(options);
  });

  it('orders unknown fields by number, those of one number as they were, and leaves the original alone', () => {
    const options = create(FieldOptionsSchema);
    options.$unknown = [varint(60_000, 1), varint(50_000, 2), varint(60_000, 3), varint(50_000, 4)];
    const ordered = canonicalOptions(FieldOptionsSchema, options);
    expect(ordered?.$unknown?.map(({ no, data }) => [no, data[0]])).toEqual([
      [50_000, 2],
      [50_000, 4],
      [60_000, 1],
      [60_000, 3],
    ]);
    expect(options.$unknown.map(({ no }) => no)).toEqual([60_000, 50_000, 60_000, 50_000]);
  });

  it('orders those of the features too', () => {
    const features = create(FeatureSetSchema);
    features.$unknown = [varint(1_001, 1), varint(1_000, 1)];
    const options = create(MessageOptionsSchema, { features });
    const ordered = canonicalOptions(MessageOptionsSchema, options);
    expect(ordered?.features?.$unknown?.map(({ no }) => no)).toEqual([1_000, 1_001]);
    expect(features.$unknown.map(({ no }) => no)).toEqual([1_001, 1_000]);
  });

  it('gives the same bytes for the same options', () => {
    const [one, other] = [
      [1, 2, 3],
      [3, 1, 2],
    ].map((order) => {
      const options = create(MessageOptionsSchema, { deprecated: true });
      options.$unknown = order.map((at) => varint(50_000 + at, at));
      return canonicalOptions(MessageOptionsSchema, options) ?? create(MessageOptionsSchema);
    });
    if (one === undefined || other === undefined) throw new Error('two options are made');
    expect(toBinary(MessageOptionsSchema, one)).toEqual(toBinary(MessageOptionsSchema, other));
    expect(equals(MessageOptionsSchema, one, other)).toBe(true);
  });
});

describe('shellOptions', () => {
  it('are the features alone', () => {
    const options = create(MessageOptionsSchema, { deprecated: true, features: { fieldPresence: 2 } });
    expect(shellOptions(options)?.features?.fieldPresence).toBe(2);
    expect(shellOptions(options)?.deprecated).toBe(false);
    expect(shellOptions(create(MessageOptionsSchema, { deprecated: true }))).toBeUndefined();
    expect(shellOptions(create(MessageOptionsSchema, { features: {} }))).toBeDefined();
    expect(shellOptions(undefined)).toBeUndefined();
  });
});
