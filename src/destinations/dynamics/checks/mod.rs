//! The checks of an environment, from cause to effect: URL, host, directory, application, secret, user, role, privileges, table.
//!
//! No more than four requests follow one another: challenge beside directory, token, WhoAmI, and then all the rest side by side.

mod probe;
mod reach;
mod rights;
mod sign_in;
mod table;
mod user;

use crate::core::check::{Check, CheckContext, CheckOutcome, Run};
use crate::core::net::BoxFuture;
use crate::destinations::dynamics::lint;
use crate::destinations::dynamics::read::Failure;
use crate::destinations::dynamics::request::SOURCE_COLUMN;
use probe::Probe;

const RESOLVES: &str = "dynamics/host-resolves";
const TLS: &str = "dynamics/tls";
const ENVIRONMENT: &str = "dynamics/environment";
const AUTHORITY: &str = "dynamics/authority";
const TENANT: &str = "dynamics/tenant";
const DIRECTORY: &str = "dynamics/directory";
const APPLICATION: &str = "dynamics/application";
const SECRET: &str = "dynamics/secret";
const SIGN_IN: &str = "dynamics/sign-in";
const TOKEN: &str = "dynamics/token";
const MEMBER: &str = "dynamics/member";
const ADMIN: &str = "dynamics/admin-profile";
const ROLE: &str = "dynamics/role-assigned";

pub(super) static CHECKS: &[Check] = &[
    Check { id: lint::URL, title: "URL is an environment's origin", needs: &[], run: Run::Offline },
    Check { id: lint::CREDENTIALS, title: "IDs, secret or password are well formed", needs: &[], run: Run::Offline },
    Check { id: lint::PASSWORD_LOGIN, title: "Sign-in does not rest on a user's password", needs: &[], run: Run::Offline },
    Check { id: RESOLVES, title: "Environment's host resolves", needs: &[lint::URL], run: Run::Live(reach::resolves) },
    Check { id: TLS, title: "TLS certificate is valid", needs: &[RESOLVES], run: Run::Live(reach::tls) },
    Check { id: ENVIRONMENT, title: "A Dynamics 365 environment answers", needs: &[TLS], run: Run::Live(reach::environment) },
    Check { id: AUTHORITY, title: "Sign-in goes where a secret may go", needs: &[ENVIRONMENT], run: Run::Live(reach::authority) },
    Check { id: TENANT, title: "Directory exists", needs: &[lint::URL, lint::CREDENTIALS], run: Run::Live(reach::tenant) },
    Check { id: DIRECTORY, title: "Environment belongs to this directory", needs: &[AUTHORITY, TENANT], run: Run::Live(reach::directory) },
    Check {
        id: APPLICATION,
        title: "Application is known in the directory",
        needs: &[lint::CREDENTIALS, DIRECTORY],
        run: Run::Live(sign_in::application),
    },
    Check { id: SECRET, title: "Client secret is accepted", needs: &[APPLICATION], run: Run::Live(sign_in::secret) },
    Check { id: SIGN_IN, title: "Sign-in gives a token", needs: &[SECRET], run: Run::Live(sign_in::sign_in) },
    Check { id: TOKEN, title: "Token is for this environment", needs: &[SIGN_IN], run: Run::Live(sign_in::token) },
    Check { id: MEMBER, title: "Identity is a user of the environment", needs: &[TOKEN], run: Run::Live(user::member) },
    Check { id: ADMIN, title: "Admin profile may look on its behalf", needs: &[AUTHORITY], run: Run::Live(sign_in::admin) },
    Check { id: "dynamics/user", title: "User is enabled and may write", needs: &[MEMBER], run: Run::Live(user::enabled) },
    Check { id: ROLE, title: "User has a security role", needs: &[MEMBER], run: Run::Live(user::role) },
    Check {
        id: "dynamics/lead-writer-role",
        title: "Role Microsoft Marketplace Lead Writer is assigned",
        needs: &[MEMBER],
        run: Run::Live(user::lead_writer),
    },
    Check {
        id: "dynamics/solution",
        title: "Solution Microsoft Marketplace Lead Writer is imported",
        needs: &[MEMBER],
        run: Run::Live(user::solution),
    },
    Check { id: "dynamics/role-inheritance", title: "Role holds for the user directly", needs: &[MEMBER], run: Run::Live(user::inheritance) },
    Check { id: "dynamics/create-lead", title: "Privilege to create leads", needs: &[MEMBER], run: Run::Live(rights::create_lead) },
    Check { id: "dynamics/ui-settings", title: "Privileges on User Entity UI Settings", needs: &[MEMBER], run: Run::Live(rights::ui_settings) },
    Check { id: "dynamics/system-job", title: "Privileges on System Job", needs: &[MEMBER], run: Run::Live(rights::system_job) },
    Check { id: "dynamics/lead-table", title: "Lead table exists", needs: &[MEMBER], run: Run::Live(table::exists) },
    Check { id: "dynamics/leadsourcecode", title: "Column leadsourcecode may be filled", needs: &[MEMBER], run: Run::Live(table::source_column) },
    Check { id: "dynamics/required-columns", title: "No required column is left empty", needs: &[MEMBER], run: Run::Live(table::required) },
    Check { id: "dynamics/rate-limits", title: "Request limits leave room", needs: &[MEMBER], run: Run::Live(user::limits) },
];

/// Whether a privilege or a column of this name is looked at.
pub(super) fn look_at(name: &str) -> bool {
    rights::look_at(name) || name.eq_ignore_ascii_case(SOURCE_COLUMN)
}

/// Runs a check with the settings understood; each check is boxed here, since the list holds plain functions.
fn with<'a, W>(context: &'a CheckContext<'a>, check: impl FnOnce(Probe<'a>) -> W + Send + 'a) -> BoxFuture<'a, CheckOutcome>
where
    W: Future<Output = CheckOutcome> + Send + 'a,
{
    Box::pin(async move {
        match Probe::new(context) {
            Ok(probe) => check(probe).await,
            Err(why) => CheckOutcome::fail("dynamics/url-malformed", why),
        }
    })
}

fn of(failure: Failure, asked: String) -> CheckOutcome {
    let outcome = CheckOutcome::new(failure.outcome, failure.message).seen(asked, failure.answered);
    match failure.entry {
        Some(id) => outcome.entry(id),
        None => outcome,
    }
}

/// What is ready to be returned, whichever way it came about.
fn either(outcome: Result<CheckOutcome, CheckOutcome>) -> CheckOutcome {
    outcome.unwrap_or_else(|outcome| outcome)
}
