CREATE TABLE IF NOT EXISTS `player_event` (
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
  `video_id` STRING,
  `muted` BOOL,
  `action__case` STRING OPTIONS (description = 'What happened.'),
  `play__autoplay` BOOL,
  `pause` BOOL,
  `seek_to_ms` INT64,
  PRIMARY KEY (`event_id`) NOT ENFORCED
)
PARTITION BY DATE(`ingest_time`)
CLUSTER BY `event_time`
OPTIONS (description = 'Events of message corpus.choice.PlayerEvent, subject \'oneof-and-presence\'.');
