import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ORDER, PEERS, TEXTS, VALUES } from './given.mjs';
import { idOf, readAll, readDocuments, withOurs, writeAll } from './ours.mjs';
import { startRegistry } from './registry.mjs';
import { startShaky } from './shaky.mjs';

const NOTHING = { values: {}, frames: {}, headers: {}, texts: TEXTS, order: ORDER };

/**
 * One client against a registry of its own in `folder`: its bytes read by ours, ours by it, and its operations as its expected.json has
 * them. `drive` runs it: the registry's URL and what to write and read in, what came of it out.
 */
export async function matrix(folder, { language, client, drive }) {
  const file = join(PEERS, language, 'expected.json');
  const { [client]: expected } = JSON.parse(readFileSync(file, 'utf8'));
  const registry = await startRegistry(join(folder, `registry-${client}`));
  const shaky = await startShaky(registry.url);
  try {
    const { url } = registry;
    const rows = await tried(url, expected, (given) => drive(url, { ...given, shaky: shaky.url }));
    return [...rows, ...asked(shaky.passed)];
  } finally {
    await shaky.close();
    await registry.close();
  }
}

/** Each driver that goes through the shaky server asks for one id twice, with one client. */
function asked(passed) {
  const ids = [...passed].filter(([name]) => name.startsWith('GET /schemas/ids/'));
  return ids.map(([name, count]) => row(`asks once for ${name}`, 1, count));
}

async function tried(url, expected, drive) {
  const told = await drive({ ...NOTHING, values: VALUES });
  const writes = Object.keys(told.written).length > 0;
  const rows = writes ? await bytes(url, told, drive) : [];
  const documents = await withOurs(url, (client) => readDocuments(client, told.documents));
  for (const [name, found] of Object.entries(documents)) rows.push(row(`ours reads: ${name}`, ORDER, found));
  const unexpected = Object.keys(told.operations).filter((name) => !(name in expected));
  for (const name of [...Object.keys(expected), ...unexpected])
    rows.push(row(`registry: ${name}`, expected[name], told.operations[name]));
  return rows;
}

async function bytes(url, told, drive) {
  return withOurs(url, async (client) => {
    const rows = readRows('ours reads', told.headers, await readAll(client, told));
    const ours = await writeAll(client, idOf(told.written.first));
    const headers = Object.keys(told.headers).length > 0 ? ours.headers : {};
    const { read } = await drive({ ...NOTHING, frames: ours.frames, headers });
    return [...rows, ...readRows('reads ours', headers, read)];
  });
}

function readRows(direction, headers, read) {
  return Object.entries(VALUES).flatMap(([name, value]) => {
    const rows = [row(`${direction}: ${name}`, value, read[name])];
    const byHeader = `${name} by header`;
    if (Object.keys(headers).length > 0) rows.push(row(`${direction}: ${byHeader}`, value, read[byHeader]));
    return rows;
  });
}

function row(name, expected, found) {
  const right = isDeepStrictEqual(found, expected);
  return { case: name, result: right ? 'PASS' : `FAIL: ${JSON.stringify(found) ?? 'nothing'}`.slice(0, 160) };
}
