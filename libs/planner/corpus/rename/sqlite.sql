-- version 1 to 2, table 1 to 1
-- 'network' is now 'channel'; its column stays 'network'.
-- 'article__id' is now 'story__id'; its column stays 'article__id'.

-- version 2 to 3, table 1 to 2
-- Field 'network' (3) has column 'network__2'.
ALTER TABLE "share" ADD COLUMN "network__2" TEXT; -- T1, lock: database write lock

-- version 1 to 3, table 1 to 2
-- 'network' is now 'channel'; its column stays 'network'.
-- 'article__id' is now 'story__id'; its column stays 'article__id'.
-- Field 'network' (3) has column 'network__2'.
ALTER TABLE "share" ADD COLUMN "network__2" TEXT; -- T1, lock: database write lock
