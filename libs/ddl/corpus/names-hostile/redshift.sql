CREATE TABLE IF NOT EXISTS "the ""table""; --" (
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
  "select" VARCHAR(65535),
  "__proto__" VARCHAR(65535),
  "a""b'c;`d\" VARCHAR(65535),
  "event_id__field" VARCHAR(65535),
  "userId" VARCHAR(65535),
  "userid_e7f6c011" VARCHAR(65535),
  "very_long_name_of_a_field_that_goes_on_and_on_and_on_a_7902699b" VARCHAR(65535),
  "xmax__field" BIGINT,
  "größe 名前" VARCHAR(65535),
  PRIMARY KEY ("event_id")
)
DISTSTYLE KEY
DISTKEY ("event_id")
COMPOUND SORTKEY ("ingest_time");

COMMENT ON TABLE "the ""table""; --" IS 'Events of message corpus.hostile.Hostile, subject ''names-hostile''.';

COMMENT ON COLUMN "the ""table""; --"."select" IS 'It''s a ''quoted'' comment; DROP TABLE x; -- \\ with a backslash';

COMMENT ON COLUMN "the ""table""; --"."event_id__field" IS 'Belongs to the envelope.';
