//! What a connection string and a container's name tell offline, and the one thing that is always to be said: nothing arrives here any more.

use jiff::Timestamp;

use crate::core::finding::Finding;
use crate::core::redact::quote;
use crate::destinations::storage::Service;
use crate::destinations::storage::lint::{self, Ids};

pub(super) const PARSES: &str = "azure-blob/string-parses";
pub(super) const CONTAINER_NAME: &str = "azure-blob/container-name";
pub(super) const PUBLIC: &str = "azure-blob/public-endpoint";
pub(super) const SAS_EXPIRY: &str = "azure-blob/sas-expiry";
pub(super) const DELIVERED: &str = "azure-blob/still-delivered";

/// What Partner Center would take no longer matters.
const IDS: Ids = Ids { parses: PARSES, partner_center: None, public: PUBLIC, sas_expiry: SAS_EXPIRY };

pub(super) fn findings(text: &str, container: &str, now: Timestamp) -> Vec<Finding> {
    let mut found: Vec<Finding> = container_name(container).into_iter().collect();
    // A warning here, so that an old configuration can be written down and migrated; the check itself always fails.
    found.push(Finding::warning(
        DELIVERED,
        "container",
        "Marketplace no longer writes leads to Azure Blob: a profile of it is good for looking and migrating, not for receiving",
    ));
    found.extend(lint::findings(Service::Blob, &IDS, text, now));
    found
}

fn container_name(name: &str) -> Option<Finding> {
    let shown = quote(name.split(['?', '#']).next().unwrap_or_default(), 70);
    let rule = "a container's name has 3 to 63 lower-case letters, digits and single dashes, such as marketplaceleads";
    let message = if name.contains("sig=") {
        format!("this is an address with a shared access signature, and no container's name; {rule}")
    } else if name.contains("://") {
        format!("'{shown}' is an address; give the container's name alone, which stands behind the host; {rule}")
    } else if ["$root", "$web", "$logs"].contains(&name) {
        format!("'{shown}' is a container of the service's own, in which Marketplace never wrote; {rule}")
    } else if name.contains(['/', '\\']) {
        format!("'{shown}' names a folder; leads lay in the container itself: give what stands before the slash; {rule}")
    } else if name.chars().any(char::is_uppercase) {
        format!("'{shown}' has capital letters; {rule}")
    } else if is_container_name(name) {
        return None;
    } else {
        format!("'{shown}' can't be a container's name; {rule}")
    };
    Some(Finding::error(CONTAINER_NAME, "container", message).entry("storage/invalid-input"))
}

fn is_container_name(name: &str) -> bool {
    (3..=63).contains(&name.len())
        && name.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::finding::Level;

    #[test]
    fn each_mistake_with_the_container_is_named() {
        for (name, word) in [
            ("", "can't be"),
            ("ab", "can't be"),
            ("two--dashes", "can't be"),
            ("-leads", "can't be"),
            ("leads-", "can't be"),
            ("leads_2019", "can't be"),
            ("MarketplaceLeads", "capital"),
            ("https://contoso.blob.core.windows.net/leads", "address"),
            ("https://contoso.blob.core.windows.net/leads?sv=2022-11-02&sig=abcdefgh", "shared access signature"),
            ("leads/2019", "folder"),
            ("$web", "service's own"),
        ] {
            let found = container_name(name).unwrap_or_else(|| panic!("{name}"));
            assert!(found.level == Level::Error && found.message.contains(word) && !found.message.contains("abcdefgh"), "{name}: {found:?}");
        }
        for name in ["marketplaceleadcontainer", "abc", "leads-2019-a", &"a".repeat(63)] {
            assert_eq!(container_name(name), None, "{name}");
        }
        assert!(container_name(&"a".repeat(64)).is_some());
    }

    #[test]
    fn a_table_signature_is_for_another_service() {
        let sas = "BlobEndpoint=https://contoso.blob.core.windows.net;SharedAccessSignature=sv=2022-11-02&sig=a&se=2099-01-01&sp=rl&srt=sco&ss=t";
        let found = findings(sas, "leads", "2026-10-01T12:00:00Z".parse().unwrap());
        assert!(found.iter().any(|finding| finding.check == PARSES && finding.message.contains("other services than blobs")), "{found:?}");
        let good = findings(&sas.replace("ss=t", "ss=b"), "leads", "2026-10-01T12:00:00Z".parse().unwrap());
        assert_eq!(good.iter().map(|finding| finding.check).collect::<Vec<_>>(), [DELIVERED]);
    }
}
