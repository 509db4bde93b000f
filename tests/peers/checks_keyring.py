"""Secrets: the keyring of a desktop."""
import os
import subprocess

from harness import KEY, LEADCTL, home, need


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


CHECKS = [
    the_desktops_keyring_keeps_a_secret,
]
