CREATE TABLE IF NOT EXISTS `the "table"; --` (
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
  `select` Nullable(String) COMMENT 'It\'s a \'quoted\' comment; DROP TABLE x; -- \\ with a backslash',
  `__proto__` Nullable(String),
  `a"b'c;``d\\` Nullable(String),
  `event_id__field` Nullable(String) COMMENT 'Belongs to the envelope.',
  `userId` Nullable(String),
  `userid_e7f6c011` Nullable(String),
  `very_long_name_of_a_field_that_goes_on_and_on_and_on_a_7902699b` Nullable(String),
  `xmax__field` Nullable(Int64),
  `größe 名前` Nullable(String)
)
ENGINE = ReplacingMergeTree(`ingest_time`)
PARTITION BY toYYYYMMDD(`ingest_time`)
ORDER BY (`event_time`, `event_id`)
COMMENT 'Events of message corpus.hostile.Hostile, subject \'names-hostile\'.';
