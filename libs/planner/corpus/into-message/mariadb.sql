-- step: version 1 to 2, table 1 to 2
-- Column 'width' is frozen with its data; version 1 was the last to have 'width' like that.
-- Column 'height' is frozen with its data; version 1 was the last to have 'height' like that.
ALTER TABLE `ad` ADD COLUMN IF NOT EXISTS `size__width` BIGINT, ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment; undo loses: What was written to column 'size__width' since.
ALTER TABLE `ad` ADD COLUMN IF NOT EXISTS `size__height` BIGINT, ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment; undo loses: What was written to column 'size__height' since.
ALTER TABLE `ad` MODIFY COLUMN `width` BIGINT COMMENT 'Frozen: version 1 was the last to have it.', ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment
ALTER TABLE `ad` MODIFY COLUMN `height` BIGINT COMMENT 'Frozen: version 1 was the last to have it.', ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment

-- contract: version 2 to 2, table 2 to 3
-- Column 'width' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'width'.
-- Column 'height' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'height'.
-- DATA LOSS: Every value of column 'width', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'height', written by versions 1 to 1.
DROP VIEW IF EXISTS `ad__latest`;
  -- T1; expand; lock: none; no undo
ALTER TABLE `ad` DROP COLUMN `width`, ALGORITHM = INSTANT;
  -- T1; contract; lock: exclusive metadata lock for a moment; loses: Every value of column 'width', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE `ad` DROP COLUMN `height`, ALGORITHM = INSTANT;
  -- T1; contract; lock: exclusive metadata lock for a moment; loses: Every value of column 'height', written by versions 1 to 1.; old rows lose something; old writers fail
CREATE OR REPLACE VIEW `ad__latest` AS
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
  `campaign`,
  `size__width`,
  `size__height`
FROM `ad`;
  -- T1; expand; lock: none

-- down: version 2 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'size__height' since.
-- DATA LOSS: What was written to column 'size__width' since.
ALTER TABLE `ad` MODIFY COLUMN `height` BIGINT COMMENT '', ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment
ALTER TABLE `ad` MODIFY COLUMN `width` BIGINT COMMENT '', ALGORITHM = INSTANT;
  -- T1; expand; lock: exclusive metadata lock for a moment
ALTER TABLE `ad` DROP COLUMN `size__height`, ALGORITHM = INSTANT;
  -- T1; contract; lock: exclusive metadata lock for a moment; loses: What was written to column 'size__height' since.; old rows lose something; old writers fail
ALTER TABLE `ad` DROP COLUMN `size__width`, ALGORITHM = INSTANT;
  -- T1; contract; lock: exclusive metadata lock for a moment; loses: What was written to column 'size__width' since.; old rows lose something; old writers fail
