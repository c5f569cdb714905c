SET LOCAL ROLE ltcactors_owner;

-- Actors of a cluster had two rows each. Snapshots are built anew from the journal: nothing is carried over.
DELETE FROM orleans.OrleansStorage WHERE GrainTypeString LIKE 'ltc-%' AND GrainTypeString <> 'ltc-conductor';

-- A chunk of actors' rows is made to fit a page of the table, where it costs a fourth of what pieces of 2 kB in another table do. Read
-- soon or never, and gone after some checkpoints: compressing costs more than it saves.
ALTER TABLE orleans.OrleansStorage ALTER COLUMN PayloadBinary SET STORAGE EXTERNAL;
ALTER TABLE orleans.OrleansStorage SET (toast_tuple_target = 8160);

-- A generation begins with the lists of all chunks, and with nothing else.
CREATE INDEX orleansstorage_lines ON orleans.OrleansStorage(ServiceId, GrainIdExtensionString) WHERE GrainTypeString = 'ltc-lines';
