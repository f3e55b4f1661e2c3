/**
 * For tests only: `PROTOKOLL_FAILPOINT=<place>` or `<place>:<detail>` kills the process, as kill -9 does, when it comes by the
 * place. Places: `before-write`, `after-write`, `after-ack`, and `judge` with the id of an event.
 */
const armed = process.env['PROTOKOLL_FAILPOINT'] ?? '';

/** Dies here if the environment says so. */
export function failpoint(place: string, detail = ''): void {
  if (armed === '') return;
  if (armed === place || armed === `${place}:${detail}`) process.kill(process.pid, 'SIGKILL');
}
