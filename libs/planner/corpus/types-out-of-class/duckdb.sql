-- step: version 1 to 2, table 1 to 2
-- Column 'a' is frozen with its data; version 1 was the last to have 'a' like that.
-- Column 'b' is frozen with its data; version 1 was the last to have 'b' like that.
-- Column 'c' is frozen with its data; version 1 was the last to have 'c' like that.
-- Column 'd' is frozen with its data; version 1 was the last to have 'd' like that.
-- Column 'e' is frozen with its data; version 1 was the last to have 'e' like that.
-- Column 'f' is frozen with its data; version 1 was the last to have 'f' like that.
-- Column 'g' is frozen with its data; version 1 was the last to have 'g' like that.
-- Column 'h__x' is frozen with its data; version 1 was the last to have 'h__x' like that.
-- Field number 1 has another type or meaning since version 2: new column 'a__2' beside 'a'.
-- Field number 2 has another type or meaning since version 2: new column 'b__2' beside 'b'.
-- Field number 3 has another type or meaning since version 2: new column 'c__2' beside 'c'.
-- Field number 4 has another type or meaning since version 2: new column 'd__2' beside 'd'.
-- Field number 5 has another type or meaning since version 2: new column 'e__2' beside 'e'.
-- Field number 7 has another type or meaning since version 2: new column 'g__2' beside 'g'.
-- DuckDB could also change 'g' in place, at T3 (others wait); that is not planned, because writers of both types go on.
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "a__2" UBIGINT;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'a__2' since.
COMMENT ON COLUMN "sample"."a__2" IS 'Field 1, called ''a''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "b__2" BLOB;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'b__2' since.
COMMENT ON COLUMN "sample"."b__2" IS 'Field 2, called ''b''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "c__2" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'c__2' since.
COMMENT ON COLUMN "sample"."c__2" IS 'Field 3, called ''c''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "d__2" BIGINT;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'd__2' since.
COMMENT ON COLUMN "sample"."d__2" IS 'Field 4, called ''d''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "e__2" BIGINT[];
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'e__2' since.
COMMENT ON COLUMN "sample"."e__2" IS 'Field 5, called ''e''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "f__x" BIGINT;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'f__x' since.
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "g__2" DOUBLE;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'g__2' since.
COMMENT ON COLUMN "sample"."g__2" IS 'Field 7, called ''g''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "h" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'h' since.
COMMENT ON COLUMN "sample"."a" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."b" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."c" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."d" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."e" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."f" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."g" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."h__x" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table

-- step: version 2 to 3, table 2 to 3
-- 'b' is back; column 'b' is written again.
-- 'c' is back; column 'c' is written again.
-- 'd' is back; column 'd' is written again.
-- 'f' is back; column 'f' is written again.
-- 'h__x' is back; column 'h__x' is written again.
-- Column 'a__2' is frozen with its data; version 2 was the last to have 'a' like that.
-- Column 'b__2' is frozen with its data; version 2 was the last to have 'b' like that.
-- Column 'c__2' is frozen with its data; version 2 was the last to have 'c' like that.
-- Column 'd__2' is frozen with its data; version 2 was the last to have 'd' like that.
-- Column 'e__2' is frozen with its data; version 2 was the last to have 'e' like that.
-- Column 'f__x' is frozen with its data; version 2 was the last to have 'f__x' like that.
-- Column 'g__2' is frozen with its data; version 2 was the last to have 'g' like that.
-- Column 'h' is frozen with its data; version 2 was the last to have 'h' like that.
-- Field number 1 has another type or meaning since version 3: new column 'a__3' beside 'a__2'.
-- DuckDB could also change 'a__2' in place, at T3 (others wait); that is not planned, because writers of both types go on.
-- Field number 5 has another type or meaning since version 3: new column 'e__3' beside 'e__2'.
-- Field number 7 has another type or meaning since version 3: new column 'g__3' beside 'g__2'.
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "a__3" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'a__3' since.
COMMENT ON COLUMN "sample"."a__3" IS 'Field 1, called ''a''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "e__3" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'e__3' since.
COMMENT ON COLUMN "sample"."e__3" IS 'Field 5, called ''e''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "g__3" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'g__3' since.
COMMENT ON COLUMN "sample"."g__3" IS 'Field 7, called ''g''.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."b" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."c" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."d" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."f" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."h__x" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."a__2" IS 'Field 1, called ''a''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."b__2" IS 'Field 2, called ''b''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."c__2" IS 'Field 3, called ''c''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."d__2" IS 'Field 4, called ''d''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."e__2" IS 'Field 5, called ''e''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."f__x" IS 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."g__2" IS 'Field 7, called ''g''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."h" IS 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table

