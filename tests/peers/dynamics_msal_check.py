"""Asks the sandbox's Entra ID for a token with MSAL and prints `token`, the error and its first code, or `no such tenant`.

usage: dynamics_msal_check.py AUTHORITY ENVIRONMENT TENANT APPLICATION SECRET USER PASSWORD client|user|tenant
"""
import sys

import msal
import requests
from requests.adapters import HTTPAdapter

authority, environment, tenant, application, secret, user, password, kind = sys.argv[1:]
PUBLIC = "51f81489-12ee-4a9e-aaae-a2591f45987d"


def told(answer):
    if "access_token" in answer:
        assert answer["token_type"] == "Bearer" and 0 < answer["expires_in"] <= 3600, answer
        assert answer["access_token"].count(".") == 2, "shaped as a JWT"
        print("token")
    else:
        # What support is asked for.
        for part in ["Trace ID: ", "Correlation ID: ", "Timestamp: "]:
            assert part in answer["error_description"], answer
        assert answer["trace_id"] in answer["error_description"] and answer["correlation_id"], answer
        print(answer["error"], answer["error_codes"][0])


class WithPort(HTTPAdapter):
    """MSAL forgets the port where it asks whose user it is."""

    def send(self, request, **options):
        request.url = request.url.replace("https://localhost", authority, 1)
        return super().send(request, **options)


session = requests.Session()
session.mount("https://localhost/", WithPort())
options = {"authority": f"{authority}/{tenant}", "instance_discovery": False, "http_client": session}
try:
    if kind == "user":
        client = msal.PublicClientApplication(PUBLIC, **options)
        told(client.acquire_token_by_username_password(user, password, scopes=[f"{environment}/.default"]))
    else:
        client = msal.ConfidentialClientApplication(application, client_credential=secret, **options)
        told(client.acquire_token_for_client(scopes=[f"{environment}/.default"]))
except ValueError as error:
    if kind != "tenant" or "Unable to get authority configuration" not in str(error):
        raise
    print("no such tenant")
