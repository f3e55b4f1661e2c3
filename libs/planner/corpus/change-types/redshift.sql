-- version 1 to 2, table 1 to 2
-- Column 'duration' is frozen with its data; version 1 was the last to have 'duration' like that.
-- Column 'quality' is frozen with its data; version 1 was the last to have 'quality' like that.
-- Column 'codec' is frozen with its data; version 1 was the last to have 'codec' like that.
-- Field number 2 has another type or meaning since version 2: new column 'duration__2' beside 'duration'.
-- Field number 3 has another type or meaning since version 2: new column 'quality__2' beside 'quality'.
-- Field number 4 has another type or meaning since version 2: new column 'codec__2' beside 'codec'.
ALTER TABLE "play" ADD COLUMN "duration__2" DECIMAL(20,0); -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."duration__2" IS 'Field 2, called ''duration''.'; -- T1, lock: AccessExclusiveLock
ALTER TABLE "play" ADD COLUMN "quality__2" SUPER; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."quality__2" IS 'Field 3, called ''quality''.'; -- T1, lock: AccessExclusiveLock
ALTER TABLE "play" ADD COLUMN "codec__2" BIGINT; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."codec__2" IS 'Field 4, called ''codec''.'; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."duration" IS 'Frozen: version 1 was the last to have it.'; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."quality" IS 'Frozen: version 1 was the last to have it.'; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."codec" IS 'Frozen: version 1 was the last to have it.'; -- T1, lock: AccessExclusiveLock

-- version 2 to 3, table 2 to 3
-- 'duration' is back; column 'duration' is written again.
-- Column 'duration__2' is frozen with its data; version 2 was the last to have 'duration' like that.
-- Column 'codec__2' is frozen with its data; version 2 was the last to have 'codec' like that.
-- Field number 4 has another type or meaning since version 3: new column 'codec__3' beside 'codec__2'.
ALTER TABLE "play" ADD COLUMN "codec__3" VARCHAR(65535); -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."codec__3" IS 'Field 4, called ''codec''.'; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."duration" IS NULL; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."duration__2" IS 'Field 2, called ''duration''.
Frozen: version 2 was the last to have it.'; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."codec__2" IS 'Field 4, called ''codec''.
Frozen: version 2 was the last to have it.'; -- T1, lock: AccessExclusiveLock

-- version 1 to 3, table 1 to 3
-- Column 'quality' is frozen with its data; version 1 was the last to have 'quality' like that.
-- Column 'codec' is frozen with its data; version 1 was the last to have 'codec' like that.
-- Field number 2 has another type or meaning since version 2: new column 'duration__2' beside 'duration'.
-- Column 'duration__2' is for writers up to version 2 only.
-- Field number 3 has another type or meaning since version 2: new column 'quality__2' beside 'quality'.
-- Field number 4 has another type or meaning since version 2: new column 'codec__2' beside 'codec'.
-- Column 'codec__2' is for writers up to version 2 only.
-- Field number 4 has another type or meaning since version 3: new column 'codec__3' beside 'codec__2'.
ALTER TABLE "play" ADD COLUMN "duration__2" DECIMAL(20,0); -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."duration__2" IS 'Field 2, called ''duration''.
Frozen: version 2 was the last to have it.'; -- T1, lock: AccessExclusiveLock
ALTER TABLE "play" ADD COLUMN "quality__2" SUPER; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."quality__2" IS 'Field 3, called ''quality''.'; -- T1, lock: AccessExclusiveLock
ALTER TABLE "play" ADD COLUMN "codec__2" BIGINT; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."codec__2" IS 'Field 4, called ''codec''.
Frozen: version 2 was the last to have it.'; -- T1, lock: AccessExclusiveLock
ALTER TABLE "play" ADD COLUMN "codec__3" VARCHAR(65535); -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."codec__3" IS 'Field 4, called ''codec''.'; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."quality" IS 'Frozen: version 1 was the last to have it.'; -- T1, lock: AccessExclusiveLock
COMMENT ON COLUMN "play"."codec" IS 'Frozen: version 1 was the last to have it.'; -- T1, lock: AccessExclusiveLock
