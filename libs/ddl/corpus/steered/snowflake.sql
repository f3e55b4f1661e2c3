CREATE TABLE IF NOT EXISTS "purchase" (
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
  "card" VARCHAR(19) COMMENT 'Sensitivity: personal.',
  "currency" NUMBER(19,0),
  "amount" NUMBER(19,0),
  "items" NUMBER(10,0),
  "paid_at" TIMESTAMP_NTZ(9),
  "shop" VARCHAR COMMENT 'Sensitivity: public.',
  PRIMARY KEY ("event_id")
)
CLUSTER BY (TO_DATE("ingest_time"), "app_id", "event_time")
COMMENT = 'Events of message corpus.steered.Purchase, subject ''steered''.
Owner: team checkout''s on-call.
Kept for 400 days.';
