"""Azure Blob: leadctl against Azurite, the sandbox against Microsoft's SDK, and leads from blobs to a table.

LEADCTL_BLOBS: how many blobs the interrupted migration has (600 unless set; 10000 takes minutes).
"""
import concurrent.futures
import datetime
import json
import os
import pathlib
import signal
import subprocess
import time
import uuid

from checks_table import rows, service as table_service, string as table_string
from harness import ACCOUNT, KEY, LEADCTL, azurite, home, need_package, run_python, sandbox

CONTAINER = "marketplaceleads"


def string(endpoint, key=KEY):
    return f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={key};BlobEndpoint={endpoint};"


def container(endpoint):
    need_package("azure.storage.blob", "azure-storage-blob")
    from azure.storage.blob import BlobServiceClient

    return BlobServiceClient.from_connection_string(string(endpoint)).create_container(CONTAINER)


def lead(number):
    marker = f"MSFT_TEST_{number:018}"
    person = {name: marker for name in ["firstName", "lastName", "company", "title"]}
    details = {**person, "email": f"{marker}@test.com", "phone": "1234567890", "country": "US"}
    return json.dumps({"userDetails": details, "leadSource": "AzureMarketplace", "actionCode": "INS", "offerTitle": "Contoso Test", "description": marker})


def fill(client, count):
    def one(number):
        client.upload_blob(f"2019/{number % 12 + 1:02}/{number:06}.json", lead(number))

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(count)))


def configure(user):
    user.run("configure", "azure-blob", "--profile", "old", "--connection-string", "env:OLD", "--container", CONTAINER)
    user.run("configure", "azure-table", "--profile", "new", "--connection-string", "env:NEW")


MIGRATE = ("migrate", "blob-to-table", "--from", "old", "--to", "new")


def azurite_blob_is_checked_and_said_to_be_withdrawn():
    with azurite("blob") as endpoint, home(OLD=string(endpoint)) as user:
        user.run("configure", "azure-blob", "--profile", "old", "--connection-string", "env:OLD", "--container", CONTAINER)
        failed = [check["entry"] for check in user.json("validate", want=1)["profiles"][0]["checks"] if check["outcome"] == "fail"]
        assert failed == ["storage/container-not-found", "storage/blob-destination-withdrawn"], failed
        fill(container(endpoint), 3)
        checks = {check["id"]: (check["outcome"], check["entry"], check["message"]) for check in user.json("validate", want=1)["profiles"][0]["checks"]}
        assert checks["azure-blob/still-delivered"][:2] == ("fail", "storage/blob-destination-withdrawn"), checks
        assert [id for id, told in checks.items() if told[0] == "fail"] == ["azure-blob/still-delivered"], checks
        today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
        assert "3 blobs" in checks["azure-blob/may-list"][2] and today in checks["azure-blob/may-list"][2], checks
        user.run("test-lead", want=2)


def azurite_blob_wrong_key_and_signatures():
    need_package("azure.storage.blob", "azure-storage-blob")
    from azure.storage.blob import AccountSasPermissions, ContainerSasPermissions, ResourceTypes, generate_account_sas, generate_container_sas

    with azurite("blob") as endpoint:
        fill(container(endpoint), 2)
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=90)
        account = generate_account_sas(ACCOUNT, KEY, ResourceTypes(container=True, object=True), AccountSasPermissions(read=True, list=True), end)
        whole = generate_container_sas(ACCOUNT, CONTAINER, KEY, permission=ContainerSasPermissions(read=True, list=True), expiry=end)
        blind = generate_container_sas(ACCOUNT, CONTAINER, KEY, permission=ContainerSasPermissions(read=True), expiry=end)
        with_sas = lambda sas: f"BlobEndpoint={endpoint};SharedAccessSignature={sas}"
        withdrawn = "azure-blob/still-delivered"
        for text, want in [
            (string(endpoint, key="A" + KEY[1:]), ["azure-blob/key-accepted", withdrawn]),
            (with_sas(account), [withdrawn]),
            (with_sas(whole), [withdrawn]),
            (with_sas(blind), ["azure-blob/may-list", withdrawn]),
        ]:
            with home(OLD=text) as user:
                user.run("configure", "azure-blob", "--profile", "old", "--connection-string", "env:OLD", "--container", CONTAINER)
                checks = user.json("validate", want=1)["profiles"][0]["checks"]
                failed = [check["id"] for check in checks if check["outcome"] == "fail"]
                assert failed == want, checks


