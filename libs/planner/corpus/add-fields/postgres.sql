-- version 1 to 2, table 1 to 2
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "trusted" boolean; -- T1, lock: ACCESS EXCLUSIVE
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__x" double precision; -- T1, lock: ACCESS EXCLUSIVE
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__y" double precision; -- T1, lock: ACCESS EXCLUSIVE

-- version 2 to 3, table 2 to 3
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__z" double precision; -- T1, lock: ACCESS EXCLUSIVE
COMMENT ON COLUMN "click"."point__z" IS 'In millimetres above the glass.'; -- T1, lock: SHARE UPDATE EXCLUSIVE

-- version 1 to 3, table 1 to 3
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "trusted" boolean; -- T1, lock: ACCESS EXCLUSIVE
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__x" double precision; -- T1, lock: ACCESS EXCLUSIVE
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__y" double precision; -- T1, lock: ACCESS EXCLUSIVE
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__z" double precision; -- T1, lock: ACCESS EXCLUSIVE
COMMENT ON COLUMN "click"."point__z" IS 'In millimetres above the glass.'; -- T1, lock: SHARE UPDATE EXCLUSIVE
