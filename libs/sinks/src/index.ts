export type { EventReads, EventSink, TableSink } from './contract.js';
export type {
  DeadLetter,
  EventSchemaRef,
  EventSource,
  EventVersion,
  ParkReason,
  ParkedEvent,
  RejectedRow,
  RowBatch,
  RowErrorClass,
  RowsResult,
  SinkBatch,
  SinkResult,
  SinkRow,
} from './event.js';
export type {
  DailyCount,
  DeadLetterQuery,
  EventCounts,
  JsonCell,
  Page,
  ParkedGroup,
  QueryAnswer,
  ReasonCount,
  RecentQuery,
  RecentRow,
  StoredDeadLetter,
  TableInfo,
  Usage,
  UsageQuery,
} from './reading.js';
export { openSqliteSink, type SqliteSinkOptions } from './drivers/sqlite.sink.js';
export { openPostgresSink, type PostgresSinkOptions } from './drivers/postgres.sink.js';
export { openDuckdbSink, type DuckdbSinkOptions } from './drivers/duckdb.sink.js';
export { openClickhouseSink, type ClickhouseSinkOptions } from './drivers/clickhouse.sink.js';
export { openParquetSink, type ParquetSinkOptions } from './drivers/parquet.sink.js';
export { openSink } from './open-sink.js';
