CREATE TABLE IF NOT EXISTS "well_known" (
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
  "at" TIMESTAMPTZ,
  "took" BIGINT,
  "details" JSON,
  "extra" JSON,
  "mask" VARCHAR,
  "maybe_text" VARCHAR,
  "maybe_count" UBIGINT,
  "maybe_flag" BOOLEAN,
  "nothing" BOOLEAN,
  PRIMARY KEY ("event_id")
);

COMMENT ON TABLE "well_known" IS 'Events of message corpus.wellknown.WellKnown, subject ''well-known''.';
