//! What is written, for each kind of destination, and what is left to do by hand. The files themselves are in `templates/`.

use crate::cli::scaffold::Kind;
use crate::commands::scaffold::files::Files;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Function,
    Flow,
}

impl What {
    pub(super) fn name(self) -> &'static str {
        match self {
            What::Function => "azure-function",
            What::Flow => "power-automate",
        }
    }
}

pub(super) const FLOW: &str = "flow.json";

/// Stands for the table's name.
const TABLE: &str = "{{table}}";

macro_rules! template {
    ($path:literal) => {
        include_str!(concat!("templates/", $path))
    };
}

/// Of every function app.
const COMMON: [(&str, &str); 4] = [
    ("src/lead.js", template!("function/lead.js")),
    ("src/deliver.js", template!("function/deliver.js")),
    (".gitignore", template!("function/gitignore")),
    (".funcignore", template!("function/funcignore")),
];

const FUNCTION_TABLE: [(&str, &str); 5] = [
    ("src/functions/leads.js", template!("function-table/leads.js")),
    ("src/state.js", template!("function-table/state.js")),
    ("host.json", template!("function-table/host.json")),
    ("package.json", template!("function-table/package.json")),
    ("local.settings.sample.json", template!("function-table/local.settings.sample.json")),
];

const FUNCTION_HTTPS: [(&str, &str); 4] = [
    ("src/functions/leads.js", template!("function-https/leads.js")),
    ("host.json", template!("function-https/host.json")),
    ("package.json", template!("function-https/package.json")),
    ("local.settings.sample.json", template!("function-https/local.settings.sample.json")),
];

const FLOW_TABLE: [(&str, &str); 1] = [(FLOW, template!("flow-table/flow.json"))];

const FLOW_HTTPS: [(&str, &str); 2] =
    [(FLOW, template!("flow-https/flow.json")), ("request-schema.json", template!("flow-https/request-schema.json"))];

pub(super) fn files(what: What, kind: Kind, table: &str) -> Files {
    let parts: [&[(&'static str, &str)]; 2] = match (what, kind) {
        (What::Function, Kind::AzureTable) => [&FUNCTION_TABLE, &COMMON],
        (What::Function, Kind::Https) => [&FUNCTION_HTTPS, &COMMON],
        (What::Flow, Kind::AzureTable) => [&FLOW_TABLE, &[]],
        (What::Flow, Kind::Https) => [&FLOW_HTTPS, &[]],
    };
    parts.concat().into_iter().map(|(path, text)| (path, text.replace(TABLE, table))).collect()
}

/// What the app or flow needs to be told, by name.
pub(super) fn settings(what: What, kind: Kind) -> &'static [&'static str] {
    match (what, kind) {
        (What::Function, Kind::AzureTable) => &["LEADS_CONNECTION", "LEADS_TABLE", "LEADS_SCHEDULE", "LEADS_SINCE", "LEADS_FORWARD_URL"],
        (What::Function, Kind::Https) => &["LEADS_FORWARD_URL"],
        (What::Flow, Kind::AzureTable) => &["$connections"],
        (What::Flow, Kind::Https) => &[],
    }
}

pub(super) fn inferred(what: What) -> &'static str {
    match what {
        What::Function => "the app follows Microsoft's description of Azure Functions, and its code runs with Node.js; it was not run in Azure",
        What::Flow => {
            "the flow follows the published language and the connector's published operations; it was not run in Power Automate or Logic Apps, so send a test lead through it before you rely on it"
        }
    }
}

/// What is left to do. `folder` and `profile` as the user named them.
pub(super) fn next(what: What, kind: Kind, folder: Option<&str>, profile: Option<&str>) -> Vec<String> {
    let folder = folder.unwrap_or("DIR");
    let test = format!("See that a lead comes through: leadctl test-lead {}", profile.unwrap_or("PROFILE"));
    let address = "Give the address to Partner Center (Offer setup > Customer leads > HTTPS endpoint) and to leadctl, which asks for it without showing it: leadctl configure https --url -".to_owned();
    match (what, kind) {
        (What::Function, Kind::AzureTable) => vec![
            format!("Say where each lead goes: {folder}/src/deliver.js posts it to LEADS_FORWARD_URL; put your own code there instead if you like."),
            "Make a function app for Node.js 22 in the Azure portal (Function App > Create), with a storage account of its own.".to_owned(),
            "Set under Settings > Environment variables: LEADS_CONNECTION (the connection string that Partner Center has; better a Key Vault reference), LEADS_TABLE, LEADS_SCHEDULE = 0 * * * * *, LEADS_FORWARD_URL. LEADS_SINCE only where leads of former times shall come too, such as 2026-01-01T00:00:00Z.".to_owned(),
            format!("Publish it: cd {folder} && npm install && func azure functionapp publish NAME"),
            test,
        ],
        (What::Function, Kind::Https) => vec![
            format!("Say where each lead goes: {folder}/src/deliver.js posts it to LEADS_FORWARD_URL; put your own code there instead if you like."),
            "Make a function app for Node.js 22 in the Azure portal (Function App > Create), and set LEADS_FORWARD_URL under Settings > Environment variables.".to_owned(),
            format!("Publish it: cd {folder} && npm install && func azure functionapp publish NAME"),
            "Copy the whole address: the function leads > Get function URL. It holds a key: treat it as a secret.".to_owned(),
            address,
            test,
        ],
        (What::Flow, Kind::Https) => vec![
            "In Power Automate: Create > Instant cloud flow > When an HTTP request is received (a premium trigger). 'Who can trigger the flow?': Anyone; Request Body JSON Schema: the text of request-schema.json.".to_owned(),
            "Add the steps of flow.json in its order: Response with status 200 first, then Person and Lead (Compose), then what shall happen with the lead.".to_owned(),
            "Or in Azure Logic Apps (Consumption): Development Tools > Logic app code view takes flow.json as it is; leave triggerAuthenticationType out if it is refused: it is Power Automate's.".to_owned(),
            "Save it, and copy the whole address of the trigger, to the end of sig=…: it is a secret.".to_owned(),
            address,
            format!("{test} (and once with --casing docs, once with --variant nulls)"),
        ],
        (What::Flow, Kind::AzureTable) => vec![
            "Make a table LeadsState in the storage account: there the flow keeps how far it has come.".to_owned(),
            "Make a logic app (Consumption) and in it a connection to Azure Table Storage; put <SUBSCRIPTION>, <RESOURCE GROUP> and <REGION> into flow.json, and the file into Development Tools > Logic app code view.".to_owned(),
            "In Power Automate the same steps are built by hand: a Recurrence, and the actions of the connector Azure Table Storage with the expressions of flow.json.".to_owned(),
            "Replace the step Do something with the lead.".to_owned(),
            test,
        ],
    }
}
