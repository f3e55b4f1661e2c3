-- step: version 1 to 2, table 1 to 2
-- 'mail' has explicit presence now; earlier rows tell unset from zero as their versions did.
ALTER TABLE "login" ADD COLUMN IF NOT EXISTS "first__case" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'first__case' since.

-- step: version 2 to 3, table 2 to 2
-- 'phone' has explicit presence now; earlier rows tell unset from zero as their versions did.
-- 'token' has explicit presence now; earlier rows tell unset from zero as their versions did.

-- step: version 3 to 4, table 2 to 2
-- 'mail' has implicit presence now; earlier rows tell unset from zero as their versions did.
-- 'phone' has implicit presence now; earlier rows tell unset from zero as their versions did.
-- 'token' has implicit presence now; earlier rows tell unset from zero as their versions did.
-- Column 'first__case' is frozen with its data; version 3 was the last to have 'first__case' like that.
COMMENT ON COLUMN "login"."first__case" IS 'Frozen: version 3 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- at once: version 1 to 4, table 1 to 2
-- Column 'first__case' is for writers up to version 3 only.
ALTER TABLE "login" ADD COLUMN IF NOT EXISTS "first__case" text;
  -- T1; expand; lock: ACCESS EXCLUSIVE; undo loses: What was written to column 'first__case' since.
COMMENT ON COLUMN "login"."first__case" IS 'Frozen: version 3 was the last to have it.';
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE

-- contract: version 4 to 4, table 2 to 3
-- Column 'first__case' is dropped: values of versions 2 to 3 are lost, and writers of these versions lose 'first__case'.
-- DATA LOSS: Every value of column 'first__case', written by versions 2 to 3.
DROP VIEW IF EXISTS "login__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
ALTER TABLE "login" DROP COLUMN IF EXISTS "first__case";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: Every value of column 'first__case', written by versions 2 to 3.; old rows lose something; old writers fail
DROP VIEW IF EXISTS "login__latest";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view; no undo
CREATE VIEW "login__latest" AS
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
  "mail",
  "phone",
  "token"
FROM "login";
  -- T1; expand; lock: ACCESS EXCLUSIVE on the view

-- down: version 4 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'first__case' since.
COMMENT ON COLUMN "login"."first__case" IS NULL;
  -- T1; expand; lock: SHARE UPDATE EXCLUSIVE
ALTER TABLE "login" DROP COLUMN IF EXISTS "first__case";
  -- T1; contract; lock: ACCESS EXCLUSIVE; loses: What was written to column 'first__case' since.; old rows lose something; old writers fail
