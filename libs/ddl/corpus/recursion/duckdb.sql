CREATE TABLE IF NOT EXISTS "comment" (
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
  "text" VARCHAR,
  "parent" JSON,
  "likes" BIGINT,
  "author__name" VARCHAR,
  PRIMARY KEY ("event_id")
);

COMMENT ON TABLE "comment" IS 'Events of message corpus.recursion.Comment, subject ''recursion''.';

COMMENT ON COLUMN "comment"."parent" IS 'The comment that this one answers.';

COMMENT ON COLUMN "comment"."likes" IS 'Default in the schema: 0.';
