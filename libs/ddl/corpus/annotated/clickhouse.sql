CREATE TABLE IF NOT EXISTS `shares` (
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
  `channel` Nullable(String),
  `story__id` Nullable(String),
  `story__title` Nullable(String) COMMENT 'Without the teaser.',
  `related` Nullable(String)
)
ENGINE = ReplacingMergeTree(`ingest_time`)
PARTITION BY toYYYYMMDD(`ingest_time`)
ORDER BY (`event_time`, `event_id`)
COMMENT 'Events of message corpus.annotated.Share, subject \'annotated\'.';
