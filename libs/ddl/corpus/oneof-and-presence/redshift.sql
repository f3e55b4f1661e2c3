CREATE TABLE IF NOT EXISTS "player_event" (
  "event_id" VARCHAR(36) NOT NULL,
  "event_time" TIMESTAMPTZ NOT NULL,
  "ingest_time" TIMESTAMPTZ NOT NULL,
  "subject" VARCHAR(65535) NOT NULL,
  "schema_version" INTEGER NOT NULL,
  "fingerprint" VARCHAR(65535) NOT NULL,
  "app_id" VARCHAR(65535),
  "app_version" VARCHAR(65535),
  "platform" VARCHAR(65535),
  "batch_id" VARCHAR(36) NOT NULL,
  "seq" BIGINT,
  "video_id" VARCHAR(65535),
  "muted" BOOLEAN,
  "action__case" VARCHAR(256),
  "play__autoplay" BOOLEAN,
  "pause" BOOLEAN,
  "seek_to_ms" BIGINT,
  PRIMARY KEY ("event_id")
)
DISTSTYLE KEY
DISTKEY ("event_id")
COMPOUND SORTKEY ("ingest_time");

COMMENT ON TABLE "player_event" IS 'Events of message corpus.choice.PlayerEvent, subject ''oneof-and-presence''.';

COMMENT ON COLUMN "player_event"."action__case" IS 'What happened.';
