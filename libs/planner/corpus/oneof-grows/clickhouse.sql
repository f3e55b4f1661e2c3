-- version 1 to 2, table 1 to 2
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `query__case` LowCardinality(Nullable(String)) COMMENT 'How it was asked.'; -- T1, lock: none
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice` Nullable(Bool); -- T1, lock: none

-- version 2 to 3, table 2 to 3
-- Column 'voice' is frozen with its data; version 2 was the last to have 'voice' like that.
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `image` Nullable(String); -- T1, lock: none
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice__transcript` Nullable(String); -- T1, lock: none
ALTER TABLE `search` COMMENT COLUMN `voice` 'Frozen: version 2 was the last to have it.'; -- T1, lock: none

-- version 1 to 3, table 1 to 3
-- Column 'voice' is for writers up to version 2 only.
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `query__case` LowCardinality(Nullable(String)) COMMENT 'How it was asked.'; -- T1, lock: none
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice` Nullable(Bool) COMMENT 'Frozen: version 2 was the last to have it.'; -- T1, lock: none
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `image` Nullable(String); -- T1, lock: none
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice__transcript` Nullable(String); -- T1, lock: none
