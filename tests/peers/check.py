#!/usr/bin/env python3
"""Holds leadctl against programs that others wrote, and the sandbox against the services' own SDKs.

usage: check.py LEADCTL PEERS_FOLDER

PEERS_FOLDER is what tests/run set up: node_modules with azurite and @azure/data-tables, venv with azure-data-tables.
Prints a line a check, then `N passed, N failed, N skipped`; exit 1 where one failed. A check whose peer is missing is skipped and
says what is missing; with CI set that is a failure.
"""
import contextlib
import http.server
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
LEADCTL = pathlib.Path(sys.argv[1]).resolve()
PEERS = pathlib.Path(sys.argv[2]).resolve()
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


class Missing(Exception):
    """A peer is not on this machine."""


def need(*programs):
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        raise Missing(", ".join(missing))


def need_sdk():
    try:
        import azure.data.tables  # noqa: F401
    except ImportError as error:
        raise Missing("azure-data-tables") from error


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for_port(port, process, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"the peer ended early with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise AssertionError("the peer does not listen")


@contextlib.contextmanager
def running(command, port):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        wait_for_port(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(10)


class Home:
    """leadctl with an empty home, a cleared environment, and profiles of its own."""

    def __init__(self, folder, **variables):
        self.folder = folder
        self.variables = variables

    def run(self, *arguments, want=0, **variables):
        env = {"HOME": str(self.folder), "PATH": os.environ["PATH"], **self.variables, **variables}
        done = subprocess.run([LEADCTL, *arguments], env=env, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, cwd=self.folder)
        assert done.returncode == want, f"leadctl {' '.join(arguments)}: exit {done.returncode}, wanted {want}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def json(self, *arguments, want=0, **variables):
        return json.loads(self.run(*arguments, "--format", "json", want=want, **variables))


@contextlib.contextmanager
def home(**variables):
    folder = tempfile.mkdtemp()
    try:
        yield Home(pathlib.Path(folder), **variables)
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def azurite():
    need("node")
    port = free_port()
    main = PEERS / "node_modules/azurite/dist/src/table/main.js"
    if not main.exists():
        raise Missing("azurite")
    # No npx: it costs time and memory. Telemetry is on unless switched off.
    command = ["node", main, "--inMemoryPersistence", "--disableTelemetry", "--silent", "--skipApiVersionCheck", "--tablePort", str(port)]
    with running(command, port):
        yield f"http://127.0.0.1:{port}/{ACCOUNT}"


def string(endpoint, key=KEY):
    return f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={key};TableEndpoint={endpoint};"


def service(endpoint, account=ACCOUNT, key=KEY):
    need_sdk()
    from azure.core.credentials import AzureNamedKeyCredential
    from azure.data.tables import TableServiceClient

    return TableServiceClient(endpoint, credential=AzureNamedKeyCredential(account, key))


def rows(endpoint, **credentials):
    return list(service(endpoint, **credentials).get_table_client("MarketplaceLeads").list_entities())


def azurite_from_configure_to_cleanup():
    with azurite() as endpoint, home(LEADS=string(endpoint)) as user:
        user.run("configure", "azure-table", "--profile", "table", "--connection-string", "env:LEADS")
        checks = {check["id"]: check["outcome"] for check in user.json("validate")["profiles"][0]["checks"]}
        assert checks["azure-table/key-accepted"] == "pass" and checks["azure-table/table-exists"] == "warn", checks
        refused = user.json("test-lead", want=1)["profiles"][0]
        assert refused["entry"] == "storage/table-not-found", refused
        lead = user.json("test-lead", "--create-table")["profiles"][0]
        assert lead["accepted"] and lead["verified"] and not lead["differences"], lead
        [row] = rows(endpoint)
        person = json.loads(row["CustomerInfo"])
        marker = lead["marker"]
        assert (row["ActionCode"], row["LeadSource"], row["Description"]) == ("INS", "AzureMarketplace", marker), row
        assert person == {"FirstName": marker, "LastName": marker, "Email": f"{marker}@test.com", "Phone": "1234567890", "Country": "US", "Company": marker, "Title": marker}, person
        again = user.json("test-lead", "--cleanup", "--variant", "unicode")["profiles"][0]
        assert again["cleanup"] == "deleted" and again["verified"], again
        assert [row["Description"] for row in rows(endpoint)] == [marker], "only the own lead is cleaned up"


def azurite_wrong_key():
    # Azurite calls this AuthorizationFailure, Azure AuthenticationFailed: the words decide.
    with azurite() as endpoint, home(LEADS=string(endpoint, key="A" + KEY[1:])) as user:
        user.run("configure", "azure-table", "--profile", "table", "--connection-string", "env:LEADS")
        failed = [check for check in user.json("validate", want=1)["profiles"][0]["checks"] if check["outcome"] == "fail"]
        assert [check["entry"] for check in failed] == ["storage/key-invalid"], failed


def azurite_every_variant_is_stored_as_sent():
    with azurite() as endpoint, home(LEADS=string(endpoint)) as user:
        user.run("configure", "azure-table", "--profile", "table", "--connection-string", "env:LEADS")
        for variant in ["full", "minimal", "nulls", "unicode", "long"]:
            lead = user.json("test-lead", "--create-table", "--variant", variant)["profiles"][0]
            assert lead["verified"] and not lead["differences"], lead
        assert len(rows(endpoint)) == 5


def azurite_signatures_made_by_the_sdk():
    need_sdk()
    import datetime

    from azure.core.credentials import AzureNamedKeyCredential
    from azure.data.tables import AccountSasPermissions, ResourceTypes, TableSasPermissions, generate_account_sas, generate_table_sas

    with azurite() as endpoint:
        key = AzureNamedKeyCredential(ACCOUNT, KEY)
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=90)
        service(endpoint).create_table("MarketplaceLeads")
        account = generate_account_sas(key, ResourceTypes(service=True, object=True), AccountSasPermissions(read=True, write=True, list=True, add=True, create=True, delete=True), end)
        table = generate_table_sas(key, "MarketplaceLeads", permission=TableSasPermissions(read=True, add=True, delete=True), expiry=end)
        narrow = generate_table_sas(key, "MarketplaceLeads", permission=TableSasPermissions(read=True), expiry=end)
        add_only = generate_table_sas(key, "MarketplaceLeads", permission=TableSasPermissions(add=True), expiry=end)
        with home(LEADS=f"TableEndpoint={endpoint};SharedAccessSignature={add_only}") as user:
            # What may only add is a right set-up: not permitted to look is no failure.
            user.run("configure", "azure-table", "--profile", "table", "--connection-string", "env:LEADS")
            user.run("validate")
            lead = user.json("test-lead")["profiles"][0]
            assert lead["accepted"] and not lead["verified"] and "sp=r" in str(lead["notes"]), lead
        # The SDK's account signatures are for services and objects; Azurite then lets nobody look at tables: skipped, never red.
        for sas, want, table_exists in [(account, 0, "skipped"), (table, 0, "pass"), (narrow, 1, "pass")]:
            with home(LEADS=f"TableEndpoint={endpoint};SharedAccessSignature={sas}") as user:
                user.run("configure", "azure-table", "--profile", "table", "--connection-string", "env:LEADS")
                checks = user.json("validate", want=want)["profiles"][0]["checks"]
                failed = [(check["id"], check["entry"]) for check in checks if check["outcome"] == "fail"]
                assert failed == ([] if want == 0 else [("azure-table/rights", "storage/insufficient-permission")]), failed
                lead = user.json("test-lead", "--cleanup", want=want)["profiles"][0]
                assert lead["entry"] == (None if want == 0 else "storage/insufficient-permission"), lead
                # What the SDK made, leadctl sees.
                exists = [check["outcome"] for check in checks if check["id"] == "azure-table/table-exists"]
                assert exists == [table_exists], exists


@contextlib.contextmanager
def sandbox(*arguments):
    with home() as user:
        env = {"HOME": str(user.folder), "PATH": os.environ["PATH"]}
        process = subprocess.Popen([LEADCTL, "sandbox", "--format", "json", *arguments], env=env, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, cwd=user.folder)
        try:
            ready = json.loads(process.stdout.readline())
            assert ready["event"] == "ready", ready
            yield user, ready
        finally:
            process.terminate()
            process.wait(10)
            process.stdout.close()


def sandbox_table(ready):
    """Endpoint, account and key of the profile that the sandbox wrote."""
    import tomllib

    text = tomllib.loads(pathlib.Path(ready["profiles"]).read_text())["profile"]["sandbox-azure-table"]["connection_string"]
    pairs = dict(piece.split("=", 1) for piece in text.removeprefix("plain:").split(";") if piece)
    return pairs["TableEndpoint"], pairs["AccountName"], pairs["AccountKey"]


def sandbox_satisfies_the_python_sdk():
    need_sdk()
    with sandbox() as (_, ready):
        done = subprocess.run([sys.executable, HERE / "sandbox_sdk_check.py", *sandbox_table(ready)], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr


def sandbox_satisfies_the_node_sdk():
    need("node")
    if not (PEERS / "node_modules/@azure/data-tables").exists():
        raise Missing("@azure/data-tables")
    with sandbox() as (_, ready):
        script = PEERS / "sandbox_sdk_check.mjs"
        # Node looks for packages beside the script.
        shutil.copy(HERE / "sandbox_sdk_check.mjs", script)
        done = subprocess.run(["node", script, *sandbox_table(ready)], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr


def sandbox_and_sdk_see_the_same_lead():
    with sandbox() as (user, ready):
        lead = user.json("test-lead", "sandbox-azure-table", "--create-table", "--config", ready["profiles"])["profiles"][0]
        endpoint, account, key = sandbox_table(ready)
        found = [row for row in rows(endpoint, account=account, key=key) if row["Description"] == lead["marker"]]
        assert len(found) == 1, found
        assert json.loads(found[0]["CustomerInfo"])["Email"] == f"{lead['marker']}@test.com"


class Receiver(http.server.BaseHTTPRequestHandler):
    bodies = []

    def do_POST(self):
        self.bodies.append((self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def the_desktops_keyring_keeps_a_secret():
    need("dbus-run-session", "gnome-keyring-daemon")
    # A session bus and GNOME's keyring of its own, unlocked with a password of no worth.
    script = """
    printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
    printf '%s' "$VALUE" | "$LEADCTL" configure azure-table --profile table --connection-string - >/dev/null || exit 11
    grep -q 'connection_string = "keyring:table/connection_string/' .config/leadctl/leadctl.toml || exit 12
    "$LEADCTL" validate --offline >/dev/null || exit 13
    "$LEADCTL" profile remove table --yes >/dev/null || exit 14
    printf '[profile.table]\\ndestination = "azure-table"\\nconnection_string = "keyring:table/connection_string"\\n' > leadctl.toml
    "$LEADCTL" validate --offline >/dev/null 2>said && exit 15
    grep -q 'keyring does not give' said || exit 16
    """
    with home() as user:
        value = f"DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey={KEY};EndpointSuffix=core.windows.net"
        env = {"HOME": str(user.folder), "PATH": os.environ["PATH"], "VALUE": value, "LEADCTL": str(LEADCTL)}
        done = subprocess.run(["dbus-run-session", "--", "bash", "-c", script], env=env, cwd=user.folder, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, f"step {done.returncode}\n{done.stdout}\n{done.stderr}"


def pythons_http_server_receives_the_lead():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with home() as user:
            user.run("configure", "https", "--profile", "web", "--url", f"http://127.0.0.1:{server.server_port}/leads", "--offer-title", "Contoso Test")
            user.run("validate")
            assert Receiver.bodies == [], "validate sends nothing"
            lead = user.json("test-lead")["profiles"][0]
            [(kind, body)] = Receiver.bodies
            m = lead["marker"]
            want = {
                "userDetails": {"firstName": m, "lastName": m, "email": f"{m}@test.com", "phone": "1234567890", "country": "US", "company": m, "title": m},
                "leadSource": "AzureMarketplace", "actionCode": "INS", "offerTitle": "Contoso Test", "description": m,
            }
            assert list(json.loads(body).items()) == list(want.items()) and kind.startswith("application/json"), body
            assert lead["accepted"] and not lead["verified"]
            user.run("test-lead", "--require-verified", want=3)
    finally:
        server.shutdown()


def nodes_https_server_receives_the_lead():
    need("node", "openssl")
    with home() as user:
        certificates = make_certificates(user.folder)
        port = free_port()
        log = user.folder / "received"
        command = ["node", HERE / "receiver.mjs", str(port), certificates / "chain.pem", certificates / "leaf.key", log]
        with running(command, port):
            url = f"https://localhost:{port}/leads"
            user.run("configure", "https", "--profile", "web", "--url", url)
            untrusted = user.json("validate", want=1)["profiles"][0]
            assert [check["entry"] for check in untrusted["checks"] if check["outcome"] == "fail"] == ["https/tls-untrusted-certificate"], untrusted
            user.run("test-lead", want=1)
            assert not log.exists(), "nothing reaches a server that is not trusted"
            ca = ["--ca-cert", str(certificates / "ca.pem")]
            user.run("validate", *ca)
            assert not log.exists(), "validate ends after the handshake"
            lead = user.json("test-lead", *ca)["profiles"][0]
            [line] = log.read_text().splitlines()
            assert json.loads(line)["description"] == lead["marker"], line
            user.run("configure", "https", "--profile", "other", "--url", url.replace("localhost", "127.0.0.1"))
            mismatch = user.json("validate", "other", *ca, want=1)["profiles"][0]
            assert [check["entry"] for check in mismatch["checks"] if check["outcome"] == "fail"] == ["https/tls-hostname-mismatch"], mismatch


def make_certificates(folder):
    """A CA and a leaf for localhost alone, by openssl."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *curve, "-days", "30", "-subj", "/CN=test ca", "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *curve, "-subj", "/CN=localhost", "-keyout", "leaf.key", "-out", "leaf.csr")
    (folder / "ext").write_text("subjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n")
    openssl("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-extfile", "ext", "-out", "leaf.pem")
    (folder / "chain.pem").write_text((folder / "leaf.pem").read_text() + (folder / "ca.pem").read_text())
    return folder


CHECKS = [
    azurite_from_configure_to_cleanup,
    azurite_wrong_key,
    azurite_every_variant_is_stored_as_sent,
    azurite_signatures_made_by_the_sdk,
    sandbox_satisfies_the_python_sdk,
    sandbox_satisfies_the_node_sdk,
    sandbox_and_sdk_see_the_same_lead,
    the_desktops_keyring_keeps_a_secret,
    pythons_http_server_receives_the_lead,
    nodes_https_server_receives_the_lead,
]


def main():
    failed = skipped = 0
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        try:
            check()
            print(f"peer {name} ... ok", flush=True)
        except Missing as missing:
            skipped += 1
            print(f"peer {name} ... SKIPPED: {missing} is missing here", flush=True)
        except Exception:  # every failure is told, and the other checks run
            failed += 1
            print(f"peer {name} ... FAILED", flush=True)
            traceback.print_exc(file=sys.stdout)
    if skipped and os.environ.get("CI"):
        print("In CI every peer has to be there.")
        failed, skipped = failed + skipped, 0
    print(f"{len(CHECKS) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
