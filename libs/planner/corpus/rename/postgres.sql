-- step: version 1 to 2, table 1 to 1
-- 'network' is now 'channel'; its column stays 'network'.
-- 'article__id' is now 'story__id'; its column stays 'article__id'.
COMMENT ON COLUMN "share"."network" IS 'Where it was shared.
Field 1, called ''channel''.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "share"."article__id" IS 'Field 2.1, called ''story__id''.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- step: version 2 to 3, table 1 to 2
-- Field 'network' (3) has column 'network__2'.
ALTER TABLE "share" ADD COLUMN IF NOT EXISTS "network__2" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'network__2' since.
COMMENT ON COLUMN "share"."network__2" IS 'Not the first of that name.
Field 3, called ''network''.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- at once: version 1 to 3, table 1 to 2
-- 'network' is now 'channel'; its column stays 'network'.
-- 'article__id' is now 'story__id'; its column stays 'article__id'.
-- Field 'network' (3) has column 'network__2'.
ALTER TABLE "share" ADD COLUMN IF NOT EXISTS "network__2" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'network__2' since.
COMMENT ON COLUMN "share"."network__2" IS 'Not the first of that name.
Field 3, called ''network''.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "share"."network" IS 'Where it was shared.
Field 1, called ''channel''.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "share"."article__id" IS 'Field 2.1, called ''story__id''.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- view: version 3 to 3, table 2 to 2
DROP VIEW IF EXISTS "share__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
CREATE VIEW "share__latest" AS
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
  "network" AS "channel",
  "article__id" AS "story__id",
  "network__2" AS "network"
FROM "share";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view

-- down: version 3 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'network__2' since.
COMMENT ON COLUMN "share"."article__id" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "share"."network" IS 'Where it was shared.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
COMMENT ON COLUMN "share"."network__2" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "share" DROP COLUMN IF EXISTS "network__2";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'network__2' since.; old rows lose something; old writers fail
