#!/usr/bin/env bash
# Reads mailboxes of 2,000 and of 10,000 report mails (or of COUNTS="N N ...") from a Dovecot on this machine with the published program (`auditor work`), into a new SQLite database.
# usage: bench/mailbox.sh [WORK-FOLDER]   (default: artifacts/bench/mailbox; mails made before are used again)
set -euo pipefail
cd "$(dirname "$0")/.."
work=${1:-artifacts/bench/mailbox}
counts=${COUNTS:-2000 10000}
generator=../shared/bench/gen_reports.py
mkdir -p "$work"
work=$(cd "$work" && pwd)
command -v dovecot >/dev/null || { echo "bench/mailbox.sh: install dovecot-imapd." >&2; exit 1; }

for count in $counts; do
  [ -d "$work/m$count" ] && continue
  [ -e "$generator" ] || { echo "bench/mailbox.sh: put $count mails into $work/m$count, or the generator at $generator." >&2; exit 1; }
  python3 "$generator" --reports "$count" --records 10 --seed 3 --format eml --out "$work/m$count" >/dev/null
done
dotnet publish Auditor.Worker -c Release -v q -o "$work/program" >/dev/null
dotnet build bench/add-mailbox.cs -c Release -v q -o "$work/add-mailbox" >/dev/null

# Unix sockets have short paths. Everything runs as the one who starts it; only root must lend others its mails.
server=$(mktemp -d /tmp/auditor-bench.XXXXXX)
trap 'kill "$dovecot" 2>/dev/null || true; wait "$dovecot" 2>/dev/null || true; rm -rf "$server"' EXIT
chmod 755 "$server"
user=$(id -un); group=$(id -gn); internal=$user; login=$user
if [ "$user" = root ]; then user=nobody; group=nogroup; internal=dovecot; login=dovenull; fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir -p "$server/run" "$server/mail"
for count in $counts; do
  mkdir -p "$server/mail/m$count/Maildir"/{cur,new,tmp}
  find "$work/m$count" -name '*.eml' -exec cp -t "$server/mail/m$count/Maildir/cur" {} +
done
[ "$(id -un)" = root ] && chown -R "$user:$group" "$server/mail"
cat >"$server/dovecot.conf" <<CONF
base_dir = $server/run
state_dir = $server/run
log_path = $server/dovecot.log
instance_name = auditor-bench
listen = 127.0.0.1
protocols = imap
default_internal_user = $internal
default_internal_group = $( [ "$internal" = dovecot ] && echo dovecot || echo "$group" )
default_login_user = $login
first_valid_uid = 0
mail_location = maildir:~/Maildir
disable_plaintext_auth = no
ssl = no
passdb {
  driver = static
  args = password=bench
}
userdb {
  driver = static
  args = uid=$user gid=$group home=$server/mail/%u
}
namespace inbox {
  inbox = yes
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
CONF
dovecot -F -c "$server/dovecot.conf" &
dovecot=$!
sleep 2

measure() {
  local count=$1 data
  data=$(mktemp -d "$work/data.XXXXXX")
  dotnet "$work/add-mailbox/add-mailbox.dll" "$data" "$port" "m$count" bench
  AUDITOR__STORAGE__PATH=$data python3 - "$count" "$data" "$work/program/auditor" work <<'PY'
import os, signal, sqlite3, subprocess, sys, time
count, data, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
start = time.monotonic()
worker = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
for line in worker.stderr:
    if 'mails read' in line:
        break
else:
    sys.exit('the worker ended before it had read the mailbox')
wall = time.monotonic() - start
status = dict(line.split(':', 1) for line in open(f'/proc/{worker.pid}/status'))
fields = open(f'/proc/{worker.pid}/stat').read().rsplit(')', 1)[1].split()
cpu = (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
worker.send_signal(signal.SIGTERM)
worker.communicate()
file = next(f for f in os.listdir(data) if f.endswith('.db'))
with sqlite3.connect(f'file:{data}/{file}?mode=ro', uri=True) as database:
    imported, = database.execute('SELECT sum("Imported") FROM "IntakeRuns"').fetchone()
    rows, = database.execute('SELECT count(*) FROM "ReportRows"').fetchone()
if imported != count:
    sys.exit(f'{imported} of {count} reports were imported: {line}')
print(f"{count:6} mails {wall:6.2f} s from the start of the process, {count / wall:6.0f} mails/s, {cpu:6.2f} s CPU, {rows} rows, {int(status['VmHWM'].split()[0]) / 1024:5.0f} MiB peak")
PY
  rm -rf "$data"
}

for _ in $(seq "${RUNS:-3}"); do
  for count in $counts; do
    measure "$count"
  done
done
