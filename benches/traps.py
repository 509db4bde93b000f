#!/usr/bin/env python3
"""Times `leadctl diagnose` on texts of 256 KiB that are made to take long: one phrase, one escape, one code over and over.

usage: benches/traps.py [BINARY]

Prints a line a text, the slowest first: the best of three runs as a whole process, the exit status, and how many times as long four
times the text takes (four is linear). Nothing here passes or fails; quote figures of a release build.
"""
import json
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/leadctl"
SIZE = 256 * 1024

PIECES = [
    "the quick brown fox jumps over the lazy dog. ",
    "AADSTS", "AADSTS700016 ", "AADSTS700016: Application with identifier x was not found in the directory y.\n",
    "AADSTS700016 0x80042f09 TableNotFound 0x80040220 WorkflowTriggerIsNotEnabled REQUIRED_FIELD_MISSING ", "error_codes 700016 ", "error code ",
    "\\u0041", "\\", "&amp;", "&amp;amp;amp;amp;", "%25", "<b ", "<", "[3", "\x1b]8;;", "\u200b", "\u1100\u1161", "abc=\n", "x" * 79 + "\n",
    "Dynamics CRM ", "crm ", "LastCRMError: ", "Exception:: ", "例外：", "无法保存租户订阅", "SendTimeout 00:02:00 ", "leadsourcecode permission ",
    "Could not save the lead to Dynamics CRM using AAD. Exception:: ", "tenant subscription Exception:: ",
    "Number of requests exceeded the limit of ", "is missing prvCreateLead privilege ", "PartitionKey RowKey ", "webhook 502 Bad Gateway ",
    "execution of BeforeInsert ", "data value too large ", "connection refused https leads error ", "certificate verify failed https lead ",
    "https://user:pw@contoso.crm4.dynamics.com/api/data?sig=abc&x=1 ", "11111111-2222-3333-4444-555555555555 ", "jane.doe@contoso.com ",
    "@@ -1 +1 @@\n+AADSTS700016\n", "'AADSTS65001', ", "From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n--x\n",
]


def text(piece, size):
    return (piece * (size // len(piece.encode()) + 1)).encode()[:size].decode(errors="ignore").encode()


def best(data):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        done = subprocess.run([BINARY, "diagnose", "--format", "json", "-"], input=data, capture_output=True)
        times.append((time.perf_counter() - start) * 1000)
    return min(times), done.returncode


rows = []
for piece in PIECES:
    once, status = best(text(piece, SIZE // 4))
    full, status = best(text(piece, SIZE))
    rows.append((full, full / once, status, piece))
for full, growth, status, piece in sorted(rows, reverse=True):
    print(f"{full:8.1f} ms   {growth:5.1f} times a quarter   exit {status}   {json.dumps(piece[:60])}")
