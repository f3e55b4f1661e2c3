CREATE TABLE IF NOT EXISTS "purchase" (
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
  "card" VARCHAR(19),
  "currency" BIGINT,
  "amount" BIGINT,
  "items" INTEGER,
  "paid_at" TIMESTAMPTZ,
  "shop" VARCHAR,
  PRIMARY KEY ("event_id")
);

COMMENT ON TABLE "purchase" IS 'Events of message corpus.steered.Purchase, subject ''steered''.
Owner: team checkout''s on-call.
Kept for 400 days.';

COMMENT ON COLUMN "purchase"."card" IS 'Sensitivity: personal.';

COMMENT ON COLUMN "purchase"."shop" IS 'Sensitivity: public.';
