CREATE TABLE IF NOT EXISTS "shares" (
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
  "channel" VARCHAR,
  "story__id" VARCHAR,
  "story__title" VARCHAR,
  "related" JSON,
  PRIMARY KEY ("event_id")
);

COMMENT ON TABLE "shares" IS 'Events of message corpus.annotated.Share, subject ''annotated''.';

COMMENT ON COLUMN "shares"."story__title" IS 'Without the teaser.';
