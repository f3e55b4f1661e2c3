CREATE TABLE IF NOT EXISTS `shares` (
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
  `channel` STRING,
  `story__id` STRING,
  `story__title` STRING OPTIONS (description = 'Without the teaser.'),
  `related` JSON,
  PRIMARY KEY (`event_id`) NOT ENFORCED
)
PARTITION BY DATE(`ingest_time`)
CLUSTER BY `event_time`
OPTIONS (description = 'Events of message corpus.annotated.Share, subject \'annotated\'.');
