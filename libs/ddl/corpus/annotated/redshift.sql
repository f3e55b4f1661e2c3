CREATE TABLE IF NOT EXISTS "shares" (
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
  "channel" VARCHAR(65535),
  "story__id" VARCHAR(65535),
  "story__title" VARCHAR(65535),
  "related" SUPER,
  PRIMARY KEY ("event_id")
)
DISTSTYLE KEY
DISTKEY ("event_id")
COMPOUND SORTKEY ("ingest_time");

COMMENT ON TABLE "shares" IS 'Events of message corpus.annotated.Share, subject ''annotated''.';

COMMENT ON COLUMN "shares"."story__title" IS 'Without the teaser.';
