"""What leadctl scaffold writes, run: the function apps by Node, with Microsoft's table SDK and Azurite, and with the real package of Azure
Functions as far as that runs outside of its host."""
import subprocess

from checks_table import string as table_string
from harness import PEERS, azurite, home, need, need_module, run_node


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


CHECKS = [
    the_receiving_function_takes_every_casing_nulls_and_what_is_no_lead,
    the_timer_function_delivers_each_row_of_azurite_in_order,
    the_functions_register_with_the_real_package,
]
