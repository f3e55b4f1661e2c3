CREATE TABLE IF NOT EXISTS `booking` (
  `event_id` UUID,
  `event_time` DateTime64(6, 'UTC'),
  `ingest_time` DateTime64(6, 'UTC'),
  `subject` String,
  `schema_version` Int32,
  `fingerprint` String,
  `app_id` Nullable(String),
  `app_version` Nullable(String),
  `platform` Nullable(String),
  `batch_id` UUID,
  `seq` Nullable(Int64),
  `day__year` Nullable(Int64),
  `day__month` Nullable(Int64),
  `day__day` Nullable(Int64),
  `opens__hours` Nullable(Int64),
  `opens__minutes` Nullable(Int64),
  `opens__seconds` Nullable(Int64),
  `opens__nanos` Nullable(Int64),
  `place__latitude` Nullable(Float64),
  `place__longitude` Nullable(Float64),
  `price__currency_code` Nullable(String),
  `price__units` Nullable(Int64),
  `price__nanos` Nullable(Int64),
  `rate__value` Nullable(String),
  `span__start_time` Nullable(DateTime64(6, 'UTC')),
  `span__end_time` Nullable(DateTime64(6, 'UTC')),
  `color__red` Nullable(Float32),
  `color__green` Nullable(Float32),
  `color__blue` Nullable(Float32),
  `color__alpha` Nullable(Float32),
  `weekday` LowCardinality(Nullable(String)),
  `holidays` Array(Tuple(`year` Nullable(Int64), `month` Nullable(Int64), `day` Nullable(Int64)))
)
ENGINE = ReplacingMergeTree(`ingest_time`)
PARTITION BY toYYYYMMDD(`ingest_time`)
ORDER BY (`event_time`, `event_id`)
COMMENT 'Events of message google.type.Booking, subject \'google-types\'.';
