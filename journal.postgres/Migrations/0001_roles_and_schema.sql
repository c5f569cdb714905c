-- Roles with least rights. They belong to the whole server, so they may be there already; logins are made members of them.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ltcactors_owner') THEN CREATE ROLE ltcactors_owner NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ltcactors_writer') THEN CREATE ROLE ltcactors_writer NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ltcactors_reader') THEN CREATE ROLE ltcactors_reader NOLOGIN; END IF;
END $$;

CREATE SCHEMA ltcactors AUTHORIZATION ltcactors_owner;
SET LOCAL ROLE ltcactors_owner;
GRANT USAGE ON SCHEMA ltcactors TO ltcactors_writer, ltcactors_reader;

CREATE TABLE ltcactors.migration(
  number integer PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  applied_by text NOT NULL DEFAULT session_user);
GRANT SELECT ON ltcactors.migration TO ltcactors_writer, ltcactors_reader;
