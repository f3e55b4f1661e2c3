CREATE TABLE IF NOT EXISTS "comment" (
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
  "text" VARCHAR(65535),
  "parent" SUPER,
  "likes" BIGINT,
  "author__name" VARCHAR(65535),
  PRIMARY KEY ("event_id")
)
DISTSTYLE KEY
DISTKEY ("event_id")
COMPOUND SORTKEY ("ingest_time");

COMMENT ON TABLE "comment" IS 'Events of message corpus.recursion.Comment, subject ''recursion''.';

COMMENT ON COLUMN "comment"."parent" IS 'The comment that this one answers.';

COMMENT ON COLUMN "comment"."likes" IS 'Default in the schema: 0.';
