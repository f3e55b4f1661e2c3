CREATE TABLE IF NOT EXISTS "scalars" (
  "event_id" VARCHAR(36) NOT NULL,
  "event_time" TIMESTAMP_NTZ(9) NOT NULL,
  "ingest_time" TIMESTAMP_NTZ(9) NOT NULL,
  "subject" VARCHAR NOT NULL,
  "schema_version" NUMBER(10,0) NOT NULL,
  "fingerprint" VARCHAR NOT NULL,
  "app_id" VARCHAR,
  "app_version" VARCHAR,
  "platform" VARCHAR,
  "batch_id" VARCHAR(36) NOT NULL,
  "seq" NUMBER(19,0),
  "int32_value" NUMBER(19,0),
  "sint64_value" NUMBER(19,0),
  "fixed32_value" NUMBER(19,0),
  "uint64_value" NUMBER(20,0),
  "float_value" FLOAT COMMENT 'Degrees, or so.',
  "double_value" FLOAT,
  "bool_value" BOOLEAN,
  "string_value" VARCHAR,
  "bytes_value" BINARY,
  "color" VARCHAR,
  "tags" ARRAY,
  "counts" OBJECT,
  PRIMARY KEY ("event_id")
)
CLUSTER BY (TO_DATE("ingest_time"))
COMMENT = 'Events of message corpus.scalars.Scalars, subject ''scalars''.';
