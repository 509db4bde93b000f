//! The checks of an organization, from cause to effect. Nothing is posted to Web-to-Lead: every post makes a lead.
//!
//! What swallows leads is read by the API, where there are credentials for it; what may not be read is skipped, never red.

use crate::core::address::contact;
use crate::core::check::{Check, CheckContext, CheckOutcome, Run};
use crate::core::net::{BoxFuture, Resolution};
use crate::core::outcome::{Outcome, Skipped};
use crate::destinations::salesforce::inspect::{Country, Description};
use crate::destinations::salesforce::lint;
use crate::destinations::salesforce::look::{self, Told};
use crate::destinations::salesforce::read::{self, Failure};
use crate::destinations::salesforce::session::Session;
use crate::destinations::salesforce::settings::{Host, Settings};

const RESOLVES: &str = "salesforce/host-resolves";
const TOKEN: &str = "salesforce/api-token";
const ORGANIZATION: &str = "salesforce/oid-is-this-organization";
const DESCRIBED: &str = "salesforce/leads-can-be-read";

pub(super) static CHECKS: &[Check] = &[
    Check { id: lint::OID, title: "Organization identifier (oid) is whole and well formed", needs: &[], run: Run::Offline },
    Check { id: lint::ADDRESS, title: "Leads go to an address that Marketplace uses", needs: &[], run: Run::Offline },
    Check { id: lint::API, title: "Access for reading back is complete", needs: &[], run: Run::Offline },
    Check { id: RESOLVES, title: "Web-to-Lead host resolves", needs: &[lint::OID, lint::ADDRESS], run: Run::Live(resolves) },
    Check { id: "salesforce/tls", title: "TLS handshake with Web-to-Lead done, nothing posted", needs: &[RESOLVES], run: Run::Live(tls) },
    Check { id: TOKEN, title: "API credentials are accepted", needs: &[lint::OID, lint::API], run: Run::Live(token) },
    Check { id: ORGANIZATION, title: "oid is that of this organization", needs: &[TOKEN], run: Run::Live(organization) },
    Check {
        id: "salesforce/production",
        title: "Organization is one that Marketplace can reach",
        needs: &[ORGANIZATION],
        run: Run::Live(production),
    },
    Check { id: DESCRIBED, title: "Leads can be read back and deleted", needs: &[TOKEN], run: Run::Live(readable) },
    Check {
        id: "salesforce/required-fields",
        title: "No field is required that Marketplace leaves empty",
        needs: &[DESCRIBED],
        run: Run::Live(required),
    },
    Check { id: "salesforce/picklists", title: "No restricted list keeps Marketplace's values out", needs: &[DESCRIBED], run: Run::Live(picklists) },
    Check { id: "salesforce/country", title: "Country takes US", needs: &[DESCRIBED], run: Run::Live(country) },
    Check { id: "salesforce/field-lengths", title: "Fields are long enough", needs: &[DESCRIBED], run: Run::Live(lengths) },
    Check { id: "salesforce/field-rights", title: "Fields may be filled", needs: &[DESCRIBED], run: Run::Live(rights) },
    Check { id: "salesforce/record-types", title: "There is a record type for new leads", needs: &[DESCRIBED], run: Run::Live(record_types) },
    Check { id: "salesforce/validation-rules", title: "No validation rule stands in the way", needs: &[TOKEN], run: Run::Live(validation_rules) },
    Check { id: "salesforce/duplicate-rules", title: "No duplicate rule stands in the way", needs: &[TOKEN], run: Run::Live(duplicate_rules) },
    Check { id: "salesforce/triggers", title: "No Apex trigger stands in the way", needs: &[TOKEN], run: Run::Live(triggers) },
    Check { id: "salesforce/daily-limit", title: "Daily limits leave room", needs: &[TOKEN], run: Run::Live(daily_limit) },
    Check { id: "salesforce/recaptcha", title: "reCAPTCHA is not required", needs: &[lint::OID], run: Run::Live(recaptcha) },
];

