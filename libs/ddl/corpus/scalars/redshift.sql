CREATE TABLE IF NOT EXISTS "scalars" (
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
  "int32_value" BIGINT,
  "sint64_value" BIGINT,
  "fixed32_value" BIGINT,
  "uint64_value" DECIMAL(20,0),
  "float_value" REAL,
  "double_value" DOUBLE PRECISION,
  "bool_value" BOOLEAN,
  "string_value" VARCHAR(65535),
  "bytes_value" VARBYTE(1024000),
  "color" VARCHAR(256),
  "tags" SUPER,
  "counts" SUPER,
  PRIMARY KEY ("event_id")
)
DISTSTYLE KEY
DISTKEY ("event_id")
COMPOUND SORTKEY ("ingest_time");

COMMENT ON TABLE "scalars" IS 'Events of message corpus.scalars.Scalars, subject ''scalars''.';

COMMENT ON COLUMN "scalars"."float_value" IS 'Degrees, or so.';
