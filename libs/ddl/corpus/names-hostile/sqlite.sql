CREATE TABLE IF NOT EXISTS "the ""table""; --" (
  "event_id" TEXT NOT NULL,
  "event_time" INTEGER NOT NULL,
  "ingest_time" INTEGER NOT NULL,
  "subject" TEXT NOT NULL,
  "schema_version" INTEGER NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "app_id" TEXT,
  "app_version" TEXT,
  "platform" TEXT,
  "batch_id" TEXT NOT NULL,
  "seq" INTEGER,
  "select" TEXT,
  "__proto__" TEXT,
  "a""b'c;`d\" TEXT,
  "event_id__field" TEXT,
  "userId" TEXT,
  "userid_e7f6c011" TEXT,
  "very_long_name_of_a_field_that_goes_on_and_on_and_on_a_7902699b" TEXT,
  "xmax__field" INTEGER,
  "größe 名前" TEXT,
  PRIMARY KEY ("event_id")
) STRICT;

CREATE INDEX IF NOT EXISTS "the ""table""; --_ingest_time_idx" ON "the ""table""; --" ("ingest_time");
