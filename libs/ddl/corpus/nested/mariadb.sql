CREATE TABLE IF NOT EXISTS `article_view` (
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
  `article_id` LONGTEXT,
  `page__url` LONGTEXT,
  `page__viewport__width` BIGINT,
  `page__viewport__height` BIGINT,
  `referrer__url` LONGTEXT,
  `referrer__campaign__name` LONGTEXT,
  `referrer__campaign__budget` LONGTEXT,
  `seconds_read` BIGINT,
  PRIMARY KEY (`event_id`)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin COMMENT = 'Events of message corpus.nested.ArticleView, subject ''nested''.';

CREATE INDEX IF NOT EXISTS `article_view_ingest_time_idx` ON `article_view` (`ingest_time`);