/// Runs a check with the settings understood; each check is boxed here, since the list holds plain functions.
fn with_settings<'a, W>(context: &'a CheckContext<'a>, check: impl FnOnce(Settings) -> W + Send + 'a) -> BoxFuture<'a, CheckOutcome>
where
    W: Future<Output = CheckOutcome> + Send + 'a,
{
    Box::pin(async move {
        match Settings::from_values(context.values) {
            Ok(settings) => check(settings).await,
            Err(why) => CheckOutcome::fail("salesforce/wrong-oid", why),
        }
    })
}

/// Runs a check that needs the API; without credentials for it there is nothing to look at.
fn with_api<'a, T: Send + 'a>(
    context: &'a CheckContext<'a>,
    look: impl for<'s> FnOnce(&'s Session<'s>) -> BoxFuture<'s, Told<T>> + Send + 'a,
    judge: impl FnOnce(T, &Settings) -> CheckOutcome + Send + 'a,
) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let Some(api) = settings.api.clone() else {
            return without_api();
        };
        let session = Session::new(context.net, context.memo, &api);
        match look(&session).await {
            Ok(seen) => judge(seen, &settings),
            Err((failure, asked)) => of(failure, asked),
        }
    })
}

fn without_api() -> CheckOutcome {
    let message = "there are no API credentials: with api_url, api_client_id and api_client_secret this can be seen, and leads can be read back";
    CheckOutcome::skipped(Skipped::NoCredentials, message)
}

fn of(failure: Failure, asked: String) -> CheckOutcome {
    if failure.denied {
        return CheckOutcome {
            asked: Some(asked),
            ..CheckOutcome::skipped(Skipped::NotPermitted, format!("the API's user (Run As) may not look at this: {}", failure.answered))
        };
    }
    let outcome = CheckOutcome::new(failure.outcome, failure.message).seen(asked, failure.answered);
    match failure.entry {
        Some(id) => outcome.entry(id),
        None => outcome,
    }
}

fn resolves<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let host = settings.post_url.host_str().unwrap_or_default().to_owned();
        match context.net.resolve(&settings.post_url).await {
            Resolution::Addresses(addresses) => {
                CheckOutcome::pass(format!("{host} resolves to {} address{}", addresses.len(), if addresses.len() == 1 { "" } else { "es" }))
            }
            Resolution::ByProxy => CheckOutcome::skipped(Skipped::NotApplicable, "a proxy stands between, and resolving is the proxy's"),
            Resolution::NotFound => {
                CheckOutcome::new(Outcome::Fail, format!("{host} does not resolve, while other names do: web_to_lead_url is wrong"))
            }
            Resolution::ResolverDown(why) => CheckOutcome::unknown(format!("no name resolves from here ({why}); check this machine's network")),
        }
    })
}

fn tls<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let rest = "; whether a lead comes of a post, only leadctl test-lead shows";
        match context.net.handshake(&settings.post_url).await {
            Ok(done) if done.protocol.is_empty() => {
                CheckOutcome::skipped(Skipped::NotApplicable, format!("connected; the address is plain http, so there is no TLS{rest}"))
            }
            Ok(done) => CheckOutcome::pass(format!("handshake done with {}{rest}", done.protocol)),
            Err(error) => of(read::unanswered(&error), contact(&settings.post_url)),
        }
    })
}

fn token<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let Some(api) = settings.api.clone() else {
            return without_api();
        };
        let exchange = Session::new(context.net, context.memo, &api).token().await;
        match read::token(&exchange) {
            Some(_) => CheckOutcome::pass("Salesforce gave a token"),
            None => of(read::failure(&exchange), exchange.asked_line()),
        }
    })
}

