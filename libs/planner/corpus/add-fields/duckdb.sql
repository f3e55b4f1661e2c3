-- version 1 to 2, table 1 to 2
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "trusted" BOOLEAN; -- T1, lock: transaction on the table
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__x" DOUBLE; -- T1, lock: transaction on the table
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__y" DOUBLE; -- T1, lock: transaction on the table

-- version 2 to 3, table 2 to 3
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__z" DOUBLE; -- T1, lock: transaction on the table
COMMENT ON COLUMN "click"."point__z" IS 'In millimetres above the glass.'; -- T1, lock: transaction on the table

-- version 1 to 3, table 1 to 3
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "trusted" BOOLEAN; -- T1, lock: transaction on the table
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__x" DOUBLE; -- T1, lock: transaction on the table
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__y" DOUBLE; -- T1, lock: transaction on the table
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__z" DOUBLE; -- T1, lock: transaction on the table
COMMENT ON COLUMN "click"."point__z" IS 'In millimetres above the glass.'; -- T1, lock: transaction on the table
