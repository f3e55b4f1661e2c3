CREATE TABLE IF NOT EXISTS "player_event" (
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
  "video_id" VARCHAR,
  "muted" BOOLEAN,
  "action__case" VARCHAR COMMENT 'What happened.',
  "play__autoplay" BOOLEAN,
  "pause" BOOLEAN,
  "seek_to_ms" NUMBER(19,0),
  PRIMARY KEY ("event_id")
)
CLUSTER BY (TO_DATE("ingest_time"))
COMMENT = 'Events of message corpus.choice.PlayerEvent, subject ''oneof-and-presence''.';
