-- version 1 to 2, table 1 to 2
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "query__case" text; -- T1, lock: ACCESS EXCLUSIVE
COMMENT ON COLUMN "search"."query__case" IS 'How it was asked.'; -- T1, lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice" boolean; -- T1, lock: ACCESS EXCLUSIVE

-- version 2 to 3, table 2 to 3
-- Column 'voice' is frozen with its data; version 2 was the last to have 'voice' like that.
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "image" bytea; -- T1, lock: ACCESS EXCLUSIVE
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice__transcript" text; -- T1, lock: ACCESS EXCLUSIVE
COMMENT ON COLUMN "search"."voice" IS 'Frozen: version 2 was the last to have it.'; -- T1, lock: SHARE UPDATE EXCLUSIVE

-- version 1 to 3, table 1 to 3
-- Column 'voice' is for writers up to version 2 only.
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "query__case" text; -- T1, lock: ACCESS EXCLUSIVE
COMMENT ON COLUMN "search"."query__case" IS 'How it was asked.'; -- T1, lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice" boolean; -- T1, lock: ACCESS EXCLUSIVE
COMMENT ON COLUMN "search"."voice" IS 'Frozen: version 2 was the last to have it.'; -- T1, lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "image" bytea; -- T1, lock: ACCESS EXCLUSIVE
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice__transcript" text; -- T1, lock: ACCESS EXCLUSIVE
