CREATE TABLE IF NOT EXISTS "article_view" (
  "event_id" VARCHAR(36) NOT NULL,
  "event_time" TIMESTAMP_NTZ(9) NOT NULL,
  "ingest_time" TIMESTAMP_NTZ(9) NOT NULL,
  "subject" VARCHAR NOT NULL,
  "schema_version" NUMBER(10,0) NOT NULL,
  "fingerprint" VARCHAR NOT NULL,
  "app_id" VARCHAR,
  "app_version" VARCHAR,
  "platform" VARCHAR,
  "batch_id" VARCHAR(36) NOT NULL,
  "seq" NUMBER(19,0),
  "article_id" VARCHAR,
  "page__url" VARCHAR,
  "page__viewport__width" NUMBER(19,0),
  "page__viewport__height" NUMBER(19,0),
  "referrer__url" VARCHAR,
  "referrer__campaign__name" VARCHAR,
  "referrer__campaign__budget" VARIANT,
  "seconds_read" NUMBER(19,0),
  PRIMARY KEY ("event_id")
)
CLUSTER BY (TO_DATE("ingest_time"))
COMMENT = 'Events of message corpus.nested.ArticleView, subject ''nested''.';
