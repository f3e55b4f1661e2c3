CREATE TABLE IF NOT EXISTS "player_event" (
  "event_id" UUID NOT NULL,
  "event_time" TIMESTAMPTZ NOT NULL,
  "ingest_time" TIMESTAMPTZ NOT NULL,
  "subject" VARCHAR NOT NULL,
  "schema_version" INTEGER NOT NULL,
  "fingerprint" VARCHAR NOT NULL,
  "app_id" VARCHAR,
  "app_version" VARCHAR,
  "platform" VARCHAR,
  "batch_id" UUID NOT NULL,
  "seq" BIGINT,
  "video_id" VARCHAR,
  "muted" BOOLEAN,
  "action__case" VARCHAR,
  "play__autoplay" BOOLEAN,
  "pause" BOOLEAN,
  "seek_to_ms" BIGINT,
  PRIMARY KEY ("event_id")
);

COMMENT ON TABLE "player_event" IS 'Events of message corpus.choice.PlayerEvent, subject ''oneof-and-presence''.';

COMMENT ON COLUMN "player_event"."action__case" IS 'What happened.';
