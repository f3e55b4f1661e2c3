import type { Io } from '../io.js';
import { redacting } from './redact.js';

function said(text: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  let all = '';
  const io = { env, stderr: (part: string) => void (all += part) } as unknown as Io;
  redacting(io, argv).stderr(text);
  return all;
}

it('hides what was given, wherever it was given', () => {
  const url = 'postgres://u:p\'a s"s@h/d?x=1';
  expect(said(`no ${url}!`, ['apply', url])).toBe('no postgres://***!');
  expect(said(`no --databse=${url}!`, [`--databse=${url}`])).toBe('no --databse=postgres://***!');
  expect(said(`no ${url}!`, [], { PROTOKOLL_DATABASE: url })).toBe('no postgres://***!');
});

it('hides the longer of two first', () => {
  const [short, long] = ['postgres://u:p@h', 'postgres://u:p@h/d'];
  expect(said(`${long} ${short}`, [short, long])).toBe('postgres://*** postgres://***');
});

it.each([
  ['at postgresql://u:p@h/d?x=y.', 'at postgresql://***'],
  ["'POSTGRES://u:p@h/d' is", "'POSTGRES://***' is"],
  ['at https://u:p@h/d', 'at https://***@h/d'],
  ['at mysql://u:p@ss@h/d', 'at mysql://***'],
  ['at mariadb://u:p@h/d?x=y', 'at mariadb://***'],
  ['at https://u:p@ss@h/?database=d', 'at https://***@h/?database=d'],
  ['at https://h/?user=u&password=p&database=d', 'at https://h/?user=***&password=***&database=d'],
])('hides what looks like one: %s', (text, shown) => {
  expect(said(text, [])).toBe(shown);
});

it.each([
  'at http://127.0.0.1:8081',
  'https://h/a@b',
  'postgres://… or a path',
  'me@example.org',
  'dialect postgres',
])('leaves the rest alone: %s', (text) => {
  expect(said(text, ['--dialect', 'postgres'], { PROTOKOLL_DATABASE: 'events.db' })).toBe(text);
});
