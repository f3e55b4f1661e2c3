-- version 1 to 2, table 1 to 2
ALTER TABLE "click" ADD COLUMN "trusted" INTEGER CHECK ("trusted" IN (0, 1)); -- T1, lock: database write lock
ALTER TABLE "click" ADD COLUMN "point__x" REAL; -- T1, lock: database write lock
ALTER TABLE "click" ADD COLUMN "point__y" REAL; -- T1, lock: database write lock

-- version 2 to 3, table 2 to 3
ALTER TABLE "click" ADD COLUMN "point__z" REAL; -- T1, lock: database write lock

-- version 1 to 3, table 1 to 3
ALTER TABLE "click" ADD COLUMN "trusted" INTEGER CHECK ("trusted" IN (0, 1)); -- T1, lock: database write lock
ALTER TABLE "click" ADD COLUMN "point__x" REAL; -- T1, lock: database write lock
ALTER TABLE "click" ADD COLUMN "point__y" REAL; -- T1, lock: database write lock
ALTER TABLE "click" ADD COLUMN "point__z" REAL; -- T1, lock: database write lock
