/** Dialects that columns may be given a type of their own in: those of SQL. `libs/ddl` has them. */
export const TYPED_DIALECTS: readonly string[] = [
  'bigquery',
  'clickhouse',
  'databricks',
  'duckdb',
  'mariadb',
  'postgres',
  'redshift',
  'snowflake',
  'sqlite',
];

/** The type of a column in one dialect, in its words. Plain JSON. */
export interface TypeOverride {
  readonly dialect: string;
  readonly type: string;
}

const MOST_CHARACTERS = 100;
const MOST_DEPTH = 3;

/** What may follow the first word, in any case. Everything else would be a constraint, a default, a comment or another statement. */
const FOLLOWING = /^ (?:precision|unsigned|varying|with(?:out)? time zone|with local time zone)/i;
const WORD = /^[A-Za-z][A-Za-z0-9_]*/;
const NUMBER = /^\d{1,9}/;
const TEXT = /^'[A-Za-z0-9/_+-]+'/;
/** Types that bring a default, a sequence or their own words for null along. */
const REFUSED = /^(?:small|big)?serial\d?$|^nullable$|^identity$|^default$|^null$/i;
// Its STRICT tables know no others.
const SQLITE = /^(?:int|integer|real|text|blob|any)$/i;

/**
 * True for a text that is a type and nothing else: words, and in brackets numbers, texts of letters and digits, and types, three
 * deep. It says nothing of whether the engine has the type.
 */
export function isColumnType(dialect: string, text: string): boolean {
  if (text.length > MOST_CHARACTERS || !TYPED_DIALECTS.includes(dialect)) return false;
  if (dialect === 'sqlite') return SQLITE.test(text);
  return afterType(text, 0) === '';
}

/** What is left behind the type that a text begins with; null when it begins with none. */
function afterType(text: string, depth: number): string | null {
  const [word = ''] = WORD.exec(text) ?? [];
  if (word === '' || REFUSED.test(word) || depth > MOST_DEPTH) return null;
  const named = afterFollowing(text.slice(word.length));
  const rest = named.startsWith('(') ? afterBrackets(named.slice(1), depth) : named;
  return rest === null ? null : afterFollowing(rest);
}

function afterFollowing(text: string): string {
  return text.slice(FOLLOWING.exec(text)?.[0].length ?? 0);
}

function afterBrackets(text: string, depth: number): string | null {
  let rest: string | null = text;
  for (;;) {
    rest = afterArgument(rest, depth);
    if (rest === null) return null;
    if (rest.startsWith(')')) return rest.slice(1);
    if (!rest.startsWith(',')) return null;
    rest = rest.slice(rest.startsWith(', ') ? 2 : 1);
  }
}

function afterArgument(text: string, depth: number): string | null {
  const [plain] = NUMBER.exec(text) ?? TEXT.exec(text) ?? [];
  return plain === undefined ? afterType(text, depth + 1) : text.slice(plain.length);
}
