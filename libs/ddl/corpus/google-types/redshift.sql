CREATE TABLE IF NOT EXISTS "booking" (
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
  "day__year" BIGINT,
  "day__month" BIGINT,
  "day__day" BIGINT,
  "opens__hours" BIGINT,
  "opens__minutes" BIGINT,
  "opens__seconds" BIGINT,
  "opens__nanos" BIGINT,
  "place__latitude" DOUBLE PRECISION,
  "place__longitude" DOUBLE PRECISION,
  "price__currency_code" VARCHAR(65535),
  "price__units" BIGINT,
  "price__nanos" BIGINT,
  "rate__value" VARCHAR(65535),
  "span__start_time" TIMESTAMPTZ,
  "span__end_time" TIMESTAMPTZ,
  "color__red" REAL,
  "color__green" REAL,
  "color__blue" REAL,
  "color__alpha" REAL,
  "weekday" VARCHAR(256),
  "holidays" SUPER,
  PRIMARY KEY ("event_id")
)
DISTSTYLE KEY
DISTKEY ("event_id")
COMPOUND SORTKEY ("ingest_time");

COMMENT ON TABLE "booking" IS 'Events of message google.type.Booking, subject ''google-types''.';
