SET LOCAL ROLE ltcactors_owner;

-- What all silos of the database share for some minutes. Unlogged: neither the log, nor its archive, nor a backup, nor a standby server
-- gets a copy of what is full of personal data; a crash of the server forgets it, as the end of a process does where it lies in memory.

-- Case files just made, until whoever made them has fetched them.
CREATE UNLOGGED TABLE ltcactors.packet(
  id text COLLATE "C" NOT NULL CHECK (id ~ '^[0-9a-f]{16}$'),
  made_by text COLLATE "C" NOT NULL,
  made_at timestamptz NOT NULL,
  zip bytea NOT NULL,
  PRIMARY KEY (id, made_by));
-- Deflated already: the server is not to try again.
ALTER TABLE ltcactors.packet ALTER COLUMN zip SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, DELETE ON ltcactors.packet TO ltcactors_writer;

-- How often a name was tried with a wrong password. By its hash: people type passwords into the field of the name.
CREATE UNLOGGED TABLE ltcactors.failed_sign_in(
  name_hash bytea PRIMARY KEY CHECK (octet_length(name_hash) = 32),
  tries integer NOT NULL CHECK (tries > 0),
  last_at timestamptz NOT NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON ltcactors.failed_sign_in TO ltcactors_writer;
