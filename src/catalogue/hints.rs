//! Which entries may be hinted at where none is an answer: those of the destination that the text names.

/// The areas of the destinations that a text names, by their hosts mostly.
pub(super) fn called(text: &str) -> Vec<&'static str> {
    const HOSTS: [(&str, &[&str]); 16] = [
        // Or the frame that Partner Center gives.
        ("lead to dynamics", &["dynamics", "entra"]),
        ("lead to salesforce", &["salesforce"]),
        ("lead to marketo", &["marketo"]),
        ("lead to azure table", &["storage"]),
        ("lead to crm", &["dynamics", "entra", "salesforce"]),
        (".core.windows.net", &["storage"]),
        (".core.usgovcloudapi.net", &["storage"]),
        (".core.chinacloudapi.cn", &["storage"]),
        (".dynamics.com", &["dynamics", "entra"]),
        ("login.microsoftonline.com", &["entra", "dynamics"]),
        (".mktorest.com", &["marketo"]),
        (".salesforce.com", &["salesforce"]),
        (".force.com", &["salesforce"]),
        (".logic.azure.com", &["https"]),
        (".api.powerplatform.com", &["https"]),
        (".azurewebsites.net", &["https"]),
    ];
    let lower = text.to_ascii_lowercase();
    HOSTS.iter().filter(|(host, _)| lower.contains(host)).flat_map(|(_, areas)| areas.iter().copied()).collect()
}

/// Whether an entry may be meant where these areas' hosts were called. That a host of a service has no address takes one of its hosts.
pub(super) fn may_be_near(id: &str, called: &[&str]) -> bool {
    let area = id.split('/').next().unwrap_or_default();
    let of_a_host = ["dynamics/host-not-found", "storage/account-dns-not-found"].contains(&id);
    called.contains(&area) || called.is_empty() && !of_a_host
}
