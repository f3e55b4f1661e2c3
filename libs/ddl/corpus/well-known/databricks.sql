CREATE TABLE IF NOT EXISTS `well_known` (
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
  `at` TIMESTAMP,
  `took` BIGINT,
  `details` STRING,
  `extra` STRING,
  `mask` STRING,
  `maybe_text` STRING,
  `maybe_count` DECIMAL(20,0),
  `maybe_flag` BOOLEAN,
  `nothing` BOOLEAN
)
USING DELTA
CLUSTER BY (`ingest_time`, `event_time`)
COMMENT 'Events of message corpus.wellknown.WellKnown, subject \'well-known\'.'
TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true');