def azurite_leads_go_from_blobs_to_a_table():
    with azurite("blob") as blobs, azurite("table") as table, home(OLD=string(blobs), NEW=table_string(table)) as user:
        configure(user)
        client = container(blobs)
        fill(client, 5)
        client.upload_blob("odd/ä & <b>#?%.json", "\ufeff" + lead(100))
        client.upload_blob("several.json", f"[{lead(101)},{lead(102)}]")
        client.upload_blob("broken.json", lead(103)[:-9])
        client.upload_blob("list.csv", "Name;Email\nx;y\n")
        client.upload_blob("big.json", b" " * (3 << 20))
        log = client.get_blob_client("appended.jsonl")
        log.create_append_blob()
        log.append_block(lead(104) + "\n")
        plan = user.json(*MIGRATE, "--dry-run", want=1)
        assert (plan["leads"], plan["to_copy"], plan["copied"], plan["table_exists"]) == (9, 9, 0, False), plan
        assert [(item["blob"], item["reason"].split(" at ")[0].split(":")[0]) for item in plan["unreadable"]] == [
            ("big.json", "it is too big to be a lead"),
            ("broken.json", "it breaks off"),
            ("list.csv", "it is no JSON"),
        ], plan
        refused = user.json(*MIGRATE, "--yes", want=1)
        assert refused["stopped"]["entry"] == "storage/table-not-found" and refused["copied"] == 0, refused
        done = user.json(*MIGRATE, "--yes", "--create-table", want=1)
        assert (done["copied"], done["already_there"], len(done["unreadable"])) == (9, 0, 3), done
        # More is appended: what was there keeps its row.
        log.append_block(lead(105) + "\n")
        again = user.json(*MIGRATE, "--yes", want=1)
        assert (again["copied"], again["already_there"]) == (1, 9), again
        kept = rows(table)
        assert len(kept) == 10, kept
        first = next(row for row in kept if row["Description"] == "MSFT_TEST_000000000000000100")
        assert json.loads(first["CustomerInfo"])["Email"] == "MSFT_TEST_000000000000000100@test.com", first
        assert (first["OfferDisplayName"], first["MigratedFrom"]) == ("Contoso Test", f"{CONTAINER}/odd/ä & <b>#?%.json"), first
        assert len(list(client.list_blobs())) == 11, "nothing was deleted"


