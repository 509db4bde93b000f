"""The leads that arrived: rows that Microsoft's SDK wrote into Azurite, read, exported and followed by leadctl.

LEADS_ROWS=100000 fills more than the usual 2,000 rows.
"""
import csv
import datetime
import json
import os
import random
import signal
import subprocess
import time
import uuid

import harness
from checks_table import service, string
from harness import azurite, home, need_package

ROWS = int(os.environ.get("LEADS_ROWS", "2000"))
KINDS = [("AzureMarketplace", "INS"), ("AzureMarketplace", "PLT"), ("SPZA", "PLT"), ("SPZA", "DNC"), ("AzurePortal", "Create"), ("TestDrive", "StartTestDrive")]


def person(number):
    return {"FirstName": "=SUM(1;2)" if number % 11 == 0 else "Jürgen", "LastName": f"Last{number}", "Email": f"user{number}@contoso.example", "Phone": "1234567890", "Country": "NL", "Company": "Contoso", "Title": "CTO"}


def row(number, random_):
    source, action = KINDS[number % len(KINDS)]
    who = person(number)
    if number % 97 == 0:
        mark = f"MSFT_TEST_{639264528000000000 + number}"
        who.update(FirstName=mark, LastName=mark, Company=mark, Title=mark, Email=mark + "@test.com", Country="US")
    elif number % 89 == 0:
        who.update(FirstName="", LastName="", Email="", Phone="", Company="")
    day = datetime.datetime(2026, 9, 1) + datetime.timedelta(days=number // 100 % 28)
    return {
        "PartitionKey": f"{day.month}:2F{day.day}:2F{day.year}",
        "RowKey": str(uuid.UUID(int=random_.getrandbits(128))),
        "ActionCode": action,
        "LeadSource": source,
        "CreatedTime": f"{day.month}/{day.day}/{day.year} 1:02:03 PM",
        "CustomerInfo": json.dumps(who),
        "Description": json.dumps({"mktcmpid": "spring"}) if number % 13 == 0 else "Campaigns: ",
        "OfferDisplayName": ["Contoso CRM", "Contoso 数据"][number % 2],
    }


def fill(endpoint, count):
    need_package("azure.data.tables", "azure-data-tables")
    client = service(endpoint)
    client.create_table_if_not_exists("MarketplaceLeads")
    table = client.get_table_client("MarketplaceLeads")
    random_ = random.Random(7)
    for first in range(0, count, 100):
        table.submit_transaction([("upsert", row(number, random_)) for number in range(first, min(first + 100, count))])
    bad = [
        {"PartitionKey": "bad", "RowKey": "1", "ActionCode": "INS"},
        {"PartitionKey": "bad", "RowKey": "2", "CustomerInfo": '{"FirstName":"cut'},
        {"PartitionKey": "bad", "RowKey": "3", "CustomerInfo": json.dumps(json.dumps(person(1)))},
        {"PartitionKey": "bad", "RowKey": "4", "ActionCode": 7, "CreatedTime": "not a time", "Score": 1.5},
    ]
    for entity in bad:
        table.create_entity(entity)
    return table


def configured(user):
    user.run("configure", "azure-table", "--profile", "table", "--connection-string", "env:LEADS")


def azurite_rows_are_counted_as_the_sdk_counts_them():
    with azurite() as endpoint, home(LEADS=string(endpoint)) as user:
        table = fill(endpoint, ROWS)
        configured(user)
        theirs = list(table.list_entities())
        real = [entity for entity in theirs if "MSFT_TEST_" not in entity.get("CustomerInfo", "")]
        stats = user.json("leads", "stats", "--html", "leads.html")
        assert (stats["leads"], stats["leads"] - stats["test"]) == (len(theirs), len(real)), stats
        actions = {count["name"]: count["leads"] for count in stats["per_action"]}
        assert actions["do not contact"] == sum(entity.get("ActionCode") == "DNC" for entity in real), actions
        days = {count["name"]: count["leads"] for count in stats["per_day"]}
        assert days["2026-09-01"] == sum(entity["PartitionKey"] == "9:2F1:2F2026" for entity in real), days
        # The service looks at the action itself, and finds the same.
        listed = user.json("leads", "list", "--action", "DNC", "--real", "--limit", "0")
        assert len(listed["leads"]) == actions["do not contact"] and listed["profiles"][0]["rows"] < len(theirs), listed["profiles"]
        problems = user.json("leads", "list", "--limit", "1")["profiles"][0]["problems"]
        assert set(problems.values()) == {1} and len(problems) == 4, problems

        user.run("leads", "export", "-o", "leads.csv")
        with open(user.folder / "leads.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert {line["key"] for line in rows} == {f"{entity['PartitionKey']}/{entity['RowKey']}" for entity in theirs} and len(rows) == len(theirs)
        assert not [cell for line in rows for cell in line.values() if cell.startswith(("=", "+", "-", "@"))]
        names = {line["key"]: line["last_name"] for line in rows}
        for entity in real[:500]:
            info = json.loads(entity.get("CustomerInfo") or "{}") if entity["PartitionKey"] != "bad" else {}
            assert not info or names[f"{entity['PartitionKey']}/{entity['RowKey']}"] == info["LastName"], entity


def azurite_an_export_killed_again_and_again_ends_whole():
    with azurite() as endpoint, home(LEADS=string(endpoint)) as user:
        table = fill(endpoint, ROWS)
        configured(user)
        env = {"HOME": str(user.folder), "PATH": os.environ["PATH"], **user.variables}
        for delay in [0.02, 0.06, 0.1, 0.2]:
            process = subprocess.Popen([harness.LEADCTL, "leads", "export", "-o", "leads.ndjson", "-q"], env=env, cwd=user.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait()
        user.run("leads", "export", "-o", "leads.ndjson")
        keys = [json.loads(line)["key"] for line in (user.folder / "leads.ndjson").read_text(encoding="utf-8").splitlines()]
        theirs = [f"{entity['PartitionKey']}/{entity['RowKey']}" for entity in table.list_entities(select=["PartitionKey", "RowKey"])]
        assert sorted(keys) == sorted(theirs), (len(keys), len(theirs))


def azurite_only_test_leads_are_cleaned():
    with azurite() as endpoint, home(LEADS=string(endpoint)) as user:
        table = fill(endpoint, 300)
        configured(user)
        real = {entity["RowKey"] for entity in table.list_entities() if "MSFT_TEST_" not in entity.get("CustomerInfo", "")}
        done = user.json("leads", "clean", "--yes")
        assert done["found"] == done["deleted"] == 4, done
        assert {entity["RowKey"] for entity in table.list_entities()} == real


def azurite_a_lead_written_while_following_comes_once():
    with azurite() as endpoint, home(LEADS=string(endpoint)) as user:
        table = fill(endpoint, 100)
        configured(user)
        follow = ["leads", "tail", "--once", "--state", "state", "--format", "ndjson"]
        assert user.run(*follow) == ""
        table.create_entity({**row(1, random.Random(8)), "RowKey": "fresh"})
        assert [json.loads(line)["key"] for line in user.run(*follow).splitlines()] == ["9:2F1:2F2026/fresh"]
        assert user.run(*follow) == ""


CHECKS = [
    azurite_rows_are_counted_as_the_sdk_counts_them,
    azurite_an_export_killed_again_and_again_ends_whole,
    azurite_only_test_leads_are_cleaned,
    azurite_a_lead_written_while_following_comes_once,
]
