-- step: version 1 to 2, table 1 to 1
-- 'title' has explicit presence now; earlier rows tell unset from zero as their versions did.
-- 'seconds' has implicit presence now; earlier rows tell unset from zero as their versions did.
-- 'live' has explicit presence now; earlier rows tell unset from zero as their versions did.

-- step: version 2 to 3, table 1 to 1
COMMENT ON COLUMN "play"."live" IS 'Default in the schema: true.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- at once: version 1 to 3, table 1 to 1
-- 'title' has explicit presence now; earlier rows tell unset from zero as their versions did.
-- 'seconds' has implicit presence now; earlier rows tell unset from zero as their versions did.
-- 'live' has explicit presence now; earlier rows tell unset from zero as their versions did.
COMMENT ON COLUMN "play"."live" IS 'Default in the schema: true.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- view: version 3 to 3, table 1 to 1
DROP VIEW IF EXISTS "play__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
CREATE VIEW "play__latest" AS
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
  "title",
  "seconds",
  "live"
FROM "play";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view

-- down: version 3 to 1, table 1 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
COMMENT ON COLUMN "play"."live" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
