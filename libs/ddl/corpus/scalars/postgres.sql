CREATE TABLE IF NOT EXISTS "scalars" (
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
  "int32_value" bigint,
  "sint64_value" bigint,
  "fixed32_value" bigint,
  "uint64_value" numeric(20,0),
  "float_value" real,
  "double_value" double precision,
  "bool_value" boolean,
  "string_value" text,
  "bytes_value" bytea,
  "color" text,
  "tags" jsonb,
  "counts" jsonb,
  PRIMARY KEY ("event_id")
);

CREATE INDEX IF NOT EXISTS "scalars_ingest_time_idx" ON "scalars" ("ingest_time");

COMMENT ON TABLE "scalars" IS 'Events of message corpus.scalars.Scalars, subject ''scalars''.';

COMMENT ON COLUMN "scalars"."float_value" IS 'Degrees, or so.';
