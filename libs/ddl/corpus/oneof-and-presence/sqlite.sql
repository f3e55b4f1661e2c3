CREATE TABLE IF NOT EXISTS "player_event" (
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
  "video_id" TEXT,
  "muted" INTEGER CHECK ("muted" IN (0, 1)),
  "action__case" TEXT,
  "play__autoplay" INTEGER CHECK ("play__autoplay" IN (0, 1)),
  "pause" INTEGER CHECK ("pause" IN (0, 1)),
  "seek_to_ms" INTEGER,
  PRIMARY KEY ("event_id")
) STRICT;

CREATE INDEX IF NOT EXISTS "player_event_ingest_time_idx" ON "player_event" ("ingest_time");
