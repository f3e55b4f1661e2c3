CREATE TABLE IF NOT EXISTS "booking" (
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
  "day__year" bigint,
  "day__month" bigint,
  "day__day" bigint,
  "opens__hours" bigint,
  "opens__minutes" bigint,
  "opens__seconds" bigint,
  "opens__nanos" bigint,
  "place__latitude" double precision,
  "place__longitude" double precision,
  "price__currency_code" text,
  "price__units" bigint,
  "price__nanos" bigint,
  "rate__value" text,
  "span__start_time" timestamptz,
  "span__end_time" timestamptz,
  "color__red" real,
  "color__green" real,
  "color__blue" real,
  "color__alpha" real,
  "weekday" text,
  "holidays" jsonb,
  PRIMARY KEY ("event_id")
);

CREATE INDEX IF NOT EXISTS "booking_ingest_time_idx" ON "booking" ("ingest_time");

COMMENT ON TABLE "booking" IS 'Events of message google.type.Booking, subject ''google-types''.';
