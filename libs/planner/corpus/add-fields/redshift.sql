-- step: version 1 to 2, table 1 to 2
ALTER TABLE "click" ADD COLUMN "trusted" BOOLEAN;
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'trusted' since.
ALTER TABLE "click" ADD COLUMN "point__x" DOUBLE PRECISION;
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'point__x' since.
ALTER TABLE "click" ADD COLUMN "point__y" DOUBLE PRECISION;
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'point__y' since.

-- step: version 2 to 3, table 2 to 3
ALTER TABLE "click" ADD COLUMN "point__z" DOUBLE PRECISION;
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'point__z' since.
COMMENT ON COLUMN "click"."point__z" IS 'In millimetres above the glass.';
  -- T1; expand; lock: AccessExclusiveLock

-- at once: version 1 to 3, table 1 to 3
ALTER TABLE "click" ADD COLUMN "trusted" BOOLEAN;
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'trusted' since.
ALTER TABLE "click" ADD COLUMN "point__x" DOUBLE PRECISION;
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'point__x' since.
ALTER TABLE "click" ADD COLUMN "point__y" DOUBLE PRECISION;
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'point__y' since.
ALTER TABLE "click" ADD COLUMN "point__z" DOUBLE PRECISION;
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'point__z' since.
COMMENT ON COLUMN "click"."point__z" IS 'In millimetres above the glass.';
  -- T1; expand; lock: AccessExclusiveLock

-- view: version 3 to 3, table 3 to 3
DROP VIEW IF EXISTS "click__latest";
  -- T1; expand; lock: none; no undo
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
  -- T1; expand; lock: none

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'point__z' since.
-- DATA LOSS: What was written to column 'point__y' since.
-- DATA LOSS: What was written to column 'point__x' since.
-- DATA LOSS: What was written to column 'trusted' since.
COMMENT ON COLUMN "click"."point__z" IS NULL;
  -- T1; expand; lock: AccessExclusiveLock
ALTER TABLE "click" DROP COLUMN "point__z";
  -- T1; contract; lock: AccessExclusiveLock; loses: What was written to column 'point__z' since.; old rows lose something; old writers fail
ALTER TABLE "click" DROP COLUMN "point__y";
  -- T1; contract; lock: AccessExclusiveLock; loses: What was written to column 'point__y' since.; old rows lose something; old writers fail
ALTER TABLE "click" DROP COLUMN "point__x";
  -- T1; contract; lock: AccessExclusiveLock; loses: What was written to column 'point__x' since.; old rows lose something; old writers fail
ALTER TABLE "click" DROP COLUMN "trusted";
  -- T1; contract; lock: AccessExclusiveLock; loses: What was written to column 'trusted' since.; old rows lose something; old writers fail
