/** Comments, strings, names and the brackets between them; everything else says nothing here. */
const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[\w.]+|[{}[\]=;]/g;
const DECLARES = new Set(['message', 'enum', 'service']);

/**
 * Full names that a text puts into its package: messages, enums, services, values of its enums. By its looks: a text that does not
 * compile may have any. For telling beforehand what would clash; what is overlooked, the compiler says.
 */
export function topLevelNames(content: string): readonly string[] {
  const names: string[] = [];
  let prefix = '';
  let depth = 0;
  let isEnum = false;
  let [before, last] = ['', ''];
  for (const [token] of content.matchAll(TOKEN)) {
    if (token.startsWith('//') || token.startsWith('/*')) continue;
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 0 && last === 'package') prefix = `${token}.`;
    else if (depth === 0 && DECLARES.has(last)) {
      names.push(prefix + token);
      isEnum = last === 'enum';
    } else if (depth === 1 && isEnum && token === '=' && before !== 'option') names.push(prefix + last);
    [before, last] = [last, token];
  }
  return names;
}
