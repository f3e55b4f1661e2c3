-- step: version 1 to 2, table 1 to 2
-- Column 'width' is frozen with its data; version 1 was the last to have 'width' like that.
-- Column 'height' is frozen with its data; version 1 was the last to have 'height' like that.
ALTER TABLE "ad" ADD COLUMN IF NOT EXISTS "size__width" bigint;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'size__width' since.
ALTER TABLE "ad" ADD COLUMN IF NOT EXISTS "size__height" bigint;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'size__height' since.
COMMENT ON COLUMN "ad"."width" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "ad"."height" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- contract: version 2 to 2, table 2 to 3
-- Column 'width' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'width'.
-- Column 'height' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'height'.
-- DATA LOSS: Every value of column 'width', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'height', written by versions 1 to 1.
DROP VIEW IF EXISTS "ad__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
ALTER TABLE "ad" DROP COLUMN IF EXISTS "width";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: Every value of column 'width', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE "ad" DROP COLUMN IF EXISTS "height";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: Every value of column 'height', written by versions 1 to 1.; old rows lose something; old writers fail
DROP VIEW IF EXISTS "ad__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
CREATE VIEW "ad__latest" AS
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
  "campaign",
  "size__width",
  "size__height"
FROM "ad";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view

-- down: version 2 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'size__height' since.
-- DATA LOSS: What was written to column 'size__width' since.
COMMENT ON COLUMN "ad"."height" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "ad"."width" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "ad" DROP COLUMN IF EXISTS "size__height";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'size__height' since.; old rows lose something; old writers fail
ALTER TABLE "ad" DROP COLUMN IF EXISTS "size__width";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'size__width' since.; old rows lose something; old writers fail
