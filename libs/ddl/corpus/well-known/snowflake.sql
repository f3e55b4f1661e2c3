CREATE TABLE IF NOT EXISTS "well_known" (
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
  "at" TIMESTAMP_NTZ(9),
  "took" NUMBER(19,0),
  "details" VARIANT,
  "extra" VARIANT,
  "mask" VARCHAR,
  "maybe_text" VARCHAR,
  "maybe_count" NUMBER(20,0),
  "maybe_flag" BOOLEAN,
  "nothing" BOOLEAN,
  PRIMARY KEY ("event_id")
)
CLUSTER BY (TO_DATE("ingest_time"))
COMMENT = 'Events of message corpus.wellknown.WellKnown, subject ''well-known''.';
