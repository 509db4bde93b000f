#!/usr/bin/env python3
"""Times leadctl as whole processes, each measure paired in turn with the command it is held against.

usage: benches/run.py [--runs 21] [--az PATH_TO_AZ] [--rg PATH_TO_RG] [--gib 1] [--only logs]

Needs a release build (cargo build --release), rustc, curl, node, openssl, and tests/.peers as tests/run sets it up.
Prints a line a measure: medians of both, the median of the pair-by-pair ratios, the bar. The machine is shared and noisy:
quote ratios. Nothing here passes or fails.
"""
import argparse
import contextlib
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
import time

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
        ("  against grep -F -f", "1/8", ours, ["grep", "-F", "-f", phrases], log),
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
    parser.add_argument("--az", help="azure-cli to hold the table insert against")
    parser.add_argument("--rg", default=shutil.which("rg"), help="ripgrep 15 to hold whole logs against")
    parser.add_argument("--gib", type=float, default=1, help="the size of the log")
    parser.add_argument("--only", choices=["logs"], help="these measures alone")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp())
    env = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    config = folder / "leadctl.toml"
    try:
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


if __name__ == "__main__":
    sys.exit(main())
