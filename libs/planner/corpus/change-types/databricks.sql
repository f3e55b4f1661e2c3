-- version 1 to 2, table 1 to 2
-- Column 'duration' is frozen with its data; version 1 was the last to have 'duration' like that.
-- Column 'quality' is frozen with its data; version 1 was the last to have 'quality' like that.
-- Column 'codec' is frozen with its data; version 1 was the last to have 'codec' like that.
-- Field number 2 has another type or meaning since version 2: new column 'duration__2' beside 'duration'.
-- Field number 3 has another type or meaning since version 2: new column 'quality__2' beside 'quality'.
-- Field number 4 has another type or meaning since version 2: new column 'codec__2' beside 'codec'.
ALTER TABLE `play` ADD COLUMNS (`duration__2` DECIMAL(20,0) COMMENT 'Field 2, called \'duration\'.'); -- T1, lock: one commit to the log
ALTER TABLE `play` ADD COLUMNS (`quality__2` STRING COMMENT 'Field 3, called \'quality\'.'); -- T1, lock: one commit to the log
ALTER TABLE `play` ADD COLUMNS (`codec__2` BIGINT COMMENT 'Field 4, called \'codec\'.'); -- T1, lock: one commit to the log
ALTER TABLE `play` ALTER COLUMN `duration` COMMENT 'Frozen: version 1 was the last to have it.'; -- T1, lock: one commit to the log
ALTER TABLE `play` ALTER COLUMN `quality` COMMENT 'Frozen: version 1 was the last to have it.'; -- T1, lock: one commit to the log
ALTER TABLE `play` ALTER COLUMN `codec` COMMENT 'Frozen: version 1 was the last to have it.'; -- T1, lock: one commit to the log

-- version 2 to 3, table 2 to 3
-- 'duration' is back; column 'duration' is written again.
-- Column 'duration__2' is frozen with its data; version 2 was the last to have 'duration' like that.
-- Column 'codec__2' is frozen with its data; version 2 was the last to have 'codec' like that.
-- Field number 4 has another type or meaning since version 3: new column 'codec__3' beside 'codec__2'.
ALTER TABLE `play` ADD COLUMNS (`codec__3` STRING COMMENT 'Field 4, called \'codec\'.'); -- T1, lock: one commit to the log
ALTER TABLE `play` ALTER COLUMN `duration` COMMENT ''; -- T1, lock: one commit to the log
ALTER TABLE `play` ALTER COLUMN `duration__2` COMMENT 'Field 2, called \'duration\'.\nFrozen: version 2 was the last to have it.'; -- T1, lock: one commit to the log
ALTER TABLE `play` ALTER COLUMN `codec__2` COMMENT 'Field 4, called \'codec\'.\nFrozen: version 2 was the last to have it.'; -- T1, lock: one commit to the log

-- version 1 to 3, table 1 to 3
-- Column 'quality' is frozen with its data; version 1 was the last to have 'quality' like that.
-- Column 'codec' is frozen with its data; version 1 was the last to have 'codec' like that.
-- Field number 2 has another type or meaning since version 2: new column 'duration__2' beside 'duration'.
-- Column 'duration__2' is for writers up to version 2 only.
-- Field number 3 has another type or meaning since version 2: new column 'quality__2' beside 'quality'.
-- Field number 4 has another type or meaning since version 2: new column 'codec__2' beside 'codec'.
-- Column 'codec__2' is for writers up to version 2 only.
-- Field number 4 has another type or meaning since version 3: new column 'codec__3' beside 'codec__2'.
ALTER TABLE `play` ADD COLUMNS (`duration__2` DECIMAL(20,0) COMMENT 'Field 2, called \'duration\'.\nFrozen: version 2 was the last to have it.'); -- T1, lock: one commit to the log
ALTER TABLE `play` ADD COLUMNS (`quality__2` STRING COMMENT 'Field 3, called \'quality\'.'); -- T1, lock: one commit to the log
ALTER TABLE `play` ADD COLUMNS (`codec__2` BIGINT COMMENT 'Field 4, called \'codec\'.\nFrozen: version 2 was the last to have it.'); -- T1, lock: one commit to the log
ALTER TABLE `play` ADD COLUMNS (`codec__3` STRING COMMENT 'Field 4, called \'codec\'.'); -- T1, lock: one commit to the log
ALTER TABLE `play` ALTER COLUMN `quality` COMMENT 'Frozen: version 1 was the last to have it.'; -- T1, lock: one commit to the log
ALTER TABLE `play` ALTER COLUMN `codec` COMMENT 'Frozen: version 1 was the last to have it.'; -- T1, lock: one commit to the log
