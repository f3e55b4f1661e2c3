CREATE TABLE IF NOT EXISTS `comment` (
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
  `text` STRING,
  `parent` JSON OPTIONS (description = 'The comment that this one answers.'),
  `likes` INT64 OPTIONS (description = 'Default in the schema: 0.'),
  `author__name` STRING,
  PRIMARY KEY (`event_id`) NOT ENFORCED
)
PARTITION BY DATE(`ingest_time`)
CLUSTER BY `event_time`
OPTIONS (description = 'Events of message corpus.recursion.Comment, subject \'recursion\'.');
