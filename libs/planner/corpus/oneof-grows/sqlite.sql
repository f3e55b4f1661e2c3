-- version 1 to 2, table 1 to 2
ALTER TABLE "search" ADD COLUMN "query__case" TEXT; -- T1, lock: database write lock
ALTER TABLE "search" ADD COLUMN "voice" INTEGER CHECK ("voice" IN (0, 1)); -- T1, lock: database write lock

-- version 2 to 3, table 2 to 3
-- Column 'voice' is frozen with its data; version 2 was the last to have 'voice' like that.
ALTER TABLE "search" ADD COLUMN "image" BLOB; -- T1, lock: database write lock
ALTER TABLE "search" ADD COLUMN "voice__transcript" TEXT; -- T1, lock: database write lock

-- version 1 to 3, table 1 to 3
-- Column 'voice' is for writers up to version 2 only.
ALTER TABLE "search" ADD COLUMN "query__case" TEXT; -- T1, lock: database write lock
ALTER TABLE "search" ADD COLUMN "voice" INTEGER CHECK ("voice" IN (0, 1)); -- T1, lock: database write lock
ALTER TABLE "search" ADD COLUMN "image" BLOB; -- T1, lock: database write lock
ALTER TABLE "search" ADD COLUMN "voice__transcript" TEXT; -- T1, lock: database write lock
