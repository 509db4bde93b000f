"""What every peer check works with: missing peers told apart, processes that end with the check, leadctl in an empty home,
Azurite, and the sandbox."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

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


def need_package(module, package):
    """A Python package that tests/run installs."""
    try:
        __import__(module)
    except ImportError as error:
        raise Missing(package) from error


def need_module(package):
    """A Node package that tests/run installs."""
    need("node")
    if not (PEERS / "node_modules" / package).exists():
        raise Missing(package)


def run_node(script, *arguments, **variables):
    """Runs a script of this folder with Node, which looks for packages beside the script."""
    copied = PEERS / script
    shutil.copy(HERE / script, copied)
    done = subprocess.run(["node", copied, *map(str, arguments)], env={**os.environ, **variables}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_python(script, *arguments, **variables):
    """Runs a script of this folder with the peers' Python."""
    done = subprocess.run([sys.executable, HERE / script, *map(str, arguments)], env={**os.environ, **variables}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


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

    def run(self, *arguments, **options):
        return self.done(*arguments, **options).stdout

    def done(self, *arguments, want=0, **variables):
        env = {"HOME": str(self.folder), "PATH": os.environ["PATH"], **self.variables, **variables}
        done = subprocess.run([LEADCTL, *arguments], env=env, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, cwd=self.folder)
        assert done.returncode == want, f"leadctl {' '.join(arguments)}: exit {done.returncode}, wanted {want}\n{done.stdout}\n{done.stderr}"
        return done

    def asked(self, *arguments):
        """The addresses that it asks, as its trace tells them."""
        return re.findall(r"GET (https?://\S+)", self.done(*arguments, "-vv").stderr)

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
def azurite(service="table"):
    """Azurite's table or blob service, empty; gives its endpoint."""
    need("node")
    port = free_port()
    main = PEERS / f"node_modules/azurite/dist/src/{service}/main.js"
    if not main.exists():
        raise Missing("azurite")
    # No npx: it costs time and memory. Telemetry is on unless switched off.
    command = ["node", main, "--inMemoryPersistence", "--disableTelemetry", "--silent", "--skipApiVersionCheck", f"--{service}Port", str(port)]
    with running(command, port):
        yield f"http://127.0.0.1:{port}/{ACCOUNT}"


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
