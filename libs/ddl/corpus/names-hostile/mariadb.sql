CREATE TABLE IF NOT EXISTS `the "table"; --` (
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
  `select` LONGTEXT COMMENT 'It''s a ''quoted'' comment; DROP TABLE x; -- \\ with a backslash',
  `__proto__` LONGTEXT,
  `a"b'c;``d\` LONGTEXT,
  `event_id__field` LONGTEXT COMMENT 'Belongs to the envelope.',
  `userId` LONGTEXT,
  `userid_e7f6c011` LONGTEXT,
  `very_long_name_of_a_field_that_goes_on_and_on_and_on_a_7902699b` LONGTEXT,
  `xmax__field` BIGINT,
  `größe 名前` LONGTEXT,
  PRIMARY KEY (`event_id`)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin COMMENT = 'Events of message corpus.hostile.Hostile, subject ''names-hostile''.';

CREATE INDEX IF NOT EXISTS `the "table"; --_ingest_time_idx` ON `the "table"; --` (`ingest_time`);
