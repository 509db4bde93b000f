"""HTTPS endpoints: leadctl sends to Python's and Node's own servers."""
import http.server
import json
import subprocess
import threading

from harness import HERE, free_port, home, need, running


class Receiver(http.server.BaseHTTPRequestHandler):
    bodies = []

    def do_POST(self):
        self.bodies.append((self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


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
    pythons_http_server_receives_the_lead,
    nodes_https_server_receives_the_lead,
]
