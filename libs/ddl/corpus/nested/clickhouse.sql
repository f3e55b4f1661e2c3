CREATE TABLE IF NOT EXISTS `article_view` (
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
  `article_id` Nullable(String),
  `page__url` Nullable(String),
  `page__viewport__width` Nullable(Int64),
  `page__viewport__height` Nullable(Int64),
  `referrer__url` Nullable(String),
  `referrer__campaign__name` Nullable(String),
  `referrer__campaign__budget` Nullable(String),
  `seconds_read` Nullable(Int64)
)
ENGINE = ReplacingMergeTree(`ingest_time`)
PARTITION BY toYYYYMMDD(`ingest_time`)
ORDER BY (`event_time`, `event_id`)
COMMENT 'Events of message corpus.nested.ArticleView, subject \'nested\'.';
