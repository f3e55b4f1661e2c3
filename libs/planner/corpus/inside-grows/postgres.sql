-- step: version 1 to 2, table 1 to 2
-- Inside of 'items' key 'article' is now 'product', 'count' was int32 and is int64; earlier rows keep what they had.
-- Inside of 'gifts' key 'article' is now 'product', 'count' was int32 and is int64; earlier rows keep what they had.

-- step: version 2 to 3, table 2 to 3
-- Inside of 'items' 'sizes' was repeated message corpus.insidegrows2.Size and is repeated message corpus.insidegrows3.Size; earlier rows keep what they had.
-- Inside of 'gifts' 'sizes' was repeated message corpus.insidegrows2.Size and is repeated message corpus.insidegrows3.Size; earlier rows keep what they had.
-- Inside of 'address' 'place' was message corpus.insidegrows2.Place and is message corpus.insidegrows3.Place; earlier rows keep what they had.

-- at once: version 1 to 3, table 1 to 3
-- Inside of 'items' key 'article' is now 'product'; earlier rows keep what they had.
-- Inside of 'gifts' key 'article' is now 'product'; earlier rows keep what they had.

-- view: version 3 to 3, table 3 to 3
DROP VIEW IF EXISTS "order__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
CREATE VIEW "order__latest" AS
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
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view

-- down: version 3 to 1, table 3 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
