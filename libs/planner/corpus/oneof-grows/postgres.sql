-- step: version 1 to 2, table 1 to 2
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "query__case" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'query__case' since.
COMMENT ON COLUMN "search"."query__case" IS 'How it was asked.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice" boolean;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'voice' since.

-- step: version 2 to 3, table 2 to 3
-- Column 'voice' is frozen with its data; version 2 was the last to have 'voice' like that.
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "image" bytea;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'image' since.
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice__transcript" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'voice__transcript' since.
COMMENT ON COLUMN "search"."voice" IS 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- at once: version 1 to 3, table 1 to 3
-- Column 'voice' is for writers up to version 2 only.
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "query__case" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'query__case' since.
COMMENT ON COLUMN "search"."query__case" IS 'How it was asked.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice" boolean;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'voice' since.
COMMENT ON COLUMN "search"."voice" IS 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "image" bytea;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'image' since.
ALTER TABLE "search" ADD COLUMN IF NOT EXISTS "voice__transcript" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'voice__transcript' since.

-- contract: version 3 to 3, table 3 to 4
-- Column 'voice' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'voice'.
-- DATA LOSS: Every value of column 'voice', written by versions 2 to 2.
DROP VIEW IF EXISTS "search__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
ALTER TABLE "search" DROP COLUMN IF EXISTS "voice";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: Every value of column 'voice', written by versions 2 to 2.; old rows lose something; old writers fail
DROP VIEW IF EXISTS "search__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
CREATE VIEW "search__latest" AS
SELECT
  "event_id",
  "event_time",
  "ingest_time",
  "subject",
  "schema_version",
  "fingerprint",
  "app_id",
  "app_version",
  "platform",
  "batch_id",
  "seq",
  "text",
  "query__case",
  "image",
  "voice__transcript"
FROM "search";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'voice__transcript' since.
-- DATA LOSS: What was written to column 'image' since.
-- DATA LOSS: What was written to column 'voice' since.
-- DATA LOSS: What was written to column 'query__case' since.
ALTER TABLE "search" DROP COLUMN IF EXISTS "voice__transcript";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'voice__transcript' since.; old rows lose something; old writers fail
ALTER TABLE "search" DROP COLUMN IF EXISTS "image";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'image' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "search"."voice" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "search" DROP COLUMN IF EXISTS "voice";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'voice' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "search"."query__case" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "search" DROP COLUMN IF EXISTS "query__case";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'query__case' since.; old rows lose something; old writers fail
