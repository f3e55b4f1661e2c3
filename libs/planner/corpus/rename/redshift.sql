-- version 1 to 2, table 1 to 1
-- 'network' is now 'channel'; its column stays 'network'.
-- 'article__id' is now 'story__id'; its column stays 'article__id'.
COMMENT ON COLUMN "share"."network" IS 'Where it was shared.
Field 1, called ''channel''.'; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "share"."article__id" IS 'Field 2.1, called ''story__id''.'; -- T1, lock: AccessExclusiveLock

-- version 2 to 3, table 1 to 2
-- Field 'network' (3) has column 'network__2'.
ALTER TABLE "share" ADD COLUMN "network__2" VARCHAR(65535); -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "share"."network__2" IS 'Not the first of that name.
Field 3, called ''network''.'; -- T1, lock: AccessExclusiveLock

-- version 1 to 3, table 1 to 2
-- 'network' is now 'channel'; its column stays 'network'.
-- 'article__id' is now 'story__id'; its column stays 'article__id'.
-- Field 'network' (3) has column 'network__2'.
ALTER TABLE "share" ADD COLUMN "network__2" VARCHAR(65535); -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "share"."network__2" IS 'Not the first of that name.
Field 3, called ''network''.'; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "share"."network" IS 'Where it was shared.
Field 1, called ''channel''.'; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "share"."article__id" IS 'Field 2.1, called ''story__id''.'; -- T1, lock: AccessExclusiveLock
