CREATE TABLE IF NOT EXISTS `player_event` (
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
  `video_id` STRING,
  `muted` BOOLEAN,
  `action__case` STRING COMMENT 'What happened.',
  `play__autoplay` BOOLEAN,
  `pause` BOOLEAN,
  `seek_to_ms` BIGINT
)
USING DELTA
CLUSTER BY (`ingest_time`, `event_time`)
COMMENT 'Events of message corpus.choice.PlayerEvent, subject \'oneof-and-presence\'.'
TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true');
