CREATE TABLE IF NOT EXISTS "purchase" (
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
  "card" VARCHAR(19),
  "currency" BIGINT,
  "amount" BIGINT,
  "items" INTEGER,
  "paid_at" TIMESTAMPTZ,
  "shop" VARCHAR(65535),
  PRIMARY KEY ("event_id")
)
DISTSTYLE KEY
DISTKEY ("event_id")
COMPOUND SORTKEY ("ingest_time", "app_id", "event_time");

COMMENT ON TABLE "purchase" IS 'Events of message corpus.steered.Purchase, subject ''steered''.
Owner: team checkout''s on-call.
Kept for 400 days.';

COMMENT ON COLUMN "purchase"."card" IS 'Sensitivity: personal.';

COMMENT ON COLUMN "purchase"."shop" IS 'Sensitivity: public.';
