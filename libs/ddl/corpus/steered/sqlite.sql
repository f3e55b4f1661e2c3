CREATE TABLE IF NOT EXISTS "purchase" (
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
  "card" TEXT,
  "currency" INTEGER,
  "amount" INTEGER,
  "items" INTEGER,
  "paid_at" INTEGER,
  "shop" TEXT,
  PRIMARY KEY ("event_id")
) STRICT;

CREATE INDEX IF NOT EXISTS "purchase_ingest_time_idx" ON "purchase" ("ingest_time");
