CREATE TABLE IF NOT EXISTS `the_"table";_--_5ea9ec20` (
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
  `select` STRING COMMENT 'It\'s a \'quoted\' comment; DROP TABLE x; -- \\ with a backslash',
  `__proto__` STRING,
  `a"b'c;``d\` STRING,
  `event_id__field` STRING COMMENT 'Belongs to the envelope.',
  `userId` STRING,
  `userid_e7f6c011` STRING,
  `very_long_name_of_a_field_that_goes_on_and_on_and_on_a_7902699b` STRING,
  `xmax__field` BIGINT,
  `größe_名前_31cbcecd` STRING
)
USING DELTA
CLUSTER BY (`ingest_time`, `event_time`)
COMMENT 'Events of message corpus.hostile.Hostile, subject \'names-hostile\'.'
TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true');
