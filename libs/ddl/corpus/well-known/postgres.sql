CREATE TABLE IF NOT EXISTS "well_known" (
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
  "at" timestamptz,
  "took" bigint,
  "details" jsonb,
  "extra" jsonb,
  "mask" text,
  "maybe_text" text,
  "maybe_count" numeric(20,0),
  "maybe_flag" boolean,
  "nothing" boolean,
  PRIMARY KEY ("event_id")
);

CREATE INDEX IF NOT EXISTS "well_known_ingest_time_idx" ON "well_known" ("ingest_time");

COMMENT ON TABLE "well_known" IS 'Events of message corpus.wellknown.WellKnown, subject ''well-known''.';