fn organization<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_api(
        context,
        |session| Box::pin(look::organization(session)),
        |organization, settings| {
            if organization.has(&settings.oid) {
                return CheckOutcome::pass(format!("the API credentials are for organization {}", settings.oid));
            }
            let theirs = crate::core::text::excerpt(organization.id.get(..15).unwrap_or(&organization.id), 20);
            let case = if theirs.eq_ignore_ascii_case(&settings.oid) { "; upper and lower case differ, and they matter" } else { "" };
            CheckOutcome::fail(
                "salesforce/wrong-oid",
                format!(
                    "the API credentials are for organization {theirs}, and the oid is {}{case}: leads go to another organization, or nowhere",
                    settings.oid
                ),
            )
            .seen("Id of Organization", theirs)
        },
    )
}

fn production<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_api(
        context,
        |session| Box::pin(look::organization(session)),
        |organization, settings| match (organization.is_sandbox, Host::of(&settings.post_url)) {
            (false, Host::Sandbox) => CheckOutcome::fail(
                "salesforce/wrong-oid",
                "the organization is a production one, and web_to_lead_url is the address of sandboxes: no lead comes of it; leave web_to_lead_url out",
            ),
            (true, Host::Production) => CheckOutcome::fail(
                "salesforce/wrong-oid",
                "the organization is a sandbox, and leads are posted to production: they vanish (inferred). For a trial set web_to_lead_url to the form's action (test.salesforce.com); for Partner Center take the production organization's oid",
            ),
            (true, _) => CheckOutcome::warn(
                "the organization is a sandbox: Microsoft posts, as far as known, to production, where this oid is unknown. Good for trying out, not for Partner Center",
            ),
            (false, _) => CheckOutcome::pass("it is a production organization"),
        },
    )
}

/// A check of what the description of leads tells.
fn described<'a>(context: &'a CheckContext<'a>, judge: impl FnOnce(Description) -> CheckOutcome + Send + 'a) -> BoxFuture<'a, CheckOutcome> {
    with_api(context, |session| Box::pin(look::description(session)), |description, _| judge(description))
}

fn readable<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    described(context, |description| match (description.allows("queryable"), description.allows("deletable")) {
        (true, true) => CheckOutcome::pass("the API's user may read and delete leads"),
        (true, false) => CheckOutcome::warn("the API's user may read leads and not delete them: test-lead --cleanup will not work"),
        (false, _) => {
            CheckOutcome::warn("the API's user may not read leads: a test lead can't be found again; give the Run As user the right to read leads")
        }
    })
}

fn required<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    described(context, |description| match description.required() {
        names if names.is_empty() => CheckOutcome::pass("of the required fields without a default there is none that Marketplace leaves empty"),
        names => CheckOutcome::fail(
            "salesforce/required-field",
            format!("required, without a default, and not filled by Marketplace: {}; Salesforce accepts such leads and makes none", names.join(", ")),
        ),
    })
}

fn picklists<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    described(context, |description| match description.restricted() {
        names if names.is_empty() => CheckOutcome::pass("none of the lead's fields is a restricted list"),
        names => CheckOutcome::fail(
            "salesforce/restricted-picklist",
            format!("a restricted list, and Marketplace brings values of its own (AzureMarketplace-INS|publisher.offer): {}", names.join(", ")),
        ),
    })
}

fn country<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    described(context, |description| {
        match description.country() {
        Country::Text => CheckOutcome::pass("Country is a text field"),
        Country::ListWithUs => CheckOutcome::pass("State and Country lists are on, and know US by that name"),
        Country::ListWithUsAsCode => CheckOutcome::warn(
            "State and Country lists are on, and US is a code there, not a name (Integration Value). Marketplace sends the code as the name: whether Salesforce takes it, only leadctl test-lead shows",
        )
        .entry("salesforce/country-picklist"),
        Country::ListWithoutUs => CheckOutcome::fail("salesforce/country-picklist", "State and Country lists are on, and US is none of their active entries"),
    }
    })
}

