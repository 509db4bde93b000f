//! The profile that the sandbox writes for its instance: good connection details, or a publisher's mistake in them.

use super::identity::Identity;
use crate::core::fake::{FakeProfile, Faults, Mount};

/// As on Adobe's and Microsoft's pages.
const MUNCHKIN: &str = "123-PQR-789";

pub fn profile(mount: &Mount, faults: &Faults, identity: &Identity, form: u32) -> FakeProfile {
    let on = |id: &str| faults.contains(id);
    let address = if on("marketo/server-instance-wrong") { "https://123-pqr-78.mktorest.invalid".to_owned() } else { mount.preferred().to_owned() };
    let form = if on("marketo/form-not-found") { form + 1 } else { form };
    let mut settings = vec![("destination", "marketo".to_owned()), ("munchkin_id", MUNCHKIN.to_owned()), ("form_id", form.to_string())];
    if on("marketo/legacy-form-post-rejected") {
        settings.push(("server_id", "ys12".to_owned()));
    } else {
        settings.push(("client_id", identity.client_id.clone()));
        settings.push(("client_secret", format!("plain:{}", identity.client_secret)));
    }
    settings.push(("rest_url", address));
    FakeProfile { name: "sandbox-marketo".to_owned(), settings: settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect() }
}
