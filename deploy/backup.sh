#!/usr/bin/env bash
# Takes a backup beside a silo that runs, without holding it up.
#
#   backup.sh sqlite   DATA TARGET     as the silo's user
#   backup.sh postgres DATA TARGET     with PGHOST, PGUSER (REPLICATION), PGDATABASE as for any tool of PostgreSQL
#
# DATA is the silo's data folder; TARGET must not exist yet. Tokens and passwords go along as hashes (access.json), never first-run.json.
# What is in TARGET afterwards: docs/backup.md.
set -euo pipefail
umask 077

[ $# = 3 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
store=$1 data=$2 target=$3
# The newest of the machine's PostgreSQL, where Debian keeps it; anywhere else it is on the PATH, or PGBIN says where.
PATH=${PGBIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}:$PATH
mkdir "$target"

case $store in
  sqlite)
    # One reading transaction each: a state between two commits, with what only the -wal has, however much is written meanwhile.
    # (".backup" begins anew with every commit of another process, and under load never ends; a copy of the file alone lacks the
    # -wal.) The journal last, so that it has all that the checkpoint and the index of ids speak of; they only save time.
    for file in state ids journal; do
      [ "$file" = journal ] || [ -f "$data/$file.sqlite" ] || continue
      sqlite3 -bail "$data/$file.sqlite" ".timeout 10000" "VACUUM INTO '${target//\'/\'\'}/$file.sqlite'"
    done
    [ "$(sqlite3 "$target/journal.sqlite" 'PRAGMA integrity_check')" = ok ] || { echo "The copy is damaged." >&2; exit 1; }
    sqlite3 "$target/journal.sqlite" 'SELECT coalesce(max(first_seq + events + decisions), 1) - 1 FROM batch' > "$target/upto"
    ;;
  postgres)
    # The whole cluster with the log that was written meanwhile, so that it starts by itself, and with an archive of the log goes
    # on to any later moment.
    pg_basebackup --pgdata="$target/cluster" --wal-method=stream --checkpoint=fast --no-password
    pg_verifybackup --quiet "$target/cluster"
    ;;
  *) echo "'$store' is neither sqlite nor postgres." >&2; exit 2 ;;
esac

cp "$data/access.json" "$target/"
# After the journal, so that every file it names is there; a file is whole before the journal names it, and .part ones are nobody's.
if [ -d "$data/attachments" ]; then
  cp -R "$data/attachments" "$target/"
  find "$target/attachments" -name '*.part' -delete
fi
# VACUUM INTO leaves its file to the operating system's leisure.
sync -f "$target"
