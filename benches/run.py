#!/usr/bin/env python3
"""Times leadctl as whole processes, each measure paired in turn with the command it is held against.

usage: benches/run.py [--runs 21] [--rows 100000] [--az PATH_TO_AZ] [--rg PATH_TO_RG] [--gib 1] [--only logs|export]

Needs a release build (cargo build --release), rustc, curl, node, openssl, and tests/.peers as tests/run sets it up.
Prints a line a measure: medians of both, the median of the pair-by-pair ratios, the bar. The machine is shared and noisy:
quote ratios. Nothing here passes or fails.
"""
import argparse
import base64
import contextlib
import email.utils
import hashlib
import hmac
import http.client as http_client
import json
import os
import pathlib
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEADCTL = ROOT / "target/release/leadctl"
PEERS = ROOT / "tests/.peers"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
ERROR = "Could not save the lead to Dynamics CRM using AAD. Exception:: Error validating credentials.: Invalid client secret is provided."


def once(command, env):
    start = time.perf_counter()
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000, done.returncode


def pair(name, bar, ours, theirs, env, runs, ok=(0,)):
    times, ratios = ([], []), []
    for turn in range(runs + 1):
        a, code = once(ours, env)
        b, other = once(theirs, env)
        assert code in ok and other in ok, f"{name}: exit {code} and {other}"
        if turn:  # the first pair warms up
            times[0].append(a), times[1].append(b), ratios.append(a / b)
    ours_ms, theirs_ms = map(statistics.median, times)
    print(f"{name:<52} {ours_ms:8.2f} ms {theirs_ms:8.2f} ms   ratio {statistics.median(ratios):6.3f}   difference {ours_ms - theirs_ms:+7.2f} ms   bar: {bar}", flush=True)


