-- version 1 to 2, table 1 to 1
-- Column 'depth' is frozen with its data; version 1 was the last to have 'depth' like that.
ALTER TABLE `scroll` ALTER COLUMN `depth` COMMENT 'Frozen: version 1 was the last to have it.'; -- T1, lock: one commit to the log

-- version 2 to 3, table 1 to 1
-- 'depth' is back; column 'depth' is written again.
ALTER TABLE `scroll` ALTER COLUMN `depth` COMMENT ''; -- T1, lock: one commit to the log

-- version 3 to 4, table 1 to 1
-- Column 'depth' is frozen with its data; version 3 was the last to have 'depth' like that.
ALTER TABLE `scroll` ALTER COLUMN `depth` COMMENT 'Frozen: version 3 was the last to have it.'; -- T1, lock: one commit to the log

-- version 4 to 5, table 1 to 2
-- Field number 1 has another type or meaning since version 5: new column 'speed' beside 'depth'.
ALTER TABLE `scroll` ADD COLUMNS (`speed` BIGINT); -- T1, lock: one commit to the log

-- version 1 to 5, table 1 to 2
-- Column 'depth' is frozen with its data; version 3 was the last to have 'depth' like that.
-- Field number 1 has another type or meaning since version 5: new column 'speed' beside 'depth'.
ALTER TABLE `scroll` ADD COLUMNS (`speed` BIGINT); -- T1, lock: one commit to the log
ALTER TABLE `scroll` ALTER COLUMN `depth` COMMENT 'Frozen: version 3 was the last to have it.'; -- T1, lock: one commit to the log
