-- step: version 1 to 2, table 1 to 2
-- Column 'duration' is frozen with its data; version 1 was the last to have 'duration' like that.
-- Column 'quality' is frozen with its data; version 1 was the last to have 'quality' like that.
-- Column 'codec' is frozen with its data; version 1 was the last to have 'codec' like that.
-- Field number 2 has another type or meaning since version 2: new column 'duration__2' beside 'duration'.
-- Field number 3 has another type or meaning since version 2: new column 'quality__2' beside 'quality'.
-- Field number 4 has another type or meaning since version 2: new column 'codec__2' beside 'codec'.
ALTER TABLE "play" ADD COLUMN IF NOT EXISTS "duration__2" UBIGINT;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'duration__2' since.
COMMENT ON COLUMN "play"."duration__2" IS 'Field 2, called ''duration''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" ADD COLUMN IF NOT EXISTS "quality__2" VARCHAR[];
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'quality__2' since.
COMMENT ON COLUMN "play"."quality__2" IS 'Field 3, called ''quality''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" ADD COLUMN IF NOT EXISTS "codec__2" BIGINT;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'codec__2' since.
COMMENT ON COLUMN "play"."codec__2" IS 'Field 4, called ''codec''.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."duration" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."quality" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."codec" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table

-- step: version 2 to 3, table 2 to 3
-- 'position' is uint32 now; its column stays wide, and earlier rows may hold more.
-- 'duration' is back; column 'duration' is written again.
-- Column 'duration__2' is frozen with its data; version 2 was the last to have 'duration' like that.
-- Column 'quality__2' is frozen with its data; version 2 was the last to have 'quality' like that.
-- Column 'codec__2' is frozen with its data; version 2 was the last to have 'codec' like that.
-- Field number 3 has another type or meaning since version 3: new column 'quality__3' beside 'quality__2'.
-- Field number 4 has another type or meaning since version 3: new column 'codec__3' beside 'codec__2'.
-- DuckDB could also change 'codec__2' in place, at T3 (others wait); that is not planned, because writers of both types go on.
ALTER TABLE "play" ADD COLUMN IF NOT EXISTS "quality__3" BLOB[];
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'quality__3' since.
COMMENT ON COLUMN "play"."quality__3" IS 'Field 3, called ''quality''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" ADD COLUMN IF NOT EXISTS "codec__3" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'codec__3' since.
COMMENT ON COLUMN "play"."codec__3" IS 'Field 4, called ''codec''.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."duration" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."duration__2" IS 'Field 2, called ''duration''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."quality__2" IS 'Field 3, called ''quality''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."codec__2" IS 'Field 4, called ''codec''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table

-- at once: version 1 to 3, table 1 to 3
-- 'position' is uint32 now; its column stays wide, and earlier rows may hold more.
-- Column 'quality' is frozen with its data; version 1 was the last to have 'quality' like that.
-- Column 'codec' is frozen with its data; version 1 was the last to have 'codec' like that.
-- Field number 2 has another type or meaning since version 2: new column 'duration__2' beside 'duration'.
-- Column 'duration__2' is for writers up to version 2 only.
-- Field number 3 has another type or meaning since version 2: new column 'quality__2' beside 'quality'.
-- Column 'quality__2' is for writers up to version 2 only.
-- Field number 4 has another type or meaning since version 2: new column 'codec__2' beside 'codec'.
-- Column 'codec__2' is for writers up to version 2 only.
-- Field number 3 has another type or meaning since version 3: new column 'quality__3' beside 'quality__2'.
-- Field number 4 has another type or meaning since version 3: new column 'codec__3' beside 'codec__2'.
-- DuckDB could also change 'codec__2' in place, at T3 (others wait); that is not planned, because writers of both types go on.
ALTER TABLE "play" ADD COLUMN IF NOT EXISTS "duration__2" UBIGINT;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'duration__2' since.
COMMENT ON COLUMN "play"."duration__2" IS 'Field 2, called ''duration''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" ADD COLUMN IF NOT EXISTS "quality__2" VARCHAR[];
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'quality__2' since.
COMMENT ON COLUMN "play"."quality__2" IS 'Field 3, called ''quality''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" ADD COLUMN IF NOT EXISTS "codec__2" BIGINT;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'codec__2' since.
COMMENT ON COLUMN "play"."codec__2" IS 'Field 4, called ''codec''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" ADD COLUMN IF NOT EXISTS "quality__3" BLOB[];
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'quality__3' since.
COMMENT ON COLUMN "play"."quality__3" IS 'Field 3, called ''quality''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" ADD COLUMN IF NOT EXISTS "codec__3" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'codec__3' since.
COMMENT ON COLUMN "play"."codec__3" IS 'Field 4, called ''codec''.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."quality" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."codec" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table

-- contract: version 3 to 3, table 3 to 4
-- Column 'quality' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'quality'.
-- Column 'codec' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'codec'.
-- Column 'duration__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'duration'.
-- Column 'quality__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'quality'.
-- Column 'codec__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'codec'.
-- DATA LOSS: Every value of column 'quality', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'codec', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'duration__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'quality__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'codec__2', written by versions 2 to 2.
DROP VIEW IF EXISTS "play__latest";
  -- T1; expand; lock: transaction on the table; no undo
ALTER TABLE "play" DROP COLUMN "quality";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'quality', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE "play" DROP COLUMN "codec";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'codec', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE "play" DROP COLUMN "duration__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'duration__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE "play" DROP COLUMN "quality__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'quality__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE "play" DROP COLUMN "codec__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'codec__2', written by versions 2 to 2.; old rows lose something; old writers fail
CREATE OR REPLACE VIEW "play__latest" AS
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
  "position",
  "duration",
  "quality__3" AS "quality",
  "codec__3" AS "codec"
FROM "play";
  -- T1; expand; lock: transaction on the table

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'codec__3' since.
-- DATA LOSS: What was written to column 'quality__3' since.
-- DATA LOSS: What was written to column 'codec__2' since.
-- DATA LOSS: What was written to column 'quality__2' since.
-- DATA LOSS: What was written to column 'duration__2' since.
COMMENT ON COLUMN "play"."codec" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."quality" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "play"."codec__3" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" DROP COLUMN "codec__3";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'codec__3' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "play"."quality__3" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" DROP COLUMN "quality__3";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'quality__3' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "play"."codec__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" DROP COLUMN "codec__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'codec__2' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "play"."quality__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" DROP COLUMN "quality__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'quality__2' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "play"."duration__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "play" DROP COLUMN "duration__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'duration__2' since.; old rows lose something; old writers fail