def azurite_a_migration_that_is_killed_is_finished_by_the_next():
    count = int(os.environ.get("LEADCTL_BLOBS", "600"))
    with azurite("blob") as blobs, azurite("table") as table, home(OLD=string(blobs), NEW=table_string(table)) as user:
        configure(user)
        client = container(blobs)
        begun = time.monotonic()
        fill(client, count)
        filled = time.monotonic() - begun
        service = table_service(table).create_table("MarketplaceLeads")
        env = {"HOME": str(user.folder), "PATH": os.environ["PATH"], **user.variables}
        begun = time.monotonic()
        process = subprocess.Popen([LEADCTL, *MIGRATE, "--yes"], env=env, cwd=user.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            # Killed about half-way: as it says itself, or, where it is through before it says anything, as the table says.
            if count >= 2000:
                said = next(line for line in process.stderr if f"{count // 2000 * 1000} blobs read" in line)
                assert "copied" in said, said
            else:
                while len(list(service.list_entities(select=["RowKey"]))) < count // 2:
                    assert process.poll() is None, "it ended before it could be killed"
                    time.sleep(0.05)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(10)
            process.stderr.close()
        first = time.monotonic() - begun
        half = rows(table)
        assert count // 3 <= len(half) < count, len(half)
        begun = time.monotonic()
        second = subprocess.run([LEADCTL, *MIGRATE, "--yes", "--format", "json"], env=env, cwd=user.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=3600)
        took = time.monotonic() - begun
        assert second.returncode == 0, second.stderr
        report = json.loads(second.stdout)
        assert (report["blobs"], report["leads"]) == (count, count), report
        assert report["copied"] + report["already_there"] == count, report
        # What was on its way when it was killed may have landed after the count.
        assert abs(report["already_there"] - len(half)) <= 8, (report, len(half))
        if count < 2000:
            # And a third has nothing left to do: the table by now is more than one answer holds.
            third = user.json(*MIGRATE, "--yes")
            assert (third["copied"], third["already_there"]) == (0, count), third
        kept = rows(table)
        assert len(kept) == count and len({row["Description"] for row in kept}) == count, len(kept)
        print(f"  {count} blobs (stored in {filled:.1f} s): killed after {first:.1f} s with {len(half)} rows; the second run took {took:.1f} s, copied {report['copied']}, found {report['already_there']} there; {len(kept)} rows, {len({row['Description'] for row in kept})} different leads", flush=True)


def azurite_leads_are_listed_and_cleaned_where_the_sdk_wrote_them():
    with azurite("blob") as blobs, home(OLD=string(blobs)) as user:
        user.run("configure", "azure-blob", "--profile", "old", "--connection-string", "env:OLD", "--container", CONTAINER)
        client = container(blobs)
        real = json.dumps({"userDetails": {"firstName": "Anna", "email": "anna@contoso.example"}, "leadSource": "SPZA", "actionCode": "DNC", "offerTitle": "Contoso CRM"})
        test = lead(636573304831318844)
        client.upload_blob("odd/ä & <b>#?%.json", "\ufeff" + real)
        client.upload_blob("list.json", f"[{real},{test}]")
        client.upload_blob("test 1.json", test)
        client.upload_blob("broken.json", real[:-9])
        client.upload_blob("big.json", b" " * (3 << 20))
        log = client.get_blob_client("appended.jsonl")
        log.create_append_blob()
        log.append_block(test + "\n")
        log.append_block(test + "\n")
        report = user.json("leads", "list", "old", "--sort", "email")
        read = report["profiles"][0]
        assert (read["rows"], [row["key"] for row in read["skipped"]]) == (6, [f"{CONTAINER}/big.json", f"{CONTAINER}/broken.json"]), read
        assert sum(each["do_not_contact"] for each in report["leads"]) == 2, report
        changed = {f"{CONTAINER}/{blob.name}": blob.last_modified.strftime("%Y-%m-%dT%H:%M:%SZ") for blob in client.list_blobs()}
        assert all(changed[each["key"].rsplit("/", 1)[0]] == each["arrived"] for each in report["leads"]), (changed, report)
        assert user.run("leads", "export", "old", "--format", "ndjson").count("\n") == 6
        done = user.json("leads", "clean", "old", "--yes", want=1)
        # The one in the list stays: a customer is beside it.
        assert (done["found"], done["deleted"], done["gone_before"], sum(done["kept"].values())) == (4, 2, 1, 1), done
        assert sorted(blob.name for blob in client.list_blobs()) == ["big.json", "broken.json", "list.json", "odd/ä & <b>#?%.json"]


def sandbox_blob(ready):
    """Endpoint, account and key of the profile that the sandbox wrote."""
    import tomllib

    text = tomllib.loads(pathlib.Path(ready["profiles"]).read_text())["profile"]["sandbox-azure-blob"]["connection_string"]
    pairs = dict(piece.split("=", 1) for piece in text.removeprefix("plain:").split(";") if piece)
    return pairs["BlobEndpoint"], pairs["AccountName"], pairs["AccountKey"]


def sandbox_satisfies_the_python_blob_sdk():
    need_package("azure.storage.blob", "azure-storage-blob")
    with sandbox() as (_, ready):
        run_python("blob_sdk_check.py", *sandbox_blob(ready))


def sandbox_leads_migrated_are_seen_by_the_table_sdk():
    from checks_table import sandbox_table

    with sandbox() as (user, ready):
        report = user.json("migrate", "blob-to-table", "--from", "sandbox-azure-blob", "--to", "sandbox-azure-table", "--yes", "--config", ready["profiles"], want=1)
        endpoint, account, key = sandbox_table(ready)
        kept = rows(endpoint, account=account, key=key)
        assert report["copied"] == 5 == len(kept), (report, kept)
        assert all(uuid.UUID(row["RowKey"]) and row["PartitionKey"] == f"migrated-{CONTAINER}" for row in kept), kept


CHECKS = [
    azurite_blob_is_checked_and_said_to_be_withdrawn,
    azurite_blob_wrong_key_and_signatures,
    azurite_leads_go_from_blobs_to_a_table,
    azurite_leads_are_listed_and_cleaned_where_the_sdk_wrote_them,
    azurite_a_migration_that_is_killed_is_finished_by_the_next,
    sandbox_satisfies_the_python_blob_sdk,
    sandbox_leads_migrated_are_seen_by_the_table_sdk,
]
