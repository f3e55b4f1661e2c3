CREATE TABLE IF NOT EXISTS `the__table______5ea9ec20` (
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
  `select` STRING OPTIONS (description = 'It\'s a \'quoted\' comment; DROP TABLE x; -- \\ with a backslash'),
  `__proto__` STRING,
  `a_b_c__d__8bdf0f61` STRING,
  `event_id__field` STRING OPTIONS (description = 'Belongs to the envelope.'),
  `userId` STRING,
  `userid_e7f6c011` STRING,
  `very_long_name_of_a_field_that_goes_on_and_on_and_on_a_7902699b` STRING,
  `xmax__field` INT64,
  `größe_名前_31cbcecd` STRING,
  PRIMARY KEY (`event_id`) NOT ENFORCED
)
PARTITION BY DATE(`ingest_time`)
CLUSTER BY `event_time`
OPTIONS (description = 'Events of message corpus.hostile.Hostile, subject \'names-hostile\'.');
