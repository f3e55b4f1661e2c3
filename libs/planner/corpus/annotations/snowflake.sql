-- step: version 1 to 2, table 1 to 2
-- Snowflake removes no rows by itself: have a job delete those whose ingest_time is more than 30 days ago.
-- Column 'attempts' is frozen with its data; version 1 was the last to have 'attempts' like that.
-- Column 'method' is frozen with its data; version 1 was the last to have 'method' like that.
-- Field number 2 has another type or meaning since version 2: new column 'attempts__2' beside 'attempts'.
-- Snowflake could also change 'attempts' in place, at T1 (online); that is not planned, because writers of both types go on.
-- Field number 3 has another type or meaning since version 2: new column 'method__2' beside 'method'.
ALTER TABLE "login" ADD COLUMN IF NOT EXISTS "attempts__2" NUMBER(19,0) COMMENT 'Field 2, called ''attempts''.';
  -- T1; expand; lock: table metadata for a moment; undo loses: What was written to column 'attempts__2' since.
ALTER TABLE "login" ADD COLUMN IF NOT EXISTS "method__2" NUMBER(19,0) COMMENT 'Field 3, called ''method''.';
  -- T1; expand; lock: table metadata for a moment; undo loses: What was written to column 'method__2' since.
COMMENT ON TABLE "login" IS 'Events of message corpus.Login, subject ''annotations''.
Owner: team identity.
Kept for 30 days.';
  -- T1; expand; lock: table metadata for a moment
COMMENT ON COLUMN "login"."device" IS 'Sensitivity: personal.';
  -- T1; expand; lock: table metadata for a moment
COMMENT ON COLUMN "login"."attempts" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: table metadata for a moment
COMMENT ON COLUMN "login"."method" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: table metadata for a moment

-- step: version 2 to 3, table 2 to 2
-- Rows of 'login' are kept for ever from now on.
COMMENT ON TABLE "login" IS 'Events of message corpus.Login, subject ''annotations''.';
  -- T1; expand; lock: table metadata for a moment
COMMENT ON COLUMN "login"."device" IS '';
  -- T1; expand; lock: table metadata for a moment

-- at once: version 1 to 3, table 1 to 2
-- Rows of 'login' are kept for ever from now on.
-- Column 'attempts' is frozen with its data; version 1 was the last to have 'attempts' like that.
-- Column 'method' is frozen with its data; version 1 was the last to have 'method' like that.
-- Field number 2 has another type or meaning since version 2: new column 'attempts__2' beside 'attempts'.
-- Snowflake could also change 'attempts' in place, at T1 (online); that is not planned, because writers of both types go on.
-- Field number 3 has another type or meaning since version 2: new column 'method__2' beside 'method'.
ALTER TABLE "login" ADD COLUMN IF NOT EXISTS "attempts__2" NUMBER(19,0) COMMENT 'Field 2, called ''attempts''.';
  -- T1; expand; lock: table metadata for a moment; undo loses: What was written to column 'attempts__2' since.
ALTER TABLE "login" ADD COLUMN IF NOT EXISTS "method__2" NUMBER(19,0) COMMENT 'Field 3, called ''method''.';
  -- T1; expand; lock: table metadata for a moment; undo loses: What was written to column 'method__2' since.
COMMENT ON TABLE "login" IS 'Events of message corpus.Login, subject ''annotations''.';
  -- T1; expand; lock: table metadata for a moment
COMMENT ON COLUMN "login"."device" IS '';
  -- T1; expand; lock: table metadata for a moment
COMMENT ON COLUMN "login"."attempts" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: table metadata for a moment
COMMENT ON COLUMN "login"."method" IS 'Frozen: version 1 was the last to have it.';
  -- T1; expand; lock: table metadata for a moment

-- contract: version 3 to 3, table 2 to 3
-- Column 'attempts' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'attempts'.
-- Column 'method' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'method'.
-- DATA LOSS: Every value of column 'attempts', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'method', written by versions 1 to 1.
DROP VIEW IF EXISTS "login__latest";
  -- T1; expand; lock: none; no undo
ALTER TABLE "login" DROP COLUMN "attempts";
  -- T1; contract; lock: table metadata for a moment; loses: Every value of column 'attempts', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE "login" DROP COLUMN "method";
  -- T1; contract; lock: table metadata for a moment; loses: Every value of column 'method', written by versions 1 to 1.; old rows lose something; old writers fail
CREATE OR REPLACE VIEW "login__latest" AS
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
  "device",
  "attempts__2" AS "attempts",
  "method__2" AS "method"
FROM "login";
  -- T1; expand; lock: none

-- down: version 3 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: What was written to column 'method__2' since.
-- DATA LOSS: What was written to column 'attempts__2' since.
COMMENT ON COLUMN "login"."method" IS '';
  -- T1; expand; lock: table metadata for a moment
COMMENT ON COLUMN "login"."attempts" IS '';
  -- T1; expand; lock: table metadata for a moment
COMMENT ON COLUMN "login"."device" IS 'Sensitivity: pseudonymous.';
  -- T1; expand; lock: table metadata for a moment
COMMENT ON TABLE "login" IS 'Events of message corpus.Login, subject ''annotations''.
Owner: team accounts.
Kept for 90 days.';
  -- T1; expand; lock: table metadata for a moment
ALTER TABLE "login" DROP COLUMN "method__2";
  -- T1; contract; lock: table metadata for a moment; loses: What was written to column 'method__2' since.; old rows lose something; old writers fail
ALTER TABLE "login" DROP COLUMN "attempts__2";
  -- T1; contract; lock: table metadata for a moment; loses: What was written to column 'attempts__2' since.; old rows lose something; old writers fail
