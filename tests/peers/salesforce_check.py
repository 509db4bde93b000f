#!/usr/bin/env python3
"""simple-salesforce against the sandbox: usage: salesforce_check.py URL CLIENT_ID CLIENT_SECRET OID CA [LAST_NAME]...

With last names it finds those leads, each once; without, it makes, finds, changes, counts and deletes leads of its own. With --fill it makes
some of Marketplace's and one of another origin; with --query SOQL it prints the ids that the query gives.
"""
import json
import sys
import urllib.parse

import requests
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import SalesforceExpiredSession, SalesforceMalformedRequest, SalesforceResourceNotFound

url, client, secret, oid, ca, *names = sys.argv[1:]
session = requests.Session()
# The machine's own bundle and proxies would come first.
session.trust_env = False
session.verify = ca

refused = session.post(f"{url}/services/oauth2/token", data={"grant_type": "client_credentials", "client_id": client, "client_secret": "wrong"})
assert refused.status_code == 400 and refused.json()["error"] == "invalid_client", refused.text
token = session.post(f"{url}/services/oauth2/token", data={"grant_type": "client_credentials", "client_id": client, "client_secret": secret}).json()
sf = Salesforce(instance=urllib.parse.urlsplit(url).netloc, session_id=token["access_token"], session=session)


def fails(kind, call, code):
    try:
        call()
    except kind as error:
        assert json.dumps(error.content).find(code) >= 0, error.content
    else:
        raise AssertionError(f"{code} was not raised")


[organization] = sf.query("SELECT Id, IsSandbox FROM Organization")["records"]
assert organization["Id"][:15] == oid and organization["IsSandbox"] is False, organization

if names[:1] == ["--fill"]:
    for source in ["SPZA-PLT|contoso.crm", "AzureMarketplace-INS|contoso.voice", "NewPlace-INS|contoso.crm", "AzurePortal-Create|contoso.crm", "Web"]:
        sf.Lead.create({"LastName": "Person", "Company": "Contoso", "LeadSource": source})
    sys.exit()
if names[:1] == ["--query"]:
    every = [row["Id"] for row in sf.query_all(names[1])["records"]]
    # A page that begins behind the second lead, as leadctl asks for it.
    second = sf.query(names[1].replace("LIMIT 2000", "LIMIT 2"))["records"][-1]
    at = second["CreatedDate"].replace(".000+0000", "Z")
    behind = f" AND (CreatedDate > {at} OR (CreatedDate = {at} AND Id > '{second['Id']}')) ORDER BY"
    assert [row["Id"] for row in sf.query_all(names[1].replace(" ORDER BY", behind))["records"]] == every[2:], every
    print(*every)
    sys.exit()
if names:
    for name in names:
        found = sf.query(f"SELECT Id, LastName, Email FROM Lead WHERE LastName = '{name}'")
        assert found["totalSize"] == 1 and found["records"][0]["Email"] == f"{name}@test.com".lower(), found
    sys.exit()

made = sf.Lead.create({"LastName": "O'Brien", "Company": "Contoso", "Email": "Jane@Contoso.example"})
assert made["success"] and made["id"].startswith("00Q") and len(made["id"]) == 18, made
lead = sf.Lead.get(made["id"])
assert (lead["LastName"], lead["Email"], lead["attributes"]["type"]) == ("O'Brien", "jane@contoso.example", "Lead"), lead
assert sf.Lead.update(made["id"], {"Title": "Buyer"}) == 204
found = sf.query(r"SELECT Id, Title FROM Lead WHERE LastName = 'O\'Brien' AND Title LIKE 'buy%' ORDER BY CreatedDate DESC LIMIT 5")
assert [row["Title"] for row in found["records"]] == ["Buyer"] and found["done"], found
names = {field["name"] for field in sf.Lead.describe()["fields"]}
assert {"LastName", "LeadSource", "Country"} <= names, names
assert sf.Lead.delete(made["id"]) == 204
fails(SalesforceResourceNotFound, lambda: sf.Lead.get(made["id"]), "ENTITY_IS_DELETED")
fails(SalesforceMalformedRequest, lambda: sf.Lead.create({"LastName": "x"}), "REQUIRED_FIELD_MISSING")
fails(SalesforceMalformedRequest, lambda: sf.Lead.create({"LastName": "x", "Company": "y", "Nmae": "z"}), "INVALID_FIELD")
fails(SalesforceMalformedRequest, lambda: sf.query("SELECT Id FROM"), "MALFORMED_QUERY")
fails(SalesforceMalformedRequest, lambda: sf.query("SELECT Idd FROM Lead"), "INVALID_FIELD")

for number in range(205):
    sf.Lead.create({"LastName": f"n{number:03}", "Company": "Many"})
asked = sf.query("SELECT Id, LastName FROM Lead WHERE Company = 'Many' ORDER BY LastName", headers={"Sforce-Query-Options": "batchSize=200"})
assert not asked["done"] and len(asked["records"]) == 200 and asked["totalSize"] == 205, asked["totalSize"]
rest = sf.query_more(asked["nextRecordsUrl"], identifier_is_url=True)
every = [row["LastName"] for row in asked["records"] + rest["records"]]
assert every == [f"n{number:03}" for number in range(205)] and rest["done"], every[-3:]
assert sf.query("SELECT COUNT() FROM Lead WHERE Company = 'Many'")["totalSize"] == 205
assert sf.limits()["DailyApiRequests"]["Max"] > 0
assert sf.toolingexecute("query/?q=" + urllib.parse.quote("SELECT Id FROM ValidationRule WHERE Active = true"))["totalSize"] == 0
fails(SalesforceExpiredSession, lambda: Salesforce(instance=urllib.parse.urlsplit(url).netloc, session_id="00D!x", session=session).query("SELECT Id FROM Lead"), "INVALID_SESSION_ID")
