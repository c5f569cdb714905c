-- What the ADO.NET providers of Microsoft Orleans need: membership of a cluster, reminders, grain storage. Made for everybody, used
-- only by the cluster engine. Tables, parameters and columns are those that Orleans documents and publishes with its sources
-- (MIT, Copyright (c) .NET Foundation); the statements are our own, one each instead of functions, with a key on grain storage.
-- The providers find them by the search path, and read the statements from OrleansQuery.
RESET ROLE;
CREATE SCHEMA orleans AUTHORIZATION ltcactors_owner;
SET LOCAL ROLE ltcactors_owner;
GRANT USAGE ON SCHEMA orleans TO ltcactors_writer;

CREATE TABLE orleans.OrleansQuery(QueryKey varchar(64) PRIMARY KEY, QueryText varchar(8000) NOT NULL);
GRANT SELECT ON orleans.OrleansQuery TO ltcactors_writer;

CREATE TABLE orleans.OrleansMembershipVersionTable(
  DeploymentId varchar(150) PRIMARY KEY,
  Timestamp timestamptz(3) NOT NULL DEFAULT now(),
  Version integer NOT NULL DEFAULT 0);

CREATE TABLE orleans.OrleansMembershipTable(
  DeploymentId varchar(150) NOT NULL REFERENCES orleans.OrleansMembershipVersionTable(DeploymentId),
  Address varchar(45) NOT NULL,
  Port integer NOT NULL,
  Generation integer NOT NULL,
  SiloName varchar(150) NOT NULL,
  HostName varchar(150) NOT NULL,
  Status integer NOT NULL,
  ProxyPort integer,
  SuspectTimes varchar(8000),
  StartTime timestamptz(3) NOT NULL,
  IAmAliveTime timestamptz(3) NOT NULL,
  PRIMARY KEY (DeploymentId, Address, Port, Generation));

CREATE TABLE orleans.OrleansRemindersTable(
  ServiceId varchar(150) NOT NULL,
  GrainId varchar(150) NOT NULL,
  ReminderName varchar(150) NOT NULL,
  StartTime timestamptz(3) NOT NULL,
  Period bigint NOT NULL,
  GrainHash integer NOT NULL,
  Version integer NOT NULL,
  PRIMARY KEY (ServiceId, GrainId, ReminderName));

CREATE TABLE orleans.OrleansStorage(
  GrainIdHash integer NOT NULL,
  GrainIdN0 bigint NOT NULL,
  GrainIdN1 bigint NOT NULL,
  GrainTypeHash integer NOT NULL,
  GrainTypeString varchar(512) NOT NULL,
  GrainIdExtensionString varchar(512) NOT NULL DEFAULT '',
  ServiceId varchar(150) NOT NULL,
  PayloadBinary bytea,
  ModifiedOn timestamp NOT NULL,
  Version integer NOT NULL,
  PRIMARY KEY (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainIdExtensionString, GrainTypeString, ServiceId)) WITH (fillfactor = 70);

GRANT SELECT, INSERT, UPDATE, DELETE ON orleans.OrleansMembershipVersionTable, orleans.OrleansMembershipTable,
  orleans.OrleansRemindersTable, orleans.OrleansStorage TO ltcactors_writer;

INSERT INTO orleans.OrleansQuery VALUES
('UpdateIAmAlivetimeKey', $$
  UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
  WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation $$),
('InsertMembershipVersionKey', $$
  WITH v AS (INSERT INTO OrleansMembershipVersionTable(DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*)::integer FROM v $$),
('InsertMembershipKey', $$
  WITH v AS (
    UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1
    WHERE DeploymentId = @DeploymentId AND Version = @Version AND NOT EXISTS (
      SELECT FROM OrleansMembershipTable
      WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation)
    RETURNING 1),
  m AS (
    INSERT INTO OrleansMembershipTable(DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM v)
  SELECT count(*)::integer FROM v $$),
('UpdateMembershipKey', $$
  WITH v AS (
    UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1
    WHERE DeploymentId = @DeploymentId AND Version = @Version AND EXISTS (
      SELECT FROM OrleansMembershipTable
      WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation)
    RETURNING 1),
  m AS (
    UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime FROM v
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation)
  SELECT count(*)::integer FROM v $$),
('MembershipReadRowKey', $$
  SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
    m.IAmAliveTime, v.Version
  FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m
    ON v.DeploymentId = m.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
  WHERE v.DeploymentId = @DeploymentId $$),
('MembershipReadAllKey', $$
  SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
    m.IAmAliveTime, v.Version
  FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON v.DeploymentId = m.DeploymentId
  WHERE v.DeploymentId = @DeploymentId $$),
('DeleteMembershipTableEntriesKey', $$
  WITH m AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
  DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId $$),
('GatewaysQueryKey', $$
  SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable
  WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0 $$),
('CleanupDefunctSiloEntriesKey', $$
  DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3 $$),
('UpsertReminderRowKey', $$
  INSERT INTO OrleansRemindersTable AS r (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
  VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
  ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
    SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash, Version = r.Version + 1
  RETURNING Version $$),
('ReadReminderRowsKey', $$
  SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable WHERE ServiceId = @ServiceId AND GrainId = @GrainId $$),
('ReadReminderRowKey', $$
  SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
  WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName $$),
('ReadRangeRows1Key', $$
  SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
  WHERE ServiceId = @ServiceId AND GrainHash > @BeginHash AND GrainHash <= @EndHash $$),
('ReadRangeRows2Key', $$
  SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
  WHERE ServiceId = @ServiceId AND (GrainHash > @BeginHash OR GrainHash <= @EndHash) $$),
('DeleteReminderRowKey', $$
  WITH d AS (
    DELETE FROM OrleansRemindersTable
    WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version RETURNING 1)
  SELECT count(*)::integer FROM d $$),
('DeleteReminderRowsKey', $$
  DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId $$),
('ReadFromStorageKey', $$
  SELECT PayloadBinary, now() AT TIME ZONE 'utc', Version FROM OrleansStorage
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '') AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId $$),
('WriteToStorageKey', $$
  WITH u AS (
    UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, ModifiedOn = now() AT TIME ZONE 'utc', Version = Version + 1
    WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
      AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '') AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId
      AND Version = @GrainStateVersion::integer
    RETURNING Version),
  i AS (
    INSERT INTO OrleansStorage(GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId,
      PayloadBinary, ModifiedOn, Version)
    SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, coalesce(@GrainIdExtensionString, ''), @ServiceId,
      @PayloadBinary, now() AT TIME ZONE 'utc', 1
    WHERE @GrainStateVersion::integer IS NULL
    ON CONFLICT DO NOTHING RETURNING Version)
  SELECT coalesce((SELECT Version FROM u), (SELECT Version FROM i), @GrainStateVersion::integer) AS NewGrainStateVersion $$),
('ClearStorageKey', $$
  UPDATE OrleansStorage SET PayloadBinary = NULL, Version = Version + 1
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '') AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId
    AND Version = @GrainStateVersion::integer
  RETURNING Version AS NewGrainStateVersion $$),
('DeleteStorageKey', $$
  DELETE FROM OrleansStorage
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '') AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId
    AND Version = @GrainStateVersion::integer
  RETURNING Version + 1 AS NewGrainStateVersion $$);