-- at once: version 1 to 3, table 1 to 3
-- Column 'a' is frozen with its data; version 1 was the last to have 'a' like that.
-- Column 'e' is frozen with its data; version 1 was the last to have 'e' like that.
-- Column 'g' is frozen with its data; version 1 was the last to have 'g' like that.
-- Field number 1 has another type or meaning since version 2: new column 'a__2' beside 'a'.
-- Column 'a__2' is for writers up to version 2 only.
-- Field number 2 has another type or meaning since version 2: new column 'b__2' beside 'b'.
-- Column 'b__2' is for writers up to version 2 only.
-- Field number 3 has another type or meaning since version 2: new column 'c__2' beside 'c'.
-- Column 'c__2' is for writers up to version 2 only.
-- Field number 4 has another type or meaning since version 2: new column 'd__2' beside 'd'.
-- Column 'd__2' is for writers up to version 2 only.
-- Field number 5 has another type or meaning since version 2: new column 'e__2' beside 'e'.
-- Column 'e__2' is for writers up to version 2 only.
-- Column 'f__x' is for writers up to version 2 only.
-- Field number 7 has another type or meaning since version 2: new column 'g__2' beside 'g'.
-- DuckDB could also change 'g' in place, at T3 (others wait); that is not planned, because writers of both types go on.
-- Column 'g__2' is for writers up to version 2 only.
-- Column 'h' is for writers up to version 2 only.
-- Field number 1 has another type or meaning since version 3: new column 'a__3' beside 'a__2'.
-- DuckDB could also change 'a__2' in place, at T3 (others wait); that is not planned, because writers of both types go on.
-- Field number 5 has another type or meaning since version 3: new column 'e__3' beside 'e__2'.
-- Field number 7 has another type or meaning since version 3: new column 'g__3' beside 'g__2'.
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "a__2" UBIGINT;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'a__2' since.
COMMENT ON COLUMN "sample"."a__2" IS 'Field 1, called ''a''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "b__2" BLOB;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'b__2' since.
COMMENT ON COLUMN "sample"."b__2" IS 'Field 2, called ''b''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "c__2" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'c__2' since.
COMMENT ON COLUMN "sample"."c__2" IS 'Field 3, called ''c''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "d__2" BIGINT;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'd__2' since.
COMMENT ON COLUMN "sample"."d__2" IS 'Field 4, called ''d''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "e__2" BIGINT[];
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'e__2' since.
COMMENT ON COLUMN "sample"."e__2" IS 'Field 5, called ''e''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "f__x" BIGINT;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'f__x' since.
COMMENT ON COLUMN "sample"."f__x" IS 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "g__2" DOUBLE;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'g__2' since.
COMMENT ON COLUMN "sample"."g__2" IS 'Field 7, called ''g''.
Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "h" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'h' since.
COMMENT ON COLUMN "sample"."h" IS 'Frozen: version 2 was the last to have it.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "a__3" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'a__3' since.
COMMENT ON COLUMN "sample"."a__3" IS 'Field 1, called ''a''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "e__3" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'e__3' since.
COMMENT ON COLUMN "sample"."e__3" IS 'Field 5, called ''e''.';
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" ADD COLUMN IF NOT EXISTS "g__3" VARCHAR;
  -- T1; expand; lock: transaction on the table; undo loses: What was written to column 'g__3' since.
