// GTFS-realtime's 47 versions as one subject, and real feeds read by each version's codec.
import { createFileRegistry, fromBinary, toJson } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { RegistryClient } from '#libs/registry-client';
import { printOutcome } from './print-outcome.mjs';
import { configure, pushByRequest, pushRelease } from './release.mjs';

export const SUBJECT = 'gtfs.realtime';
const TYPE = 'transit_realtime.FeedMessage';

/** Pushes every version in order; answers version folder → what came of it. */
export async function pushVersions(context, folder) {
  await configure(context.api, SUBJECT, { compatibility: 'BACKWARD', tables: [TYPE] });
  const push = pushByRequest(context);
  const outcomes = new Map();
  for (const name of readdirSync(folder)
    .filter((entry) => /^\d{3}-/.test(entry))
    .sort()) {
    const outcome = await pushRelease(context, push, { subject: SUBJECT, folder: join(folder, name), name });
    outcomes.set(name, outcome);
    printOutcome(name, outcome);
  }
  return outcomes;
}

/**
 * Reads every feed by the codec of every version that compiles and compares with protobuf-es reading the served descriptors.
 * Answers how many readings there were and those that differ.
 */
export async function readFeeds({ api, url }, folder, outcomes) {
  const client = new RegistryClient({ url });
  const feeds = readdirSync(join(folder, 'feeds')).filter((name) => name.endsWith('.pb'));
  const differing = [];
  let readings = 0;
  try {
    for (const [version, { fingerprint }] of outcomes) {
      if (fingerprint === undefined) continue;
      const lookup = await client.lookup({ fingerprint, type: TYPE });
      if (lookup.status !== 'found') throw new Error(`codec of ${version}: ${lookup.status}`);
      const peer = await peerReader(api, fingerprint);
      for (const feed of feeds) {
        const bytes = readFileSync(join(folder, 'feeds', feed));
        const decoded = lookup.handle.codec.toJson(bytes);
        readings += 1;
        if (!decoded.ok || !isDeepStrictEqual(decoded.value, peer(bytes)))
          differing.push(`${version} ${feed}`);
      }
    }
  } finally {
    await client.close();
  }
  return { readings, differing, feeds };
}

async function peerReader(api, fingerprint) {
  const set = fromBinary(
    FileDescriptorSetSchema,
    await api.bytes(`/api/v1/schemas/${fingerprint}/descriptor-set`),
  );
  const registry = createFileRegistry(set);
  const desc = registry.getMessage(TYPE);
  return (bytes) => toJson(desc, fromBinary(desc, bytes), { registry });
}
