#!/usr/bin/env python3
"""Measure and check `auditor audit` on a generated world of domains.

Starts nsd with generated zones, unbound in front of it, and a relay that adds a round-trip time; runs the published
Release build against the relay with a cold resolver; prints speed, processor time, memory and queries; compares every
audit with the generator's truth and lists the differences (exit code 1 when there are any, or below --at-least).

Needs nsd, unbound, gcc and the .NET SDK. The generator (gen_zones.py) and the relay (dnsdelay.c) lie in --tools.

    bench/audit.py                      500 domains, 20 ms, three runs
    bench/audit.py --faults 5           and five domains each that answer SERVFAIL or never
    bench/audit.py --servfail 1         and one answer of a hundred is SERVFAIL (--loss 1: is lost)
"""
import argparse, json, os, pathlib, shutil, signal, socket, subprocess, sys, tempfile, time, types

ROOT = pathlib.Path(__file__).resolve().parent.parent


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
        udp.bind(("127.0.0.1", 0))
        tcp.bind(("127.0.0.1", udp.getsockname()[1]))
        return udp.getsockname()[1]


def program(name):
    path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    return path or sys.exit(f"audit.py: '{name}' is not installed.")


def wait_for(port):
    for _ in range(200):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"audit.py: nothing listens on port {port}.")


class World:
    """nsd, unbound and the relay; stopped at the end by their process numbers."""

    def __init__(self, args, folder):
        self.folder, self.processes = folder, []
        self.auth, self.recursive, self.port = free_port(), free_port(), free_port()
        subprocess.run([sys.executable, str(args.tools / "gen_zones.py"), "--domains", str(args.domains), "--seed", str(args.seed), "--out", str(folder / "world"),
                        "--port", str(self.recursive), "--auth-port", str(self.auth), "--faults", str(args.faults)], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([program("gcc"), "-O2", "-o", str(folder / "dnsdelay"), str(args.tools / "dnsdelay.c"), "-lpthread"], check=True)
        self.rtt, self.loss, self.servfail = args.rtt, round(100 * args.loss), round(100 * args.servfail)
        self.start(program("nsd"), "-d", "-c", str(folder / "world/nsd.conf"))
        wait_for(self.auth)

    def start(self, *command):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)
        self.processes.append(process)
        return process

    def stop(self, processes):
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()

    def cold_resolver(self, seed):
        self.stop(self.processes[1:])
        del self.processes[1:]
        self.start(program("unbound"), "-c", str(self.folder / "world/unbound.conf"))
        wait_for(self.recursive)
        self.start(str(self.folder / "dnsdelay"), "127.0.0.1", str(self.port), "127.0.0.1", str(self.recursive), str(self.rtt),
                   str(self.loss), str(self.servfail), str(seed))
        wait_for(self.port)


# Linux counts the memory of the process that forks as the child's own peak. By the second run this script holds thousands of audits, so a small
# process in between starts the program and reports on it.
STARTER = """
import json, os, subprocess, sys, time
began = time.monotonic()
child = subprocess.Popen(sys.argv[2:], stdout=open(sys.argv[1], "wb"))
_, status, usage = os.wait4(child.pid, 0)
json.dump([time.monotonic() - began, usage.ru_utime, usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status)], sys.stdout)
"""


def run(auditor, world, out):
    command = [str(auditor), "audit", "--domains-file", str(world.folder / "world/domains.txt"), "--selectors-file", str(world.folder / "world/selectors.json"),
               "--resolver", f"127.0.0.1:{world.port}", "--format", "jsonl", "--fail-on", "never"]
    report = subprocess.run([sys.executable, "-c", STARTER, str(out), *command], check=True, stdout=subprocess.PIPE)
    took, user, system, peak, code = json.loads(report.stdout)
    audits = [json.loads(line) for line in open(out, encoding="utf-8")]
    return audits, took, types.SimpleNamespace(ru_utime=user, ru_stime=system, ru_maxrss=peak), code


def expect(found, name, what, actual, expected):
    if actual != expected:
        found.append(f"{name}: {what}: {actual!r}, expected {expected!r}")


