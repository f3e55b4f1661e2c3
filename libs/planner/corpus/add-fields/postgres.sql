-- step: version 1 to 2, table 1 to 2
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "trusted" boolean;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'trusted' since.
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__x" double precision;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'point__x' since.
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__y" double precision;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'point__y' since.

-- step: version 2 to 3, table 2 to 3
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__z" double precision;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'point__z' since.
COMMENT ON COLUMN "click"."point__z" IS 'In millimetres above the glass.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- at once: version 1 to 3, table 1 to 3
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "trusted" boolean;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'trusted' since.
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__x" double precision;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'point__x' since.
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__y" double precision;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'point__y' since.
ALTER TABLE "click" ADD COLUMN IF NOT EXISTS "point__z" double precision;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'point__z' since.
COMMENT ON COLUMN "click"."point__z" IS 'In millimetres above the glass.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- view: version 3 to 3, table 3 to 3
DROP VIEW IF EXISTS "click__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
CREATE VIEW "click__latest" AS
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
  "target",
  "trusted",
  "point__x",
  "point__y",
  "point__z"
FROM "click";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'point__z' since.
-- DATA LOSS: What was written to column 'point__y' since.
-- DATA LOSS: What was written to column 'point__x' since.
-- DATA LOSS: What was written to column 'trusted' since.
COMMENT ON COLUMN "click"."point__z" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "click" DROP COLUMN IF EXISTS "point__z";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'point__z' since.; old rows lose something; old writers fail
ALTER TABLE "click" DROP COLUMN IF EXISTS "point__y";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'point__y' since.; old rows lose something; old writers fail
ALTER TABLE "click" DROP COLUMN IF EXISTS "point__x";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'point__x' since.; old rows lose something; old writers fail
ALTER TABLE "click" DROP COLUMN IF EXISTS "trusted";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'trusted' since.; old rows lose something; old writers fail
