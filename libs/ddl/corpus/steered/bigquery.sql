CREATE TABLE IF NOT EXISTS `purchase` (
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
  `card` STRING(19) OPTIONS (description = 'Sensitivity: personal.'),
  `currency` INT64,
  `amount` INT64,
  `items` INT64,
  `paid_at` TIMESTAMP,
  `shop` STRING OPTIONS (description = 'Sensitivity: public.'),
  PRIMARY KEY (`event_id`) NOT ENFORCED
)
PARTITION BY DATE(`ingest_time`)
CLUSTER BY `app_id`, `event_time`
OPTIONS (description = 'Events of message corpus.steered.Purchase, subject \'steered\'.\nOwner: team checkout\'s on-call.\nKept for 400 days.', partition_expiration_days = 400);
