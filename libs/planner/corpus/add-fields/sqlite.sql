-- step: version 1 to 2, table 1 to 2
ALTER TABLE "click" ADD COLUMN "trusted" INTEGER CHECK ("trusted" IN (0, 1));
  -- T1; expand; lock: database write lock; undo loses: What was written to column 'trusted' since.
ALTER TABLE "click" ADD COLUMN "point__x" REAL;
  -- T1; expand; lock: database write lock; undo loses: What was written to column 'point__x' since.
ALTER TABLE "click" ADD COLUMN "point__y" REAL;
  -- T1; expand; lock: database write lock; undo loses: What was written to column 'point__y' since.

-- step: version 2 to 3, table 2 to 3
ALTER TABLE "click" ADD COLUMN "point__z" REAL;
  -- T1; expand; lock: database write lock; undo loses: What was written to column 'point__z' since.

-- at once: version 1 to 3, table 1 to 3
ALTER TABLE "click" ADD COLUMN "trusted" INTEGER CHECK ("trusted" IN (0, 1));
  -- T1; expand; lock: database write lock; undo loses: What was written to column 'trusted' since.
ALTER TABLE "click" ADD COLUMN "point__x" REAL;
  -- T1; expand; lock: database write lock; undo loses: What was written to column 'point__x' since.
ALTER TABLE "click" ADD COLUMN "point__y" REAL;
  -- T1; expand; lock: database write lock; undo loses: What was written to column 'point__y' since.
ALTER TABLE "click" ADD COLUMN "point__z" REAL;
  -- T1; expand; lock: database write lock; undo loses: What was written to column 'point__z' since.

-- view: version 3 to 3, table 3 to 3
DROP VIEW IF EXISTS "click__latest";
  -- T1; expand; lock: database write lock; no undo
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
  -- T1; expand; lock: database write lock

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'point__z' since.
-- DATA LOSS: What was written to column 'point__y' since.
-- DATA LOSS: What was written to column 'point__x' since.
-- DATA LOSS: What was written to column 'trusted' since.
ALTER TABLE "click" DROP COLUMN "point__z";
  -- T3; contract; lock: database write lock; rewrites rows; others wait; loses: What was written to column 'point__z' since.; old rows lose something; old writers fail
ALTER TABLE "click" DROP COLUMN "point__y";
  -- T3; contract; lock: database write lock; rewrites rows; others wait; loses: What was written to column 'point__y' since.; old rows lose something; old writers fail
ALTER TABLE "click" DROP COLUMN "point__x";
  -- T3; contract; lock: database write lock; rewrites rows; others wait; loses: What was written to column 'point__x' since.; old rows lose something; old writers fail
ALTER TABLE "click" DROP COLUMN "trusted";
  -- T3; contract; lock: database write lock; rewrites rows; others wait; loses: What was written to column 'trusted' since.; old rows lose something; old writers fail
