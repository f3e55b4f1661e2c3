CREATE TABLE IF NOT EXISTS "the ""table""; --" (
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
  "select" VARCHAR,
  "__proto__" VARCHAR,
  "a""b'c;`d\" VARCHAR,
  "event_id__field" VARCHAR,
  "userId" VARCHAR,
  "userid_e7f6c011" VARCHAR,
  "very_long_name_of_a_field_that_goes_on_and_on_and_on_a_7902699b" VARCHAR,
  "xmax__field" BIGINT,
  "größe 名前" VARCHAR,
  PRIMARY KEY ("event_id")
);

COMMENT ON TABLE "the ""table""; --" IS 'Events of message corpus.hostile.Hostile, subject ''names-hostile''.';

COMMENT ON COLUMN "the ""table""; --"."select" IS 'It''s a ''quoted'' comment; DROP TABLE x; -- \ with a backslash';

COMMENT ON COLUMN "the ""table""; --"."event_id__field" IS 'Belongs to the envelope.';
