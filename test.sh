#!/usr/bin/env bash
# Installs what the tests need and lacks here, builds with warnings as errors, runs every test, and ends with the plain line
# "N passed, N failed, N skipped". Exits non-zero when anything failed or did not run.
set -euo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
passed=0 failed=0 skipped=0

need() { # command, Debian packages
  command -v "$1" >/dev/null && return
  shift
  echo "Installing $*"
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need chromium chromium fonts-noto-cjk
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need initdb postgresql

echo "== Build"
dotnet build LtcActors.sln -c Release -v q

echo "== Dashboard: types and unit tests"
(cd dashboard && npm run --silent check)
report=$(mktemp --suffix=.json)
(cd dashboard && npx vitest run --reporter=default --reporter=json --outputFile.json="$report") || failed=$((failed + 1))
passed=$((passed + $(node -p "require('$report').numPassedTests")))
failed=$((failed + $(node -p "require('$report').numFailedTests")))

echo "== Clients used by the tests"
(cd tests/silo/clients && npm ci --silent)

run_tests() { # project, further arguments of dotnet test
  local project=$1 log line
  shift
  echo "== $project"
  log=$(mktemp)
  dotnet test "$project" -c Release --no-build --logger "console;verbosity=minimal" "$@" 2>&1 | tee "$log" || true
  line=$(grep -E "Failed: +[0-9]+, Passed: +[0-9]+" "$log" | tail -n 1 || true)
  if [ -z "$line" ]; then
    echo "No result from $project"
    failed=$((failed + 1))
    return
  fi
  failed=$((failed + $(sed -E 's/.*Failed: +([0-9]+).*/\1/' <<<"$line")))
  passed=$((passed + $(sed -E 's/.*Passed: +([0-9]+).*/\1/' <<<"$line")))
  skipped=$((skipped + $(sed -E 's/.*Skipped: +([0-9]+).*/\1/' <<<"$line")))
}

for project in tests/*/*.csproj; do
  [ "$project" = tests/grains/LtcActors.Grains.Tests.csproj ] || run_tests "$project"
done

# The cluster engine, built beside the rest (bin/orleans, obj/orleans), where its packages are to be had.
if timeout 240 dotnet restore tests/orleans.slnf -p:Orleans=true -v q >/dev/null 2>&1; then
  echo "== Build with Orleans"
  dotnet build tests/orleans.slnf -c Release -v q -p:Orleans=true -p:SkipDashboard=true --no-restore
  run_tests tests/grains/LtcActors.Grains.Tests.csproj -p:Orleans=true
  run_tests tests/silo/LtcActors.Silo.Tests.csproj -p:Orleans=true --filter FullyQualifiedName~Silo.Tests.Cluster
else
  echo "The cluster engine is neither built nor tested: its packages (Microsoft.Orleans.*) cannot be restored here."
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
