#!/usr/bin/env bash
# What keeping reports as they arrived costs: stores 2,000 reports of 10 rows of monitored domains in new SQLite databases with the published program, in turn with keeping on and off.
# usage: bench/raw.sh [WORK-FOLDER] [PAIRS]   (default: artifacts/bench/raw, 9 pairs; reports made before are used again)
set -euo pipefail
cd "$(dirname "$0")/.."
work=${1:-artifacts/bench/raw}
pairs=${2:-9}
generator=../shared/bench/gen_reports.py
mkdir -p "$work"
work=$(cd "$work" && pwd)
if [ ! -d "$work/n2000" ]; then
  [ -e "$generator" ] || { echo "bench/raw.sh: put the reports into $work/n2000, or the generator at $generator." >&2; exit 1; }
  python3 "$generator" --reports 2000 --records 10 --seed 1 --format gz --out "$work/n2000" >/dev/null
fi

[ -x "$work/program/auditor" ] || dotnet publish Auditor.Worker -c Release -v q -o "$work/program" >/dev/null

python3 - "$work" "$pairs" <<'PY'
import os, pathlib, shutil, sqlite3, statistics, subprocess, sys, tempfile
work, pairs = pathlib.Path(sys.argv[1]), int(sys.argv[2])
program = str(work / "program" / "auditor")
domains = sorted({name.split("!")[1] for name in os.listdir(work / "n2000") if "!" in name})

def template():
    data = tempfile.mkdtemp(dir=work)
    subprocess.run([program, "migrate"], env=os.environ | {"AUDITOR__STORAGE__PATH": data}, check=True, stdout=subprocess.DEVNULL)
    with sqlite3.connect(f"{data}/auditor.db") as db:
        columns = [(c[1], c[2]) for c in db.execute('PRAGMA table_info("Domains")') if c[3] and c[4] is None and c[1] not in ("Id", "Name")]
        for name in domains:
            values = ["" if kind == "TEXT" else 0 for _, kind in columns]
            db.execute(f'INSERT INTO "Domains" ("Name"{"".join(f", {chr(34)}{c}{chr(34)}" for c, _ in columns)}) VALUES (?{", ?" * len(columns)})', [name, *values])
    return data

def store(data, days):
    shutil.rmtree(work / "data", ignore_errors=True)
    shutil.copytree(data, work / "data")
    child = subprocess.Popen([program, "ingest", str(work / "n2000")], env=os.environ | {"AUDITOR__STORAGE__PATH": str(work / "data"), "AUDITOR__RETENTION__RAWDAYS": days}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    with sqlite3.connect(work / "data" / "auditor.db") as db:
        reports, rows = db.execute('SELECT count(*), sum("RowCount") FROM "Reports"').fetchone()
        kept, octets = db.execute('SELECT count(*), coalesce(sum(length("Content")), 0) FROM "RawReports"').fetchone()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if os.waitstatus_to_exitcode(status) or (reports, rows) != (2000, 20000) or kept != (0 if days == "0" else 2000):
        sys.exit(f"not all was stored: {reports} reports, {rows} rows, {kept} kept")
    return usage.ru_utime + usage.ru_stime, (work / "data" / "auditor.db").stat().st_size / 2**20, octets / 2**20, usage.ru_maxrss / 1024

data = template()
runs = {"400": [], "0": []}
for pair in range(pairs + 1):
    for days in (("400", "0") if pair % 2 else ("0", "400")):
        figure = store(data, days)
        if pair:
            runs[days].append(figure)
    if pair:
        print(f"pair {pair}: on {runs['400'][-1][0]:.2f} s CPU, off {runs['0'][-1][0]:.2f}", file=sys.stderr, flush=True)
shutil.rmtree(data)
shutil.rmtree(work / "data")
for days, figures in runs.items():
    cpu = sorted(f[0] for f in figures)
    print(f"keeping {'off' if days == '0' else 'on ':3} {cpu[0]:.2f} to {cpu[-1]:.2f} s CPU, median {statistics.median(cpu):.2f}; file {figures[0][1]:.2f} MiB, of it kept {figures[0][2]:.2f} MiB; peak {max(f[3] for f in figures):.0f} MiB")
ratios = sorted(on[0] / off[0] for on, off in zip(runs["400"], runs["0"]))
print(f"on / off: {ratios[0]:.3f} to {ratios[-1]:.3f}, median {statistics.median(ratios):.3f}")
PY
