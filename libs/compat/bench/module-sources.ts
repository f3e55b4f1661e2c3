/**
 * Sources of a module such as teams keep: files of about 3 kB with five messages of twelve fields and an enum, three imports
 * each. `changed`: a field is retyped in the first file, one removed in the last, a message added in each.
 */
export function moduleSources(fileCount: number, changed: boolean): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (let file = 0; file < fileCount; file++) {
    const imports = [1, 2, 3].map((back) => file - back).filter((other) => other >= 0);
    files.set(pathOf(file), sourceOf(file, imports, fileCount, changed));
  }
  return files;
}

function pathOf(file: number): string {
  return `shop/p${Math.floor(file / 100)}/file${file}.proto`;
}

function packageOf(file: number): string {
  return `shop.p${Math.floor(file / 100)}`;
}

const SCALARS = ['string', 'int64', 'bool', 'double', 'bytes', 'uint32', 'sint64', 'fixed32'];

function sourceOf(file: number, imports: readonly number[], fileCount: number, changed: boolean): string {
  const lines = ['syntax = "proto3";', '', `package ${packageOf(file)};`, ''];
  for (const other of imports) lines.push(`import "${pathOf(other)}";`);
  lines.push('', `enum State${file} {`);
  for (let value = 0; value < 6; value++) lines.push(`  STATE${file}_V${value} = ${value};`);
  lines.push('}', '');
  for (let message = 0; message < (changed ? 6 : 5); message++) {
    lines.push(`// What is kept of ${message}.`, `message Item${file}x${message} {`);
    SCALARS.forEach((type, at) => {
      const retyped = changed && file === 0 && message === 0 && at === 1;
      const removed = changed && file === fileCount - 1 && message === 0 && at === 7;
      if (!removed) lines.push(`  ${retyped ? 'bytes' : type} field_${at + 1} = ${at + 1};`);
    });
    lines.push(
      `  repeated string tags = 9;`,
      `  map<string, int64> counts = 10;`,
      `  State${file} state = 11;`,
    );
    const other = imports[message % 3] ?? file;
    lines.push(`  ${packageOf(other)}.Item${other}x0 other = 12;`, '}', '');
  }
  return lines.join('\n');
}
