/** An exported declaration and whether a docstring stands before it. */
export interface ExportedThing {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  readonly documented: boolean;
}

const EXPORTED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:class|interface|type|const|let|enum|function\*?) (\w+)/;

/**
 * Exported declarations of a file by a scan of its lines: documented when a `*\/` closes right above, decorators
 * in between left out. Overloads of one function count once. Re-exports (`export {…} from`) do not count.
 */
export function exportedThings(text: string): readonly ExportedThing[] {
  const lines = text.split('\n');
  const things = new Map<string, ExportedThing>();
  lines.forEach((line, index) => {
    const name = EXPORTED.exec(line)?.[1];
    if (name === undefined) return;
    const documented = isDocumented(lines, index) || things.get(name)?.documented === true;
    things.set(name, { name, line: index + 1, documented });
  });
  return [...things.values()];
}

function isDocumented(lines: readonly string[], index: number): boolean {
  let above = index - 1;
  while (above >= 0 && isDecoratorPart(lines[above] ?? '')) above -= 1;
  return (lines[above] ?? '').trimEnd().endsWith('*/');
}

// A decorator may span lines: its opening starts with @, its arguments are indented or close a bracket.
function isDecoratorPart(line: string): boolean {
  return /^(@|\s+\S|[})\]]+[),;]*$)/.test(line) && !/^\s*\*/.test(line);
}
