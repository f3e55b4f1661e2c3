-- step: version 1 to 2, table 1 to 1
-- 'network' is now 'channel'; its column stays 'network'.
-- 'article__id' is now 'story__id'; its column stays 'article__id'.
ALTER TABLE `share` ALTER COLUMN `network` COMMENT 'Where it was shared.\nField 1, called \'channel\'.';
  -- T1; expand; lock: one commit to the log
ALTER TABLE `share` ALTER COLUMN `article__id` COMMENT 'Field 2.1, called \'story__id\'.';
  -- T1; expand; lock: one commit to the log

-- step: version 2 to 3, table 1 to 2
-- Field 'network' (3) has column 'network__2'.
ALTER TABLE `share` ADD COLUMNS (`network__2` STRING COMMENT 'Not the first of that name.\nField 3, called \'network\'.');
  -- T1; expand; lock: one commit to the log; undo loses: What was written to column 'network__2' since.

-- at once: version 1 to 3, table 1 to 2
-- 'network' is now 'channel'; its column stays 'network'.
-- 'article__id' is now 'story__id'; its column stays 'article__id'.
-- Field 'network' (3) has column 'network__2'.
ALTER TABLE `share` ADD COLUMNS (`network__2` STRING COMMENT 'Not the first of that name.\nField 3, called \'network\'.');
  -- T1; expand; lock: one commit to the log; undo loses: What was written to column 'network__2' since.
ALTER TABLE `share` ALTER COLUMN `network` COMMENT 'Where it was shared.\nField 1, called \'channel\'.';
  -- T1; expand; lock: one commit to the log
ALTER TABLE `share` ALTER COLUMN `article__id` COMMENT 'Field 2.1, called \'story__id\'.';
  -- T1; expand; lock: one commit to the log

-- view: version 3 to 3, table 2 to 2
CREATE OR REPLACE VIEW `share__latest` AS
SELECT
  `event_id`,
  `event_time`,
  `ingest_time`,
  `subject`,
  `schema_version`,
  `fingerprint`,
  `app_id`,
  `app_version`,
  `platform`,
  `batch_id`,
  `seq`,
  `network` AS `channel`,
  `article__id` AS `story__id`,
  `network__2` AS `network`
FROM `share`;
  -- T1; expand; lock: none

-- down: version 3 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'network__2' since.
ALTER TABLE `share` ALTER COLUMN `article__id` COMMENT '';
  -- T1; expand; lock: one commit to the log
ALTER TABLE `share` ALTER COLUMN `network` COMMENT 'Where it was shared.';
  -- T1; expand; lock: one commit to the log
ALTER TABLE `share` DROP COLUMN `network__2`;
  -- T1; contract; lock: one commit to the log; loses: What was written to column 'network__2' since.; old rows lose something; old writers fail
