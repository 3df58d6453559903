#!/bin/sh
# Measures `auditor parse --summary` as a whole process: user plus system time, peak memory. Best of five runs.
#   bench/parse.sh GENERATOR [WORKDIR]
# GENERATOR is a program that writes reports: --reports N --records N --ips N --seed N --format gz --out DIR (gen_reports.py).
set -eu
generator=${1:?usage: bench/parse.sh GENERATOR [WORKDIR]}
work=${2:-$(mktemp -d)}
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$work/bomb"

dotnet publish "$root/Auditor.Worker" -c Release -v quiet -o "$work/publish"
[ -d "$work/n2000" ] || python3 "$generator" --reports 2000 --records 10 --seed 1 --format gz --out "$work/n2000" > /dev/null
[ -d "$work/huge" ] || python3 "$generator" --reports 1 --records 200000 --ips 50000 --seed 2 --format gz --out "$work/huge" > /dev/null
[ -f "$work/bomb/zeros.gz" ] || head -c 1073741824 /dev/zero | gzip -9 > "$work/bomb/zeros.gz"
[ -f "$work/bomb/report.xml.gz" ] || python3 - "$root/fixtures/reports/aggregate/valid/rfc7489.xml" "$work/bomb/report.xml.gz" <<'PYTHON'
import gzip, sys
text = open(sys.argv[1], 'rb').read()
filler = (b'<x/>' + b'\n' * 60000) * 17
with gzip.open(sys.argv[2], 'wb', 9) as target:
    target.write(text[:text.index(b'</feedback>')])
    for _ in range(1024):
        target.write(filler)
PYTHON

python3 - "$work" <<'PYTHON'
import os, subprocess, sys, time
work = sys.argv[1]
for name in ('n2000', 'huge', 'bomb/zeros.gz', 'bomb/report.xml.gz'):
    runs = []
    for _ in range(5):
        with open(os.devnull, 'wb') as sink:
            begin = time.monotonic()
            child = subprocess.Popen([work + '/publish/auditor', 'parse', '--summary', work + '/' + name], stdout=sink)
            _, status, usage = os.wait4(child.pid, 0)
            runs.append((usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)))
    cpu, wall, memory, code = min(runs)
    print(f'{name:20} {cpu:5.2f} s CPU  {wall:5.2f} s wall  {memory:5.0f} MiB peak  exit {code}')
PYTHON
