CREATE TABLE IF NOT EXISTS `player_event` (
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
  `video_id` LONGTEXT,
  `muted` BOOLEAN,
  `action__case` LONGTEXT COMMENT 'What happened.',
  `play__autoplay` BOOLEAN,
  `pause` BOOLEAN,
  `seek_to_ms` BIGINT,
  PRIMARY KEY (`event_id`)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin COMMENT = 'Events of message corpus.choice.PlayerEvent, subject ''oneof-and-presence''.';

CREATE INDEX IF NOT EXISTS `player_event_ingest_time_idx` ON `player_event` (`ingest_time`);
