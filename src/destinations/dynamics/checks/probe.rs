//! What the checks share: each request made once, a token only after the directory was found right, reads that know who may look.

use std::sync::Arc;

use serde_json::{Map, Value};
use url::Url;

use crate::core::check::{CheckContext, CheckOutcome};
use crate::core::exchange::{Exchange, WireRequest};
use crate::core::outcome::Skipped;
use crate::destinations::dynamics::challenge::{self, Challenge};
use crate::destinations::dynamics::checks::of;
use crate::destinations::dynamics::read::{Failure, dataverse, entra};
use crate::destinations::dynamics::request::{self, Session};
use crate::destinations::dynamics::settings::{Identity, Settings, is_guid, same_origin};
use crate::destinations::dynamics::token;

/// Pages that are followed at most: nobody has that many roles or columns.
const MOST_PAGES: usize = 10;

pub(super) struct Probe<'a> {
    pub(super) context: &'a CheckContext<'a>,
    pub(super) settings: Settings,
}

impl<'a> Probe<'a> {
    pub(super) fn new(context: &'a CheckContext<'a>) -> Result<Probe<'a>, String> {
        Ok(Probe { context, settings: Settings::from_values(context.values)? })
    }

    pub(super) async fn once(&self, name: &str, request: WireRequest) -> Arc<Exchange> {
        self.context.memo.once(name, self.context.net.send(request)).await
    }

    pub(super) async fn challenge(&self) -> Arc<Exchange> {
        self.once("challenge", request::challenge(&self.settings.origin)).await
    }

    /// What the environment says of itself, if it is one.
    pub(super) async fn heard(&self) -> Option<Challenge> {
        Challenge::of(self.challenge().await.answer.as_ref().ok()?)
    }

    /// The one request that carries the profile's secret. It rests on the checks of the authority and the directory, and holds to them
    /// once more: a secret goes nowhere by mistake.
    pub(super) async fn token(&self) -> Result<Arc<Exchange>, CheckOutcome> {
        self.token_of("token", &self.settings).await
    }

    async fn token_of(&self, name: &str, settings: &Settings) -> Result<Arc<Exchange>, CheckOutcome> {
        let heard = self.heard().await;
        let authority = challenge::authority(settings, heard.as_ref()).map_err(|stranger| {
            CheckOutcome::skipped(Skipped::RestsOnFailure, format!("because the environment sends to {stranger} for signing in"))
        })?;
        let resource = heard.map_or_else(|| settings.origin.as_str().trim_end_matches('/').to_owned(), |heard| heard.resource(settings));
        Ok(self.context.memo.once(name, token::ask(self.context.net, &authority, settings, &resource)).await)
    }

    /// The profile's own identity at the environment.
    pub(super) async fn session(&self) -> Result<Session, CheckOutcome> {
        let exchange = self.token().await?;
        match entra::token(&exchange) {
            Ok(token) => Ok(Session { origin: self.settings.origin.clone(), token }),
            Err(failure) => Err(of(failure, exchange.asked_line())),
        }
    }

    /// The lent identity, if one was lent; signed in for the profile's environment.
    pub(super) async fn admin(&self) -> Option<Result<Session, CheckOutcome>> {
        let values = self.context.admin?;
        Some(match Settings::from_values(values) {
            Err(why) => Err(CheckOutcome::unknown(format!("the admin profile is no usable Dynamics profile: {why}"))),
            Ok(admin) if !same_origin(&admin.origin, &self.settings.origin) => {
                Err(CheckOutcome::unknown("the admin profile is for another environment; name one with the same url"))
            }
            // One and the same: signed in once, since a wrong password counts.
            Ok(admin) if same_identity(&admin.identity, &self.settings.identity) => self.session().await,
            Ok(admin) => match self.token_of("admin-token", &admin).await {
                Err(skipped) => Err(skipped),
                Ok(exchange) => match entra::token(&exchange) {
                    Ok(token) => Ok(Session { origin: self.settings.origin.clone(), token }),
                    Err(failure) => Err(CheckOutcome::unknown(format!("the admin profile can't sign in: {}", failure.message))
                        .seen(exchange.asked_line(), failure.answered)),
                },
            },
        })
    }

    /// Who looks at what the profile's identity may not: the lent identity, else itself.
    async fn reader(&self) -> Result<Session, CheckOutcome> {
        match self.admin().await {
            None => self.session().await,
            Some(Ok(session)) => Ok(session),
            Some(Err(_)) => Err(CheckOutcome::skipped(Skipped::RestsOnFailure, "because the admin profile can't be used (dynamics/admin-profile)")),
        }
    }

    pub(super) async fn who(&self) -> Result<Arc<Exchange>, CheckOutcome> {
        let session = self.session().await?;
        Ok(self.once("who", request::who_am_i(&session)).await)
    }

    /// The profile's user in the environment.
    pub(super) async fn user_id(&self) -> Result<String, CheckOutcome> {
        let exchange = self.who().await?;
        let id = dataverse::content(&exchange).ok().and_then(|fields| fields.get("UserId")?.as_str().map(str::to_owned)).filter(|id| is_guid(id));
        id.ok_or_else(|| CheckOutcome::skipped(Skipped::RestsOnFailure, "because the environment did not say who the user is"))
    }

    /// An object, read by who may.
    pub(super) async fn object(&self, path: &str, query: &[(&str, &str)]) -> Result<Map<String, Value>, CheckOutcome> {
        let session = self.reader().await?;
        let name = format!("{path}?{query:?}");
        let exchange = self.once(&name, request::get_fresh(&session, path, query)).await;
        dataverse::content(&exchange).map_err(|failure| self.unseen(&exchange, failure))
    }

    /// All rows of a collection, over its pages.
    pub(super) async fn rows(&self, path: &str, query: &[(&str, &str)]) -> Result<Vec<Value>, CheckOutcome> {
        let mut page = self.object(path, query).await?;
        let mut rows = Vec::new();
        for number in 1.. {
            match page.remove("value") {
                Some(Value::Array(more)) => rows.extend(more),
                _ => return Err(CheckOutcome::unknown("the environment's list is no list")),
            }
            let Some(next) = page.get("@odata.nextLink").and_then(Value::as_str) else { break };
            let next = Url::parse(next).ok().filter(|next| same_origin(next, &self.settings.origin));
            let Some(next) = next else {
                return Err(CheckOutcome::unknown("the environment names another host for the rest of its list; that is not followed"));
            };
            if number >= MOST_PAGES {
                return Err(CheckOutcome::unknown(format!("the environment's list has no end: {MOST_PAGES} pages were read")));
            }
            let session = self.reader().await?;
            let exchange = self.once(next.as_str(), request::page(&session, next.clone())).await;
            page = dataverse::content(&exchange).map_err(|failure| self.unseen(&exchange, failure))?;
        }
        Ok(rows)
    }

    /// What may not be looked at is skipped, never red: the Lead Writer role may read neither roles nor metadata. What the environment
    /// does not offer under this name is skipped too: some of the names are inferred.
    fn unseen(&self, exchange: &Exchange, failure: Failure) -> CheckOutcome {
        let status = exchange.answer.as_ref().map_or(0, |response| response.status);
        let answered = failure.answered.clone();
        let skipped = match (status, self.context.admin) {
            (403, Some(_)) => CheckOutcome::skipped(Skipped::NotPermitted, "the admin profile's identity may not look at it either"),
            (403, None) => CheckOutcome::skipped(
                Skipped::NotPermitted,
                "this identity may not look at it, which is normal for a lead writer; lend one that may with --admin-profile",
            ),
            (400 | 404 | 405 | 501, _) => {
                CheckOutcome::skipped(Skipped::BeyondChecks, format!("the environment can't be asked for it in this way ({answered})"))
            }
            _ => return of(failure, exchange.asked_line()),
        };
        skipped.seen(exchange.asked_line(), answered)
    }
}

fn same_identity(a: &Identity, b: &Identity) -> bool {
    match (a, b) {
        (Identity::Entra { directory, application, secret }, Identity::Entra { directory: d, application: ap, secret: s }) => {
            (directory, application, secret) == (d, ap, s)
        }
        (Identity::Office365 { username, password, .. }, Identity::Office365 { username: u, password: p, .. }) => (username, password) == (u, p),
        _ => false,
    }
}
