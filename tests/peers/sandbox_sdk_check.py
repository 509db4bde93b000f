#!/usr/bin/env python3
"""Drives the sandbox's table service with Microsoft's own client library.

usage: sandbox_sdk_check.py TABLE_ENDPOINT ACCOUNT KEY      (needs azure-data-tables 12.7.0)

TABLE_ENDPOINT is the one in the sandbox's connection string. Ends with "N passed, N failed"; exit 1 if anything failed.
"""
import datetime
import sys
import time
import traceback
import uuid

from azure.core import MatchConditions
from azure.core.credentials import AzureNamedKeyCredential, AzureSasCredential
from azure.core.exceptions import HttpResponseError
from azure.data.tables import (
    AccountSasPermissions,
    EdmType,
    EntityProperty,
    ResourceTypes,
    TableClient,
    TableSasPermissions,
    TableServiceClient,
    UpdateMode,
    generate_account_sas,
    generate_table_sas,
)

if len(sys.argv) != 4:
    sys.exit(__doc__)
endpoint, account, key = sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3]
credential = AzureNamedKeyCredential(account, key)
passed = failed = 0


def check(label, got, wanted):
    global passed, failed
    if got == wanted:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {label}: got {got!r}, wanted {wanted!r}")


def refused(label, call, status, code):
    """The call must fail with this status and this error code."""
    try:
        result = call()
        check(label, f"no error but {result!r}", (status, code))
    except HttpResponseError as error:
        # From the body: the library does not decode every error itself.
        check(label, (error.status_code, error.response.json()["odata.error"]["code"]), (status, code))


def unexpected(kind, value, trace):
    """Whatever else goes wrong is a failure too, and the last line stays what it is."""
    traceback.print_exception(kind, value, trace)
    print(f"{passed} passed, {failed + 1} failed")


sys.excepthook = unexpected

# No retries: an answer that invites them should be seen, not waited out.
options = {"retry_total": 0}
service = TableServiceClient(endpoint, credential=credential, **options)
name = f"leads{time.time_ns()}"
now = datetime.datetime.now(datetime.timezone.utc)
later, earlier = now + datetime.timedelta(hours=1), now - datetime.timedelta(hours=1)

# Tables
table = service.create_table(name)
check("a made table is listed", name in [found.name for found in service.list_tables()], True)
check("tables page by page", name in [found.name for found in service.list_tables(results_per_page=1)], True)
check("a table by filter", [found.name for found in service.query_tables(f"TableName eq '{name}'")], [name])
refused("a table twice", lambda: service.create_table(name), 409, "TableAlreadyExists")
check("a table if it is not there", service.create_table_if_not_exists(name).table_name, name)

# Rows and their types
guid, moment = uuid.uuid4(), datetime.datetime(2026, 10, 1, 12, 0, 0, 123456, tzinfo=datetime.timezone.utc)
row = {
    "PartitionKey": "10:2F1:2F2026",
    "RowKey": "it's a (lead), 100% ünïcode",
    "Description": "MSFT_TEST_639264528000000000",
    "Small": 5,
    "Large": EntityProperty(2**40, EdmType.INT64),
    "Half": 0.5,
    "Whole": 2.0,
    "Yes": True,
    "At": moment,
    "Id": guid,
    "Raw": b"\x00\x01\xfe",
}
made = table.create_entity(row)
check("an insert gives an ETag", made["etag"].startswith("W/\"datetime'"), True)
check("and names no preference that was not asked for", made.get("preference_applied"), None)
quiet = table.create_entity({"PartitionKey": "n", "RowKey": "1"}, headers={"Prefer": "return-no-content"})
check("a preference is applied and named", quiet.get("preference_applied"), "return-no-content")
found = table.get_entity(row["PartitionKey"], row["RowKey"])
check("the row's properties", sorted(found), sorted(row))
for field in ("Description", "Small", "Half", "Whole", "Yes", "Id", "Raw"):
    check(f"{field} comes back", found[field], row[field])
check("Large comes back", (found["Large"].value, found["Large"].edm_type), (2**40, EdmType.INT64))
check("At comes back", found["At"], moment)
check("a row has a time", abs(found.metadata["timestamp"] - datetime.datetime.now(datetime.timezone.utc)) < datetime.timedelta(minutes=1), True)
check("the ETag is the insert's", found.metadata["etag"], made["etag"])
refused("a row twice", lambda: table.create_entity(row), 409, "EntityAlreadyExists")
refused("a row that is not there", lambda: table.get_entity("p", "none"), 404, "ResourceNotFound")
refused("a missing table", lambda: list(TableClient(endpoint, "nosuchtable", credential=credential, **options).list_entities()), 404, "TableNotFound")

# Changes and their conditions
table.create_entity({"PartitionKey": "c", "RowKey": "1", "A": 1, "B": 1})
table.upsert_entity({"PartitionKey": "c", "RowKey": "1", "A": 2}, mode=UpdateMode.MERGE)
check("a merge keeps the rest", (table.get_entity("c", "1")["A"], table.get_entity("c", "1")["B"]), (2, 1))
table.update_entity({"PartitionKey": "c", "RowKey": "1", "A": 3}, mode=UpdateMode.REPLACE)
check("a replacement does not", table.get_entity("c", "1").get("B"), None)
stale = table.get_entity("c", "1").metadata["etag"]
table.update_entity({"PartitionKey": "c", "RowKey": "1", "A": 4}, mode=UpdateMode.MERGE, etag=stale, match_condition=MatchConditions.IfNotModified)
refused(
    "a stale ETag",
    lambda: table.update_entity({"PartitionKey": "c", "RowKey": "1"}, etag=stale, match_condition=MatchConditions.IfNotModified),
    412,
    "UpdateConditionNotSatisfied",
)
table.upsert_entity({"PartitionKey": "c", "RowKey": "2", "A": 1}, mode=UpdateMode.REPLACE)
check("an upsert makes a row", table.get_entity("c", "2")["A"], 1)
refused("an update of nothing", lambda: table.update_entity({"PartitionKey": "c", "RowKey": "9"}), 404, "ResourceNotFound")
table.delete_entity("c", "2")
refused("a deleted row", lambda: table.get_entity("c", "2"), 404, "ResourceNotFound")

