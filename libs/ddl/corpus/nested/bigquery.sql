CREATE TABLE IF NOT EXISTS `article_view` (
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
  `article_id` STRING,
  `page__url` STRING,
  `page__viewport__width` INT64,
  `page__viewport__height` INT64,
  `referrer__url` STRING,
  `referrer__campaign__name` STRING,
  `referrer__campaign__budget` JSON,
  `seconds_read` INT64,
  PRIMARY KEY (`event_id`) NOT ENFORCED
)
PARTITION BY DATE(`ingest_time`)
CLUSTER BY `event_time`
OPTIONS (description = 'Events of message corpus.nested.ArticleView, subject \'nested\'.');
