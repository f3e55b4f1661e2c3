-- version 1 to 2, table 1 to 2
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `query__case` STRING OPTIONS (description = 'How it was asked.'); -- T1, lock: none
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice` BOOL; -- T1, lock: none

-- version 2 to 3, table 2 to 3
-- Column 'voice' is frozen with its data; version 2 was the last to have 'voice' like that.
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `image` BYTES; -- T1, lock: none
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice__transcript` STRING; -- T1, lock: none
ALTER TABLE `search` ALTER COLUMN `voice` SET OPTIONS (description = 'Frozen: version 2 was the last to have it.'); -- T1, lock: none

-- version 1 to 3, table 1 to 3
-- Column 'voice' is for writers up to version 2 only.
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `query__case` STRING OPTIONS (description = 'How it was asked.'); -- T1, lock: none
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice` BOOL OPTIONS (description = 'Frozen: version 2 was the last to have it.'); -- T1, lock: none
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `image` BYTES; -- T1, lock: none
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice__transcript` STRING; -- T1, lock: none
