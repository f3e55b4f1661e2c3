-- version 1 to 2, table 1 to 1
-- 'network' is now 'channel'; its column stays 'network'.
-- 'article__id' is now 'story__id'; its column stays 'article__id'.
ALTER TABLE `share` ALTER COLUMN `network` COMMENT 'Where it was shared.\nField 1, called \'channel\'.'; -- T1, lock: one commit to the log
ALTER TABLE `share` ALTER COLUMN `article__id` COMMENT 'Field 2.1, called \'story__id\'.'; -- T1, lock: one commit to the log

-- version 2 to 3, table 1 to 2
-- Field 'network' (3) has column 'network__2'.
ALTER TABLE `share` ADD COLUMNS (`network__2` STRING COMMENT 'Not the first of that name.\nField 3, called \'network\'.'); -- T1, lock: one commit to the log

-- version 1 to 3, table 1 to 2
-- 'network' is now 'channel'; its column stays 'network'.
-- 'article__id' is now 'story__id'; its column stays 'article__id'.
-- Field 'network' (3) has column 'network__2'.
ALTER TABLE `share` ADD COLUMNS (`network__2` STRING COMMENT 'Not the first of that name.\nField 3, called \'network\'.'); -- T1, lock: one commit to the log
ALTER TABLE `share` ALTER COLUMN `network` COMMENT 'Where it was shared.\nField 1, called \'channel\'.'; -- T1, lock: one commit to the log
ALTER TABLE `share` ALTER COLUMN `article__id` COMMENT 'Field 2.1, called \'story__id\'.'; -- T1, lock: one commit to the log
