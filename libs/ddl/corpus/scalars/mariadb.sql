CREATE TABLE IF NOT EXISTS `scalars` (
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
  `int32_value` BIGINT,
  `sint64_value` BIGINT,
  `fixed32_value` BIGINT,
  `uint64_value` BIGINT UNSIGNED,
  `float_value` FLOAT COMMENT 'Degrees, or so.',
  `double_value` DOUBLE,
  `bool_value` BOOLEAN,
  `string_value` LONGTEXT,
  `bytes_value` LONGBLOB,
  `color` LONGTEXT,
  `tags` LONGTEXT,
  `counts` LONGTEXT,
  PRIMARY KEY (`event_id`)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin COMMENT = 'Events of message corpus.scalars.Scalars, subject ''scalars''.';

CREATE INDEX IF NOT EXISTS `scalars_ingest_time_idx` ON `scalars` (`ingest_time`);
