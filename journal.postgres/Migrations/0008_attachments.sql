SET LOCAL ROLE ltcactors_owner;

-- Files of cases, by the SHA-256 of their bytes: every silo of the database hands out what any of them took, and what is there is
-- never written again.
CREATE TABLE ltcactors.attachment(
  hash text COLLATE "C" PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
  kept_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  bytes bytea NOT NULL);
-- Mostly pictures and PDF, deflated already: the server is not to try again.
ALTER TABLE ltcactors.attachment ALTER COLUMN bytes SET STORAGE EXTERNAL;
GRANT SELECT, INSERT ON ltcactors.attachment TO ltcactors_writer;
GRANT SELECT ON ltcactors.attachment TO ltcactors_reader;
