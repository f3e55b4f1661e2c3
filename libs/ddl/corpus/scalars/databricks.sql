CREATE TABLE IF NOT EXISTS `scalars` (
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
  `int32_value` BIGINT,
  `sint64_value` BIGINT,
  `fixed32_value` BIGINT,
  `uint64_value` DECIMAL(20,0),
  `float_value` FLOAT COMMENT 'Degrees, or so.',
  `double_value` DOUBLE,
  `bool_value` BOOLEAN,
  `string_value` STRING,
  `bytes_value` BINARY,
  `color` STRING,
  `tags` ARRAY<STRING>,
  `counts` MAP<STRING, BIGINT>
)
USING DELTA
CLUSTER BY (`ingest_time`, `event_time`)
COMMENT 'Events of message corpus.scalars.Scalars, subject \'scalars\'.'
TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true');
