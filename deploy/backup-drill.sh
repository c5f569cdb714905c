#!/usr/bin/env bash
# Takes a backup from under a silo that runs, restores it where there is nothing, starts a silo on it, and compares the alerts.
# Ends with 0 only if everything that the backup reaches is the same in both.
#
#   backup-drill.sh sqlite   URL DATA     as the silo's user
#   backup-drill.sh postgres URL DATA     as root or postgres, with PGHOST, PGUSER (REPLICATION) and PGDATABASE
#
# URL and DATA are the running silo's address and data folder. Further settings, by environment:
#   SILO            how to start a silo             (/opt/ltcactors/LtcActors.Silo)
#   OFFICER_TOKEN   to read alerts and metrics      (the one in DATA/first-run.json)
#   SILO_LOGIN      a silo's login in PostgreSQL    (silo)
#   FROM_ZERO=1     (SQLite) without the checkpoint: all of the journal is judged again
#   TMPDIR          where to restore, on this machine; KEEP=1 leaves it there
set -euo pipefail
umask 077

[ $# = 3 ] || { sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2; }
store=$1 live=${2%/} data=$3
# The newest of the machine's PostgreSQL, where Debian keeps it; anywhere else it is on the PATH, or PGBIN says where.
PATH=${PGBIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}:$PATH
here=$(cd "$(dirname "$0")" && pwd)
read -ra silo <<<"${SILO:-/opt/ltcactors/LtcActors.Silo}"
scratch=$(mktemp -d -t ltc-drill.XXXXXX)
backup=$scratch/backup restored=$scratch/data pid='' cluster=''

fail() { echo "FAILED: $*" >&2; exit 1; }
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f s", b - a }'; }
server() { # PostgreSQL refuses to run as root.
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

cleanup() {
  [ -z "$pid" ] || { kill "$pid" 2>/dev/null && wait "$pid" || true; }
  [ -z "$cluster" ] || server "$(command -v pg_ctl)" -D "$cluster" -m fast -w stop >/dev/null || true
  if [ "${KEEP:-}" = 1 ]; then echo "kept       $scratch"; else rm -rf "$scratch"; fi
}
trap cleanup EXIT

# The token in a file of ours, not on a command line that everybody on the machine can list.
token=${OFFICER_TOKEN:-$(jq -r .officerToken "$data/first-run.json")}
echo "Authorization: Bearer $token" > "$scratch/header"
get() { curl -fsS --max-time 60 -H "@$scratch/header" "$@"; }
metric() { get "$1/metrics" | awk -v name="$2" '$1 == name { print $2 }'; }
alerts() { # of a silo, one a line
  local after=0 page
  while page=$(get "$1/v1/alerts?after=$after&limit=1000") && [ "$(jq '.items | length' <<<"$page")" != 0 ]; do
    jq -c '.items[]' <<<"$page"
    after=$(jq .next <<<"$page")
  done
}

# 1. The backup, while the silo takes whatever comes.
before=$(metric "$live" ltcactors_journal_last_seq)
start=$(now)
"$here/backup.sh" "$store" "$data" "$backup"
took=$(since "$start")
after=$(metric "$live" ltcactors_journal_last_seq)
echo "backup     $took, $(du -sh "$backup" | cut -f1); the journal went on from place $before to $after meanwhile"

# 2. The empty machine: a folder, and for PostgreSQL a server of its own on a socket in that folder.
start=$(now)
mkdir "$restored"
cp "$backup/access.json" "$restored/"
[ ! -d "$backup/attachments" ] || cp -R "$backup/attachments" "$restored/"
if [ "$store" = sqlite ]; then
  cp "$backup"/*.sqlite "$restored/"
  [ "${FROM_ZERO:-}" != 1 ] || rm -f "$restored/state.sqlite" "$restored/ids.sqlite"
  upto=$(cat "$backup/upto")
  unset LTCACTORS_CONNECTION
else
  database=${PGDATABASE:?} user=${PGUSER:?}
  mkdir "$scratch/server"
  cp -r "$backup/cluster" "$scratch/server/cluster"
  # Debian keeps these outside the cluster; here they are the drill's own. Nobody else can reach into the folder.
  printf "listen_addresses = ''\nport = 5432\nunix_socket_directories = '%s'\n" "$scratch/server" > "$scratch/server/postgresql.conf"
  echo "local all all trust" > "$scratch/server/pg_hba.conf"
  [ "$(id -u)" != 0 ] || { chown -R postgres "$scratch/server"; chmod 711 "$scratch"; }
  cluster=$scratch/server/cluster
  server "$(command -v pg_ctl)" -D "$cluster" -l "$scratch/server/log" -w -t 600 \
    -o "-c config_file=$scratch/server/postgresql.conf -c hba_file=$scratch/server/pg_hba.conf" start >/dev/null \
    || { cat "$scratch/server/log" >&2; cluster=''; fail "PostgreSQL does not start on the backup."; }
  upto=$(psql -XAtq -h "$scratch/server" -p 5432 -U "$user" -d "$database" -c \
    'SELECT coalesce(max(first_seq + events + decisions), 1) - 1 FROM ltcactors.batch')
  export LTCACTORS_CONNECTION="Host=$scratch/server;Port=5432;Username=${SILO_LOGIN:-silo};Database=$database"
fi
[ "$upto" -ge "$before" ] || fail "The backup ends at place $upto, and the journal had $before before it began."
echo "restore    $(since "$start"); it ends at place $upto, $((after > upto ? after - upto : 0)) before what the journal had when the backup was done"

# 3. A silo on it.
start=$(now)
"${silo[@]}" --data "$restored" --store "$store" --urls http://127.0.0.1:0 > "$scratch/out" 2> "$scratch/err" &
pid=$!
url=''
for _ in $(seq 3000); do
  kill -0 "$pid" 2>/dev/null || { cat "$scratch/err" >&2; pid=''; fail "The silo ended."; }
  url=${url:-$(sed -n 's/^Listening on //p' "$scratch/out")}
  if [ -n "$url" ] && curl -fs --max-time 5 -o /dev/null "$url/health/ready" && [ "$(metric "$url" ltcactors_judged_position)" -ge "$upto" ]; then
    ready=1 && break
  fi
  sleep 0.2
done
[ "${ready:-}" = 1 ] || fail "The silo is not ready after ten minutes."
echo "start      $(since "$start") until it was ready, with everything judged up to place $upto"

# 4. The alerts. Those whose latest change the backup reaches must be the same in every field. Those that changed later in either
#    (more events there; a deadline met here) must be the same in what happened up to the backup's end.
alerts "$live" > "$scratch/live"
alerts "$url" > "$scratch/restored"
jq -r --argjson upto "$upto" 'select(.seq > $upto) | .id' "$scratch/live" "$scratch/restored" | sort -u > "$scratch/later"
same() { # the alerts of a file that changed later in neither
  jq -cS --rawfile later "$scratch/later" '($later | split("\n") | map({(.): true}) | add // {}) as $skip | select($skip[.id] | not)' "$1" | sort
}
upto() { # the changes, up to the backup's end, of those that changed later in a silo
  jq -rR --arg url "$1" '"url = \"\($url)/v1/alerts/\(@uri)\""' "$scratch/later" \
    | curl -sS --max-time 600 -H "@$scratch/header" -K - \
    | jq -cS --argjson upto "$upto" 'select(has("history")) | {id, changes: [.history[] | select(.seq <= $upto)]} | select(.changes != [])' | sort
}
same "$scratch/live" > "$scratch/live.same"
same "$scratch/restored" > "$scratch/restored.same"
: > "$scratch/live.upto"; : > "$scratch/restored.upto"
if [ -s "$scratch/later" ]; then
  upto "$live" > "$scratch/live.upto"
  upto "$url" > "$scratch/restored.upto"
fi
for part in same upto; do
  diff "$scratch/live.$part" "$scratch/restored.$part" > "$scratch/diff" \
    || { head -c 2000 "$scratch/diff" >&2; KEEP=1; fail "The alerts differ: $(grep -c '^[<>]' "$scratch/diff") lines."; }
done
unchanged=$(wc -l < "$scratch/live.same") changed=$(wc -l < "$scratch/live.upto")
[ $((unchanged + changed)) -gt 0 ] || fail "The backup reaches no alert: nothing was compared."
echo "alerts     $unchanged the same in every field, $changed changed since and the same up to place $upto; none differs, none is missing"
