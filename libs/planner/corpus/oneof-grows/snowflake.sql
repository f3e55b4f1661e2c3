-- version 1 to 2, table 1 to 2
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "query__case" VARCHAR COMMENT 'How it was asked.'; -- T1, lock: table metadata for a moment
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice" BOOLEAN; -- T1, lock: table metadata for a moment

-- version 2 to 3, table 2 to 3
-- Column 'voice' is frozen with its data; version 2 was the last to have 'voice' like that.
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "image" BINARY; -- T1, lock: table metadata for a moment
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice__transcript" VARCHAR; -- T1, lock: table metadata for a moment
COMMENT ON COLUMN "search"."voice" IS 'Frozen: version 2 was the last to have it.'; -- T1, lock: table metadata for a moment

-- version 1 to 3, table 1 to 3
-- Column 'voice' is for writers up to version 2 only.
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "query__case" VARCHAR COMMENT 'How it was asked.'; -- T1, lock: table metadata for a moment
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice" BOOLEAN COMMENT 'Frozen: version 2 was the last to have it.'; -- T1, lock: table metadata for a moment
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "image" BINARY; -- T1, lock: table metadata for a moment
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice__transcript" VARCHAR; -- T1, lock: table metadata for a moment
