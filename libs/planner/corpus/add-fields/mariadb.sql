-- version 1 to 2, table 1 to 2
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `trusted` BOOLEAN, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__x` DOUBLE, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__y` DOUBLE, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment

-- version 2 to 3, table 2 to 3
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__z` DOUBLE COMMENT 'In millimetres above the glass.', ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment

-- version 1 to 3, table 1 to 3
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `trusted` BOOLEAN, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__x` DOUBLE, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__y` DOUBLE, ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
ALTER TABLE `click` ADD COLUMN IF NOT EXISTS `point__z` DOUBLE COMMENT 'In millimetres above the glass.', ALGORITHM = INSTANT; -- T1, lock: exclusive metadata lock for a moment
