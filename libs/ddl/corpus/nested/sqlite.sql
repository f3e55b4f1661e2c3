CREATE TABLE IF NOT EXISTS "article_view" (
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
  "article_id" TEXT,
  "page__url" TEXT,
  "page__viewport__width" INTEGER,
  "page__viewport__height" INTEGER,
  "referrer__url" TEXT,
  "referrer__campaign__name" TEXT,
  "referrer__campaign__budget" TEXT,
  "seconds_read" INTEGER,
  PRIMARY KEY ("event_id")
) STRICT;

CREATE INDEX IF NOT EXISTS "article_view_ingest_time_idx" ON "article_view" ("ingest_time");