fn lengths<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    described(context, |description| match description.too_short() {
        names if names.is_empty() => CheckOutcome::pass("every field takes what Marketplace's test lead brings"),
        names => CheckOutcome::fail("salesforce/string-too-long", format!("too short for Marketplace's test lead: {}", names.join(", "))),
    })
}

fn rights<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    described(context, |description| match description.not_writable() {
        names if names.is_empty() => {
            CheckOutcome::pass("the API's user may fill all of the lead's fields (by its own rights; the default lead creator may have others)")
        }
        names => CheckOutcome::warn(format!(
            "the API's user may not fill {}; see whether the default lead creator may (field-level security)",
            names.join(", ")
        ))
        .entry("salesforce/field-not-writable"),
    })
}

fn record_types<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    described(context, |description| {
        if description.has_record_type() {
            return CheckOutcome::pass("the API's user has a record type for new leads (the default lead creator may have others)");
        }
        CheckOutcome::warn("no record type for leads is open to the API's user; see whether one is to the default lead creator")
            .entry("salesforce/record-type-missing")
    })
}

fn validation_rules<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_api(
        context,
        |session| Box::pin(look::validation_rules(session)),
        |names, _| match names {
            names if names.is_empty() => CheckOutcome::pass("no validation rule of leads is active"),
            names => {
                CheckOutcome::warn(format!("active, and whether a Marketplace lead passes them only leadctl test-lead shows: {}", names.join(", ")))
                    .entry("salesforce/validation-rule")
            }
        },
    )
}

fn duplicate_rules<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_api(
        context,
        |session| Box::pin(look::duplicate_rules(session)),
        |names, _| {
            match names {
        names if names.is_empty() => CheckOutcome::pass("no duplicate rule of leads is active"),
        names => CheckOutcome::warn(format!(
            "active: {}. A rule that blocks, or allows with an alert, refuses a returning customer's lead; Action on Create must be Allow, without Alert",
            names.join(", ")
        ))
        .entry("salesforce/duplicate-rule"),
    }
        },
    )
}

fn triggers<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_api(
        context,
        |session| Box::pin(look::triggers(session)),
        |names, _| match names {
            names if names.is_empty() => CheckOutcome::pass("no Apex trigger of leads is active"),
            names => CheckOutcome::skipped(
                Skipped::BeyondChecks,
                format!("active: {}; whether they cope with Marketplace's leads only leadctl test-lead shows", names.join(", ")),
            ),
        },
    )
}

fn daily_limit<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_api(
        context,
        |session| Box::pin(async move { Ok(tokio::join!(look::api_calls(session), look::leads_today(session))) }),
        |(calls, leads), _| {
            let entry = "salesforce/daily-limit-reached";
            match (calls, leads) {
                (Err((failure, asked)), _) | (_, Err((failure, asked))) => of(failure, asked),
                (Ok((0, most)), _) => CheckOutcome::fail(entry, format!("all {most} API calls of these 24 hours are used up")),
                (_, Ok(count)) if count >= look::DAILY_LEADS => CheckOutcome::warn(format!(
                    "{count} leads were made within 24 hours; if {} of them came by Web-to-Lead, further ones wait for the next day",
                    look::DAILY_LEADS
                ))
                .entry(entry),
                (Ok((left, most)), Ok(count)) if left.saturating_mul(20) < most => {
                    CheckOutcome::warn(format!("{left} of {most} API calls are left for these 24 hours; {count} leads were made")).entry(entry)
                }
                (Ok((left, most)), Ok(count)) => CheckOutcome::pass(format!(
                    "{count} leads were made within 24 hours (Web-to-Lead takes {}), and {left} of {most} API calls are left",
                    look::DAILY_LEADS
                )),
            }
        },
    )
}

fn recaptcha<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |_| async move {
        CheckOutcome::skipped(
            Skipped::BeyondChecks,
            "as far as known no API tells whether reCAPTCHA is required: see that 'Require reCAPTCHA Verification' is cleared in Setup › Web-to-Lead; required, it makes every lead vanish",
        )
    })
}
