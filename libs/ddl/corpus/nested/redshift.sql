CREATE TABLE IF NOT EXISTS "article_view" (
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
  "article_id" VARCHAR(65535),
  "page__url" VARCHAR(65535),
  "page__viewport__width" BIGINT,
  "page__viewport__height" BIGINT,
  "referrer__url" VARCHAR(65535),
  "referrer__campaign__name" VARCHAR(65535),
  "referrer__campaign__budget" SUPER,
  "seconds_read" BIGINT,
  PRIMARY KEY ("event_id")
)
DISTSTYLE KEY
DISTKEY ("event_id")
COMPOUND SORTKEY ("ingest_time");

COMMENT ON TABLE "article_view" IS 'Events of message corpus.nested.ArticleView, subject ''nested''.';
