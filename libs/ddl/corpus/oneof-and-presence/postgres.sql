CREATE TABLE IF NOT EXISTS "player_event" (
  "event_id" uuid NOT NULL,
  "event_time" timestamptz NOT NULL,
  "ingest_time" timestamptz NOT NULL,
  "subject" text NOT NULL,
  "schema_version" integer NOT NULL,
  "fingerprint" text NOT NULL,
  "app_id" text,
  "app_version" text,
  "platform" text,
  "batch_id" uuid NOT NULL,
  "seq" bigint,
  "video_id" text,
  "muted" boolean,
  "action__case" text,
  "play__autoplay" boolean,
  "pause" boolean,
  "seek_to_ms" bigint,
  PRIMARY KEY ("event_id")
);

CREATE INDEX IF NOT EXISTS "player_event_ingest_time_idx" ON "player_event" ("ingest_time");

COMMENT ON TABLE "player_event" IS 'Events of message corpus.choice.PlayerEvent, subject ''oneof-and-presence''.';

COMMENT ON COLUMN "player_event"."action__case" IS 'What happened.';
