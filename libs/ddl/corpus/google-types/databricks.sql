CREATE TABLE IF NOT EXISTS `booking` (
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
  `day__year` BIGINT,
  `day__month` BIGINT,
  `day__day` BIGINT,
  `opens__hours` BIGINT,
  `opens__minutes` BIGINT,
  `opens__seconds` BIGINT,
  `opens__nanos` BIGINT,
  `place__latitude` DOUBLE,
  `place__longitude` DOUBLE,
  `price__currency_code` STRING,
  `price__units` BIGINT,
  `price__nanos` BIGINT,
  `rate__value` STRING,
  `span__start_time` TIMESTAMP,
  `span__end_time` TIMESTAMP,
  `color__red` FLOAT,
  `color__green` FLOAT,
  `color__blue` FLOAT,
  `color__alpha` FLOAT,
  `weekday` STRING,
  `holidays` ARRAY<STRUCT<`year`: BIGINT, `month`: BIGINT, `day`: BIGINT>>
)
USING DELTA
CLUSTER BY (`ingest_time`, `event_time`)
COMMENT 'Events of message google.type.Booking, subject \'google-types\'.'
TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true');
