"""What leadctl scaffold writes, run: the function apps by Node, with Microsoft's table SDK and Azurite, and with the real package of Azure
Functions as far as that runs outside of its host; the flows by an imitation of their host, flow_host.py, the table's against Azurite."""
import base64
import hashlib
import hmac
import json
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from checks_table import service, string as table_string
from email.utils import formatdate
from flow_host import Failed, Host
from harness import ACCOUNT, KEY, PEERS, azurite, home, need, need_module, run_node


def app(user, kind, **variables):
    folder = user.folder / kind
    target = ("--for", "https") if kind == "https" else ("table",)
    user.run("scaffold", "azure-function", *target, "-o", str(folder), **variables)
    return folder


def configure(user):
    (user.folder / "leadctl.toml").write_text('[profile.table]\ndestination = "azure-table"\ntable = "OurLeads"\nconnection_string = "env:NOT_SET"\n')


def packages():
    return {"NODE_PATH": str(PEERS / "node_modules")}


def the_receiving_function_takes_every_casing_nulls_and_what_is_no_lead():
    need("node")
    with home() as user:
        run_node("scaffold_function_check.js", "https", app(user, "https"), **packages())


def the_timer_function_delivers_each_row_of_azurite_in_order():
    need_module("@azure/data-tables")
    with azurite("table") as endpoint, home() as user:
        configure(user)
        run_node("scaffold_function_check.js", "table", app(user, "table"), table_string(endpoint), **packages())


def the_functions_register_with_the_real_package():
    need_module("@azure/functions")
    with home() as user:
        configure(user)
        for kind in ["https", "table"]:
            folder = app(user, kind)
            done = subprocess.run(["node", folder / "src/functions/leads.js"], env={**packages(), "PATH": "/usr/bin:/bin:/usr/local/bin"}, capture_output=True, text=True, timeout=60)
            assert done.returncode == 0 and "rror" not in done.stderr.replace("WARNING", ""), done.stdout + done.stderr


PERSON = {"firstName": "Anna", "lastName": "Berg", "email": "anna@contoso.example", "phone": "1", "country": "NL", "company": "Contoso", "title": "CTO"}
LEAD = {"leadSource": "AzureMarketplace", "actionCode": "INS", "offerTitle": "Contoso CRM", "description": None}


def pascal(fields):
    return {name[0].upper() + name[1:]: value for name, value in fields.items()}


def the_flow_for_requests_gives_the_same_lead_for_every_casing():
    with home() as user:
        flow = json.loads(user.run("scaffold", "power-automate", "--for", "https", "-o", "-"))
        for case in [True, False]:
            for body in [
                {"userDetails": PERSON, **LEAD},
                {"UserDetails": pascal(PERSON), **pascal(LEAD)},
                {"userDetails": pascal(PERSON), **pascal(LEAD)},
            ]:
                taken = []
                host = Host(flow, case=case, trigger=body, act=taken.append)
                assert host.run() == "Succeeded" and host.order[0] == "Response", host.results
                assert host.results["Response"]["outputs"] == {"statusCode": 200}
                want = {**PERSON, "source": "AzureMarketplace", "action": "INS", "offer": "Contoso CRM", "description": None, "test": False, "doNotContact": False, "asItCame": body}
                assert taken == [want], (case, taken)
            for body, told in [
                ({"userDetails": None, "leadSource": None, "actionCode": None}, (None, False, False)),
                ({"userDetails": {"email": None}, "actionCode": "dnc", "description": "MSFT_TEST_636573304831318844"}, (None, True, True)),
                ({}, (None, False, False)),
            ]:
                taken = []
                assert Host(flow, case=case, trigger=body, act=taken.append).run() == "Succeeded"
                assert (taken[0]["email"], taken[0]["test"], taken[0]["doNotContact"]) == told, taken


