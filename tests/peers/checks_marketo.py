"""Marketo: the sandbox against two clients of its REST API, and a lead that leadctl submits, seen by one of them."""
import pathlib

from harness import home, need_module, need_package, run_node, sandbox


def need_client():
    need_package("marketorestpython", "marketorestpython")


def details(ready):
    """The profile that the sandbox wrote."""
    import tomllib

    profile = tomllib.loads(pathlib.Path(ready["profiles"]).read_text())["profile"]["sandbox-marketo"]
    return {key: value.removeprefix("plain:") for key, value in profile.items()}


def client(ready, **other):
    need_client()
    from marketorestpython.client import MarketoClient

    found = {**details(ready), **other}
    made = MarketoClient(found["munchkin_id"], found["client_id"], found["client_secret"], max_retry_time=1)
    made.host = found["rest_url"]
    return made


def refused(what, call, words):
    try:
        call()
    except Exception as error:
        assert words in str(error), f"{what}: {error}"
    else:
        raise AssertionError(f"{what} was not refused")


def sandbox_satisfies_the_python_client():
    need_client()
    with sandbox() as (_, ready):
        mc = client(ready)
        form = int(details(ready)["form_id"])
        # Leads, created, read three ways, changed, deleted.
        [made] = mc.create_update_leads([{"email": "jdoe@contoso.example", "firstName": "Jane", "leadScore": 5}])
        assert made["status"] == "created", made
        [lead] = mc.get_lead_by_id(made["id"], fields=["email", "firstName", "leadScore"])
        assert (lead["email"], lead["firstName"], lead["leadScore"]) == ("jdoe@contoso.example", "Jane", 5), lead
        [found] = mc.get_multiple_leads_by_filter_type("email", ["jdoe@contoso.example"])
        assert found["id"] == made["id"] and "createdAt" in found, found
        assert mc.create_update_leads([{"email": "jdoe@contoso.example", "title": "CTO"}])[0] == {"id": made["id"], "status": "updated"}
        [skipped] = mc.create_update_leads([{"email": "jdoe@contoso.example"}], action="createOnly")
        assert skipped["status"] == "skipped" and skipped["reasons"][0]["code"] == "1005", skipped
        assert mc.delete_lead([made["id"]]) == [{"id": made["id"], "status": "deleted"}]
        assert mc.get_multiple_leads_by_filter_type("email", ["jdoe@contoso.example"]) == []
        # The form, its fields, and filling it in.
        [shown] = mc.get_form_by_id(form)
        assert shown["status"] == "approved" and shown["id"] == form, shown
        ids = [field["id"] for field in mc.get_form_fields(form)]
        assert {"Email", "FirstName", "LeadSource"} <= set(ids), ids
        [submitted] = mc.submit_form(form, {"leadFormFields": {"email": "form@contoso.example", "lastName": "Doe"}})
        assert submitted["status"] == "created", submitted
        [skipped] = mc.submit_form(form, {"leadFormFields": {"email": "form@contoso.example", "city": "Utrecht"}})
        assert skipped["reasons"][0]["code"] == "1006", skipped
        # What the instance tells of itself.
        assert "leadSource" in [field["rest"]["name"] for field in mc.describe() if "rest" in field]
        assert ["email"] in mc.describe2()[0]["searchableFields"]
        assert mc.get_daily_usage()[0]["total"] > 5
        refused("a field that cannot be searched", lambda: mc.get_multiple_leads_by_filter_type("firstName", ["Jane"]), "not supported")


def log_of(ready, **other):
    """The fill-outs of the form, as the client reads the log."""
    form = details(ready)["form_id"]
    return client(ready).get_lead_activities(["2"], sinceDatetime="2020-01-01T00:00:00Z", assetIds=form, **other)


def sandbox_log_satisfies_the_python_client():
    with sandbox("--fault", "sandbox/marketo-small-pages") as (_, ready):
        mc = client(ready)
        form = int(details(ready)["form_id"])
        assert "Form Fields" in [attribute["name"] for attribute in next(kind for kind in mc.get_activity_types() if kind["id"] == 2)["attributes"]]
        assert log_of(ready) == []
        ids = [mc.submit_form(form, {"leadFormFields": {"email": f"{n}@contoso.example", "lastName": "Doe"}})[0]["id"] for n in range(5)]
        mc.create_update_leads([{"email": "other@contoso.example"}])
        filled = log_of(ready)
        assert [row["leadId"] for row in filled] == ids and len({row["marketoGUID"] for row in filled}) == 5, filled
        assert {row["primaryAttributeValueId"] for row in filled} == {form}, filled
        assert [row["leadId"] for row in log_of(ready, leadIds=ids[1])] == ids[1:2]
        assert len(mc.get_lead_activities(["12"], sinceDatetime="2020-01-01T00:00:00Z")) == 6
        assert mc.get_lead_activities(["2"], sinceDatetime="2100-01-01T00:00:00Z") == []
        refused("a made-up place", lambda: mc.get_lead_activities(["2"], nextPageToken="nonsense"), "nextPageToken")


