-- version 1 to 2, table 1 to 2
ALTER TABLE `search` ADD COLUMNS (`query__case` STRING COMMENT 'How it was asked.'); -- T1, lock: one commit to the log
ALTER TABLE `search` ADD COLUMNS (`voice` BOOLEAN); -- T1, lock: one commit to the log

-- version 2 to 3, table 2 to 3
-- Column 'voice' is frozen with its data; version 2 was the last to have 'voice' like that.
ALTER TABLE `search` ADD COLUMNS (`image` BINARY); -- T1, lock: one commit to the log
ALTER TABLE `search` ADD COLUMNS (`voice__transcript` STRING); -- T1, lock: one commit to the log
ALTER TABLE `search` ALTER COLUMN `voice` COMMENT 'Frozen: version 2 was the last to have it.'; -- T1, lock: one commit to the log

-- version 1 to 3, table 1 to 3
-- Column 'voice' is for writers up to version 2 only.
ALTER TABLE `search` ADD COLUMNS (`query__case` STRING COMMENT 'How it was asked.'); -- T1, lock: one commit to the log
ALTER TABLE `search` ADD COLUMNS (`voice` BOOLEAN COMMENT 'Frozen: version 2 was the last to have it.'); -- T1, lock: one commit to the log
ALTER TABLE `search` ADD COLUMNS (`image` BINARY); -- T1, lock: one commit to the log
ALTER TABLE `search` ADD COLUMNS (`voice__transcript` STRING); -- T1, lock: one commit to the log
