-- step: version 1 to 2, table 1 to 2
-- Column 'attempts' is frozen with its data; version 1 was the last to have 'attempts' like that.
-- Column 'method' is frozen with its data; version 1 was the last to have 'method' like that.
-- Field number 2 has another type or meaning since version 2: new column 'attempts__2' beside 'attempts'.
-- BigQuery could also change 'attempts' in place, at T0 (online); that is not planned, because writers of both types go on.
-- Field number 3 has another type or meaning since version 2: new column 'method__2' beside 'method'.
-- DATA LOSS: Every row that arrived more than 30 days ago.
ALTER TABLE `login` ADD COLUMN IF NOT EXISTS `attempts__2` INT64 OPTIONS (description = 'Field 2, called \'attempts\'.');
  -- T1; expand; lock: none; undo loses: What was written to column 'attempts__2' since.
ALTER TABLE `login` ADD COLUMN IF NOT EXISTS `method__2` INT64 OPTIONS (description = 'Field 3, called \'method\'.');
  -- T1; expand; lock: none; undo loses: What was written to column 'method__2' since.
ALTER TABLE `login` SET OPTIONS (description = 'Events of message corpus.Login, subject \'annotations\'.\nOwner: team identity.\nKept for 30 days.');
  -- T1; expand; lock: none
ALTER TABLE `login` ALTER COLUMN `device` SET OPTIONS (description = 'Sensitivity: personal.');
  -- T1; expand; lock: none
ALTER TABLE `login` ALTER COLUMN `attempts` SET OPTIONS (description = 'Frozen: version 1 was the last to have it.');
  -- T1; expand; lock: none
ALTER TABLE `login` ALTER COLUMN `method` SET OPTIONS (description = 'Frozen: version 1 was the last to have it.');
  -- T1; expand; lock: none
ALTER TABLE `login` SET OPTIONS (partition_expiration_days = 30);
  -- T1; contract; lock: none; loses: Every row that arrived more than 30 days ago.; old rows lose something

-- step: version 2 to 3, table 2 to 2
-- Rows of 'login' are kept for ever from now on.
ALTER TABLE `login` SET OPTIONS (description = 'Events of message corpus.Login, subject \'annotations\'.');
  -- T1; expand; lock: none
ALTER TABLE `login` ALTER COLUMN `device` SET OPTIONS (description = NULL);
  -- T1; expand; lock: none
ALTER TABLE `login` SET OPTIONS (partition_expiration_days = NULL);
  -- T1; expand; lock: none; undo loses: Every row that arrived more than 30 days ago.

-- at once: version 1 to 3, table 1 to 2
-- Rows of 'login' are kept for ever from now on.
-- Column 'attempts' is frozen with its data; version 1 was the last to have 'attempts' like that.
-- Column 'method' is frozen with its data; version 1 was the last to have 'method' like that.
-- Field number 2 has another type or meaning since version 2: new column 'attempts__2' beside 'attempts'.
-- BigQuery could also change 'attempts' in place, at T0 (online); that is not planned, because writers of both types go on.
-- Field number 3 has another type or meaning since version 2: new column 'method__2' beside 'method'.
ALTER TABLE `login` ADD COLUMN IF NOT EXISTS `attempts__2` INT64 OPTIONS (description = 'Field 2, called \'attempts\'.');
  -- T1; expand; lock: none; undo loses: What was written to column 'attempts__2' since.
ALTER TABLE `login` ADD COLUMN IF NOT EXISTS `method__2` INT64 OPTIONS (description = 'Field 3, called \'method\'.');
  -- T1; expand; lock: none; undo loses: What was written to column 'method__2' since.
ALTER TABLE `login` SET OPTIONS (description = 'Events of message corpus.Login, subject \'annotations\'.');
  -- T1; expand; lock: none
ALTER TABLE `login` ALTER COLUMN `device` SET OPTIONS (description = NULL);
  -- T1; expand; lock: none
ALTER TABLE `login` ALTER COLUMN `attempts` SET OPTIONS (description = 'Frozen: version 1 was the last to have it.');
  -- T1; expand; lock: none
ALTER TABLE `login` ALTER COLUMN `method` SET OPTIONS (description = 'Frozen: version 1 was the last to have it.');
  -- T1; expand; lock: none
ALTER TABLE `login` SET OPTIONS (partition_expiration_days = NULL);
  -- T1; expand; lock: none; undo loses: Every row that arrived more than 90 days ago.

-- contract: version 3 to 3, table 2 to 3
-- Column 'attempts' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'attempts'.
-- Column 'method' is dropped: values of versions 1 to 1 are lost, and writers of these versions lose 'method'.
-- DATA LOSS: Every value of column 'attempts', written by versions 1 to 1.
-- DATA LOSS: Every value of column 'method', written by versions 1 to 1.
DROP VIEW IF EXISTS `login__latest`;
  -- T1; expand; lock: none; no undo
ALTER TABLE `login` DROP COLUMN `attempts`;
  -- T1; contract; lock: none; loses: Every value of column 'attempts', written by versions 1 to 1.; old rows lose something; old writers fail
ALTER TABLE `login` DROP COLUMN `method`;
  -- T1; contract; lock: none; loses: Every value of column 'method', written by versions 1 to 1.; old rows lose something; old writers fail
CREATE OR REPLACE VIEW `login__latest` AS
SELECT
  `event_id`,
  `event_time`,
  `ingest_time`,
  `subject`,
  `schema_version`,
  `fingerprint`,
  `app_id`,
  `app_version`,
  `platform`,
  `batch_id`,
  `seq`,
  `device`,
  `attempts__2` AS `attempts`,
  `method__2` AS `method`
FROM `login`;
  -- T1; expand; lock: none

-- down: version 3 to 1, table 2 to 1
-- Leads back. It is not needed for older writers: the newer table takes their rows.
-- DATA LOSS: Every row that arrived more than 90 days ago.
-- DATA LOSS: What was written to column 'method__2' since.
-- DATA LOSS: What was written to column 'attempts__2' since.
ALTER TABLE `login` SET OPTIONS (partition_expiration_days = 90);
  -- T1; contract; lock: none; loses: Every row that arrived more than 90 days ago.; old rows lose something; old writers fail
ALTER TABLE `login` ALTER COLUMN `method` SET OPTIONS (description = NULL);
  -- T1; expand; lock: none
ALTER TABLE `login` ALTER COLUMN `attempts` SET OPTIONS (description = NULL);
  -- T1; expand; lock: none
ALTER TABLE `login` ALTER COLUMN `device` SET OPTIONS (description = 'Sensitivity: pseudonymous.');
  -- T1; expand; lock: none
ALTER TABLE `login` SET OPTIONS (description = 'Events of message corpus.Login, subject \'annotations\'.\nOwner: team accounts.\nKept for 90 days.');
  -- T1; expand; lock: none
ALTER TABLE `login` DROP COLUMN `method__2`;
  -- T1; contract; lock: none; loses: What was written to column 'method__2' since.; old rows lose something; old writers fail
ALTER TABLE `login` DROP COLUMN `attempts__2`;
  -- T1; contract; lock: none; loses: What was written to column 'attempts__2' since.; old rows lose something; old writers fail