def leadctl_lists_what_the_client_reads_in_the_log():
    with sandbox("--fault", "sandbox/marketo-small-pages") as (user, ready):
        mc = client(ready)
        form = int(details(ready)["form_id"])
        for n in range(4):
            mc.submit_form(form, {"leadFormFields": {"email": "twice@contoso.example", "lastName": "Zoë", "leadSource": f"SPZA-PLT|contoso.{n}"}})
        user.json("test-lead", "sandbox-marketo", "--config", ready["profiles"])
        report = user.json("leads", "list", "sandbox-marketo", "--config", ready["profiles"], "--sort", "offer")
        assert sorted(lead["key"] for lead in report["leads"]) == sorted(f"{row['marketoGUID']}/{row['leadId']}" for row in log_of(ready)), report
        real = [lead for lead in report["leads"] if not lead["test"]]
        assert [(lead["offer"], lead["last_name"], lead["action"]) for lead in real] == [(f"contoso.{n}", "Zoë", "PLT") for n in range(4)], real
        done = user.json("leads", "clean", "sandbox-marketo", "--yes", "--config", ready["profiles"])
        assert (done["found"], done["deleted"]) == (1, 1), done
        assert len(log_of(ready)) == 4 and len(mc.get_multiple_leads_by_filter_type("email", ["twice@contoso.example"])) == 1


def sandbox_refuses_the_python_client_as_marketo_does():
    need_client()
    with sandbox() as (_, ready):
        refused("a wrong secret", lambda: client(ready, client_secret="wrong").describe(), "Bad client credentials")
        refused("an unknown client", lambda: client(ready, client_id="nobody").describe(), "No client with requested id: nobody")
        stale = client(ready)
        stale.token, stale.valid_until = "stale:int", 9e12
        refused("a made-up token", stale.describe, "Access token invalid")
    with sandbox("--fault", "marketo/access-denied") as (_, ready):
        refused("a role without rights", client(ready).describe, "Access denied")
    with sandbox("--fault", "marketo/rate-limited") as (_, ready):
        refused("too many calls", client(ready).describe, "Max rate limit")


def sandbox_satisfies_the_node_client():
    need_module("node-marketo-rest")
    with sandbox() as (_, ready):
        found = details(ready)
        run_node("sandbox_marketo_check.js", found["rest_url"], found["client_id"], found["client_secret"], found["form_id"])


def leadctl_and_the_client_see_the_same_lead():
    need_client()
    with sandbox() as (user, ready):
        lead = user.json("test-lead", "sandbox-marketo", "--config", ready["profiles"])["profiles"][0]
        assert lead["verified"] and not lead["differences"], lead
        mc = client(ready)
        fields = ["email", "firstName", "lastName", "company", "country", "phone", "title", "leadSource"]
        [found] = mc.get_multiple_leads_by_filter_type("email", [f"{lead['marker']}@test.com"], fields=fields)
        sent = {field["field"]: field["value"] for field in lead["sent"]}
        assert {name: found[name] for name in fields} == sent, (found, sent)
        gone = user.json("test-lead", "sandbox-marketo", "--config", ready["profiles"], "--cleanup")["profiles"][0]
        assert gone["cleanup"] == "deleted", gone
        assert mc.get_multiple_leads_by_filter_type("email", [f"{gone['marker']}@test.com"]) == []
        assert len(mc.get_multiple_leads_by_filter_type("email", [f"{lead['marker']}@test.com"])) == 1, "only the own lead is deleted"


def leadctl_configures_from_what_the_portal_shows():
    with sandbox() as (_, ready), home() as user:
        found = details(ready)
        pasted = user.folder / "pasted.txt"
        pasted.write_text(f"""<form id="mktoForm_{found['form_id']}"></form>
<script>MktoForms2.loadForm("//app-ys12.marketo.com", "{found['munchkin_id']}", {found['form_id']});</script>
Client Id: {found['client_id']}
Client Secret: {found['client_secret']}
""")
        user.run("configure", "--from-paste", str(pasted), "--profile", "m", "--secret-store", "file", "--rest-url", found["rest_url"])
        checks = {check["id"]: check["outcome"] for check in user.json("validate", "m")["profiles"][0]["checks"]}
        assert "fail" not in checks.values() and checks["marketo/token"] == checks["marketo/form-approved"] == "pass", checks
        assert user.json("test-lead", "m", "--cleanup", "--require-verified")["profiles"][0]["verified"]


CHECKS = [
    sandbox_satisfies_the_python_client,
    sandbox_log_satisfies_the_python_client,
    leadctl_lists_what_the_client_reads_in_the_log,
    sandbox_refuses_the_python_client_as_marketo_does,
    sandbox_satisfies_the_node_client,
    leadctl_and_the_client_see_the_same_lead,
    leadctl_configures_from_what_the_portal_shows,
]
