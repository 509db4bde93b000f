#!/usr/bin/env python3
"""Writes a log of a busy service, with known errors of lead delivery planted in it, and the phrases to search for.

usage: benches/make_log.py LOG PHRASES [--gib 1] [--one-in 10000] [--seed 1]

Records of four kinds (JSON, key=value, access log, stack traces); one line in so many is an error that the catalogue knows, 0 plants
none. 64 MiB are made once and repeated, each time with other errors at other places.
"""
import argparse
import random

ERRORS = [
    "Could not save the lead to Dynamics CRM using AAD. Exception:: Tenant not found. This may happen if there are no active subscriptions for the tenant.",
    "Could not save the lead to Dynamics CRM using AAD. Exception:: Error validating credentials.: Invalid client secret is provided.",
    "Could not save the lead to Dynamics CRM. Check the Dynamics CRM account settings. LastCRMError: Unable to Login to Dynamics CRM, LastCRMException:",
    "SecLib::RetrievePrivilegeForUser failed - no roles are assigned to user.",
    "The request channel timed out while waiting for a reply after 00:02:00.",
    "Kan de potentiële klant niet opslaan in Dynamics CRM met behulp van AAD. Uitzondering:: Tenant niet gevonden.",
    "AADSTS7000215: Invalid client secret provided.",
    "AADSTS7000222: The provided client secret keys are expired.",
    "AADSTS700016: Application with identifier was not found in the directory",
    "AADSTS90002: Tenant not found.",
    "AADSTS50126: Error validating credentials due to invalid username or password.",
    "0x80040220: SecLib::AccessCheckEx failed.",
    "0x80072560: The user is not a member of the organization.",
    "<Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.",
    '"code":"TableNotFound","message":{"lang":"en-US","value":"The table specified does not exist."}',
    "KeyBasedAuthenticationNotPermitted: Key based authentication is not permitted on this storage account.",
    "WorkflowTriggerIsNotEnabled",
    "DirectApiAuthorizationRequired",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
]
WORDS = "batch buyer cache catalog click commit connector customer delay drain entity fetch flush index inbox job lead ledger market node offer order page partner portal product profile publish queue record region report retry route schema session shard stage storage stream sync table tenant token trace update user webhook worker".split()
AGENTS = ["Mozilla/5.0 (X11; Linux x86_64)", "curl/8.5.0", "okhttp/4.12.0"]


def line(dice, number):
    time = f"2026-{1 + number // 100000 % 12:02}-{1 + number // 5000 % 28:02}T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}.{dice.randrange(1000):03}Z"
    words = lambda count: " ".join(dice.choices(WORDS, k=count))
    kind = dice.randrange(4)
    if kind == 0:
        return f'{{"time":"{time}","level":"{dice.choice(["debug", "info", "warning"])}","logger":"{dice.choice(WORDS)}.{dice.choice(WORDS)}","message":"{words(9)}","trace":"{dice.getrandbits(128):032x}","ms":{dice.randrange(9000)}}}'
    if kind == 1:
        return f"{time} DEBUG {dice.choice(WORDS)}-{dice.randrange(32)} {dice.choice(WORDS)}={dice.getrandbits(48):x} {words(11)} took {dice.randrange(900)} ms"
    if kind == 2:
        return f'172.16.{dice.randrange(256)}.{dice.randrange(256)} - - [{time}] "{dice.choice(["GET", "POST"])} /v2/{dice.choice(WORDS)}/{dice.getrandbits(64):x} HTTP/1.1" {dice.choice([200, 200, 200, 202, 204, 304, 400, 404, 500])} {dice.randrange(20000)} "-" "{dice.choice(AGENTS)}"'
    return f"    at Contoso.{dice.choice(WORDS).title()}.{dice.choice(WORDS).title()}Client.{dice.choice(WORDS).title()}Async(CancellationToken stop) in /src/{dice.choice(WORDS)}.cs:line {dice.randrange(900)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log")
    parser.add_argument("phrases")
    parser.add_argument("--gib", type=float, default=1)
    parser.add_argument("--one-in", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    lines, size = [], 0
    while size < min(64 << 20, options.gib * (1 << 30)):
        lines.append(line(dice, len(lines)))
        size += len(lines[-1]) + 1
    with open(options.phrases, "w") as file:
        file.write("\n".join(ERRORS) + "\n")
    written = planted = total = 0
    with open(options.log, "wb") as file:
        while written < options.gib * (1 << 30):
            now = lines[:]
            for start in range(0, len(now), options.one_in) if options.one_in else ():
                place = start + dice.randrange(min(options.one_in, len(now) - start))
                now[place] = f"2026-11-09T08:00:00.000Z ERROR lead delivery failed: {dice.choice(ERRORS)} (trace {dice.getrandbits(64):016x})"
                planted += 1
            raw = ("\n".join(now) + "\n").encode()
            file.write(raw)
            written, total = written + len(raw), total + len(now)
    print(f"{written} {total} {planted}")


if __name__ == "__main__":
    main()
