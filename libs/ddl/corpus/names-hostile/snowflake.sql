CREATE TABLE IF NOT EXISTS "the ""table""; --" (
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
  "select" VARCHAR COMMENT 'It''s a ''quoted'' comment; DROP TABLE x; -- \\ with a backslash',
  "__proto__" VARCHAR,
  "a""b'c;`d\" VARCHAR,
  "event_id__field" VARCHAR COMMENT 'Belongs to the envelope.',
  "userId" VARCHAR,
  "userid_e7f6c011" VARCHAR,
  "very_long_name_of_a_field_that_goes_on_and_on_and_on_a_7902699b" VARCHAR,
  "xmax__field" NUMBER(19,0),
  "größe 名前" VARCHAR,
  PRIMARY KEY ("event_id")
)
CLUSTER BY (TO_DATE("ingest_time"))
COMMENT = 'Events of message corpus.hostile.Hostile, subject ''names-hostile''.';
