CREATE TABLE IF NOT EXISTS "well_known" (
  "event_id" TEXT NOT NULL,
  "event_time" INTEGER NOT NULL,
  "ingest_time" INTEGER NOT NULL,
  "subject" TEXT NOT NULL,
  "schema_version" INTEGER NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "app_id" TEXT,
  "app_version" TEXT,
  "platform" TEXT,
  "batch_id" TEXT NOT NULL,
  "seq" INTEGER,
  "at" INTEGER,
  "took" INTEGER,
  "details" TEXT,
  "extra" TEXT,
  "mask" TEXT,
  "maybe_text" TEXT,
  "maybe_count" TEXT,
  "maybe_flag" INTEGER CHECK ("maybe_flag" IN (0, 1)),
  "nothing" INTEGER CHECK ("nothing" IN (0, 1)),
  PRIMARY KEY ("event_id")
) STRICT;

CREATE INDEX IF NOT EXISTS "well_known_ingest_time_idx" ON "well_known" ("ingest_time");
