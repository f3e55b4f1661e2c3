CREATE TABLE IF NOT EXISTS "comment" (
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
  "text" text,
  "parent" jsonb,
  "likes" bigint,
  "author__name" text,
  PRIMARY KEY ("event_id")
);

CREATE INDEX IF NOT EXISTS "comment_ingest_time_idx" ON "comment" ("ingest_time");

COMMENT ON TABLE "comment" IS 'Events of message corpus.recursion.Comment, subject ''recursion''.';

COMMENT ON COLUMN "comment"."parent" IS 'The comment that this one answers.';

COMMENT ON COLUMN "comment"."likes" IS 'Default in the schema: 0.';
