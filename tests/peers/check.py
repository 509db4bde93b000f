#!/usr/bin/env python3
"""Holds leadctl against programs that others wrote, and the sandbox against the services' own clients.

usage: check.py LEADCTL PEERS_FOLDER [PART]...

PEERS_FOLDER is what tests/run set up: node_modules and a venv with the packages of packages.txt and requirements.txt. PART names one of
the files checks_PART.py beside this one; without it all run.
Prints a line a check, then `N passed, N failed, N skipped`; exit 1 where one failed. A check whose peer is missing is skipped and
says what is missing; with CI set that is a failure.
"""
import importlib
import os
import sys
import traceback

from harness import HERE, Missing


def parts():
    every = sorted(path.stem.removeprefix("checks_") for path in HERE.glob("checks_*.py"))
    return sys.argv[3:] or every


def checks():
    return [check for part in parts() for check in importlib.import_module(f"checks_{part}").CHECKS]


def main():
    failed = skipped = 0
    every = checks()
    for check in every:
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
    print(f"{len(every) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