# Queries
for number in range(25):
    table.create_entity({"PartitionKey": "q", "RowKey": f"{number:02}", "V": number, "Even": number % 2 == 0})


def query(text, **more):
    return [entity.get("V") for entity in table.query_entities(text, **more)]


check("all of a partition", query("PartitionKey eq 'q'"), list(range(25)))
check("seven a page", query("PartitionKey eq 'q'", results_per_page=7), list(range(25)))
check("pages of the stated size", [len(list(page)) for page in table.query_entities("PartitionKey eq 'q'", results_per_page=10).by_page()], [10, 10, 5])
check("and, or, not", query("PartitionKey eq 'q' and (V lt 2 or V ge 23) and not (V eq 24)"), [0, 1, 23])
check("booleans", query("PartitionKey eq 'q' and Even eq true and V gt 20"), [22, 24])
check("parameters", query("PartitionKey eq @p and V le @v", parameters={"p": "q", "v": 1}), [0, 1])
check("large numbers", len(list(table.query_entities("Large eq @n", parameters={"n": 2**40}))), 1)
check("GUIDs", len(list(table.query_entities("Id eq @id", parameters={"id": guid}))), 1)
check("times", len(list(table.query_entities("At ge @at", parameters={"at": moment}))), 1)
check("quotes", len(list(table.query_entities("RowKey eq @row", parameters={"row": row["RowKey"]}))), 1)
check("the server's time", len(list(table.query_entities("PartitionKey eq 'q' and Timestamp gt @t", parameters={"t": earlier}))), 25)
marker = "Description ge 'MSFT_TEST_' and Description lt 'MSFT_TEST`'"
check("test leads by their marker", len(list(table.query_entities(marker))), 1)
check("chosen columns", [dict(entity) for entity in table.query_entities("PartitionKey eq 'q' and V ge 23", select=["V"])], [{"V": 23}, {"V": 24}])
refused("a filter that is none", lambda: list(table.query_entities("V equals 5")), 400, "InvalidInput")

# Keys and names
refused("a key with a slash", lambda: table.create_entity({"PartitionKey": "a/b", "RowKey": "1"}), 400, "OutOfRangeInput")
refused("a property with a space", lambda: table.create_entity({"PartitionKey": "p", "RowKey": "1", "Two words": 1}), 400, "PropertyNameInvalid")
refused("a long text", lambda: table.create_entity({"PartitionKey": "p", "RowKey": "1", "T": "x" * 32769}), 400, "PropertyValueTooLarge")
refused("too many properties", lambda: table.create_entity({"PartitionKey": "p", "RowKey": "1", **{f"P{n}": n for n in range(253)}}), 400, "TooManyProperties")

# Who asks
wrong = AzureNamedKeyCredential(account, "AAAA" * 21 + "AA==")
refused("a wrong key", lambda: list(TableServiceClient(endpoint, credential=wrong, **options).list_tables()), 403, "AuthenticationFailed")


def with_table_sas(of, expiry=later, **letters):
    sas = generate_table_sas(credential, of, permission=TableSasPermissions(**letters), expiry=expiry)
    return TableClient(endpoint, name, credential=AzureSasCredential(sas), **options)


reader = with_table_sas(name, read=True, add=True)
reader.create_entity({"PartitionKey": "s", "RowKey": "1"})
check("a table SAS reads and adds", len(list(reader.query_entities("PartitionKey eq 's'"))), 1)
refused("but does not delete", lambda: reader.delete_entity("s", "1"), 403, "AuthorizationPermissionMismatch")
refused("nor does it upsert", lambda: reader.upsert_entity({"PartitionKey": "s", "RowKey": "2"}), 403, "AuthorizationPermissionMismatch")
refused("an expired SAS", lambda: list(with_table_sas(name, expiry=earlier, read=True).list_entities()), 403, "AuthenticationFailed")
refused("another table's SAS", lambda: list(with_table_sas("otherleads", read=True).list_entities()), 403, "AuthenticationFailed")


def with_account_sas(types, letters):
    sas = generate_account_sas(credential, resource_types=ResourceTypes.from_string(types), permission=AccountSasPermissions(**letters), expiry=later)
    return TableServiceClient(endpoint, credential=AzureSasCredential(sas), **options)


every = {"read": True, "write": True, "delete": True, "list": True, "add": True, "create": True, "update": True}
check("an account SAS lists tables", name in [found.name for found in with_account_sas("sco", every).list_tables()], True)
refused("one for rows does not", lambda: list(with_account_sas("o", every).list_tables()), 403, "AuthorizationResourceTypeMismatch")
refused("one without l does not", lambda: list(with_account_sas("sco", {"read": True}).list_tables()), 403, "AuthorizationPermissionMismatch")
check("it writes rows", with_account_sas("sco", every).get_table_client(name).create_entity({"PartitionKey": "s", "RowKey": "3"})["etag"][:2], "W/")

# The end
service.delete_table(name)
check("a dropped table is gone", name in [found.name for found in service.list_tables()], False)

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
