"""Azure Table: leadctl against Azurite, the sandbox against Microsoft's SDKs."""
import json
import pathlib

from harness import ACCOUNT, KEY, azurite, home, need_module, need_package, run_node, run_python, sandbox


def need_sdk():
    need_package("azure.data.tables", "azure-data-tables")


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


def sandbox_table(ready):
    """Endpoint, account and key of the profile that the sandbox wrote."""
    import tomllib

    text = tomllib.loads(pathlib.Path(ready["profiles"]).read_text())["profile"]["sandbox-azure-table"]["connection_string"]
    pairs = dict(piece.split("=", 1) for piece in text.removeprefix("plain:").split(";") if piece)
    return pairs["TableEndpoint"], pairs["AccountName"], pairs["AccountKey"]


def sandbox_satisfies_the_python_sdk():
    need_sdk()
    with sandbox() as (_, ready):
        run_python("sandbox_sdk_check.py", *sandbox_table(ready))


def sandbox_satisfies_the_node_sdk():
    need_module("@azure/data-tables")
    with sandbox() as (_, ready):
        run_node("sandbox_sdk_check.mjs", *sandbox_table(ready))


def sandbox_and_sdk_see_the_same_lead():
    with sandbox() as (user, ready):
        lead = user.json("test-lead", "sandbox-azure-table", "--create-table", "--config", ready["profiles"])["profiles"][0]
        endpoint, account, key = sandbox_table(ready)
        found = [row for row in rows(endpoint, account=account, key=key) if row["Description"] == lead["marker"]]
        assert len(found) == 1, found
        assert json.loads(found[0]["CustomerInfo"])["Email"] == f"{lead['marker']}@test.com"


CHECKS = [
    azurite_from_configure_to_cleanup,
    azurite_wrong_key,
    azurite_every_variant_is_stored_as_sent,
    azurite_signatures_made_by_the_sdk,
    sandbox_satisfies_the_python_sdk,
    sandbox_satisfies_the_node_sdk,
    sandbox_and_sdk_see_the_same_lead,
]
