CREATE TABLE IF NOT EXISTS `scalars` (
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
  `int32_value` Nullable(Int64),
  `sint64_value` Nullable(Int64),
  `fixed32_value` Nullable(Int64),
  `uint64_value` Nullable(UInt64),
  `float_value` Nullable(Float32) COMMENT 'Degrees, or so.',
  `double_value` Nullable(Float64),
  `bool_value` Nullable(Bool),
  `string_value` Nullable(String),
  `bytes_value` Nullable(String),
  `color` LowCardinality(Nullable(String)),
  `tags` Array(String),
  `counts` Map(String, Int64)
)
ENGINE = ReplacingMergeTree(`ingest_time`)
PARTITION BY toYYYYMMDD(`ingest_time`)
ORDER BY (`event_time`, `event_id`)
COMMENT 'Events of message corpus.scalars.Scalars, subject \'scalars\'.';
