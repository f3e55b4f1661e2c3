// The histories that are proven: made up by seed, and those of the archives.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { loadSchema } from '#libs/descriptors';
import { compileProtos, messageHistories, messageOf } from '#libs/testing';
import { missingArchives, releasesIn, unpackArchives } from '../../demo/archive.mjs';
import { importClosure } from '../../demo/real/import-closure.mjs';
import { SIGNALS } from '../../demo/real/otel-history.mjs';

/** Histories of a made-up message: name, and a descriptor for each version. */
export function generatedHistories(seed, count) {
  const made = fc.sample(messageHistories({ minVersions: 2, maxVersions: 4 }), { seed, numRuns: count });
  return made.map((versions, index) => ({
    name: `generated ${index}`,
    versions: versions.map((fields) => ({ desc: messageOf(fields), registry: null })),
  }));
}

/** Histories of the archives in a folder; `missing` names those that it lacks. Releases that do not compile are left out, and told. */
export function realHistories(folder) {
  const missing = missingArchives(folder);
  if (missing.length > 0) return { histories: [], missing };
  const archives = unpackArchives(folder);
  try {
    return { histories: [...otelHistories(archives.folder), gtfsHistory(archives.folder)], missing };
  } finally {
    archives.remove();
  }
}

function* otelHistories(folder) {
  const root = join(folder, 'opentelemetry-proto');
  for (const { rootFile, tables } of SIGNALS) {
    const schemas = [];
    for (const release of releasesIn(root)) {
      const paths = importClosure(join(root, release), rootFile);
      if (paths.length > 0) schemas.push(...compiled(join(root, release), paths, release));
    }
    for (const type of tables) yield historyOf(`opentelemetry ${type}`, type, schemas);
  }
}

function gtfsHistory(folder) {
  const root = join(folder, 'gtfs-realtime');
  const names = readdirSync(root).filter((name) => /^\d{3}-/.test(name));
  const schemas = names.sort().flatMap((name) => {
    const paths = readdirSync(join(root, name)).filter((path) => path.endsWith('.proto'));
    return compiled(join(root, name), paths, name);
  });
  return historyOf('gtfs-realtime', 'transit_realtime.FeedEntity', schemas);
}

function compiled(folder, paths, release) {
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  try {
    return [loadSchema(compileProtos(files))];
  } catch {
    console.log(`  ${release} does not compile and is left out`);
    return [];
  }
}

function historyOf(name, type, schemas) {
  const versions = schemas.flatMap(({ registry }) => {
    const desc = registry.getMessage(type);
    return desc === undefined ? [] : [{ desc, registry }];
  });
  return { name, versions };
}
