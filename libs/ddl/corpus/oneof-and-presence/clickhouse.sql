CREATE TABLE IF NOT EXISTS `player_event` (
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
  `video_id` Nullable(String),
  `muted` Nullable(Bool),
  `action__case` LowCardinality(Nullable(String)) COMMENT 'What happened.',
  `play__autoplay` Nullable(Bool),
  `pause` Nullable(Bool),
  `seek_to_ms` Nullable(Int64)
)
ENGINE = ReplacingMergeTree(`ingest_time`)
PARTITION BY toYYYYMMDD(`ingest_time`)
ORDER BY (`event_time`, `event_id`)
COMMENT 'Events of message corpus.choice.PlayerEvent, subject \'oneof-and-presence\'.';
