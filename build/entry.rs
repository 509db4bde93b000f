//! What the file of an entry may hold, and what is wrong with one that TOML alone does not tell.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::phrases::braced;

/// What signatures of several entries have alike.
pub const SIGNATURES: &str = "signatures.toml";

/// The connection details that an entry may be about.
const FIELDS: [&str; 18] = [
    "url",
    "directory_id",
    "application_id",
    "client_secret",
    "username",
    "password",
    "authority_url",
    "oid",
    "api_client_secret",
    "munchkin_id",
    "form_id",
    "client_id",
    "server_id",
    "connection_string",
    "container",
    "table",
    "contact_email",
    "offer",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub title: Texts,
    pub status: String,
    #[serde(default)]
    pub partner_center: BTreeMap<String, Vec<String>>,
    /// Those sentences are known by their halves as well, word for word: logs have often nothing else of them.
    #[serde(default)]
    pub halves: bool,
    /// The documented entry under whose sentence Partner Center shows this error, by inference.
    pub shown_as: Option<String>,
    #[serde(default)]
    pub codes: Vec<String>,
    #[serde(default)]
    pub weak_codes: Vec<String>,
    #[serde(default)]
    pub signatures: Vec<Signature>,
    pub cause: Texts,
    pub repair: Steps,
    pub field: Option<String>,
    #[serde(default)]
    pub checks: Vec<String>,
    /// What it means that all of them pass, where it does not mean that the error is over: `test-lead`, only a test lead shows that; `here`,
    /// it is over for whoever stands where leadctl does, and goes by who asks and from where.
    pub passing: Option<String>,
    pub fault: Option<String>,
    #[serde(default)]
    pub over: Vec<String>,
    #[serde(default)]
    pub inside: Vec<String>,
    #[serde(default)]
    pub links: Vec<String>,
    pub examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    pub en: String,
    pub nl: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    pub en: Vec<String>,
    pub nl: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The one of `signatures.toml` that gives what this one leaves out.
    pub like: Option<String>,
    /// Of each text one alternative, `a | b | {401}`, must be there; `{401}` is each way to write that status, `{marketo 610}` that error
    /// (`statuses.toml`).
    #[serde(default)]
    pub all: Vec<String>,
    /// Phrases, or `@name` for a context; `{name}` for one that counts whatever `despite` says.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Names of contexts: where one is near, the contexts of `unless` count for nothing.
    #[serde(default)]
    pub despite: Vec<String>,
    /// Names of contexts, each of which must be near.
    #[serde(default)]
    pub with: Vec<String>,
    pub within: Option<u32>,
    #[serde(default)]
    pub confidence: f64,
}

impl Signature {
    /// Takes over what it is like.
    pub fn complete(&mut self, alike: &BTreeMap<String, Signature>) -> Result<(), String> {
        let Some(name) = self.like.take() else { return Ok(()) };
        let other = alike.get(&name).ok_or_else(|| format!("'{name}' is no signature of {SIGNATURES}"))?;
        if self.within.is_some() || self.confidence != 0.0 {
            return Err(format!("within and confidence are those of '{name}'"));
        }
        self.all.extend_from_slice(&other.all);
        self.unless.extend_from_slice(&other.unless);
        self.despite.extend_from_slice(&other.despite);
        self.with.extend_from_slice(&other.with);
        (self.within, self.confidence) = (other.within, other.confidence);
        Ok(())
    }

    /// The contexts that it names; statuses of HTTP among them, which look alike.
    pub fn contexts(&self) -> impl Iterator<Item = &str> {
        let all = self.all.iter().flat_map(|text| text.split(" | ")).filter_map(braced);
        let unless = self.unless.iter().filter_map(|text| text.strip_prefix('@').or_else(|| braced(text)));
        all.chain(unless).chain(self.with.iter().chain(&self.despite).map(String::as_str))
    }
}

/// What is wrong with an entry that TOML alone does not tell.
pub fn complaints(id: &str, entry: &Entry) -> Vec<String> {
    let mut why = Vec::new();
    let mut demand = |good: bool, what: String| {
        if !good {
            why.push(what);
        }
    };
    for (key, texts) in [("title", &entry.title), ("cause", &entry.cause)] {
        for (lang, text) in [("en", &texts.en), ("nl", &texts.nl)] {
            demand(!text.trim().is_empty(), format!("{key}.{lang} is empty"));
        }
    }
    demand(!entry.repair.en.is_empty(), "repair.en has no steps".into());
    demand(entry.repair.en.len() == entry.repair.nl.len(), "repair.nl has not as many steps as repair.en".into());
    demand(entry.repair.en.iter().chain(&entry.repair.nl).all(|step| !step.trim().is_empty()), "a repair step is empty".into());
    let documented = entry.status == "documented";
    demand(documented || entry.status == "observed", format!("status is '{}', not documented or observed", entry.status));
    demand(documented != entry.partner_center.is_empty(), "a documented entry has partner_center sentences, an observed one has none".into());
    for lang in ["en-us", "nl-nl"] {
        demand(!documented || entry.partner_center.contains_key(lang), format!("partner_center.{lang} is missing"));
    }
    demand(!entry.halves || documented, "only a documented entry has sentences, and halves of them".into());
    demand(!entry.examples.is_empty(), "no examples".into());
    demand(entry.field.as_deref().is_none_or(|field| FIELDS.contains(&field)), format!("field '{:?}' is no connection detail", entry.field));
    demand(entry.fault.as_deref().is_none_or(|fault| fault == id), "fault is the entry's own id, or absent".into());
    demand(entry.checks.iter().all(|check| check.contains('/')), "a check's id is destination/check".into());
    let passing = entry.passing.as_deref();
    demand(passing.is_none_or(|word| ["test-lead", "here"].contains(&word)), format!("passing is '{passing:?}', not test-lead or here"));
    // Of what Marketplace itself does neither a check nor a test lead tells.
    let has_proof = !entry.checks.is_empty() || passing.is_some() || id.starts_with("marketplace/");
    demand(has_proof, "no checks, and no `passing`: nothing would show whether it is over".into());
    demand(entry.links.iter().all(|link| link.starts_with("https://") && !link.contains(' ')), "a link is an https address".into());
    demand(!entry.codes.is_empty() || !entry.signatures.is_empty(), "neither codes nor signatures: nothing can match".into());
    for signature in &entry.signatures {
        demand(!signature.all.is_empty(), "a signature needs `all`".into());
        demand((0.3..=0.99).contains(&signature.confidence), format!("confidence {} is not within 0.3 to 0.99", signature.confidence));
    }
    why
}
