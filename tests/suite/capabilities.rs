//! What each destination can do, each cell seen and not claimed: the table that `--nocapture` prints.

use serde_json::Value;

use crate::support::{Sandbox, User};

/// What a portal lets people copy for each destination.
const PASTES: [(&str, &str); 7] = [
    ("dynamics", "https://contoso.crm4.dynamics.com/main.aspx?appid=5fb6a0b1-3d1c-4b5e-9a52-8f1f7e8c4c10&pagetype=entitylist&etn=lead"),
    (
        "salesforce",
        "<form action=\"https://webto.salesforce.com/servlet/servlet.WebToLead?encoding=UTF-8\" method=\"POST\"><input type=hidden name=\"oid\" value=\"00Do0000000ZHog\"></form>",
    ),
    ("marketo", "<script>MktoForms2.loadForm(\"//app-ys12.marketo.com\", \"123-PQR-789\", 1179);</script>"),
    (
        "azure-table",
        "{\"connectionString\": \"DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;EndpointSuffix=core.windows.net\"}",
    ),
    ("https", "POST to: https://leads.contoso.example/hook"),
    (
        "azure-blob",
        "DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;EndpointSuffix=core.windows.net",
    ),
    ("email", "sales@contoso.example; leads@contoso.example"),
];

/// Paste, offline checks, live checks, send, read back, cleanup, faults.
type Row = (bool, usize, usize, bool, bool, bool, usize);

fn row(id: &str) -> Row {
    let destination = leadctl::destinations::find(id).unwrap();
    let (_, pasted) = PASTES.iter().find(|(of, _)| *of == id).unwrap();
    let paste = destination.paste(pasted).is_some_and(|paste| !paste.values.is_empty());
    let sandbox = Sandbox::start(&[]);
    let name = format!("sandbox-{id}");
    let run = |arguments: &[&str]| -> Value {
        if id == "email" {
            let user = User::new();
            user.run(&["configure", "email", "--contact-email", "leads@contoso.example"]).ends_with(0);
            let arguments: Vec<&str> = arguments.iter().filter(|word| **word != "sandbox-email").copied().collect();
            return user.json(&arguments);
        }
        sandbox.json(arguments)
    };
    let observed = |report: &Value| {
        let checks = report["profiles"][0]["checks"].as_array().unwrap_or_else(|| panic!("{id}: {report}")).clone();
        checks.iter().filter(|check| check["outcome"] != "skipped").count()
    };
    let offline = observed(&run(&["validate", &name, "--offline"]));
    let live = observed(&run(&["validate", &name])) - offline;
    let lead = run(&["test-lead", &name, "--create-table", "--cleanup"]);
    let seen = &lead["profiles"][0];
    let faults = destination.fakes().iter().flat_map(|fake| fake.faults()).filter(|fault| !fault.starts_with("sandbox/")).count();
    (paste, offline, live, seen["accepted"] == true, seen["verified"] == true, seen["cleanup"] == "deleted", faults)
}

#[test]
fn each_destination_does_what_it_can() {
    println!("{:<12} paste  offline  live  send   read back  cleanup  faults", "destination");
    for destination in leadctl::destinations::ALL {
        let id = destination.spec().id;
        let (paste, offline, live, sends, reads, cleans, faults) = row(id);
        println!("{id:<12} {paste:<5}  {offline:<7}  {live:<4}  {sends:<5}  {reads:<9}  {cleans:<7}  {faults}");
        assert!(paste && offline >= 2, "{id}");
        assert_eq!(sends, destination.takes_no_lead().is_none(), "{id}");
        // An HTTPS endpoint can't be read; the two that take no lead have none to read.
        let is_read = !matches!(id, "https" | "azure-blob" | "email");
        assert_eq!((reads, cleans), (is_read, is_read), "{id}");
        // Microsoft sends the mail itself: there is nothing to ask, and nothing to imitate.
        assert_eq!((live > 0, faults > 0), (id != "email", id != "email"), "{id}");
    }
}
