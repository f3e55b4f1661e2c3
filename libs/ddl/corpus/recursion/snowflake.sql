CREATE TABLE IF NOT EXISTS "comment" (
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
  "text" VARCHAR,
  "parent" VARIANT COMMENT 'The comment that this one answers.',
  "likes" NUMBER(19,0) COMMENT 'Default in the schema: 0.',
  "author__name" VARCHAR,
  PRIMARY KEY ("event_id")
)
CLUSTER BY (TO_DATE("ingest_time"))
COMMENT = 'Events of message corpus.recursion.Comment, subject ''recursion''.';
