-- step: version 1 to 2, table 1 to 1
-- Column 'depth' is frozen with its data; version 1 was the last to have 'depth' like that.
COMMENT ON COLUMN "scroll"."depth" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- step: version 2 to 3, table 1 to 1
-- 'depth' is back; column 'depth' is written again.
COMMENT ON COLUMN "scroll"."depth" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- step: version 3 to 4, table 1 to 1
-- Column 'depth' is frozen with its data; version 3 was the last to have 'depth' like that.
COMMENT ON COLUMN "scroll"."depth" IS 'Frozen: version 3 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- step: version 4 to 5, table 1 to 2
-- Field number 1 has another type or meaning since version 5: new column 'speed' beside 'depth'.
ALTER TABLE "scroll" ADD COLUMN IF NOT EXISTS "speed" bigint;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'speed' since.

-- at once: version 1 to 5, table 1 to 2
-- Column 'depth' is frozen with its data; version 3 was the last to have 'depth' like that.
-- Field number 1 has another type or meaning since version 5: new column 'speed' beside 'depth'.
ALTER TABLE "scroll" ADD COLUMN IF NOT EXISTS "speed" bigint;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'speed' since.
COMMENT ON COLUMN "scroll"."depth" IS 'Frozen: version 3 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- contract: version 5 to 5, table 2 to 3
-- Column 'depth' is dropped: values of versions 1 to 3 are lost, and writers of these versions lose 'depth'.
-- DATA LOSS: Every value of column 'depth', written by versions 1 to 3.
DROP VIEW IF EXISTS "scroll__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
ALTER TABLE "scroll" DROP COLUMN IF EXISTS "depth";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: Every value of column 'depth', written by versions 1 to 3.; old rows lose something; old writers fail
DROP VIEW IF EXISTS "scroll__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
CREATE VIEW "scroll__latest" AS
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
  "height",
  "speed"
FROM "scroll";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view

-- down: version 5 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'speed' since.
COMMENT ON COLUMN "scroll"."depth" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "scroll" DROP COLUMN IF EXISTS "speed";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'speed' since.; old rows lose something; old writers fail
