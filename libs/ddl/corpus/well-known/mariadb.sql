CREATE TABLE IF NOT EXISTS `well_known` (
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
  `at` DATETIME(6),
  `took` BIGINT,
  `details` LONGTEXT,
  `extra` LONGTEXT,
  `mask` LONGTEXT,
  `maybe_text` LONGTEXT,
  `maybe_count` BIGINT UNSIGNED,
  `maybe_flag` BOOLEAN,
  `nothing` BOOLEAN,
  PRIMARY KEY (`event_id`)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin COMMENT = 'Events of message corpus.wellknown.WellKnown, subject ''well-known''.';

CREATE INDEX IF NOT EXISTS `well_known_ingest_time_idx` ON `well_known` (`ingest_time`);
