CREATE TABLE IF NOT EXISTS `purchase` (
  `event_id` UUID NOT NULL,
  `event_time` DATETIME(6) NOT NULL,
  `ingest_time` DATETIME(6) NOT NULL,
  `subject` LONGTEXT NOT NULL,
  `schema_version` INT NOT NULL,
  `fingerprint` LONGTEXT NOT NULL,
  `app_id` LONGTEXT,
  `app_version` LONGTEXT,
  `platform` LONGTEXT,
  `batch_id` UUID NOT NULL,
  `seq` BIGINT,
  `card` VARCHAR(19) COMMENT 'Sensitivity: personal.',
  `currency` BIGINT,
  `amount` BIGINT,
  `items` INT,
  `paid_at` DATETIME(6),
  `shop` LONGTEXT COMMENT 'Sensitivity: public.',
  PRIMARY KEY (`event_id`, `ingest_time`)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin COMMENT = 'Events of message corpus.steered.Purchase, subject ''steered''.
Owner: team checkout''s on-call.
Kept for 400 days.'
PARTITION BY RANGE COLUMNS (`ingest_time`) (PARTITION `purchase__rest` VALUES LESS THAN (MAXVALUE));

CREATE INDEX IF NOT EXISTS `purchase_ingest_time_idx` ON `purchase` (`ingest_time`);
