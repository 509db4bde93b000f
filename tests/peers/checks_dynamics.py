"""Dynamics 365: the sandbox's Entra ID and Dataverse against Microsoft's own Python clients and a popular Node one."""
import tomllib
import urllib.parse

from harness import need_module, need_package, run_node, run_python, sandbox

NAMES = ["sandbox-dynamics", "sandbox-dynamics-admin", "sandbox-dynamics-office365"]


def profiles(ready):
    """The three profiles, secrets without `plain:`."""
    with open(ready["profiles"], "rb") as file:
        every = tomllib.load(file)["profile"]
    return [{key: value.removeprefix("plain:") for key, value in every[name].items()} for name in NAMES]


def ask(script, ready, *arguments):
    """The script, which trusts the sandbox's authority; the machine's own variables would win over what a script sets."""
    ca = ready["ca"]
    return run_python(script, *arguments, REQUESTS_CA_BUNDLE=ca, CURL_CA_BUNDLE=ca, SSL_CERT_FILE=ca, NO_PROXY="*")


def entra(ready, profile, *more):
    kept = [profile.get(key, "-") for key in ("authority_url", "url", "directory_id", "application_id", "client_secret", "username", "password")]
    return ask("dynamics_msal_check.py", ready, *kept, *more).split()


def msal_gets_tokens_and_the_services_own_errors():
    need_package("msal", "msal")
    with sandbox("--tls") as (_, ready):
        writer, admin, user = profiles(ready)
        assert entra(ready, writer, "client") == ["token"]
        assert entra(ready, admin, "client") == ["token"]
        assert entra(ready, {**writer, "client_secret": "not~the.secret"}, "client") == ["invalid_client", "7000215"]
        assert entra(ready, {**writer, "application_id": writer["directory_id"]}, "client") == ["unauthorized_client", "700016"]
        assert entra(ready, {**writer, "url": "https://localhost:1"}, "client") == ["invalid_resource", "500011"]
        for unknown in ["11111111-2222-3333-4444-555555555555", "unknown.example", "not_a_tenant"]:
            assert entra(ready, {**writer, "directory_id": unknown}, "tenant") == ["no", "such", "tenant"], unknown
        user["directory_id"] = writer["directory_id"]
        assert entra(ready, user, "user") == ["token"]
        assert entra(ready, {**user, "directory_id": "organizations"}, "user") == ["token"]
        assert entra(ready, {**user, "password": "wrong"}, "user") == ["invalid_grant", "50126"]


def msal_is_refused_under_each_fault():
    need_package("msal", "msal")
    cases = {
        "entra/client-secret-expired": ["client", "invalid_client", "7000222"],
        "entra/application-disabled": ["client", "unauthorized_client", "7000112"],
        "entra/resource-disabled": ["client", "invalid_resource", "500014"],
        "entra/mfa-required": ["user", "invalid_grant", "50076"],
        "entra/conditional-access-blocked": ["user", "invalid_grant", "53003"],
        "entra/password-expired": ["user", "invalid_grant", "50055"],
        "entra/account-locked": ["user", "invalid_grant", "50053"],
    }
    for fault, (kind, *wanted) in cases.items():
        with sandbox("--tls", "--fault", fault) as (_, ready):
            writer, _, user = profiles(ready)
            user["directory_id"] = writer["directory_id"]
            assert entra(ready, writer if kind == "client" else user, kind) == wanted, fault


def microsofts_dataverse_client_keeps_a_lead():
    need_package("msal", "msal")
    need_package("PowerPlatform.Dataverse.client", "PowerPlatform-Dataverse-Client")
    with sandbox("--tls") as (_, ready):
        writer, admin, _ = profiles(ready)
        said = ask("dynamics_sdk_check.py", ready, *[admin[key] for key in ("authority_url", "url", "directory_id", "application_id", "client_secret")], "all")
        assert said.split() == ["created", "read", "queried", "paged", "changed", "described", "deleted", "gone"], said
        # The lead writer sends one too, but may not ask what the table is called: the client then gives up.
        said = ask("dynamics_sdk_check.py", ready, *[writer[key] for key in ("authority_url", "url", "directory_id", "application_id", "client_secret")], "refused")
        assert said.split() == ["403", "prvReadEntity"], said


def microsofts_dataverse_client_pages_through_leadctls_own_query():
    need_package("msal", "msal")
    need_package("PowerPlatform.Dataverse.client", "PowerPlatform-Dataverse-Client")
    with sandbox("--tls") as (user, ready):
        _, admin, _ = profiles(ready)
        values = [admin[key] for key in ("authority_url", "url", "directory_id", "application_id", "client_secret")]
        ask("dynamics_sdk_check.py", ready, *values, "fill")
        list_them = ["leads", "list", "sandbox-dynamics-admin", "--since", "365d", "--config", ready["profiles"], "--ca-cert", ready["ca"]]
        [address] = [address for address in user.asked(*list_them) if "/leads?" in address]
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
        said = ask("dynamics_sdk_check.py", ready, *values, "leads", query["$select"], query["$filter"], query["$orderby"])
        ours = [lead["key"] for lead in user.json(*list_them, "--reverse")["leads"]]
        assert sorted(said.split()) == sorted(ours) and len(ours) == 5, (said, ours)


def dynamics_web_api_keeps_a_lead():
    need_module("dynamics-web-api")
    with sandbox() as (_, ready):
        writer, _, _ = profiles(ready)
        values = [writer[key] for key in ("authority_url", "url", "directory_id", "application_id", "client_secret")]
        assert run_node("dynamics_web_api_check.mjs", *values, NO_PROXY="*").split() == ["all", "well"]
    with sandbox("--tls") as (_, ready):
        writer, _, _ = profiles(ready)
        values = [writer[key] for key in ("authority_url", "url", "directory_id", "application_id", "client_secret")]
        assert run_node("dynamics_web_api_check.mjs", *values, NO_PROXY="*", NODE_EXTRA_CA_CERTS=ready["ca"]).split() == ["all", "well"]


CHECKS = [
    msal_gets_tokens_and_the_services_own_errors,
    msal_is_refused_under_each_fault,
    microsofts_dataverse_client_keeps_a_lead,
    microsofts_dataverse_client_pages_through_leadctls_own_query,
    dynamics_web_api_keeps_a_lead,
]
