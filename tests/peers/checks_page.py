"""The page of `leads stats --html` in headless Chromium: whole, readable on a telephone, in the dark and on paper; nothing on it runs or
is fetched, whatever an offer is called."""
import contextlib
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import zlib

from checks_table import service, string
from harness import Missing, azurite, home, need_package

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--allow-file-access-from-files"]


def browse(page, *flags):
    """Opens the page with an empty profile; gives what the browser says."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise Missing("chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        done = subprocess.run([browser, *FLAGS, f"--user-data-dir={profile}", *flags, pathlib.Path(page).as_uri()], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextlib.contextmanager
def tripwire():
    """A port that nobody may knock at; gives its address and the list of those who did."""
    knocks = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        def listen():
            with contextlib.suppress(OSError):
                while True:
                    stream, _ = server.accept()
                    knocks.append(stream.recv(200))
                    stream.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", knocks


def pixels(path):
    """The colours of a screenshot, a row a line: enough of PNG for what Chromium writes (8 bits, RGB or RGBA, not interlaced)."""
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n"), data[:20]
    at, body, width, channels = 8, b"", 0, 0
    while at < len(data):
        length, kind = int.from_bytes(data[at:at + 4]), data[at + 4:at + 8]
        chunk = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, channels = int.from_bytes(chunk[:4]), {2: 3, 6: 4}[chunk[9]]
            assert chunk[8] == 8 and chunk[12] == 0, chunk
        elif kind == b"IDAT":
            body += chunk
        at += 12 + length
    body, stride = zlib.decompress(body), width * channels
    before, rows = bytearray(stride), []
    for start in range(0, len(body), stride + 1):
        filter_, line = body[start], bytearray(body[start + 1:start + 1 + stride])
        for place in range(stride):
            left = line[place - channels] if place >= channels else 0
            up, corner = before[place], before[place - channels] if place >= channels else 0
            if filter_ == 1:
                line[place] = (line[place] + left) & 255
            elif filter_ == 2:
                line[place] = (line[place] + up) & 255
            elif filter_ == 3:
                line[place] = (line[place] + (left + up) // 2) & 255
            elif filter_ == 4:
                guess = left + up - corner
                nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
                line[place] = (line[place] + nearest) & 255
        rows.append([tuple(line[place:place + 3]) for place in range(0, stride, channels)])
        before = line
    return rows


def share(rows, colour):
    """How much of the picture has this colour, in per cent."""
    return 100 * sum(pixel == colour for row in rows for pixel in row) / sum(map(len, rows))


def fill(endpoint, trap):
    need_package("azure.data.tables", "azure-data-tables")
    client = service(endpoint)
    client.create_table_if_not_exists("MarketplaceLeads")
    table = client.get_table_client("MarketplaceLeads")
    offers = ["Contoso CRM", "Contoso CRM", f"<script>location='{trap}/script'</script>", f"\"><img src={trap}/image onerror=\"fetch('{trap}/error')\">", "A name that goes on and on, as names of offers do, without" + "a blank in its latter part" * 5]
    for number in range(120):
        who = {"FirstName": "Canary", "LastName": "Person", "Email": f"canary{number}@contoso.example", "Phone": "0612345678", "Country": ["NL", "US", f"<svg onload=fetch('{trap}/svg')>"][number % 3], "Company": "Secretive"}
        day = number % 28 + 1
        table.create_entity({"PartitionKey": f"11:2F{day}:2F2026", "RowKey": f"{number:04}", "ActionCode": ["INS", "PLT", "DNC"][number % 3], "LeadSource": "SPZA", "CreatedTime": f"11/{day}/2026 9:00:00 AM", "CustomerInfo": json.dumps(who), "Description": " ", "OfferDisplayName": offers[number % len(offers)]})


def chromium_shows_the_page_of_the_counts_and_runs_nothing_on_it():
    with azurite() as endpoint, tripwire() as (trap, knocks), home(LEADS=string(endpoint)) as user:
        fill(endpoint, trap)
        user.run("configure", "azure-table", "--profile", "table", "--connection-string", "env:LEADS")
        user.run("leads", "stats", "--html", "leads.html")
        page = user.folder / "leads.html"
        for private in ["Canary", "Person", "canary1", "0612345678", "Secretive"]:
            assert private not in page.read_text(encoding="utf-8"), private

        seen = browse(page, "--dump-dom")
        assert seen.count("<section") >= 6 and "&lt;script&gt;location=" in seen and "<script" not in seen and "<img" not in seen and "<svg" not in seen, seen

        # The measure is taken from a page around it: the page itself may run nothing.
        frame = user.folder / "frame.html"
        for width in [320, 390, 1280]:
            frame.write_text(f"<iframe src=leads.html width={width} height=900 style='border:0' onload=\"document.title=this.contentDocument.documentElement.scrollWidth\"></iframe>")
            assert f"<title>{width}</title>" in browse(frame, "--dump-dom", "--window-size=1400,1000", "--virtual-time-budget=2000"), f"it is wider than {width} pixels"

        for scheme, back, bar in [(1, (0xF4, 0xF6, 0xF9), (0x2F, 0x6F, 0xDE)), (0, (0x12, 0x16, 0x1B), (0x6A, 0xA3, 0xFF))]:
            picture = user.folder / f"{scheme}.png"
            browse(page, f"--blink-settings=preferredColorScheme={scheme}", "--window-size=700,900", f"--screenshot={picture}")
            rows = pixels(picture)
            assert share(rows, back) > 3 and share(rows, bar) > 3, (scheme, share(rows, back), share(rows, bar))

        paper = user.folder / "leads.pdf"
        browse(page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
        pages = paper.read_bytes().count(b"/Type /Page\n")
        assert paper.read_bytes().startswith(b"%PDF") and 1 <= pages <= 2, pages
        assert not knocks, knocks


CHECKS = [chromium_shows_the_page_of_the_counts_and_runs_nothing_on_it]
