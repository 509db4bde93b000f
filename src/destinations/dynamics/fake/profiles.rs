//! The profiles that the sandbox writes for Dynamics 365: good credentials, or a publisher's mistake in them.

use super::entra::directory::{Application, Directory};
use super::world::{Places, on};
use crate::core::fake::{FakeProfile, Faults, Mount};

/// With the application that writes leads, with the one that may look at everything, and with user name and password.
pub fn all(directory: &Directory, places: &Places, mount: &Mount, faults: &Faults) -> Vec<FakeProfile> {
    let url = url(mount, faults);
    let profile = |name: &str, settings: Vec<(&str, String)>| {
        let place = [("destination", "dynamics".to_owned()), ("url", url.clone()), ("authority_url", places.entra.preferred().to_owned())];
        let settings = place.into_iter().chain(settings).map(|(key, value)| (key.to_owned(), value)).collect();
        FakeProfile { name: name.to_owned(), settings }
    };
    let entra = |application: &Application, faults: &Faults| {
        vec![
            ("authentication", "entra".to_owned()),
            ("directory_id", directory_id(directory, faults)),
            ("application_id", application_id(application, faults)),
            ("client_secret", format!("plain:{}", client_secret(application, faults))),
        ]
    };
    let mut user = vec![
        ("authentication", "office365".to_owned()),
        ("username", user_name(directory, faults)),
        ("password", format!("plain:{}", directory.password)),
    ];
    if on(faults, "entra/client-secret-missing") {
        // Registered as confidential: it must prove itself, and the profile has no place for that.
        user.push(("public_client_id", directory.lead_writer.id.clone()));
    }
    vec![
        profile("sandbox-dynamics", entra(&directory.lead_writer, faults)),
        profile("sandbox-dynamics-admin", entra(&directory.admin, &Faults::new())),
        profile("sandbox-dynamics-office365", user),
    ]
}

fn url(mount: &Mount, faults: &Faults) -> String {
    let base = mount.preferred();
    if on(faults, "dynamics/host-not-found") {
        "https://contoso.crm4.dynamics.invalid".to_owned()
    } else if on(faults, "dynamics/url-malformed") {
        base.replacen("://", "//", 1)
    } else if on(faults, "dynamics/url-wrong-region") {
        // No region has this number.
        "https://contoso-leads.crm99.dynamics.com".to_owned()
    } else if on(faults, "dynamics/wrong-api-path") {
        // Copied from the browser.
        format!("{base}/main.aspx?appid={}&pagetype=entitylist&etn=lead", "4f0a7d7e-2f0c-4c53-9d3e-5f3f7a1e0c11")
    } else {
        base.to_owned()
    }
}

fn directory_id(directory: &Directory, faults: &Faults) -> String {
    if on(faults, "entra/tenant-id-invalid") {
        // As in the example of Microsoft's own page, whose third group holds an s.
        let mut letters: Vec<char> = directory.home.id.chars().collect();
        letters[16] = 's';
        letters.into_iter().collect()
    } else if on(faults, "entra/tenant-not-found") {
        directory.nowhere.clone()
    } else if on(faults, "entra/tenant-mismatch") {
        directory.other.id.clone()
    } else {
        directory.home.id.clone()
    }
}

fn application_id(application: &Application, faults: &Faults) -> String {
    if on(faults, "entra/application-not-found") {
        // The object ID stands right beside it in the portal.
        application.object_id.clone()
    } else {
        application.id.clone()
    }
}

fn client_secret(application: &Application, faults: &Faults) -> String {
    if on(faults, "sandbox/dynamics-secret-id") { application.secret.id.clone() } else { application.secret.value.clone() }
}

fn user_name(directory: &Directory, faults: &Faults) -> String {
    if on(faults, "entra/guest-user-not-in-tenant") {
        "contoso.leads@outlook.com".to_owned()
    } else if on(faults, "entra/user-not-found") {
        format!("lead@{}", directory.home.domain)
    } else {
        directory.lead_user().name.clone()
    }
}
