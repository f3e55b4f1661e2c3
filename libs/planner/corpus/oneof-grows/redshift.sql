-- version 1 to 2, table 1 to 2
ALTER TABLE "search" ADD COLUMN "query__case" VARCHAR(256); -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "search"."query__case" IS 'How it was asked.'; -- T1, lock: AccessExclusiveLock
ALTER TABLE "search" ADD COLUMN "voice" BOOLEAN; -- T1, lock: AccessExclusiveLock

-- version 2 to 3, table 2 to 3
-- Column 'voice' is frozen with its data; version 2 was the last to have 'voice' like that.
ALTER TABLE "search" ADD COLUMN "image" VARBYTE(1024000); -- T1, lock: AccessExclusiveLock
ALTER TABLE "search" ADD COLUMN "voice__transcript" VARCHAR(65535); -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "search"."voice" IS 'Frozen: version 2 was the last to have it.'; -- T1, lock: AccessExclusiveLock

-- version 1 to 3, table 1 to 3
-- Column 'voice' is for writers up to version 2 only.
ALTER TABLE "search" ADD COLUMN "query__case" VARCHAR(256); -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "search"."query__case" IS 'How it was asked.'; -- T1, lock: AccessExclusiveLock
ALTER TABLE "search" ADD COLUMN "voice" BOOLEAN; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "search"."voice" IS 'Frozen: version 2 was the last to have it.'; -- T1, lock: AccessExclusiveLock
ALTER TABLE "search" ADD COLUMN "image" VARBYTE(1024000); -- T1, lock: AccessExclusiveLock
ALTER TABLE "search" ADD COLUMN "voice__transcript" VARCHAR(65535); -- T1, lock: AccessExclusiveLock
