//! `leadctl scaffold`: fills in the templates for a profile's kind of destination and puts them into a folder. No secret is looked at.

mod files;
mod templates;

use std::path::Path;

use crate::cli::scaffold::{Action, Args, Kind, Target};
use crate::cli::selection::Selection;
use crate::commands::{Context, selected};
use crate::core::error::{Error, Result};
use crate::core::profile::Profile;
use crate::core::report::Report;
use crate::core::scaffold_report::ScaffoldReport;
use templates::What;

/// The table that Marketplace writes to.
const TABLE: &str = "MarketplaceLeads";

/// What of the profile the templates need.
struct For {
    kind: Kind,
    profile: Option<String>,
    table: String,
}

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let (what, target) = match &args.action {
        Action::AzureFunction(target) => (What::Function, target),
        Action::PowerAutomate(target) => (What::Flow, target),
    };
    let wanted = wanted(target, context)?;
    let files = templates::files(what, wanted.kind, &wanted.table);
    if target.output.as_deref() == Some(Path::new("-")) {
        return match (what, files.iter().find(|(path, _)| *path == templates::FLOW)) {
            (What::Flow, Some((_, text))) => Ok(Report::Text(text.clone())),
            _ => Err(Error::usage("scaffold-needs-folder", "a function app is several files, and standard output takes one")
                .hint("name a folder: -o leads-function")),
        };
    }
    let folder = target.output.as_ref().map(|folder| context.cwd.join(folder));
    let dry_run = target.dry_run || folder.is_none();
    let written = files::place(&files, folder.as_deref(), target.force, dry_run)?;
    let shown = target.output.as_ref().map(|folder| folder.display().to_string());
    Ok(Report::Scaffold(ScaffoldReport {
        what: what.name().to_owned(),
        destination: wanted.kind.id().to_owned(),
        dry_run,
        files: written,
        settings: templates::settings(what, wanted.kind).iter().map(|name| (*name).to_owned()).collect(),
        next: templates::next(what, wanted.kind, shown.as_deref(), wanted.profile.as_deref()),
        inferred: templates::inferred(what).to_owned(),
        folder: shown,
        profile: wanted.profile,
    }))
}

fn wanted(target: &Target, context: &Context) -> Result<For> {
    if let Some(kind) = target.kind {
        return Ok(For { kind, profile: None, table: TABLE.to_owned() });
    }
    let file = selected::profile_file(context)?;
    let chosen = selected::select(&file, &Selection::one(target.profile.as_ref()), context)
        .map_err(|error| error.hint("or without a profile: --for https, or --for azure-table"))?;
    let [profile] = chosen.as_slice() else {
        return Err(Error::usage("one-profile-only", "this works on one profile at a time").hint("name one, or give --profile once"));
    };
    let kind = match profile.destination.as_str() {
        "azure-table" => Kind::AzureTable,
        "https" => Kind::Https,
        other => return Err(elsewhere(profile, other)),
    };
    Ok(For { kind, profile: Some(profile.name.clone()), table: table(profile, context)? })
}

/// The table's name goes into code and into addresses: only what the service takes as one.
fn table(profile: &Profile, context: &Context) -> Result<String> {
    let name = profile.settings.get("table").map_or(TABLE, |written| written.value.trim());
    let fits = (3..=63).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits {
        return Ok(name.to_owned());
    }
    Err(Error::profile("profile-unusable", format!("the table of profile '{}' has a name that the Table service does not take", profile.name))
        .hint(format!("look closer with: {}", context.global.command(&format!("leadctl validate {} --offline", profile.name)))))
}

fn elsewhere(profile: &Profile, destination: &str) -> Error {
    let why = match destination {
        "azure-blob" => "Marketplace no longer writes there; move to azure-table or https first",
        "email" => "Microsoft sends the mails itself",
        _ => "the leads are in that system as they arrive, and it has triggers of its own for new ones",
    };
    Error::usage("scaffold-not-here", format!("nothing needs to be built for '{}' ({destination}): {why}", profile.name))
        .hint("this is for profiles of azure-table and https; without a profile: --for azure-table or --for https")
}
