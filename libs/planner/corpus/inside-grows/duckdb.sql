-- step: version 1 to 2, table 1 to 2
-- Inside of 'items' there is 'sizes' from now on.
-- Inside of 'items' key 'article' is now 'product', 'count' was int32 and is int64; the fields of the column stay as they are.
-- Inside of 'gifts' there is 'sizes' from now on.
-- Inside of 'gifts' key 'article' is now 'product', 'count' was int32 and is int64; the fields of the column stay as they are.
-- Inside of 'address' there is 'place' from now on.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "items".element."sizes" STRUCT("label" VARCHAR)[];
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'items' since.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "gifts".value."sizes" STRUCT("label" VARCHAR)[];
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'gifts' since.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "address"."place" STRUCT("country" VARCHAR);
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'address' since.

-- step: version 2 to 3, table 2 to 3
-- Inside of 'items' there is 'since' from now on.
-- Inside of 'items' 'sizes' was repeated message corpus.insidegrows2.Size and is repeated message corpus.insidegrows3.Size; the fields of the column stay as they are.
-- Inside of 'gifts' there is 'since' from now on.
-- Inside of 'gifts' 'sizes' was repeated message corpus.insidegrows2.Size and is repeated message corpus.insidegrows3.Size; the fields of the column stay as they are.
-- Inside of 'address' there is 'verified', 'city' from now on.
-- Inside of 'address' 'place' was message corpus.insidegrows2.Place and is message corpus.insidegrows3.Place; the fields of the column stay as they are.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "items".element."sizes".element."since" TIMESTAMPTZ;
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'items' since.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "gifts".value."sizes".element."since" TIMESTAMPTZ;
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'gifts' since.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "address"."verified" BOOLEAN;
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'address' since.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "address"."place"."city" VARCHAR;
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'address' since.

-- at once: version 1 to 3, table 1 to 3
-- Inside of 'items' there is 'sizes' from now on.
-- Inside of 'items' key 'article' is now 'product'; the fields of the column stay as they are.
-- Inside of 'gifts' there is 'sizes' from now on.
-- Inside of 'gifts' key 'article' is now 'product'; the fields of the column stay as they are.
-- Inside of 'address' there is 'place', 'verified' from now on.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "items".element."sizes" STRUCT("label" VARCHAR, "since" TIMESTAMPTZ)[];
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'items' since.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "gifts".value."sizes" STRUCT("label" VARCHAR, "since" TIMESTAMPTZ)[];
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'gifts' since.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "address"."place" STRUCT("country" VARCHAR, "city" VARCHAR);
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'address' since.
ALTER TABLE "order" ADD COLUMN IF NOT EXISTS "address"."verified" BOOLEAN;
  -- T3; expand; lock: transaction on the table; rewrites rows; others wait; undo loses: What was written to the new fields inside of column 'address' since.

-- view: version 3 to 3, table 3 to 3
CREATE OR REPLACE VIEW "order__latest" AS
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
  "items",
  "gifts",
  "address"
FROM "order";
  -- T1; expand; lock: transaction on the table

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to the new fields inside of column 'address' since.
-- DATA LOSS: What was written to the new fields inside of column 'address' since.
-- DATA LOSS: What was written to the new fields inside of column 'gifts' since.
-- DATA LOSS: What was written to the new fields inside of column 'items' since.
ALTER TABLE "order" DROP COLUMN "address"."verified";
  -- T3; contract; lock: transaction on the table; rewrites rows; others wait; loses: What was written to the new fields inside of column 'address' since.; old rows lose something; old writers fail
ALTER TABLE "order" DROP COLUMN "address"."place";
  -- T3; contract; lock: transaction on the table; rewrites rows; others wait; loses: What was written to the new fields inside of column 'address' since.; old rows lose something; old writers fail
ALTER TABLE "order" DROP COLUMN "gifts".value."sizes";
  -- T3; contract; lock: transaction on the table; rewrites rows; others wait; loses: What was written to the new fields inside of column 'gifts' since.; old rows lose something; old writers fail
ALTER TABLE "order" DROP COLUMN "items".element."sizes";
  -- T3; contract; lock: transaction on the table; rewrites rows; others wait; loses: What was written to the new fields inside of column 'items' since.; old rows lose something; old writers fail
