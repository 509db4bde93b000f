//! Two tenants in one text: the one to which an environment of Dynamics 365 sends whoever wants a token, and the one that was entered.

use super::normalise::Words;

/// What stands behind the address to sign in at, as the environment's answer has it.
const HEADER: &str = "authorization_uri";
/// How far behind that word the tenant stands, and the environment.
const ADDRESS: usize = 10;
const ANSWER: usize = 60;
/// The last two words of a label, in languages of the portals.
const LABELS: [(&str, &str); 8] = [
    ("directory", "id"),
    ("tenant", "id"),
    ("verzeichnis", "id"),
    ("mandanten", "id"),
    ("map", "id"),
    ("d", "annuaire"),
    ("de", "directorio"),
    ("di", "directory"),
];

/// The word of the text with which the environment names its tenant, where another is said to have been entered.
pub(super) fn differ(words: &Words) -> Option<usize> {
    let header = (0..words.len()).find(|place| words.get(*place) == HEADER)?;
    let own = (header..header + ADDRESS).find_map(|place| guid(words, place))?;
    let of_dynamics = (header..header + ANSWER).any(|place| words.get(place) == "dynamics");
    let another = |place: usize| (place + 1..place + 4).find_map(|near| guid(words, near)).is_some_and(|said| said != own);
    (of_dynamics && (1..words.len()).any(|place| is_label(words, place) && another(place))).then_some(header)
}

fn is_label(words: &Words, place: usize) -> bool {
    let word = words.get(place);
    matches!(word, "tenantid" | "tenant_id" | "directoryid" | "directory_id") || LABELS.contains(&(words.get(place - 1), word))
}

/// A GUID that begins here: five words.
fn guid(words: &Words, place: usize) -> Option<[&str; 5]> {
    let parts: [&str; 5] = std::array::from_fn(|part| words.get(place + part));
    let hex = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    (hex && parts.map(str::len) == [8, 4, 4, 4, 12]).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::super::diagnose;

    const OWN: &str = "11111111-2222-3333-4444-555555555555";
    const OTHER: &str = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

    #[test]
    fn an_environment_of_another_tenant_is_told_from_one_that_wants_a_token() {
        let answer = format!(
            "401 Unauthorized\nWWW-Authenticate: Bearer authorization_uri=https://login.microsoftonline.com/{OWN}/oauth2/authorize, resource_id=https://fabrikam.crm4.dynamics.com/"
        );
        for (said, id) in [
            (format!("Directory ID: {OTHER}"), "entra/tenant-mismatch"),
            (format!("\"tenantId\": \"{OTHER}\""), "entra/tenant-mismatch"),
            (format!("Eingetragen ist die Verzeichnis-ID {OTHER}"), "entra/tenant-mismatch"),
            (format!("ID de directorio {OTHER}"), "entra/tenant-mismatch"),
            (format!("Directory ID: {OWN}"), "dynamics/unauthorized-token"),
            (format!("Application ID: {OTHER}"), "dynamics/unauthorized-token"),
            (String::new(), "dynamics/unauthorized-token"),
        ] {
            let text = format!("{answer}\n{said}");
            assert_eq!(diagnose(&text).matches.first().map(|found| found.entry.id), Some(id), "{text}");
        }
    }
}
