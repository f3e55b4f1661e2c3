-- step: version 1 to 2, table 1 to 2
-- Column 'a' is frozen with its data; version 1 was the last to have 'a' like that.
-- Column 'b' is frozen with its data; version 1 was the last to have 'b' like that.
-- Column 'c' is frozen with its data; version 1 was the last to have 'c' like that.
-- Column 'd' is frozen with its data; version 1 was the last to have 'd' like that.
-- Column 'e' is frozen with its data; version 1 was the last to have 'e' like that.
-- Column 'f' is frozen with its data; version 1 was the last to have 'f' like that.
-- Column 'g' is frozen with its data; version 1 was the last to have 'g' like that.
-- Column 'h__x' is frozen with its data; version 1 was the last to have 'h__x' like that.
-- Field number 1 has another type or meaning since version 2: new column 'a__2' beside 'a'.
-- Field number 2 has another type or meaning since version 2: new column 'b__2' beside 'b'.
-- Field number 3 has another type or meaning since version 2: new column 'c__2' beside 'c'.
-- Field number 4 has another type or meaning since version 2: new column 'd__2' beside 'd'.
-- Field number 5 has another type or meaning since version 2: new column 'e__2' beside 'e'.
-- Field number 7 has another type or meaning since version 2: new column 'g__2' beside 'g'.
-- ClickHouse could also change 'g' in place, at T2 (online); that is not planned, because writers of both types go on.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `a__2` Nullable(UInt64) COMMENT 'Field 1, called \'a\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'a__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `b__2` Nullable(String) COMMENT 'Field 2, called \'b\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'b__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `c__2` Nullable(String) COMMENT 'Field 3, called \'c\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'c__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `d__2` Nullable(Int64) COMMENT 'Field 4, called \'d\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'd__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `e__2` Array(Int64) COMMENT 'Field 5, called \'e\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'e__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `f__x` Nullable(Int64);
  -- T1; expand; lock: none; undo loses: What was written to column 'f__x' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `g__2` Nullable(Float64) COMMENT 'Field 7, called \'g\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'g__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `h` Nullable(String);
  -- T1; expand; lock: none; undo loses: What was written to column 'h' since.
ALTER TABLE `sample` COMMENT COLUMN `a` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `b` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `c` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `d` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `e` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `f` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `g` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `h__x` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none

-- step: version 2 to 3, table 2 to 3
-- 'b' is back; column 'b' is written again.
-- 'c' is back; column 'c' is written again.
-- 'd' is back; column 'd' is written again.
-- 'f' is back; column 'f' is written again.
-- 'h__x' is back; column 'h__x' is written again.
-- Column 'a__2' is frozen with its data; version 2 was the last to have 'a' like that.
-- Column 'b__2' is frozen with its data; version 2 was the last to have 'b' like that.
-- Column 'c__2' is frozen with its data; version 2 was the last to have 'c' like that.
-- Column 'd__2' is frozen with its data; version 2 was the last to have 'd' like that.
-- Column 'e__2' is frozen with its data; version 2 was the last to have 'e' like that.
-- Column 'f__x' is frozen with its data; version 2 was the last to have 'f__x' like that.
-- Column 'g__2' is frozen with its data; version 2 was the last to have 'g' like that.
-- Column 'h' is frozen with its data; version 2 was the last to have 'h' like that.
-- Field number 1 has another type or meaning since version 3: new column 'a__3' beside 'a__2'.
-- ClickHouse could also change 'a__2' in place, at T2 (online); that is not planned, because writers of both types go on.
-- Field number 5 has another type or meaning since version 3: new column 'e__3' beside 'e__2'.
-- Field number 7 has another type or meaning since version 3: new column 'g__3' beside 'g__2'.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `a__3` Nullable(String) COMMENT 'Field 1, called \'a\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'a__3' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `e__3` Nullable(String) COMMENT 'Field 5, called \'e\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'e__3' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `g__3` Nullable(String) COMMENT 'Field 7, called \'g\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'g__3' since.
ALTER TABLE `sample` COMMENT COLUMN `b` '';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `c` '';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `d` '';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `f` '';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `h__x` '';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `a__2` 'Field 1, called \'a\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `b__2` 'Field 2, called \'b\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `c__2` 'Field 3, called \'c\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `d__2` 'Field 4, called \'d\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `e__2` 'Field 5, called \'e\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `f__x` 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `g__2` 'Field 7, called \'g\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `h` 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: none

