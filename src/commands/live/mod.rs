//! `leadctl diagnose --live`: runs the checks that bear on a text, and says which of its possible causes is the true one.
//!
//! Nothing is written to the destination; what only a test lead shows, it says.

mod causes;
mod verdict;

use self::causes::{Causes, Open};
use self::verdict::Seen;
use crate::catalogue;
use crate::commands::checking::{self, Asked};
use crate::commands::{Context, selected};
use crate::core::diagnose_report::{LiveReport, MatchReport, Verdict};
use crate::core::error::{Error, Result};
use crate::core::exit::ExitStatus;
use crate::core::report::Ending;

/// The profiles to look at.
pub(super) struct Lookup<'a> {
    pub(super) profile: &'a str,
    /// Lends its credentials to what the profile's own identity may not look at.
    pub(super) admin: Option<&'a str>,
}

pub(super) fn look(matches: &[MatchReport], lookup: &Lookup<'_>, context: &Context) -> Result<LiveReport> {
    let file = selected::profile_file(context)?;
    let profile = file.profile(lookup.profile)?;
    let destination = selected::destination(profile);
    let causes = Causes::of(matches);
    let bearing: Vec<&'static str> = destination.checks().iter().map(|check| check.id).filter(|id| causes.have_check(id)).collect();
    let report = |verdict, cause: Option<String>, message: String, checks| LiveReport {
        profile: profile.name.clone(),
        destination: profile.destination.clone(),
        verdict,
        cause_title: cause.as_deref().and_then(catalogue::entry).map(|entry| entry.title.get(context.lang).to_owned()),
        cause,
        message,
        checks,
        place: Some(selected::place(profile)),
    };
    let resolved = selected::resolve(profile, &file, context)?;
    let open = Open::of(matches, &causes, destination, &resolved.values);
    if bearing.is_empty() && !matches.is_empty() {
        let message = match open {
            None => format!("no check of a destination of the kind {} bears on this text", profile.destination),
            Some(open) => format!("no check can see it: {}", verdict::shown_by(open, &profile.name)),
        };
        return Ok(report(Verdict::NothingBears, None, message, Vec::new()));
    }
    let admin = lookup.admin.map(|name| selected::admin(name, &file, context)).transpose()?;
    let net = selected::client(context)?;
    // Of a text that is not known every check may tell the cause.
    let only = (!bearing.is_empty()).then_some(bearing.as_slice());
    let asked = Asked { offline: false, only, admin: admin.as_ref().map(|admin| &admin.values), lang: context.lang };
    let checks = super::block_on(checking::run(destination, &resolved, &net, &asked, |_| {}))?.ok_or_else(Error::interrupted)?;
    let may_lend = destination.takes_admin() && admin.is_none();
    let seen = Seen { checks: &checks, causes: &causes, only, open, profile: &profile.name, may_lend };
    let (verdict, cause, message) = seen.judge();
    Ok(report(verdict, cause, message, checks))
}

impl LiveReport {
    /// How a run ends that looked, where something in the text is known.
    pub fn ending(&self) -> Ending {
        let status = match self.verdict {
            Verdict::Confirmed | Verdict::OtherCause => ExitStatus::Bad,
            Verdict::NotNow => return Ending::good(),
            Verdict::Unknown | Verdict::NothingBears => ExitStatus::Unknown,
        };
        Ending { status, why: Some(format!("{}: {}", self.profile, self.message)) }
    }
}
