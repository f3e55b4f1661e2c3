-- step: version 1 to 2, table 1 to 2
-- Column 'items' is frozen with its data; version 1 was the last to have 'items' like that.
-- Column 'gifts' is frozen with its data; version 1 was the last to have 'gifts' like that.
-- Field number 1 has another type or meaning since version 2: new column 'items__2' beside 'items'.
-- Field number 2 has another type or meaning since version 2: new column 'gifts__2' beside 'gifts'.
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "items__2" STRUCT("product" VARCHAR, "count" VARCHAR, "rare" BOOLEAN)[];
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'items__2' since.
COMMENT ON COLUMN "cart"."items__2" IS 'Field 1, called ''items''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "gifts__2" MAP(VARCHAR, STRUCT("product" VARCHAR, "count" VARCHAR, "rare" BOOLEAN));
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'gifts__2' since.
COMMENT ON COLUMN "cart"."gifts__2" IS 'Field 2, called ''gifts''.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "cart"."items" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "cart"."gifts" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table

-- step: version 2 to 3, table 2 to 3
-- Column 'items__2' is frozen with its data; version 2 was the last to have 'items' like that.
-- Column 'gifts__2' is frozen with its data; version 2 was the last to have 'gifts' like that.
-- Field number 2 has another type or meaning since version 3: new column 'gifts__3' beside 'gifts__2'.
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "items__product" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'items__product' since.
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "items__count" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'items__count' since.
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "items__rare" BOOLEAN;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'items__rare' since.
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "gifts__3" STRUCT("product" VARCHAR, "count" VARCHAR, "rare" BOOLEAN)[];
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'gifts__3' since.
COMMENT ON COLUMN "cart"."gifts__3" IS 'Field 2, called ''gifts''.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "cart"."items__2" IS 'Field 1, called ''items''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "cart"."gifts__2" IS 'Field 2, called ''gifts''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table

-- at once: version 1 to 3, table 1 to 3
-- Column 'items' is frozen with its data; version 1 was the last to have 'items' like that.
-- Column 'gifts' is frozen with its data; version 1 was the last to have 'gifts' like that.
-- Field number 1 has another type or meaning since version 2: new column 'items__2' beside 'items'.
-- Column 'items__2' is for writers up to version 2 only.
-- Field number 2 has another type or meaning since version 2: new column 'gifts__2' beside 'gifts'.
-- Column 'gifts__2' is for writers up to version 2 only.
-- Field number 2 has another type or meaning since version 3: new column 'gifts__3' beside 'gifts__2'.
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "items__2" STRUCT("product" VARCHAR, "count" VARCHAR, "rare" BOOLEAN)[];
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'items__2' since.
COMMENT ON COLUMN "cart"."items__2" IS 'Field 1, called ''items''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "gifts__2" MAP(VARCHAR, STRUCT("product" VARCHAR, "count" VARCHAR, "rare" BOOLEAN));
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'gifts__2' since.
COMMENT ON COLUMN "cart"."gifts__2" IS 'Field 2, called ''gifts''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "items__product" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'items__product' since.
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "items__count" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'items__count' since.
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "items__rare" BOOLEAN;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'items__rare' since.
ALTER TABLE "cart" ADD COLUMN IF NOT EXISTS "gifts__3" STRUCT("product" VARCHAR, "count" VARCHAR, "rare" BOOLEAN)[];
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'gifts__3' since.
COMMENT ON COLUMN "cart"."gifts__3" IS 'Field 2, called ''gifts''.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "cart"."items" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "cart"."gifts" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table

-- contract: version 3 to 3, table 3 to 4
-- Column 'items' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'items'.
-- Column 'gifts' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'gifts'.
-- Column 'items__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'items'.
-- Column 'gifts__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'gifts'.
-- DATA LOSS: Every value of column 'items', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'gifts', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'items__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'gifts__2', written by versions 2 to 2.
DROP VIEW IF EXISTS "cart__latest";
  -- T1; expand; lock: transaction on the table; no undo
ALTER TABLE "cart" DROP COLUMN "items";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'items', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE "cart" DROP COLUMN "gifts";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'gifts', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE "cart" DROP COLUMN "items__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'items__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE "cart" DROP COLUMN "gifts__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'gifts__2', written by versions 2 to 2.; old rows lose something; old writers fail
CREATE OR REPLACE VIEW "cart__latest" AS
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
  "items__product",
  "items__count",
  "items__rare",
  "gifts__3" AS "gifts"
FROM "cart";
  -- T1; expand; lock: transaction on the table

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'gifts__3' since.
-- DATA LOSS: What was written to column 'items__rare' since.
-- DATA LOSS: What was written to column 'items__count' since.
-- DATA LOSS: What was written to column 'items__product' since.
-- DATA LOSS: What was written to column 'gifts__2' since.
-- DATA LOSS: What was written to column 'items__2' since.
COMMENT ON COLUMN "cart"."gifts" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "cart"."items" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "cart"."gifts__3" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "cart" DROP COLUMN "gifts__3";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'gifts__3' since.; old rows lose something; old writers fail
ALTER TABLE "cart" DROP COLUMN "items__rare";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'items__rare' since.; old rows lose something; old writers fail
ALTER TABLE "cart" DROP COLUMN "items__count";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'items__count' since.; old rows lose something; old writers fail
ALTER TABLE "cart" DROP COLUMN "items__product";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'items__product' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "cart"."gifts__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "cart" DROP COLUMN "gifts__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'gifts__2' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "cart"."items__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "cart" DROP COLUMN "items__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'items__2' since.; old rows lose something; old writers fail
