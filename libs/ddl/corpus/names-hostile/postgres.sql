CREATE TABLE IF NOT EXISTS "the ""table""; --" (
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
  "select" text,
  "__proto__" text,
  "a""b'c;`d\" text,
  "event_id__field" text,
  "userId" text,
  "userid_e7f6c011" text,
  "very_long_name_of_a_field_that_goes_on_and_on_and_on_a_7902699b" text,
  "xmax__field" bigint,
  "größe 名前" text,
  PRIMARY KEY ("event_id")
);

CREATE INDEX IF NOT EXISTS "the ""table""; --_ingest_time_idx" ON "the ""table""; --" ("ingest_time");

COMMENT ON TABLE "the ""table""; --" IS 'Events of message corpus.hostile.Hostile, subject ''names-hostile''.';

COMMENT ON COLUMN "the ""table""; --"."select" IS E'It''s a ''quoted'' comment; DROP TABLE x; -- \\ with a backslash';

COMMENT ON COLUMN "the ""table""; --"."event_id__field" IS 'Belongs to the envelope.';