-- at once: version 1 to 3, table 1 to 3
-- Column 'a' is frozen with its data; version 1 was the last to have 'a' like that.
-- Column 'e' is frozen with its data; version 1 was the last to have 'e' like that.
-- Column 'g' is frozen with its data; version 1 was the last to have 'g' like that.
-- Field number 1 has another type or meaning since version 2: new column 'a__2' beside 'a'.
-- Column 'a__2' is for writers up to version 2 only.
-- Field number 2 has another type or meaning since version 2: new column 'b__2' beside 'b'.
-- Column 'b__2' is for writers up to version 2 only.
-- Field number 3 has another type or meaning since version 2: new column 'c__2' beside 'c'.
-- Column 'c__2' is for writers up to version 2 only.
-- Field number 4 has another type or meaning since version 2: new column 'd__2' beside 'd'.
-- Column 'd__2' is for writers up to version 2 only.
-- Field number 5 has another type or meaning since version 2: new column 'e__2' beside 'e'.
-- Column 'e__2' is for writers up to version 2 only.
-- Column 'f__x' is for writers up to version 2 only.
-- Field number 7 has another type or meaning since version 2: new column 'g__2' beside 'g'.
-- ClickHouse could also change 'g' in place, at T2 (online); that is not planned, because writers of both types go on.
-- Column 'g__2' is for writers up to version 2 only.
-- Column 'h' is for writers up to version 2 only.
-- Field number 1 has another type or meaning since version 3: new column 'a__3' beside 'a__2'.
-- ClickHouse could also change 'a__2' in place, at T2 (online); that is not planned, because writers of both types go on.
-- Field number 5 has another type or meaning since version 3: new column 'e__3' beside 'e__2'.
-- Field number 7 has another type or meaning since version 3: new column 'g__3' beside 'g__2'.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `a__2` Nullable(UInt64) COMMENT 'Field 1, called \'a\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none; undo loses: What was written to column 'a__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `b__2` Nullable(String) COMMENT 'Field 2, called \'b\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none; undo loses: What was written to column 'b__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `c__2` Nullable(String) COMMENT 'Field 3, called \'c\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none; undo loses: What was written to column 'c__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `d__2` Nullable(Int64) COMMENT 'Field 4, called \'d\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none; undo loses: What was written to column 'd__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `e__2` Array(Int64) COMMENT 'Field 5, called \'e\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none; undo loses: What was written to column 'e__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `f__x` Nullable(Int64) COMMENT 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: none; undo loses: What was written to column 'f__x' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `g__2` Nullable(Float64) COMMENT 'Field 7, called \'g\'.\nFrozen: version 2 was the last to have it.';
  -- T1; expand; lock: none; undo loses: What was written to column 'g__2' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `h` Nullable(String) COMMENT 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: none; undo loses: What was written to column 'h' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `a__3` Nullable(String) COMMENT 'Field 1, called \'a\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'a__3' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `e__3` Nullable(String) COMMENT 'Field 5, called \'e\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'e__3' since.
ALTER TABLE `sample` ADD COLUMN IF NOT EXISTS `g__3` Nullable(String) COMMENT 'Field 7, called \'g\'.';
  -- T1; expand; lock: none; undo loses: What was written to column 'g__3' since.
ALTER TABLE `sample` COMMENT COLUMN `a` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `e` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `g` 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: none

-- contract: version 3 to 3, table 3 to 4
-- Column 'a' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'a'.
-- Column 'e' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'e'.
-- Column 'g' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'g'.
-- Column 'a__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'a'.
-- Column 'b__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'b'.
-- Column 'c__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'c'.
-- Column 'd__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'd'.
-- Column 'e__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'e'.
-- Column 'f__x' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'f__x'.
-- Column 'g__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'g'.
-- Column 'h' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'h'.
-- DATA LOSS: Every value of column 'a', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'e', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'g', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'a__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'b__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'c__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'd__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'e__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'f__x', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'g__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'h', written by versions 2 to 2.
DROP VIEW IF EXISTS `sample__latest`;
  -- T1; expand; lock: none; no undo
ALTER TABLE `sample` DROP COLUMN `a`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'a', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `e`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'e', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `g`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'g', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `a__2`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'a__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `b__2`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'b__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `c__2`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'c__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `d__2`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'd__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `e__2`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'e__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `f__x`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'f__x', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `g__2`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'g__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `h`;
  -- T2; contract; lock: none; rewrites rows; loses: Every value of column 'h', written by versions 2 to 2.; old rows lose something; old writers fail
CREATE OR REPLACE VIEW `sample__latest` AS
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
  `b`,
  `c`,
  `d`,
  `f`,
  `h__x`,
  `a__3` AS `a`,
  `e__3` AS `e`,
  `g__3` AS `g`
FROM `sample`;
  -- T1; expand; lock: none

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'g__3' since.
-- DATA LOSS: What was written to column 'e__3' since.
-- DATA LOSS: What was written to column 'a__3' since.
-- DATA LOSS: What was written to column 'h' since.
-- DATA LOSS: What was written to column 'g__2' since.
-- DATA LOSS: What was written to column 'f__x' since.
-- DATA LOSS: What was written to column 'e__2' since.
-- DATA LOSS: What was written to column 'd__2' since.
-- DATA LOSS: What was written to column 'c__2' since.
-- DATA LOSS: What was written to column 'b__2' since.
-- DATA LOSS: What was written to column 'a__2' since.
ALTER TABLE `sample` COMMENT COLUMN `g` '';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `e` '';
  -- T1; expand; lock: none
ALTER TABLE `sample` COMMENT COLUMN `a` '';
  -- T1; expand; lock: none
ALTER TABLE `sample` DROP COLUMN `g__3`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'g__3' since.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `e__3`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'e__3' since.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `a__3`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'a__3' since.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `h`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'h' since.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `g__2`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'g__2' since.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `f__x`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'f__x' since.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `e__2`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'e__2' since.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `d__2`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'd__2' since.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `c__2`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'c__2' since.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `b__2`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'b__2' since.; old rows lose something; old writers fail
ALTER TABLE `sample` DROP COLUMN `a__2`;
  -- T2; contract; lock: none; rewrites rows; loses: What was written to column 'a__2' since.; old rows lose something; old writers fail
