CREATE TABLE IF NOT EXISTS "shares" (
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
  "channel" text,
  "story__id" text,
  "story__title" text,
  "related" jsonb,
  PRIMARY KEY ("event_id")
);

CREATE INDEX IF NOT EXISTS "shares_ingest_time_idx" ON "shares" ("ingest_time");

COMMENT ON TABLE "shares" IS 'Events of message corpus.annotated.Share, subject ''annotated''.';

COMMENT ON COLUMN "shares"."story__title" IS 'Without the teaser.';
