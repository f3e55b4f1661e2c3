-- version 1 to 2, table 1 to 2
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `query__case` LONGTEXT COMMENT 'How it was asked.', ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice` BOOLEAN, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment

-- version 2 to 3, table 2 to 3
-- Column 'voice' is frozen with its data; version 2 was the last to have 'voice' like that.
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `image` LONGBLOB, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice__transcript` LONGTEXT, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `search` MODIFY COLUMN `voice` BOOLEAN COMMENT 'Frozen: version 2 was the last to have it.', ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment

-- version 1 to 3, table 1 to 3
-- Column 'voice' is for writers up to version 2 only.
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `query__case` LONGTEXT COMMENT 'How it was asked.', ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice` BOOLEAN COMMENT 'Frozen: version 2 was the last to have it.', ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `image` LONGBLOB, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `search` ADD COLUMN IF NOT EXISTS `voice__transcript` LONGTEXT, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
