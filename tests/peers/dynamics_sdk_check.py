"""Keeps a lead in the sandbox's environment with Microsoft's Dataverse client, signed in by MSAL, and prints each step.

usage: dynamics_sdk_check.py AUTHORITY ENVIRONMENT TENANT APPLICATION SECRET all|refused|fill|leads [SELECT FILTER ORDERBY]
"""
import re
import sys
import time

import msal
from azure.core.credentials import AccessToken
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError

authority, environment, tenant, application, secret, kind, *query = sys.argv[1:]


class Credential:
    def get_token(self, *scopes, **_):
        client = msal.ConfidentialClientApplication(application, client_credential=secret, authority=f"{authority}/{tenant}", instance_discovery=False)
        answer = client.acquire_token_for_client(scopes=list(scopes))
        return AccessToken(answer["access_token"], int(time.time()) + answer["expires_in"])


client = DataverseClient(environment, Credential())
marker = "MSFT_TEST_639264528000000000"
lead = {"subject": marker, "lastname": marker, "emailaddress1": f"{marker}@test.com", "leadsourcecode": 8, "description": "Zoë"}
if kind == "refused":
    try:
        client.records.create("lead", lead)
    except HttpError as error:
        print(error.status_code, *re.findall(r"is missing (prv\w+) privilege", str(error)))
    sys.exit()

if kind == "fill":
    for number in range(5):
        client.records.create("lead", {"subject": "SPZA-PLT|contoso.crm", "lastname": f"Person {number}"})
    sys.exit()
if kind == "leads":
    select, chosen, order = query
    pages = [list(page) for page in client.records.list_pages("lead", select=select.split(","), filter=chosen, orderby=order.split(","), page_size=2)]
    assert [len(page) for page in pages] == [2, 2, 1], pages
    print(*[row["leadid"] for page in pages for row in page])
    sys.exit()

made = client.records.create("lead", lead)
print("created")
row = client.records.retrieve("lead", made, select=["subject", "leadsourcecode", "description"])
assert (row["subject"], row["leadsourcecode"], row["description"], row["leadid"]) == (marker, 8, "Zoë", made), row
print("read")
found = [row for page in client.records.list_pages("lead", filter=f"emailaddress1 eq '{marker}@test.com' and statecode eq 0", select=["leadid"]) for row in page]
assert [row["leadid"] for row in found] == [made], found
print("queried")
others = [client.records.create("lead", {"subject": f"page {number}", "leadsourcecode": 1}) for number in range(5)]
pages = [list(page) for page in client.records.list_pages("lead", filter="startswith(subject,'page ')", orderby=["subject asc"], page_size=2)]
assert [len(page) for page in pages] == [2, 2, 1] and [row["leadid"] for page in pages for row in page] == others, pages
print("paged")
client.records.update("lead", made, {"jobtitle": "Buyer"})
assert client.records.retrieve("lead", made, select=["jobtitle"])["jobtitle"] == "Buyer"
print("changed")
info = client.tables.get("lead")
assert (info["entity_set_name"], info["table_logical_name"]) == ("leads", "lead"), info
names = {column["LogicalName"] for column in client.tables.list_columns("lead", select=["LogicalName"])}
assert {"leadsourcecode", "companyname", "emailaddress1"} <= names, names
print("described")
for lead in [made, *others]:
    client.records.delete("lead", lead)
print("deleted")
try:
    client.records.delete("lead", made)
except HttpError as error:
    assert error.status_code == 404 and "0x80040217" in str(error.to_dict()), error.to_dict()
    print("gone")
