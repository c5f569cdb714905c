#!/bin/sh
# Takes the pictures of docs/tour.md anew: a real silo, the simulator's city of seed 7, a headless Chromium. Writes docs/images/tour/*.png
# and nothing else; where pngquant or oxipng is installed they come out smaller.
set -e
cd "$(dirname "$0")/.."
pictures="$PWD/docs/images/tour"
mkdir -p "$pictures"
LTC_TOUR="$pictures" dotnet test tests/silo -c Release --filter "FullyQualifiedName~TourTests.A_check_in"
if command -v pngquant > /dev/null; then pngquant --force --ext .png --quality 70-95 --skip-if-larger "$pictures"/*.png || true; fi
if command -v oxipng > /dev/null; then oxipng -q -o 4 --strip safe "$pictures"/*.png; fi
du -ch "$pictures"/*.png | tail -1
