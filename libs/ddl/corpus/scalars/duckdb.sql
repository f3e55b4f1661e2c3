CREATE TABLE IF NOT EXISTS "scalars" (
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
  "int32_value" BIGINT,
  "sint64_value" BIGINT,
  "fixed32_value" BIGINT,
  "uint64_value" UBIGINT,
  "float_value" FLOAT,
  "double_value" DOUBLE,
  "bool_value" BOOLEAN,
  "string_value" VARCHAR,
  "bytes_value" BLOB,
  "color" VARCHAR,
  "tags" VARCHAR[],
  "counts" MAP(VARCHAR, BIGINT),
  PRIMARY KEY ("event_id")
);

COMMENT ON TABLE "scalars" IS 'Events of message corpus.scalars.Scalars, subject ''scalars''.';

COMMENT ON COLUMN "scalars"."float_value" IS 'Degrees, or so.';
