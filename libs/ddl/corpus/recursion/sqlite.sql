CREATE TABLE IF NOT EXISTS "comment" (
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
  "text" TEXT,
  "parent" TEXT,
  "likes" INTEGER,
  "author__name" TEXT,
  PRIMARY KEY ("event_id")
) STRICT;

CREATE INDEX IF NOT EXISTS "comment_ingest_time_idx" ON "comment" ("ingest_time");
