CREATE TABLE IF NOT EXISTS `well_known` (
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
  `at` TIMESTAMP,
  `took` INT64,
  `details` JSON,
  `extra` JSON,
  `mask` STRING,
  `maybe_text` STRING,
  `maybe_count` NUMERIC,
  `maybe_flag` BOOL,
  `nothing` BOOL,
  PRIMARY KEY (`event_id`) NOT ENFORCED
)
PARTITION BY DATE(`ingest_time`)
CLUSTER BY `event_time`
OPTIONS (description = 'Events of message corpus.wellknown.WellKnown, subject \'well-known\'.');
