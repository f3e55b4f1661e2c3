CREATE TABLE IF NOT EXISTS `well_known` (
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
  `at` Nullable(DateTime64(6, 'UTC')),
  `took` Nullable(Int64),
  `details` Nullable(String),
  `extra` Nullable(String),
  `mask` Nullable(String),
  `maybe_text` Nullable(String),
  `maybe_count` Nullable(UInt64),
  `maybe_flag` Nullable(Bool),
  `nothing` Nullable(Bool)
)
ENGINE = ReplacingMergeTree(`ingest_time`)
PARTITION BY toYYYYMMDD(`ingest_time`)
ORDER BY (`event_time`, `event_id`)
COMMENT 'Events of message corpus.wellknown.WellKnown, subject \'well-known\'.';
