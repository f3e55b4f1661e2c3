import type { SqliteValue } from '#libs/sqlite';
import type { LogicalKind } from '#libs/table-model';
import { toJsonCell } from './json-cell.js';

describe('toJsonCell', () => {
  it.each<[LogicalKind, SqliteValue, unknown]>([
    ['bool', 1, true],
    ['bool', 0, false],
    ['bool', null, null],
    ['int32', -7, -7],
    ['int64', 7, 7],
    ['int64', 2n ** 60n, '1152921504606846976'],
    ['uint64', '18446744073709551615', '18446744073709551615'],
    ['float64', 0.1, 0.1],
    ['float64', Infinity, 'Infinity'],
    ['float32', -Infinity, '-Infinity'],
    ['text', '', ''],
    ['text', 'null', 'null'],
    ['uuid', '01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-774b-bcce-b302099a8057'],
    ['bytes', Buffer.from([0, 255]), 'AP8='],
    ['bytes', Buffer.alloc(0), ''],
    ['json', '[1,{"a":null}]', [1, { a: null }]],
    ['json', 'null', null],
    ['json', 'not json', 'not json'],
    ['timestamp', 0, '1970-01-01T00:00:00Z'],
    ['timestamp', 1, '1970-01-01T00:00:00.000001Z'],
    ['timestamp', 1_767_225_600_120_000, '2026-01-01T00:00:00.120Z'],
    ['timestamp', -1, '1969-12-31T23:59:59.999999Z'],
    ['timestamp', -62_135_596_800_000_000n, '0001-01-01T00:00:00Z'],
    ['timestamp', 253_402_300_799_999_999n, '9999-12-31T23:59:59.999999Z'],
    // Beyond what a date can be, the number itself is better than an error.
    ['timestamp', 2n ** 63n - 1n, '9223372036854775807'],
    ['timestamp', -(2n ** 63n), '-9223372036854775808'],
    ['duration', 0, '0s'],
    ['duration', 1_500_000, '1.500s'],
    ['duration', -1, '-0.000001s'],
    ['duration', -3_000_000, '-3s'],
    ['duration', 315_576_000_000_000_000n, '315576000000s'],
  ])('shows a %s stored as %p as %p', (kind, stored, shown) => {
    expect(toJsonCell({ kind }, stored)).toEqual(shown);
  });
});
