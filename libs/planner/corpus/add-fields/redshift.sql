-- version 1 to 2, table 1 to 2
ALTER TABLE "click" ADD COLUMN "trusted" BOOLEAN; -- T1, lock: AccessExclusiveLock
ALTER TABLE "click" ADD COLUMN "point__x" DOUBLE PRECISION; -- T1, lock: AccessExclusiveLock
ALTER TABLE "click" ADD COLUMN "point__y" DOUBLE PRECISION; -- T1, lock: AccessExclusiveLock

-- version 2 to 3, table 2 to 3
ALTER TABLE "click" ADD COLUMN "point__z" DOUBLE PRECISION; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "click"."point__z" IS 'In millimetres above the glass.'; -- T1, lock: AccessExclusiveLock

-- version 1 to 3, table 1 to 3
ALTER TABLE "click" ADD COLUMN "trusted" BOOLEAN; -- T1, lock: AccessExclusiveLock
ALTER TABLE "click" ADD COLUMN "point__x" DOUBLE PRECISION; -- T1, lock: AccessExclusiveLock
ALTER TABLE "click" ADD COLUMN "point__y" DOUBLE PRECISION; -- T1, lock: AccessExclusiveLock
ALTER TABLE "click" ADD COLUMN "point__z" DOUBLE PRECISION; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "click"."point__z" IS 'In millimetres above the glass.'; -- T1, lock: AccessExclusiveLock
