CREATE TABLE IF NOT EXISTS "well_known" (
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
  "at" TIMESTAMPTZ,
  "took" BIGINT,
  "details" SUPER,
  "extra" SUPER,
  "mask" VARCHAR(65535),
  "maybe_text" VARCHAR(65535),
  "maybe_count" DECIMAL(20,0),
  "maybe_flag" BOOLEAN,
  "nothing" BOOLEAN,
  PRIMARY KEY ("event_id")
)
DISTSTYLE KEY
DISTKEY ("event_id")
COMPOUND SORTKEY ("ingest_time");

COMMENT ON TABLE "well_known" IS 'Events of message corpus.wellknown.WellKnown, subject ''well-known''.';
