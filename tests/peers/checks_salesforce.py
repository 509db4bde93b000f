"""Salesforce: the sandbox against two of the service's clients, and leads posted as a browser's form, which leadctl and they both find."""
import pathlib
import subprocess
import time
import tomllib
import urllib.parse
import urllib.request

from harness import need, need_module, need_package, run_node, run_python, sandbox


def profile(ready):
    text = tomllib.loads(pathlib.Path(ready["profiles"]).read_text())["profile"]["sandbox-salesforce"]
    return {key: value.removeprefix("plain:") for key, value in text.items()}


def access(ready):
    """Address, consumer key, consumer secret and oid of the profile that the sandbox wrote."""
    values = profile(ready)
    return values["api_url"], values["api_client_id"], values["api_client_secret"], values["oid"]


def form(values, marker):
    """A browser's form post, with the fields that the generated form has; gives the header of the answer."""
    fields = [("oid", values["oid"]), ("retURL", ""), ("first_name", "Zoë"), ("last_name", marker), ("email", f"{marker}@test.com"), ("company", "Contoso & Söhne"), ("submit", "Submit")]
    request = urllib.request.Request(values["web_to_lead_url"] + "?encoding=UTF-8", urllib.parse.urlencode(fields).encode())
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
        assert answer.status == 200
        return answer.headers["Is-Processed"]


def simple_salesforce_makes_finds_and_deletes_leads():
    need_package("simple_salesforce", "simple-salesforce")
    # The client speaks https alone.
    with sandbox("--tls") as (_, ready):
        run_python("salesforce_check.py", *access(ready), ready["ca"])


def simple_salesforce_is_answered_leadctls_own_query():
    need_package("simple_salesforce", "simple-salesforce")
    with sandbox("--tls") as (user, ready):
        run_python("salesforce_check.py", *access(ready), ready["ca"], "--fill")
        list_them = ["leads", "list", "sandbox-salesforce", "--since", "7d", "--config", ready["profiles"], "--ca-cert", ready["ca"]]
        [address] = [address for address in user.asked(*list_them) if "/query?" in address]
        soql = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))["q"]
        said = run_python("salesforce_check.py", *access(ready), ready["ca"], "--query", soql)
        ours = [lead["key"] for lead in user.json(*list_them, "--reverse")["leads"]]
        assert sorted(said.split()) == sorted(ours) and len(ours) == 4, (said, ours)


def jsforce_makes_finds_and_deletes_leads():
    need_module("jsforce")
    with sandbox() as (_, ready):
        run_node("salesforce_check.mjs", *access(ready))


def a_form_by_python_and_one_by_curl_are_found_by_the_client():
    need("curl")
    need_package("simple_salesforce", "simple-salesforce")
    with sandbox("--tls") as (user, ready):
        values = profile(ready)
        plain = ready["services"]["salesforce"]
        values["web_to_lead_url"] = f"{plain}/servlet/servlet.WebToLead"
        assert form(values, "MSFT_TEST_1") == "true"
        curl = ["curl", "-sS", "--noproxy", "*", "-D", "-", "-o", "/dev/null", values["web_to_lead_url"] + "?encoding=UTF-8", "-d", f"oid={values['oid']}"]
        curl += ["--data-urlencode", "last_name=MSFT_TEST_2", "--data-urlencode", "company=Contoso & Co", "-d", "email=MSFT_TEST_2%40test.com"]
        done = subprocess.run(curl, capture_output=True, text=True, timeout=20, check=True)
        assert "is-processed: true" in done.stdout.lower(), done.stdout
        # Salesforce says 200 to an unknown organization too.
        assert "Exception" in form({**values, "oid": "00D000000000001"}, "MSFT_TEST_3")
        lead = user.json("test-lead", "sandbox-salesforce", "--config", ready["profiles"], "--ca-cert", ready["ca"])["profiles"][0]
        assert lead["verified"], lead
        time.sleep(1)
        run_python("salesforce_check.py", *access(ready), ready["ca"], "MSFT_TEST_1", "MSFT_TEST_2", lead["marker"])


CHECKS = [
    simple_salesforce_makes_finds_and_deletes_leads,
    simple_salesforce_is_answered_leadctls_own_query,
    jsforce_makes_finds_and_deletes_leads,
    a_form_by_python_and_one_by_curl_are_found_by_the_client,
]
