CREATE TABLE IF NOT EXISTS "purchase" (
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
  "card" character varying(19),
  "currency" bigint,
  "amount" bigint,
  "items" integer,
  "paid_at" timestamptz,
  "shop" text,
  PRIMARY KEY ("event_id", "ingest_time")
) PARTITION BY RANGE ("ingest_time");

CREATE TABLE IF NOT EXISTS "purchase__rest" PARTITION OF "purchase" DEFAULT;

CREATE INDEX IF NOT EXISTS "purchase_ingest_time_idx" ON "purchase" ("ingest_time");

COMMENT ON TABLE "purchase" IS 'Events of message corpus.steered.Purchase, subject ''steered''.
Owner: team checkout''s on-call.
Kept for 400 days.';

COMMENT ON COLUMN "purchase"."card" IS 'Sensitivity: personal.';

COMMENT ON COLUMN "purchase"."shop" IS 'Sensitivity: public.';
