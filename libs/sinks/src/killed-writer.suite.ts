/** A process that writes batches to a sink until it is killed: argv is the sink's URL and the rows to a batch. */
import type { Ledger } from '#libs/table-model';
import { openSqliteSink } from './drivers/sqlite.sink.js';
import { openSink } from './open-sink.js';
import { V1, batchOf, ledgersOf, migrate, rowOf, sourceOf } from './sink-fixtures.suite.js';

const [url = '', size = '100'] = process.argv.slice(2);
const [v1] = ledgersOf([V1], 'event') as [Ledger];
const sink = await (url.startsWith('sqlite:')
  ? openSqliteSink(url.slice('sqlite:'.length))
  : openSink(url, 'argv'));
await migrate(sink, v1);
for (let batch = 0; ; batch += 1) {
  const rows = Array.from({ length: Number(size) }, (_, index) =>
    rowOf(v1, sourceOf(batch * Number(size) + index), { name: `row ${index}`.repeat(20) }),
  );
  try {
    await sink.writeRows([batchOf(v1, rows)]);
  } catch (error) {
    console.log(String((error as { code?: unknown }).code));
    break;
  }
  console.log(batch);
}
await sink.close();
