CREATE TABLE IF NOT EXISTS `purchase` (
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
  `card` STRING COMMENT 'Sensitivity: personal.',
  `currency` BIGINT,
  `amount` BIGINT,
  `items` INT,
  `paid_at` TIMESTAMP,
  `shop` STRING COMMENT 'Sensitivity: public.'
)
USING DELTA
CLUSTER BY (`ingest_time`, `app_id`, `event_time`)
COMMENT 'Events of message corpus.steered.Purchase, subject \'steered\'.\nOwner: team checkout\'s on-call.\nKept for 400 days.'
TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true');