def peak(command, env):
    """The most memory that a command holds, in MiB."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.write(writer, str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss).encode())
        os._exit(0)
    os.waitpid(child, 0)
    most = int(os.read(reader, 64)) / 1024
    os.close(reader), os.close(writer)
    return most


def logs(folder, env, options):
    """Whole logs, in the page cache, against programs that only search for the phrases."""
    log, quiet, phrases = folder / "app.log", folder / "quiet.log", folder / "phrases"
    make = [sys.executable, ROOT / "benches/make_log.py"]
    for target, one_in in [(log, 10000), (quiet, 0)]:
        told = subprocess.run([*make, target, phrases, "--gib", str(options.gib), "--one-in", str(one_in)], check=True, capture_output=True, text=True).stdout
        size, lines, planted = map(int, told.split())
        done = subprocess.run([LEADCTL, "diagnose", "--file", target, "--format", "json"], env=env, capture_output=True, text=True)
        found = json.loads(done.stdout)["scanned"]["findings"] if done.returncode < 2 else done.stderr
        print(f"{target.name}: {size / 1e9:.2f} GB, {lines} lines, {planted} planted, {found} findings")
    runs = max(5, options.runs // 2)
    rg = [options.rg, "--no-mmap", "-F", "-f", phrases]
    ours = [LEADCTL, "diagnose", "--format", "ndjson", "--file"]
    for name, bar, command, other, file in [
        ("a log against rg --no-mmap -F -f", "0.6, never above 0.75", ours, rg, log),
        ("  --jobs 1", "0.9, never above 1.3", [LEADCTL, "diagnose", "--jobs", "1", "--format", "ndjson", "--file"], rg, log),
        ("  without findings", "0.6", ours, rg, quiet),
        ("  against grep -c -F -f", "1/8", ours, ["grep", "-c", "-F", "-f", phrases], log),
        ("  against wc -l", "none", ours, ["wc", "-l"], log),
    ]:
        if command[0] and (options.rg or other is not rg):
            pair(name, bar, [*command, file], [*other, file], env, runs, ok=(0, 1))
    print(f"peak memory on a log: {peak([*ours, log], env):.1f} MiB   bar: at most 32 MiB")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def running(command, port):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


def certificates(folder):
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *curve, "-days", "30", "-subj", "/CN=bench ca", "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *curve, "-subj", "/CN=localhost", "-keyout", "leaf.key", "-out", "leaf.csr")
    (folder / "ext").write_text("subjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n")
    openssl("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-extfile", "ext", "-out", "leaf.pem")
    (folder / "chain.pem").write_text((folder / "leaf.pem").read_text() + (folder / "ca.pem").read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--rows", type=int, default=100_000, help="leads that are exported")
    parser.add_argument("--az", help="azure-cli to hold inserts and exports against")
    parser.add_argument("--rg", default=shutil.which("rg"), help="ripgrep 15 to hold whole logs against")
    parser.add_argument("--gib", type=float, default=1, help="the size of the log")
    parser.add_argument("--only", choices=["logs", "export"], help="these measures alone")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp())
    env = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    config = folder / "leadctl.toml"
    try:
        if options.only == "export":
            return export(folder, config, env, options)
        print(f"binary: {LEADCTL.stat().st_size / 1e6:.2f} MB   bar: at most 8 MB")
        if options.only:
            print(f"{'measure':<52} {'leadctl':>11} {'other':>11}")
            return logs(folder, env, options)
        (folder / "hello.rs").write_text('fn main() { println!("hello"); }')
        subprocess.run(["rustc", "-O", "-C", "strip=symbols", "hello.rs"], cwd=folder, check=True)
        print(f"{'measure':<52} {'leadctl':>11} {'other':>11}")
        pair("start-up: --version against hello world", "1.4", [LEADCTL, "--version"], [folder / "hello"], env, options.runs * 5)
        pair("diagnose one error text against --version", "+5 ms", [LEADCTL, "diagnose", ERROR], [LEADCTL, "--version"], env, options.runs * 3)
        logs(folder, env, options)
        http(folder, config, env, options.runs)
        https(folder, config, env, options.runs)
        table(config, env, options)
        export(folder, config, env, options)
    finally:
        shutil.rmtree(folder)


BODY = json.dumps({"userDetails": {k: "MSFT_TEST_639264528000000000" for k in ["firstName", "lastName", "email", "phone", "country", "company", "title"]}, "leadSource": "AzureMarketplace", "actionCode": "INS", "offerTitle": "Contoso Test", "description": "MSFT_TEST_639264528000000000"})
SINK = "const h=(q,r)=>{q.resume();q.on('end',()=>{r.writeHead(202);r.end('{\"ok\":true}')})};"


def http(folder, config, env, runs):
    port = free_port()
    url = f"http://127.0.0.1:{port}/leads"
    config.write_text(f'[profile.web]\ndestination = "https"\nurl = "{url}"\n')
    curl = ["curl", "-sS", "-o", "/dev/null", "-H", "Content-Type: application/json", "-d", BODY, url]
    with running(["node", "-e", f"{SINK}require('http').createServer(h).listen({port},'127.0.0.1')"], port):
        pair("test-lead over HTTP against curl", "1", [LEADCTL, "--config", config, "test-lead"], curl, env, runs)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        peak = subprocess.run(["/usr/bin/time", "-f", "%M", LEADCTL, "--config", config, "test-lead"], env=env, capture_output=True, text=True).stderr.split()[-1] if pathlib.Path("/usr/bin/time").exists() else str(before)
        print(f"peak memory of test-lead: {int(peak) / 1024:.1f} MiB   bar: at most 20 MB")


def https(folder, config, env, runs):
    certificates(folder)
    port = free_port()
    url = f"https://localhost:{port}/leads"
    config.write_text(f'[profile.web]\ndestination = "https"\nurl = "{url}"\n')
    # The system's roots and a private authority, for both.
    bundle = folder / "bundle.pem"
    bundle.write_text(pathlib.Path("/etc/ssl/certs/ca-certificates.crt").read_text() + (folder / "ca.pem").read_text())
    env = {**env, "SSL_CERT_FILE": str(bundle)}
    curl = ["curl", "-sS", "--cacert", bundle, "-o", "/dev/null", "-H", "Content-Type: application/json", "-d", BODY, url]
    script = f"const fs=require('fs');{SINK}require('https').createServer({{cert:fs.readFileSync('{folder}/chain.pem'),key:fs.readFileSync('{folder}/leaf.key')}},h).listen({port},'127.0.0.1')"
    with running(["node", "-e", script], port):
        pair("test-lead over HTTPS against curl", "0.5", [LEADCTL, "--config", config, "test-lead"], curl, env, runs)


def table(config, env, options):
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}/devstoreaccount1"
    string = f"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={KEY};TableEndpoint={endpoint};"
    config.write_text('[profile.table]\ndestination = "azure-table"\nconnection_string = "env:LEADS"\n')
    env = {**env, "LEADS": string}
    azurite = ["node", PEERS / "node_modules/azurite/dist/src/table/main.js", "--inMemoryPersistence", "--disableTelemetry", "--silent", "--skipApiVersionCheck", "--tablePort", str(port)]
    with running(azurite, port):
        ours = [LEADCTL, "--config", config, "test-lead"]
        assert once([*ours, "--create-table"], env)[1] == 0
        if options.az:
            az = [options.az, "storage", "entity", "insert", "--connection-string", string, "--table-name", "MarketplaceLeads", "--if-exists", "replace", "--entity", "PartitionKey=p", "RowKey=r", "Description=MSFT_TEST_1"]
            pair("insert and read back in Azurite against az insert", "1/30", ours, az, env, max(5, options.runs // 4))
        else:
            times = [once(ours, env)[0] for _ in range(options.runs)]
            print(f"insert and read back in Azurite: {statistics.median(times):.2f} ms (no --az to hold it against)")


def lead(number):
    """A row as Marketplace writes it, of about 400 bytes."""
    person = {"FirstName": "Jürgen", "LastName": f"Last{number}", "Email": f"user{number}@contoso.example", "Phone": "1234567890", "Country": "NL", "Company": f"Company {number % 977}", "Title": "CTO"}
    day = number // 100 % 28 + 1
    return {"PartitionKey": f"9:2F{day}:2F2026", "RowKey": f"{number:08}-0000-4000-8000-000000000000", "ActionCode": "PLT", "LeadSource": "SPZA", "CreatedTime": f"9/{day}/2026 1:02:03 PM",
            "CustomerInfo": json.dumps(person), "Description": "Campaigns: ", "OfferDisplayName": "Contoso CRM"}


def signature(key, account, date, path):
    text = f"{date}\n/{account}{path}"
    return f"SharedKeyLite {account}:" + base64.b64encode(hmac.new(base64.b64decode(key), text.encode(), hashlib.sha256).digest()).decode()


class Raw:
    """The service by hand, on one kept connection: the least that reading a table can cost."""

    def __init__(self, endpoint, account, key):
        self.url = urllib.parse.urlsplit(endpoint)
        self.account, self.key = account, key
        self.connection = http_client.HTTPConnection(self.url.hostname, self.url.port)

    def ask(self, method, path, query="", body=None):
        date = email.utils.formatdate(usegmt=True)
        headers = {"Accept": "application/json;odata=nometadata", "x-ms-version": "2019-02-02", "x-ms-date": date, "Authorization": signature(self.key, self.account, date, self.url.path + path)}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Prefer": "return-no-content"}
        self.connection.request(method, self.url.path + path + query, body=body, headers=headers)
        response = self.connection.getresponse()
        text = response.read()
        assert response.status < 300, (response.status, text[:300])
        return response, text

    def pages(self):
        """Every page, its bytes untouched; gives the rows."""
        query, count = "", 0
        while True:
            response, text = self.ask("GET", "/MarketplaceLeads()", f"?$top=1000{query}")
            count += text.count(b'"PartitionKey"')
            partition, row = response.getheader("x-ms-continuation-NextPartitionKey"), response.getheader("x-ms-continuation-NextRowKey")
            if not partition:
                return count
            query = "&" + urllib.parse.urlencode({"NextPartitionKey": partition, "NextRowKey": row or ""})


def measured(command, env):
    """Wall and CPU seconds, and the peak in MiB."""
    done = subprocess.run(["/usr/bin/time", "-f", "%e %U %S %M", *command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    wall, user, system, peak = map(float, done.stderr.splitlines()[-1].split())
    return wall, user + system, peak / 1024


def export(folder, config, env, options):
    runs = max(3, options.runs // 4)
    ours = [LEADCTL, "--config", config, "leads", "export", "-q", "-o", folder / "leads.csv"]
    # Azurite, filled in transactions by the SDK, against the same pages read by hand, in turn.
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}/devstoreaccount1"
    config.write_text('[profile.table]\ndestination = "azure-table"\nconnection_string = "env:LEADS"\n')
    string = f"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={KEY};TableEndpoint={endpoint};"
    azurite = ["node", PEERS / "node_modules/azurite/dist/src/table/main.js", "--inMemoryPersistence", "--disableTelemetry", "--silent", "--skipApiVersionCheck", "--tablePort", str(port)]
    with running(azurite, port):
        fill = "import json,sys\nfrom azure.data.tables import TableServiceClient\nt=TableServiceClient.from_connection_string(sys.argv[1]).create_table('MarketplaceLeads')\nrows=[json.loads(l) for l in sys.stdin]\nfor i in range(0,len(rows),100): t.submit_transaction([('upsert',r) for r in rows[i:i+100]])"
        subprocess.run([PEERS / "venv/bin/python", "-c", fill, string], input="\n".join(json.dumps(lead(number)) for number in range(options.rows)), text=True, check=True)
        figures, ratios = [], []
        for turn in range(runs + 1):
            figures.append(measured(ours, {**env, "LEADS": string}))
            start = time.perf_counter()
            assert Raw(endpoint, "devstoreaccount1", KEY).pages() == options.rows
            ratios.append(figures[-1][0] / (time.perf_counter() - start))
        wall, cpu, peak = (statistics.median(figure[place] for figure in figures[1:]) for place in range(3))
        print(f"export {options.rows} leads from Azurite: {wall:.2f} s   ratio to raw pages {statistics.median(ratios[1:]):.3f} (bar 1.15)   CPU {cpu:.2f} s (bar 1)   peak {peak:.1f} MiB (bar 40)", flush=True)
        if options.az:
            query = [options.az, "storage", "entity", "query", "--connection-string", string, "--table-name", "MarketplaceLeads", "-o", "json"]
            pairs = [(measured(ours, {**env, "LEADS": string}), measured(query, env)) for _ in range(3)]
            wall, peak = (statistics.median(theirs[place] / own[place] for own, theirs in pairs) for place in (0, 2))
            print(f"  az storage entity query takes {wall:.1f} times as long (bar 3.5) and {peak:.0f} times the memory", flush=True)
    # The sandbox, filled row by row.
    process = subprocess.Popen([LEADCTL, "sandbox", "--format", "json"], env=env, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    try:
        ready = json.loads(process.stdout.readline())
        profile = tomllib.loads(pathlib.Path(ready["profiles"]).read_text())["profile"]["sandbox-azure-table"]["connection_string"]
        pairs = dict(piece.split("=", 1) for piece in profile.removeprefix("plain:").split(";") if piece)
        threading.Thread(target=lambda: [None for _ in process.stdout], daemon=True).start()
        raw = Raw(pairs["TableEndpoint"], pairs["AccountName"], pairs["AccountKey"])
        for number in range(options.rows):
            raw.ask("POST", "/MarketplaceLeads", body=json.dumps(lead(number)))
        ours = [LEADCTL, "--config", ready["profiles"], "leads", "export", "sandbox-azure-table", "-q", "-o", folder / "leads.csv"]
        figures = [measured(ours, env) for _ in range(runs + 1)][1:]
        wall, cpu, peak = (statistics.median(figure[place] for figure in figures) for place in range(3))
        print(f"export {options.rows} leads from the sandbox: {wall:.2f} s, {options.rows / wall:,.0f} a second (bar 200,000)   CPU {cpu:.2f} s   peak {peak:.1f} MiB", flush=True)
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
