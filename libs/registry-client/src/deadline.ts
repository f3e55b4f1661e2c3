/**
 * Runs work with a signal that aborts after `timeoutMs` (reason: TimeoutError) or with the first of `signals`. Nothing is left
 * behind: no timer that keeps the process, no listener on a signal that lives as long as the client.
 */
export async function withDeadline<T>(
  timeoutMs: number,
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException('it did not answer in time', 'TimeoutError')),
    timeoutMs,
  ).unref();
  const stop = (event: Event): void => controller.abort((event.target as AbortSignal).reason);
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener('abort', stop, { once: true });
  }
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', stop);
  }
}
