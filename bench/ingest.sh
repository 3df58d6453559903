#!/usr/bin/env bash
# Stores 2,000 reports of 10 rows, and one report of 200,000 rows, in a new SQLite database with the published program.
# usage: bench/ingest.sh [WORK-FOLDER]   (default: artifacts/bench/ingest; reports made before are used again)
set -euo pipefail
cd "$(dirname "$0")/.."
work=${1:-artifacts/bench/ingest}
generator=../shared/bench/gen_reports.py
mkdir -p "$work"
work=$(cd "$work" && pwd)

make_reports() {
  local folder=$1
  shift
  [ -d "$folder" ] && return
  [ -e "$generator" ] || { echo "bench/ingest.sh: put the reports into $folder, or the generator at $generator." >&2; exit 1; }
  python3 "$generator" "$@" --format gz --out "$folder" >/dev/null
}

make_reports "$work/n2000" --reports 2000 --records 10 --seed 1
make_reports "$work/huge" --reports 1 --records 200000 --ips 50000 --seed 2
dotnet publish Auditor.Worker -c Release -v q -o "$work/program" >/dev/null

measure() {
  local name=$1 reports=$2 rows=$3 data
  data=$(mktemp -d "$work/data.XXXXXX")
  AUDITOR__STORAGE__PATH=$data "$work/program/auditor" migrate >/dev/null
  AUDITOR__STORAGE__PATH=$data python3 - "$name" "$reports" "$rows" "$work/program/auditor" ingest "$work/$name" <<'PY'
import resource, subprocess, sys, time
name, reports, rows, command = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
start = time.monotonic()
result = subprocess.run(command, stdout=subprocess.PIPE, text=True)
wall = time.monotonic() - start
if result.returncode != 0 or f"imported      {reports:8}" not in result.stdout:
    sys.exit(f"{name}: not all reports were stored:\n{result.stdout}")
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
cpu = usage.ru_utime + usage.ru_stime
print(f"{name:6} {wall:6.2f} s wall {cpu:6.2f} s CPU {reports / cpu:8.0f} reports/s {rows / cpu:9.0f} rows/s of CPU {usage.ru_maxrss / 1024:6.0f} MiB")
PY
  rm -rf "$data"
}

for _ in 1 2 3; do
  measure n2000 2000 20000
done
measure huge 1 200000
