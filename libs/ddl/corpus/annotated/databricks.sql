CREATE TABLE IF NOT EXISTS `shares` (
  `event_id` STRING NOT NULL,
  `event_time` TIMESTAMP NOT NULL,
  `ingest_time` TIMESTAMP NOT NULL,
  `subject` STRING NOT NULL,
  `schema_version` INT NOT NULL,
  `fingerprint` STRING NOT NULL,
  `app_id` STRING,
  `app_version` STRING,
  `platform` STRING,
  `batch_id` STRING NOT NULL,
  `seq` BIGINT,
  `channel` STRING,
  `story__id` STRING,
  `story__title` STRING COMMENT 'Without the teaser.',
  `related` STRING
)
USING DELTA
CLUSTER BY (`ingest_time`, `event_time`)
COMMENT 'Events of message corpus.annotated.Share, subject \'annotated\'.'
TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true');
