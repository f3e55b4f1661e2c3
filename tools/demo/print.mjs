// How demos speak: headings, aligned tables, indented blocks. Colours only on a terminal.
const colours = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (code) => (text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint('1');
export const dim = paint('2');
export const green = paint('32');
export const red = paint('31');

/** A numbered heading. */
export function heading(number, text) {
  console.log(`\n${bold(`${number}. ${text}`)}`);
}

/** A line below a heading. */
export function say(text = '') {
  console.log(text === '' ? '' : `   ${text}`);
}

/** Lines of a block, such as SQL, set off from the rest. */
export function block(text) {
  for (const line of text.trimEnd().split('\n')) console.log(`     ${dim('|')} ${line}`);
}

/** Rows of cells in aligned columns; numbers to the right. */
export function table(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const isNumeric = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const line = (row) =>
    row
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd();
  say(dim(line(all[0])));
  for (const row of all.slice(1)) say(line(row));
}
