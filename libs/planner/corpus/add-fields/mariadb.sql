-- step: version 1 to 2, table 1 to 2
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `trusted` BOOLEAN, ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment; undo loses: What was written to column 'trusted' since.
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__x` DOUBLE, ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment; undo loses: What was written to column 'point__x' since.
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__y` DOUBLE, ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment; undo loses: What was written to column 'point__y' since.

-- step: version 2 to 3, table 2 to 3
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__z` DOUBLE COMMENT 'In millimetres above the glass.', ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment; undo loses: What was written to column 'point__z' since.

-- at once: version 1 to 3, table 1 to 3
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `trusted` BOOLEAN, ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment; undo loses: What was written to column 'trusted' since.
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__x` DOUBLE, ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment; undo loses: What was written to column 'point__x' since.
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__y` DOUBLE, ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment; undo loses: What was written to column 'point__y' since.
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__z` DOUBLE COMMENT 'In millimetres above the glass.', ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment; undo loses: What was written to column 'point__z' since.

-- view: version 3 to 3, table 3 to 3
CREATE OR REPLACE VIEW `click__latest` AS
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
  `target`,
  `trusted`,
  `point__x`,
  `point__y`,
  `point__z`
FROM `click`;
  -- T1; expand; lock: none

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'point__z' since.
-- DATA LOSS: What was written to column 'point__y' since.
-- DATA LOSS: What was written to column 'point__x' since.
-- DATA LOSS: What was written to column 'trusted' since.
ALTER TABLE `click` DROP COLUMN `point__z`, ALGORITHM = INSTANT;
  -- T1; contract; lock: exclusive metadata lock for a moment; loses: What was written to column 'point__z' since.; old rows lose something; old writers fail
ALTER TABLE `click` DROP COLUMN `point__y`, ALGORITHM = INSTANT;
  -- T1; contract; lock: exclusive metadata lock for a moment; loses: What was written to column 'point__y' since.; old rows lose something; old writers fail
ALTER TABLE `click` DROP COLUMN `point__x`, ALGORITHM = INSTANT;
  -- T1; contract; lock: exclusive metadata lock for a moment; loses: What was written to column 'point__x' since.; old rows lose something; old writers fail
ALTER TABLE `click` DROP COLUMN `trusted`, ALGORITHM = INSTANT;
  -- T1; contract; lock: exclusive metadata lock for a moment; loses: What was written to column 'trusted' since.; old rows lose something; old writers fail
