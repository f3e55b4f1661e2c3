CREATE TABLE IF NOT EXISTS "article_view" (
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
  "article_id" VARCHAR,
  "page__url" VARCHAR,
  "page__viewport__width" BIGINT,
  "page__viewport__height" BIGINT,
  "referrer__url" VARCHAR,
  "referrer__campaign__name" VARCHAR,
  "referrer__campaign__budget" JSON,
  "seconds_read" BIGINT,
  PRIMARY KEY ("event_id")
);

COMMENT ON TABLE "article_view" IS 'Events of message corpus.nested.ArticleView, subject ''nested''.';
