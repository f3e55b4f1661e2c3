CREATE TABLE IF NOT EXISTS "click" (
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
  "target" TEXT,
  "note" TEXT,
  PRIMARY KEY ("event_id")
) STRICT;
CREATE INDEX IF NOT EXISTS "click_ingest_time_idx" ON "click" ("ingest_time");
