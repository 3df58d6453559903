#!/usr/bin/env python3
"""Measure the dashboard's pages on a large SQLite database.

Generates a world of domains, fills a new database through the program's own stores (bench/fill-database.cs), starts the published web application
without its worker, signs in, and asks for every page: server time of the whole page (headers to last octet, on loopback), octets of HTML before and
after compression, elements in it, and what a first visit takes over the wire in all.

    bench/dashboard.py                       10,000 domains, 5,000,000 rows (a database made before in --work is used again)
    bench/dashboard.py --domains 500 --rows 50000 --work /tmp/small

Needs the .NET SDK. The generator (gen_zones.py) lies in --tools.
"""
import argparse, gzip, html.parser, http.client, os, pathlib, re, socket, sqlite3, subprocess, sys, time, urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
EMAIL, PASSWORD = "bench@auditor.example", "Bench-password-1-for-loopback"


class Elements(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.count, self.assets = 0, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.count += 1
        attrs = dict(attrs)
        if tag == "script" and attrs.get("src"):
            self.assets.append(attrs["src"])
        if tag == "link" and attrs.get("rel") in ("stylesheet", "icon") and attrs.get("href"):
            self.assets.append(attrs["href"])


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def prepare(args):
    """The published web application and the filled database, made when they are not there yet."""
    app, data, world = args.work / "web", args.work / "data", args.work / "world"
    subprocess.run(["dotnet", "publish", str(ROOT / "Auditor.Web"), "-c", "Release", "-o", str(app), "-v", "q"], check=True, stdout=subprocess.DEVNULL)
    if not (data / "filled").exists():
        if not (args.tools / "gen_zones.py").exists():
            sys.exit(f"dashboard.py: {args.tools / 'gen_zones.py'} does not exist. Name its folder with --tools.")
        subprocess.run([sys.executable, str(args.tools / "gen_zones.py"), "--domains", str(args.domains), "--seed", "5", "--out", str(world), "--port", "5301", "--auth-port", "5302"],
                       check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["dotnet", "build", str(ROOT / "bench/fill-database.cs"), "-c", "Release", "-v", "q", "-o", str(args.work / "fill")], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["dotnet", str(args.work / "fill/fill-database.dll"), str(data), str(world), str(args.rows)], check=True)
        (data / "filled").touch()
    return app, data


def pages(data):
    """Each page with what it is asked for; the busiest domain and its largest sources, so that nothing is measured at its easiest."""
    db = sqlite3.connect(f"file:{data / 'auditor.db'}?mode=ro", uri=True)
    busiest = db.execute('SELECT "PolicyDomain" FROM "Reports" GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1').fetchone()[0]
    report = db.execute('SELECT MAX("Id") FROM "Reports"').fetchone()[0]
    total = db.execute('SELECT (SELECT COUNT(*) FROM "Domains"), (SELECT COUNT(*) FROM "Reports"), (SELECT COUNT(*) FROM "ReportRows")').fetchone()
    print(f"{total[0]:,} domains, {total[1]:,} reports, {total[2]:,} rows, {(data / 'auditor.db').stat().st_size / 2**30:.2f} GiB; busiest domain {busiest}")
    tabs = re.findall(r'const string \w+ = "([a-z]+)"', (ROOT / "Auditor.Web/AuditorUrls.cs").read_text().split("class DomainTabs", 1)[1].split("}", 1)[0])
    plain = ["/", "/domains", "/domains?sort=score", "/domains?page=200", "/domains?q=d01", "/domains?set=parked-active", "/sources", "/sources?by=service", "/sources?by=domain", "/sources?class=forwarded", "/sources?page=20", f"/sources?domain={busiest}", "/changes", "/reports",
             f"/reports?domain={busiest}", "/reports/quality", "/failures", "/ingestion", "/tls", "/jobs", "/settings", "/settings?section=notifications", "/setup/reporting", "/setup/reporting?show=all&address=dmarc%40collector.example", "/search?q=d0123", "/search?q=198.51.3.7", f"/reports/{report}", f"/domains/{busiest}"]
    return plain + [f"/domains/{busiest}?tab={tab}" for tab in tabs]


class Browser:
    def __init__(self, port):
        self.port, self.cookies = port, {}

    def get(self, path, method="GET", body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Accept-Encoding": "gzip", "Accept": "text/html", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        took = 1000 * (time.perf_counter() - began)
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        connection.close()
        text = gzip.decompress(content) if response.headers.get("Content-Encoding") == "gzip" else content
        return response.status, took, len(content), text

    def sign_in(self):
        status, _, _, text = self.get("/sign-in")
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text.decode()))
        fields |= {"Form.Email": EMAIL, "Form.Password": PASSWORD}
        status, _, _, text = self.get("/sign-in", "POST", urllib.parse.urlencode(fields))
        if status not in (302, 303):
            sys.exit(f"dashboard.py: the sign-in was answered with {status}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--domains", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--times", type=int, default=20, help="requests of each page, after two that are not counted")
    parser.add_argument("--only", default="", help="only pages whose address contains this")
    parser.add_argument("--limit", type=float, default=300, help="milliseconds that the 95th percentile of each page may take")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "artifacts/bench/dashboard")
    parser.add_argument("--tools", type=pathlib.Path, default=ROOT.parent / "shared" / "bench", help="the folder of gen_zones.py")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    args.work = args.work.resolve()
    app, data = prepare(args)
    port = free_port()
    environment = os.environ | {"AUDITOR__STORAGE__PATH": str(data), "AUDITOR__WORKER__HOSTINWEB": "false", "AUDITOR__BOOTSTRAP__ADMINEMAIL": EMAIL,
                                "AUDITOR__BOOTSTRAP__ADMINPASSWORD": PASSWORD, "ASPNETCORE_ENVIRONMENT": "Production"}
    log = open(args.work / "web.log", "w")
    server = subprocess.Popen(["dotnet", str(app / "Auditor.Web.dll"), "--urls", f"http://127.0.0.1:{port}"], cwd=app, env=environment, stdout=log, stderr=log)
    over = []
    try:
        browser = Browser(port)
        for _ in range(300):
            try:
                if browser.get("/sign-in")[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        browser.sign_in()
        print(f"{'page':60} {'p50 ms':>8} {'p95 ms':>8} {'first':>8} {'KiB':>7} {'wire':>7} {'elements':>9}")
        for path in pages(data):
            if args.only not in path:
                continue
            tries = [browser.get(path) for _ in range(args.times + 2)]
            if any(t[0] != 200 for t in tries):
                over.append(f"{path}: answered {tries[0][0]}")
                continue
            times = sorted(t[1] for t in tries[2:])
            p50, p95 = times[len(times) // 2], times[min(len(times) - 1, round(0.95 * len(times)) - 1)]
            text = tries[-1][3].decode()
            print(f"{path:60} {p50:8.0f} {p95:8.0f} {tries[0][1]:8.0f} {len(text) / 1024:7.0f} {tries[-1][2] / 1024:7.0f} {Elements(text).count:9}", flush=True)
            if p95 > args.limit:
                over.append(f"{path}: {p95:.0f} ms")
        status, _, wire, text = browser.get("/")
        assets = Elements(text.decode()).assets
        total = wire + sum(browser.get("/" + a.lstrip("/"))[2] for a in assets)
        print(f"first visit of /: {total / 1024:.0f} KiB over the wire with {len(assets)} files")
        memory = next(l for l in open(f"/proc/{server.pid}/status") if l.startswith("VmHWM")).split()
        print(f"the server's peak: {int(memory[1]) / 1024:.0f} MiB")
    finally:
        server.terminate()
        server.wait(20)
    for line in over:
        print("over the limit: " + line)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
