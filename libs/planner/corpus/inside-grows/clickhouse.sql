-- step: version 1 to 2, table 1 to 2
-- Inside of 'items' there is 'sizes' from now on.
-- Inside of 'items' key 'article' is now 'product', 'count' was int32 and is int64; the fields of the column stay as they are.
-- Inside of 'gifts' there is 'sizes' from now on.
-- Inside of 'gifts' key 'article' is now 'product', 'count' was int32 and is int64; the fields of the column stay as they are.
ALTER TABLE `order` MODIFY COLUMN `items` Array(Tuple(`article` Nullable(String), `count` Nullable(Int64), `sizes` Array(Tuple(`label` Nullable(String)))));
  -- T2; expand; lock: none; rewrites rows; undo loses: What was written to the new fields inside of column 'items' since.
ALTER TABLE `order` MODIFY COLUMN `gifts` Map(String, Tuple(`article` Nullable(String), `count` Nullable(Int64), `sizes` Array(Tuple(`label` Nullable(String)))));
  -- T2; expand; lock: none; rewrites rows; undo loses: What was written to the new fields inside of column 'gifts' since.

-- step: version 2 to 3, table 2 to 3
-- Inside of 'items' there is 'since' from now on.
-- Inside of 'items' 'sizes' was repeated message corpus.insidegrows2.Size and is repeated message corpus.insidegrows3.Size; the fields of the column stay as they are.
-- Inside of 'gifts' there is 'since' from now on.
-- Inside of 'gifts' 'sizes' was repeated message corpus.insidegrows2.Size and is repeated message corpus.insidegrows3.Size; the fields of the column stay as they are.
-- Inside of 'address' 'place' was message corpus.insidegrows2.Place and is message corpus.insidegrows3.Place; earlier rows keep what they had.
ALTER TABLE `order` MODIFY COLUMN `items` Array(Tuple(`article` Nullable(String), `count` Nullable(Int64), `sizes` Array(Tuple(`label` Nullable(String), `since` Nullable(DateTime64(6, 'UTC'))))));
  -- T2; expand; lock: none; rewrites rows; undo loses: What was written to the new fields inside of column 'items' since.
ALTER TABLE `order` MODIFY COLUMN `gifts` Map(String, Tuple(`article` Nullable(String), `count` Nullable(Int64), `sizes` Array(Tuple(`label` Nullable(String), `since` Nullable(DateTime64(6, 'UTC'))))));
  -- T2; expand; lock: none; rewrites rows; undo loses: What was written to the new fields inside of column 'gifts' since.

-- at once: version 1 to 3, table 1 to 3
-- Inside of 'items' there is 'sizes' from now on.
-- Inside of 'items' key 'article' is now 'product'; the fields of the column stay as they are.
-- Inside of 'gifts' there is 'sizes' from now on.
-- Inside of 'gifts' key 'article' is now 'product'; the fields of the column stay as they are.
ALTER TABLE `order` MODIFY COLUMN `items` Array(Tuple(`article` Nullable(String), `count` Nullable(Int64), `sizes` Array(Tuple(`label` Nullable(String), `since` Nullable(DateTime64(6, 'UTC'))))));
  -- T2; expand; lock: none; rewrites rows; undo loses: What was written to the new fields inside of column 'items' since.
ALTER TABLE `order` MODIFY COLUMN `gifts` Map(String, Tuple(`article` Nullable(String), `count` Nullable(Int64), `sizes` Array(Tuple(`label` Nullable(String), `since` Nullable(DateTime64(6, 'UTC'))))));
  -- T2; expand; lock: none; rewrites rows; undo loses: What was written to the new fields inside of column 'gifts' since.

-- view: version 3 to 3, table 3 to 3
CREATE OR REPLACE VIEW `order__latest` AS
SELECT
  `event_id`,
  `event_time`,
  `ingest_time`,
  `subject`,
  `schema_version`,
  `fingerprint`,
  `app_id`,
  `app_version`,
  `platform`,
  `batch_id`,
  `seq`,
  `items`,
  `gifts`,
  `address`
FROM `order`;
  -- T1; expand; lock: none

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to the new fields inside of column 'gifts' since.
-- DATA LOSS: What was written to the new fields inside of column 'items' since.
ALTER TABLE `order` MODIFY COLUMN `gifts` Map(String, Tuple(`article` Nullable(String), `count` Nullable(Int64)));
  -- T2; contract; lock: none; rewrites rows; loses: What was written to the new fields inside of column 'gifts' since.; old rows lose something; old writers fail
ALTER TABLE `order` MODIFY COLUMN `items` Array(Tuple(`article` Nullable(String), `count` Nullable(Int64)));
  -- T2; contract; lock: none; rewrites rows; loses: What was written to the new fields inside of column 'items' since.; old rows lose something; old writers fail