def connector(endpoint, broken=None):
    """The operations of the connector for Azure Table Storage that the flow uses, on a real table service."""

    def ask(method, path, queries, body):
        inside = re.fullmatch(r"/v2/storageAccounts/AccountNameFromSettings/tables/(\w+)/entities(.*)", path)
        assert inside, path
        if broken and (answer := broken(method, inside[1])):
            return answer
        target = f"/{inside[1]}{inside[2] or '()'}"
        date = formatdate(usegmt=True)
        resource = f"/{ACCOUNT}/{ACCOUNT}{target}"
        signature = base64.b64encode(hmac.new(base64.b64decode(KEY), f"{date}\n{resource}".encode(), hashlib.sha256).digest()).decode()
        headers = {"x-ms-date": date, "x-ms-version": "2019-02-02", "Accept": "application/json;odata=nometadata", "Content-Type": "application/json", "Authorization": f"SharedKeyLite {ACCOUNT}:{signature}"}
        query = f"?{urllib.parse.urlencode(queries)}" if queries else ""
        data = json.dumps(body).encode() if body is not None else None
        try:
            with urllib.request.urlopen(urllib.request.Request(endpoint + target + query, data, headers, method=method.upper())) as answer:
                text = answer.read()
                # The service's own spelling, which Azurite has not.
                spelling = {name.lower(): name for name in ["x-ms-continuation-NextPartitionKey", "x-ms-continuation-NextRowKey"]}
                return answer.status, {spelling.get(name.lower(), name): value for name, value in answer.headers.items()}, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), json.loads(error.read() or b"null")

    return ask


def the_flow_for_a_table_takes_each_row_of_azurite():
    with azurite("table") as endpoint, home() as user:
        configure(user)
        flow = json.loads(user.run("scaffold", "power-automate", "table", "-o", "-"))
        ask = connector(endpoint)
        table = service(endpoint).create_table("OurLeads")
        service(endpoint).create_table("LeadsState")
        taken = []

        def run(act=taken.append, broken=None):
            taken.clear()
            return Host(flow, connector(endpoint, broken) if broken else ask, act=act).run()

        def row(key, **more):
            person = json.dumps({"FirstName": "Anna", "Email": f"{key}@contoso.example"})
            columns = {"ActionCode": "PLT", "LeadSource": "SPZA", "CustomerInfo": person, "Description": " ", "OfferDisplayName": "Contoso CRM", **more}
            table.create_entity({"PartitionKey": "p", "RowKey": key, **columns})

        assert run() == "Succeeded" and taken == []
        for key in ["a", "b", "c"]:
            row(key)
        assert run() == "Succeeded"
        assert [(lead["key"], lead["email"], lead["source"], lead["offer"]) for lead in taken] == [(f"p/{key}", f"{key}@contoso.example", "SPZA", "Contoso CRM") for key in "abc"], taken
        assert run() == "Succeeded" and taken == [], "each once"
        # What breaks readers: no JSON, null, a lower-case person, do not contact.
        row("d", CustomerInfo='{"FirstName":"An')
        row("e", CustomerInfo="")
        row("f", CustomerInfo=json.dumps({"email": "lower@contoso.example"}), ActionCode="DNC")
        assert run() == "Succeeded"
        assert [(lead["email"], lead["doNotContact"]) for lead in taken] == [(None, False), (None, False), ("lower@contoso.example", True)], taken
        assert taken[0]["asItCame"]["CustomerInfo"] == '{"FirstName":"An'

        # A step behind that fails: the run fails, and nothing is passed over.
        def refuse(lead):
            if lead["key"] == "p/h":
                raise Failed("refused")
            taken.append(lead)

        for key in ["g", "h", "i"]:
            row(key)
        assert run(refuse) == "Failed"
        assert run() == "Succeeded" and [lead["key"] for lead in taken] == ["p/g", "p/h", "p/i"], taken
        assert run() == "Succeeded" and taken == []
        # The state can't be read, or a page can't: nothing is begun anew, nothing is lost.
        row("j")
        for broken in [lambda method, name: name == "LeadsState" and (403, {}, None), lambda method, name: name == "OurLeads" and (503, {}, None), lambda method, name: method == "put" and (503, {}, None)]:
            assert run(broken=broken) == "Failed"
        assert run() == "Succeeded" and [lead["key"] for lead in taken] == ["p/j"], taken
        # More than a page.
        for start in range(0, 1100, 100):
            table.submit_transaction([("create", {"PartitionKey": "many", "RowKey": f"{start + n:05}", "ActionCode": "INS", "LeadSource": "SPZA"}) for n in range(100)])
        assert run() == "Succeeded" and len({lead["key"] for lead in taken}) == len(taken) == 1100, len(taken)
        assert run() == "Succeeded" and taken == []


CHECKS = [
    the_flow_for_requests_gives_the_same_lead_for_every_casing,
    the_flow_for_a_table_takes_each_row_of_azurite,
    the_receiving_function_takes_every_casing_nulls_and_what_is_no_lead,
    the_timer_function_delivers_each_row_of_azurite_in_order,
    the_functions_register_with_the_real_package,
]
