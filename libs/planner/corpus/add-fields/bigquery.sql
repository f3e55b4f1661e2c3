-- version 1 to 2, table 1 to 2
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `trusted` BOOL; -- T1, lock: none
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__x` FLOAT64; -- T1, lock: none
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__y` FLOAT64; -- T1, lock: none

-- version 2 to 3, table 2 to 3
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__z` FLOAT64 OPTIONS (description = 'In millimetres above the glass.'); -- T1, lock: none

-- version 1 to 3, table 1 to 3
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `trusted` BOOL; -- T1, lock: none
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__x` FLOAT64; -- T1, lock: none
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__y` FLOAT64; -- T1, lock: none
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__z` FLOAT64 OPTIONS (description = 'In millimetres above the glass.'); -- T1, lock: none
