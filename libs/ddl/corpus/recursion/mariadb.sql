CREATE TABLE IF NOT EXISTS `comment` (
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
  `text` LONGTEXT,
  `parent` LONGTEXT COMMENT 'The comment that this one answers.',
  `likes` BIGINT COMMENT 'Default in the schema: 0.',
  `author__name` LONGTEXT,
  PRIMARY KEY (`event_id`)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin COMMENT = 'Events of message corpus.recursion.Comment, subject ''recursion''.';

CREATE INDEX IF NOT EXISTS `comment_ingest_time_idx` ON `comment` (`ingest_time`);
