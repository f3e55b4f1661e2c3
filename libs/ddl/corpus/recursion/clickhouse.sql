CREATE TABLE IF NOT EXISTS `comment` (
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
  `text` Nullable(String),
  `parent` Nullable(String) COMMENT 'The comment that this one answers.',
  `likes` Nullable(Int64) COMMENT 'Default in the schema: 0.',
  `author__name` Nullable(String)
)
ENGINE = ReplacingMergeTree(`ingest_time`)
PARTITION BY toYYYYMMDD(`ingest_time`)
ORDER BY (`event_time`, `event_id`)
COMMENT 'Events of message corpus.recursion.Comment, subject \'recursion\'.';
