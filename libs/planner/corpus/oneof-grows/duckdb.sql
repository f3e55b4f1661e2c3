-- version 1 to 2, table 1 to 2
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "query__case" VARCHAR; -- T1, lock: transaction on the table
COMMENT ON COLUMN "search"."query__case" IS 'How it was asked.'; -- T1, lock: transaction on the table
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice" BOOLEAN; -- T1, lock: transaction on the table

-- version 2 to 3, table 2 to 3
-- Column 'voice' is frozen with its data; version 2 was the last to have 'voice' like that.
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "image" BLOB; -- T1, lock: transaction on the table
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice__transcript" VARCHAR; -- T1, lock: transaction on the table
COMMENT ON COLUMN "search"."voice" IS 'Frozen: version 2 was the last to have it.'; -- T1, lock: transaction on the table

-- version 1 to 3, table 1 to 3
-- Column 'voice' is for writers up to version 2 only.
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "query__case" VARCHAR; -- T1, lock: transaction on the table
COMMENT ON COLUMN "search"."query__case" IS 'How it was asked.'; -- T1, lock: transaction on the table
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice" BOOLEAN; -- T1, lock: transaction on the table
COMMENT ON COLUMN "search"."voice" IS 'Frozen: version 2 was the last to have it.'; -- T1, lock: transaction on the table
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "image" BLOB; -- T1, lock: transaction on the table
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice__transcript" VARCHAR; -- T1, lock: transaction on the table
