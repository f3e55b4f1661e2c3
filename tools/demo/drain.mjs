// Waits for the pipeline, and the sum that must come out.

/** What the pipeline counts: accepted, rows, duplicates, dead, parked, pending, and reasons of dead letters. */
export function readStats(api) {
  return api.get('/api/v1/events/stats');
}

/** Stats once `accepted` more events than in `before` are dealt with and the log is empty. Throws after the timeout. */
export async function untilDrained(api, before, accepted, timeoutMs = 60_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const stats = await readStats(api);
    if (stats.pending === 0 && stats.accepted - before.accepted >= accepted) return stats;
    if (Date.now() > deadline) {
      const done = stats.accepted - before.accepted;
      throw new Error(
        `After ${timeoutMs / 1_000} s the worker has dealt with ${done} of ${accepted} events; ${stats.pending} batches wait in the log.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What happened between two stats. */
export function difference(before, after) {
  const names = ['accepted', 'rows', 'duplicates', 'dead', 'parked'];
  return Object.fromEntries(names.map((name) => [name, after[name] - before[name]]));
}

/** True when everything that was accepted is somewhere. */
export function isBalanced({ accepted, rows, duplicates, dead, parked }) {
  return accepted === rows + duplicates + dead + parked;
}
