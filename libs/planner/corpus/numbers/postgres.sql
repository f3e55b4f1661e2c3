-- step: version 1 to 2, table 1 to 1
-- Column 'y' is frozen with its data; version 1 was the last to have 'y' like that.
COMMENT ON COLUMN "tap"."y" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- step: version 2 to 3, table 1 to 2
-- Field number 2 has another type or meaning since version 3: new column 'gesture' beside 'y'.
ALTER TABLE "tap" ADD COLUMN IF NOT EXISTS "gesture" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'gesture' since.

-- step: version 3 to 4, table 2 to 3
-- Column 'target' is frozen with its data; version 3 was the last to have 'target' like that.
-- Field 'target' (4) has column 'target__2'.
ALTER TABLE "tap" ADD COLUMN IF NOT EXISTS "target__2" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'target__2' since.
COMMENT ON COLUMN "tap"."target__2" IS 'Field 4, called ''target''.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "tap"."target" IS 'Frozen: version 3 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- at once: version 1 to 4, table 1 to 3
-- Column 'y' is frozen with its data; version 1 was the last to have 'y' like that.
-- Column 'target' is frozen with its data; version 3 was the last to have 'target' like that.
-- Field number 2 has another type or meaning since version 3: new column 'gesture' beside 'y'.
-- Field 'target' (4) has column 'target__2'.
ALTER TABLE "tap" ADD COLUMN IF NOT EXISTS "gesture" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'gesture' since.
ALTER TABLE "tap" ADD COLUMN IF NOT EXISTS "target__2" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'target__2' since.
COMMENT ON COLUMN "tap"."target__2" IS 'Field 4, called ''target''.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "tap"."y" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "tap"."target" IS 'Frozen: version 3 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- contract: version 4 to 4, table 3 to 4
-- Column 'y' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'y'.
-- Column 'target' is dropped: values of versions 1 to 3 are lost, and writers of these versions lose 'target'.
-- DATA LOSS: Every value of column 'y', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'target', written by versions 1 to 3.
DROP VIEW IF EXISTS "tap__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
ALTER TABLE "tap" DROP COLUMN IF EXISTS "y";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: Every value of column 'y', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE "tap" DROP COLUMN IF EXISTS "target";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: Every value of column 'target', written by versions 1 to 3.; old rows lose something; old writers fail
DROP VIEW IF EXISTS "tap__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
CREATE VIEW "tap__latest" AS
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
  "x",
  "gesture",
  "target__2" AS "target"
FROM "tap";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view

-- down: version 4 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'target__2' since.
-- DATA LOSS: What was written to column 'gesture' since.
COMMENT ON COLUMN "tap"."target" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "tap"."y" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "tap"."target__2" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "tap" DROP COLUMN IF EXISTS "target__2";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'target__2' since.; old rows lose something; old writers fail
ALTER TABLE "tap" DROP COLUMN IF EXISTS "gesture";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'gesture' since.; old rows lose something; old writers fail