COMMENT ON COLUMN "sample"."g__3" IS 'Field 7, called ''g''.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."a" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."e" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."g" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: transaction on the table

-- contract: version 3 to 3, table 3 to 4
-- Column 'a' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'a'.
-- Column 'e' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'e'.
-- Column 'g' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'g'.
-- Column 'a__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'a'.
-- Column 'b__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'b'.
-- Column 'c__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'c'.
-- Column 'd__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'd'.
-- Column 'e__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'e'.
-- Column 'f__x' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'f__x'.
-- Column 'g__2' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'g'.
-- Column 'h' is dropped: values of versions 2 to 2 are lost, and writers of these versions lose 'h'.
-- DATA LOSS: Every value of column 'a', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'e', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'g', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'a__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'b__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'c__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'd__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'e__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'f__x', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'g__2', written by versions 2 to 2.
-- DATA LOSS: Every value of column 'h', written by versions 2 to 2.
DROP VIEW IF EXISTS "sample__latest";
  -- T1; expand; lock: transaction on the table; no undo
ALTER TABLE "sample" DROP COLUMN "a";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'a', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE "sample" DROP COLUMN "e";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'e', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE "sample" DROP COLUMN "g";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'g', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE "sample" DROP COLUMN "a__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'a__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE "sample" DROP COLUMN "b__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'b__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE "sample" DROP COLUMN "c__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'c__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE "sample" DROP COLUMN "d__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'd__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE "sample" DROP COLUMN "e__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'e__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE "sample" DROP COLUMN "f__x";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'f__x', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE "sample" DROP COLUMN "g__2";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'g__2', written by versions 2 to 2.; old rows lose something; old writers fail
ALTER TABLE "sample" DROP COLUMN "h";
  -- T1; contract; lock: transaction on the table; loses: Every value of column 'h', written by versions 2 to 2.; old rows lose something; old writers fail
CREATE OR REPLACE VIEW "sample__latest" AS
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
  "b",
  "c",
  "d",
  "f",
  "h__x",
  "a__3" AS "a",
  "e__3" AS "e",
  "g__3" AS "g"
FROM "sample";
  -- T1; expand; lock: transaction on the table

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'g__3' since.
-- DATA LOSS: What was written to column 'e__3' since.
-- DATA LOSS: What was written to column 'a__3' since.
-- DATA LOSS: What was written to column 'h' since.
-- DATA LOSS: What was written to column 'g__2' since.
-- DATA LOSS: What was written to column 'f__x' since.
-- DATA LOSS: What was written to column 'e__2' since.
-- DATA LOSS: What was written to column 'd__2' since.
-- DATA LOSS: What was written to column 'c__2' since.
-- DATA LOSS: What was written to column 'b__2' since.
-- DATA LOSS: What was written to column 'a__2' since.
COMMENT ON COLUMN "sample"."g" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."e" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."a" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "sample"."g__3" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "g__3";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'g__3' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "sample"."e__3" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "e__3";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'e__3' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "sample"."a__3" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "a__3";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'a__3' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "sample"."h" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "h";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'h' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "sample"."g__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "g__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'g__2' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "sample"."f__x" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "f__x";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'f__x' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "sample"."e__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "e__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'e__2' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "sample"."d__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "d__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'd__2' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "sample"."c__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "c__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'c__2' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "sample"."b__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "b__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'b__2' since.; old rows lose something; old writers fail
COMMENT ON COLUMN "sample"."a__2" IS NULL;
  -- T1; expand; lock: transaction on the table
ALTER TABLE "sample" DROP COLUMN "a__2";
  -- T1; contract; lock: transaction on the table; loses: What was written to column 'a__2' since.; old rows lose something; old writers fail
