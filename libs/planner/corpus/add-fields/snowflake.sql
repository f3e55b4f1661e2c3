-- version 1 to 2, table 1 to 2
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "trusted" BOOLEAN; -- T1, lock: table metadata for a moment
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__x" FLOAT; -- T1, lock: table metadata for a moment
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__y" FLOAT; -- T1, lock: table metadata for a moment

-- version 2 to 3, table 2 to 3
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__z" FLOAT COMMENT 'In millimetres above the glass.'; -- T1, lock: table metadata for a moment

-- version 1 to 3, table 1 to 3
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "trusted" BOOLEAN; -- T1, lock: table metadata for a moment
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__x" FLOAT; -- T1, lock: table metadata for a moment
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__y" FLOAT; -- T1, lock: table metadata for a moment
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__z" FLOAT COMMENT 'In millimetres above the glass.'; -- T1, lock: table metadata for a moment
