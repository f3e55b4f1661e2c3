CREATE TABLE IF NOT EXISTS "article_view" (
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
  "article_id" text,
  "page__url" text,
  "page__viewport__width" bigint,
  "page__viewport__height" bigint,
  "referrer__url" text,
  "referrer__campaign__name" text,
  "referrer__campaign__budget" jsonb,
  "seconds_read" bigint,
  PRIMARY KEY ("event_id")
);

CREATE INDEX IF NOT EXISTS "article_view_ingest_time_idx" ON "article_view" ("ingest_time");

COMMENT ON TABLE "article_view" IS 'Events of message corpus.nested.ArticleView, subject ''nested''.';
