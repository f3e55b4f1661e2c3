-- version 1 to 2, table 1 to 2
ALTER TABLE `click` ADD COLUMNS (`trusted` BOOLEAN); -- T1, lock: one commit to the log
ALTER TABLE `click` ADD COLUMNS (`point__x` DOUBLE); -- T1, lock: one commit to the log
ALTER TABLE `click` ADD COLUMNS (`point__y` DOUBLE); -- T1, lock: one commit to the log

-- version 2 to 3, table 2 to 3
ALTER TABLE `click` ADD COLUMNS (`point__z` DOUBLE COMMENT 'In millimetres above the glass.'); -- T1, lock: one commit to the log

-- version 1 to 3, table 1 to 3
ALTER TABLE `click` ADD COLUMNS (`trusted` BOOLEAN); -- T1, lock: one commit to the log
ALTER TABLE `click` ADD COLUMNS (`point__x` DOUBLE); -- T1, lock: one commit to the log
ALTER TABLE `click` ADD COLUMNS (`point__y` DOUBLE); -- T1, lock: one commit to the log
ALTER TABLE `click` ADD COLUMNS (`point__z` DOUBLE COMMENT 'In millimetres above the glass.'); -- T1, lock: one commit to the log
