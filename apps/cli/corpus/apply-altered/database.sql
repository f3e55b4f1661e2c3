CREATE TABLE IF NOT EXISTS "click" (
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
  "target" TEXT,
  "note" TEXT,
  PRIMARY KEY ("event_id")
) STRICT;
CREATE INDEX IF NOT EXISTS "click_ingest_time_idx" ON "click" ("ingest_time");
CREATE TABLE protokoll_table (
  name text NOT NULL PRIMARY KEY, subject text NOT NULL, message text NOT NULL, table_version integer NOT NULL,
  schema_version integer NOT NULL, ledger text NOT NULL, plan text NOT NULL, changed_at text NOT NULL
);
INSERT INTO protokoll_table VALUES ('click', 'shop/clicks', 'shop.v1.Click', 1, 1, '{"subject":"shop/clicks","message":"shop.v1.Click","table":"click","tableVersion":1,"schemaVersion":1,"entries":[{"columnId":1,"key":"1","path":[1],"incarnation":1,"name":"target","logicalNames":[{"version":1,"name":"target"}],"type":{"kind":"text"},"form":"text","introducedVersion":1,"lastVersion":1,"state":"active","comment":null,"source":{"declared":"string","presence":"implicit","labels":null,"keys":null}},{"columnId":2,"key":"2","path":[2],"incarnation":1,"name":"note","logicalNames":[{"version":1,"name":"note"}],"type":{"kind":"text"},"form":"text","introducedVersion":1,"lastVersion":1,"state":"active","comment":null,"source":{"declared":"string","presence":"implicit","labels":null,"keys":null}}]}', '', '');
