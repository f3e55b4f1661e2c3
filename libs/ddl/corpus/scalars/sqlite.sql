CREATE TABLE IF NOT EXISTS "scalars" (
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
  "int32_value" INTEGER,
  "sint64_value" INTEGER,
  "fixed32_value" INTEGER,
  "uint64_value" TEXT,
  "float_value" REAL,
  "double_value" REAL,
  "bool_value" INTEGER CHECK ("bool_value" IN (0, 1)),
  "string_value" TEXT,
  "bytes_value" BLOB,
  "color" TEXT,
  "tags" TEXT,
  "counts" TEXT,
  PRIMARY KEY ("event_id")
) STRICT;

CREATE INDEX IF NOT EXISTS "scalars_ingest_time_idx" ON "scalars" ("ingest_time");
