-- step: version 1 to 2, table 1 to 2
-- 'page__url' is now 'page__address'; its column stays 'page__url'.
-- Inside of 'trail' key 'url' is now 'address'; the fields of the column stay as they are.
COMMENT ON COLUMN "visit"."page__url" IS 'Field 2.1, called ''page__address''.';
  -- T1; expand; lock: transaction on the table

-- step: version 2 to 3, table 2 to 2
-- Label 'DEVICE_PHONE' of 'device' is now 'DEVICE_MOBILE'; rows of earlier versions keep 'DEVICE_PHONE'.
COMMENT ON COLUMN "visit"."device" IS 'Where the visitor was before.';
  -- T1; expand; lock: transaction on the table

-- step: version 3 to 4, table 2 to 2
-- Message corpus.Visit is now corpus.SiteVisit; table 'visit' goes on under its name.
COMMENT ON TABLE "visit" IS 'Events of message corpus.SiteVisit, subject ''names-and-labels''.';
  -- T1; expand; lock: transaction on the table

-- at once: version 1 to 4, table 1 to 2
-- Message corpus.Visit is now corpus.SiteVisit; table 'visit' goes on under its name.
-- 'page__url' is now 'page__address'; its column stays 'page__url'.
-- Label 'DEVICE_PHONE' of 'device' is now 'DEVICE_MOBILE'; rows of earlier versions keep 'DEVICE_PHONE'.
-- Inside of 'trail' key 'url' is now 'address'; the fields of the column stay as they are.
COMMENT ON TABLE "visit" IS 'Events of message corpus.SiteVisit, subject ''names-and-labels''.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "visit"."page__url" IS 'Field 2.1, called ''page__address''.';
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "visit"."device" IS 'Where the visitor was before.';
  -- T1; expand; lock: transaction on the table

-- view: version 4 to 4, table 2 to 2
CREATE OR REPLACE VIEW "visit__latest" AS
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
  "channel",
  "page__url" AS "page__address",
  CASE "device" WHEN 'DEVICE_PHONE' THEN 'DEVICE_MOBILE' ELSE "device" END AS "device",
  "trail"
FROM "visit";
  -- T1; expand; lock: transaction on the table

-- down: version 4 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
COMMENT ON COLUMN "visit"."device" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON COLUMN "visit"."page__url" IS NULL;
  -- T1; expand; lock: transaction on the table
COMMENT ON TABLE "visit" IS 'Events of message corpus.Visit, subject ''names-and-labels''.';
  -- T1; expand; lock: transaction on the table
