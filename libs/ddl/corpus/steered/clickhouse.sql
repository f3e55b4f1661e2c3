CREATE TABLE IF NOT EXISTS `purchase` (
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
  `card` LowCardinality(Nullable(String)) COMMENT 'Sensitivity: personal.',
  `currency` Nullable(Int64),
  `amount` Nullable(Int64),
  `items` Nullable(Int32),
  `paid_at` Nullable(DateTime64(3, 'UTC')),
  `shop` Nullable(String) COMMENT 'Sensitivity: public.'
)
ENGINE = ReplacingMergeTree(`ingest_time`)
PARTITION BY toYYYYMMDD(`ingest_time`)
ORDER BY (ifNull(`app_id`, ''), `event_time`, `event_id`)
TTL toDateTime(`ingest_time`) + INTERVAL 400 DAY
SETTINGS ttl_only_drop_parts = 1
COMMENT 'Events of message corpus.steered.Purchase, subject \'steered\'.\nOwner: team checkout\'s on-call.\nKept for 400 days.';
