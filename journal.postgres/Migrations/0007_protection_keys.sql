SET LOCAL ROLE ltcactors_owner;

-- Keys with which any silo of the database reads what another has put into a browser for a sign-in under way. Whoever has one could
-- write such a thing: the reader sees none, and nobody changes or removes one while the program runs.
CREATE TABLE ltcactors.protection_key(
  name text COLLATE "C" PRIMARY KEY,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  body text NOT NULL);
GRANT SELECT, INSERT ON ltcactors.protection_key TO ltcactors_writer;
