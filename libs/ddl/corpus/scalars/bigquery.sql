CREATE TABLE IF NOT EXISTS `scalars` (
  `event_id` STRING NOT NULL,
  `event_time` TIMESTAMP NOT NULL,
  `ingest_time` TIMESTAMP NOT NULL,
  `subject` STRING NOT NULL,
  `schema_version` INT64 NOT NULL,
  `fingerprint` STRING NOT NULL,
  `app_id` STRING,
  `app_version` STRING,
  `platform` STRING,
  `batch_id` STRING NOT NULL,
  `seq` INT64,
  `int32_value` INT64,
  `sint64_value` INT64,
  `fixed32_value` INT64,
  `uint64_value` NUMERIC,
  `float_value` FLOAT64 OPTIONS (description = 'Degrees, or so.'),
  `double_value` FLOAT64,
  `bool_value` BOOL,
  `string_value` STRING,
  `bytes_value` BYTES,
  `color` STRING,
  `tags` ARRAY<STRING>,
  `counts` ARRAY<STRUCT<key STRING, value INT64>>,
  PRIMARY KEY (`event_id`) NOT ENFORCED
)
PARTITION BY DATE(`ingest_time`)
CLUSTER BY `event_time`
OPTIONS (description = 'Events of message corpus.scalars.Scalars, subject \'scalars\'.');
