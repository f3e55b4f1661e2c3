-- step: version 1 to 2, table 1 to 2
-- Column 'c' is frozen with its data; version 1 was the last to have 'c' like that.
-- Field number 3 has another type or meaning since version 2: new column 'c__2' beside 'c'.
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "c__2" bigint;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'c__2' since.
COMMENT ON COLUMN "sample"."c__2" IS 'Field 3, called ''c''.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "sample"."c" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- step: version 2 to 3, table 2 to 2
-- 'a' is int32 now; its column stays wide, and earlier rows may hold more.
-- 'b' is uint32 now; its column stays wide, and earlier rows may hold more.
-- 'd' is int32 now; its column stays wide, and earlier rows may hold more.
-- 'e' is sfixed32 now; its column stays wide, and earlier rows may hold more.
-- 'f' is sint32 now; its column stays wide, and earlier rows may hold more.

-- at once: version 1 to 3, table 1 to 2
-- Column 'c' is frozen with its data; version 1 was the last to have 'c' like that.
-- 'd' is int32 now; its column stays wide, and earlier rows may hold more.
-- 'e' is sfixed32 now; its column stays wide, and earlier rows may hold more.
-- Field number 3 has another type or meaning since version 2: new column 'c__2' beside 'c'.
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "c__2" bigint;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'c__2' since.
COMMENT ON COLUMN "sample"."c__2" IS 'Field 3, called ''c''.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "sample"."c" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- contract: version 3 to 3, table 2 to 3
-- Column 'c' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'c'.
-- DATA LOSS: Every value of column 'c', written by versions 1 to 1.
DROP VIEW IF EXISTS "sample__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
ALTER TABLE "sample" DROP COLUMN IF EXISTS "c";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: Every value of column 'c', written by versions 1 to 1.; old rows lose something; old writers fail
DROP VIEW IF EXISTS "sample__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
CREATE VIEW "sample__latest" AS
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
  "a",
  "b",
  "d",
  "e",
  "f",
  "g",
  "h",
  "c__2" AS "c"
FROM "sample";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view

-- down: version 3 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'c__2' since.
COMMENT ON COLUMN "sample"."c" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "sample"."c__2" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "sample" DROP COLUMN IF EXISTS "c__2";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'c__2' since.; old rows lose something; old writers fail
