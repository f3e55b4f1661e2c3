-- step: version 1 to 2, table 1 to 1
-- Inside of 'items' key 'article' is now 'product', 'count' was int32 and is string; earlier rows keep what they had.
-- Inside of 'gifts' key 'article' is now 'product', 'count' was int32 and is string; earlier rows keep what they had.

-- step: version 2 to 3, table 1 to 2
-- Column 'items' is frozen with its data; version 2 was the last to have 'items' like that.
ALTER TABLE "cart" ADD COLUMN "items__product" VARCHAR(65535);
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'items__product' since.
ALTER TABLE "cart" ADD COLUMN "items__count" VARCHAR(65535);
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'items__count' since.
ALTER TABLE "cart" ADD COLUMN "items__rare" BOOLEAN;
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'items__rare' since.
COMMENT ON COLUMN "cart"."items" IS 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: AccessExclusiveLock

-- at once: version 1 to 3, table 1 to 2
-- Inside of 'items' key 'article' is now 'product', 'count' was int32 and is string; earlier rows keep what they had.
-- Column 'items' is frozen with its data; version 2 was the last to have 'items' like that.
-- Inside of 'gifts' key 'article' is now 'product', 'count' was int32 and is string; earlier rows keep what they had.
ALTER TABLE "cart" ADD COLUMN "items__product" VARCHAR(65535);
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'items__product' since.
ALTER TABLE "cart" ADD COLUMN "items__count" VARCHAR(65535);
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'items__count' since.
ALTER TABLE "cart" ADD COLUMN "items__rare" BOOLEAN;
  -- T1; expand; lock: AccessExclusiveLock; undo loses: What was written to column 'items__rare' since.
COMMENT ON COLUMN "cart"."items" IS 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: AccessExclusiveLock

-- contract: version 3 to 3, table 2 to 3
-- Column 'items' is dropped: values of versions 1 to 2 are lost, and writers of these versions lose 'items'.
-- DATA LOSS: Every value of column 'items', written by versions 1 to 2.
DROP VIEW IF EXISTS "cart__latest";
  -- T1; expand; lock: none; no undo
ALTER TABLE "cart" DROP COLUMN "items";
  -- T1; contract; lock: AccessExclusiveLock; loses: Every value of column 'items', written by versions 1 to 2.; old rows lose something; old writers fail
DROP VIEW IF EXISTS "cart__latest";
  -- T1; expand; lock: none; no undo
CREATE VIEW "cart__latest" AS
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
  "gifts",
  "items__product",
  "items__count",
  "items__rare"
FROM "cart";
  -- T1; expand; lock: none

-- down: version 3 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'items__rare' since.
-- DATA LOSS: What was written to column 'items__count' since.
-- DATA LOSS: What was written to column 'items__product' since.
COMMENT ON COLUMN "cart"."items" IS NULL;
  -- T1; expand; lock: AccessExclusiveLock
ALTER TABLE "cart" DROP COLUMN "items__rare";
  -- T1; contract; lock: AccessExclusiveLock; loses: What was written to column 'items__rare' since.; old rows lose something; old writers fail
ALTER TABLE "cart" DROP COLUMN "items__count";
  -- T1; contract; lock: AccessExclusiveLock; loses: What was written to column 'items__count' since.; old rows lose something; old writers fail
ALTER TABLE "cart" DROP COLUMN "items__product";
  -- T1; contract; lock: AccessExclusiveLock; loses: What was written to column 'items__product' since.; old rows lose something; old writers fail
