CREATE TABLE IF NOT EXISTS `article_view` (
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
  `article_id` STRING,
  `page__url` STRING,
  `page__viewport__width` BIGINT,
  `page__viewport__height` BIGINT,
  `referrer__url` STRING,
  `referrer__campaign__name` STRING,
  `referrer__campaign__budget` STRING,
  `seconds_read` BIGINT
)
USING DELTA
CLUSTER BY (`ingest_time`, `event_time`)
COMMENT 'Events of message corpus.nested.ArticleView, subject \'nested\'.'
TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true');
