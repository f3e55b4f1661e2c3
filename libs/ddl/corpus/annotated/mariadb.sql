CREATE TABLE IF NOT EXISTS `shares` (
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
  `channel` LONGTEXT,
  `story__id` LONGTEXT,
  `story__title` LONGTEXT COMMENT 'Without the teaser.',
  `related` LONGTEXT,
  PRIMARY KEY (`event_id`)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin COMMENT = 'Events of message corpus.annotated.Share, subject ''annotated''.';

CREATE INDEX IF NOT EXISTS `shares_ingest_time_idx` ON `shares` (`ingest_time`);