def compare(audits, truth):
    """The differences between the audits and what the generator knows."""
    found = []
    by_name = {a["domain"]: a for a in audits}
    expect(found, "all", "domains audited", len(by_name), len(truth))
    for name, t in truth.items():
        a = by_name.get(name)
        if a is None:
            found.append(f"{name}: no audit")
            continue
        if t["faults"]:
            expect(found, name, f"spf.status with {t['faults']}", a["spf"]["status"], "unknown")
            continue
        spf, dmarc = a["spf"], a["dmarc"]
        expect(found, name, "spf permerror", bool(spf.get("permError")), t["spf"]["result"] == "permerror")
        expect(found, name, "spf exists", spf["status"] != "none", t["spf"]["record"] is not None)
        if "multiple records" not in t["spf"]["why"]:
            expect(found, name, f"spf lookups of '{t['spf']['record']}'", spf.get("lookups") or 0, t["spf"]["count"])
        d = t["dmarc"]
        if d is None:
            expect(found, name, "dmarc status", dmarc["status"], "none")
        elif d["result"] == "ok":
            expect(found, name, "dmarc effective policy", dmarc.get("effectivePolicy"), d["effective"])
            external = {e["destination"].removeprefix("mailto:").rsplit("@")[-1]: e["authorized"] for e in dmarc.get("externalDestinations", [])}
            expect(found, name, "dmarc external", external, {k: "yes" if v else "no" for k, v in d["external"].items()})
        keys = {k["selector"]: k for k in a["dkim"]}
        for selector, key in t["dkim"].items():
            expect(found, name, f"dkim {selector} bits", (keys.get(selector) or {}).get("bits") or 0, key["bits"])
        reverse = {r["address"]: r["status"] for r in a["reverse"]}
        for address, confirmed in t["ptr"].items():
            expect(found, name, f"reverse of {address}", reverse.get(address) == "confirmed", confirmed)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--domains", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, default=0, help="so many names answer SERVFAIL and as many never answer")
    parser.add_argument("--rtt", type=float, default=20, help="round-trip time in ms")
    parser.add_argument("--loss", type=float, default=0, help="percent of UDP questions that the relay loses")
    parser.add_argument("--servfail", type=float, default=0, help="percent of UDP questions that the relay answers with SERVFAIL")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--at-least", type=float, default=150, help="domains a second that the best run must reach")
    parser.add_argument("--auditor", type=pathlib.Path, help="a published auditor; without it one is published")
    parser.add_argument("--tools", type=pathlib.Path, default=ROOT.parent / "shared" / "bench", help="the folder of gen_zones.py and dnsdelay.c")
    args = parser.parse_args()
    for tool in ("gen_zones.py", "dnsdelay.c"):
        if not (args.tools / tool).exists():
            sys.exit(f"audit.py: {args.tools / tool} does not exist. Name its folder with --tools.")

    with tempfile.TemporaryDirectory(prefix="auditor-bench-") as name:
        folder = pathlib.Path(name)
        auditor = args.auditor
        if auditor is None:
            subprocess.run(["dotnet", "publish", str(ROOT / "Auditor.Worker"), "-c", "Release", "-o", str(folder / "app"), "-v", "q"], check=True, stdout=subprocess.DEVNULL)
            auditor = folder / "app" / "auditor"
        world = World(args, folder)
        truth = json.load(open(folder / "world/truth.json"))
        best, differences = 0.0, []
        try:
            for number in range(1, args.runs + 1):
                world.cold_resolver(number)
                audits, took, usage, code = run(auditor, world, folder / "audits.jsonl")
                cpu = usage.ru_utime + usage.ru_stime
                queries = sum(a["dns"]["queries"] for a in audits)
                hits = sum(a["dns"]["cacheHits"] for a in audits)
                count = max(1, len(audits))
                best = max(best, count / took)
                print(f"run {number}: {count / took:.0f} domains/s ({took:.2f} s, exit {code}), {1000 * cpu / count:.2f} ms CPU a domain (user {usage.ru_utime:.2f} s, system {usage.ru_stime:.2f} s), "
                      f"peak {usage.ru_maxrss / 1024:.0f} MiB, {queries / count:.1f} queries and {hits / count:.1f} cache hits a domain", flush=True)
                differences = compare(audits, truth)
                print(f"run {number}: {len(differences)} differences")
        finally:
            world.stop(world.processes)
        for line in differences[:200]:
            print("  " + line)
        return 1 if differences or best < args.at_least else 0


if __name__ == "__main__":
    sys.exit(main())
