//! The leads that came in through the form: each time that it was filled in is a lead, read from Marketo's log of activities, with what was
//! filled in where the log says it, and else with the person's fields as they are today. And the deletion of a test person.
//!
//! Sources: Adobe's pages on activities, paging tokens and leads; its retention policy (fill-outs are kept 25 months, 37 where that was
//! bought). Adobe has no query for people by date, and the log is the only place that names the form.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::core::arrived::ArrivedLead;
use crate::core::net::BoxFuture;
use crate::core::outcome::Outcome;
use crate::core::stored::{Deleted, Page, RawLead, ReadFailure, Reading, StoredLeads, Wanted};
use crate::core::values::Values;
use crate::destinations::marketo::read::{self, Failure};
use crate::destinations::marketo::session::Session;
use crate::destinations::marketo::settings::Settings;
use crate::destinations::marketo::{fields, form_fields, request};

pub(super) struct MarketoLeads;

/// Nothing is kept longer: 37 months and a little.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 1160);

/// The attribute that holds what was filled in.
const FORM_FIELDS: &str = "Form Fields";

/// What a form sends along for itself; some of these names mean something else in a lead.
const TECHNICAL: [&str; 16] = [
    "module",
    "action",
    "formid",
    "formvid",
    "munchkinid",
    "lpid",
    "subid",
    "lpurl",
    "followuplpid",
    "cr",
    "kw",
    "q",
    "_mkt_trk",
    "_mktoreferrer",
    "checksum",
    "checksumfields",
];

const TODAY: &str = "the log does not say what was filled in: shown is the person as Marketo has them today";
const UNREADABLE: &str = "what was filled in is kept in a form that leadctl does not know: shown is the person as Marketo has them today";
const GONE: &str = "the person is no longer in Marketo";

impl StoredLeads for MarketoLeads {
    fn place(&self, values: &Values) -> String {
        Settings::from_values(values)
            .map_or_else(|_| "a form".to_owned(), |settings| format!("form {} of the Marketo instance {}", settings.form_id, settings.munchkin_id))
    }

    fn page<'a>(&'a self, from: &'a Reading<'a>, wanted: &'a Wanted, cursor: Option<&'a str>) -> BoxFuture<'a, Result<Page, ReadFailure>> {
        Box::pin(async move {
            let settings = settings(from.values)?;
            let session = Session { settings: &settings, net: from.net, memo: from.memo };
            let place = match cursor {
                Some(place) => place.to_owned(),
                None => begin(&session, wanted.since, from.net.now()).await.map_err(|failure| of(failure, ACTIVITIES))?,
            };
            let found = session.ask(|token| request::fill_outs(&settings, token, &place)).await.and_then(|exchange| read::activities(&exchange));
            let found = match found {
                Ok(found) if found.more && found.next == place => Err(read::odd("Marketo says that there is more, and names the same place again")),
                // Whether a place in the log grows old is not documented.
                Err(failure) if cursor.is_some() && matches!(failure.code.as_str(), "1001" | "1003" | "701" | "709") => Err(Failure {
                    message: "Marketo no longer takes the place where the last page ended; begin anew (leads export: --fresh)".to_owned(),
                    ..failure
                }),
                other => other,
            };
            let found = found.map_err(|failure| of(failure, ACTIVITIES))?;
            let fills: Vec<Fill> = found.rows.into_iter().filter_map(|row| Fill::of(row, settings.form_id)).collect();
            let ids: BTreeSet<u64> = fills.iter().filter_map(|fill| fill.person).collect();
            let ids: Vec<u64> = ids.into_iter().collect();
            let mut people = BTreeMap::new();
            for ids in ids.chunks(MOST_PEOPLE) {
                people.extend(self::people(&session, ids).await.map_err(|failure| of(failure, PEOPLE))?);
            }
            let rows = fills.into_iter().map(|fill| fill.row(&people)).collect();
            Ok(Page { next: found.more.then_some(found.next), rows: Box::new(move || Ok(rows)), skipped: Vec::new() })
        })
    }

    fn delete<'a>(&'a self, from: &'a Reading<'a>, key: &'a str) -> BoxFuture<'a, Result<Deleted, ReadFailure>> {
        Box::pin(async move {
            let settings = settings(from.values)?;
            let session = Session { settings: &settings, net: from.net, memo: from.memo };
            let Some(id) = key.rsplit_once('/').and_then(|(_, id)| id.parse::<u64>().ok()) else { return Ok(Deleted::Before) };
            let Some(person) = people(&session, &[id]).await.map_err(|failure| of(failure, PEOPLE))?.remove(&id) else {
                return Ok(Deleted::Before);
            };
            // A person who once filled in such a text and is a customer otherwise is nobody's test.
            if !ArrivedLead::read(RawLead { fields: person, ..RawLead::default() }).test {
                return Ok(Deleted::Kept("by Marketo's own fields the person is no test person"));
            }
            let rows = session
                .ask(|token| request::delete(&settings, token, id))
                .await
                .and_then(|exchange| read::rows(&exchange))
                .map_err(|failure| of(failure, WRITING))?;
            match rows.first() {
                Some(row) if row["status"] == "deleted" => Ok(Deleted::Now),
                Some(row) if row["reasons"][0]["code"] == "1004" => Ok(Deleted::Before),
                row => Err(of(Failure { outcome: Outcome::Fail, ..read::not_deleted(row) }, WRITING)),
            }
        })
    }

    fn inferred(&self) -> Option<&'static str> {
        Some(
            "that each lead of the marketplace is one filling-in of the profile's form follows from what Partner Center asks for; how the log keeps what was filled in is not documented",
        )
    }
}

/// Of one query, by Adobe's documentation.
const MOST_PEOPLE: usize = 300;

const ACTIVITIES: &str = "activities (Access API > Read-Only Activity)";
const PEOPLE: &str = "people (Access API > Read-Only Person)";
const WRITING: &str = "people to delete them (Access API > Read-Write Person)";

fn settings(values: &Values) -> Result<Settings, ReadFailure> {
    Settings::from_values(values).map_err(|message| ReadFailure { entry: Some("marketo/missing-parameter"), ..ReadFailure::odd(message) })
}

fn of(failure: Failure, reading: &str) -> ReadFailure {
    let message = if failure.is_denied() {
        format!("the role of the API user may not use {reading}, or an allow-list keeps this machine out")
    } else {
        failure.message
    };
    ReadFailure { outcome: failure.outcome, entry: failure.entry, message, answered: failure.answered, never_any: false }
}

/// The place in the log from which on leads are wanted.
async fn begin(session: &Session<'_>, since: Option<Timestamp>, now: Timestamp) -> Result<String, Failure> {
    let oldest = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    // Activities are said to be those after a time, and times have whole seconds.
    let since = since.map_or(oldest, |since| since.saturating_sub(SignedDuration::from_secs(1)).unwrap_or(oldest).max(oldest));
    session.ask(|token| request::place_of(session.settings, token, since)).await.and_then(|exchange| read::place(&exchange))
}

/// People by their ids; who is not there is not among them.
async fn people(session: &Session<'_>, ids: &[u64]) -> Result<BTreeMap<u64, Map<String, Value>>, Failure> {
    let mut names: Vec<String> = fields::FIELDS.iter().map(|(rest, ..)| (*rest).to_owned()).collect();
    let ask = async |names: &[String]| {
        session.ask(|token| request::people(session.settings, token, ids, names)).await.and_then(|exchange| read::rows(&exchange))
    };
    let rows = match ask(&names).await {
        // One name that the instance does not have refuses the whole query.
        Err(failure) if failure.code == "1006" => {
            let exchange = session.memo.once("marketo/described", async { described(session).await }).await;
            let described = read::rows(&exchange)?;
            names.retain(|name| described.iter().any(|field| field["rest"]["name"].as_str() == Some(name)));
            ask(&names).await?
        }
        other => other?,
    };
    let person = |row: Value| {
        let Value::Object(mut fields) = row else { return None };
        let id = fields.remove("id").as_ref().and_then(number)?;
        fields.retain(|name, value| !value.is_null() && names.contains(name));
        Some((id, fields))
    };
    Ok(rows.into_iter().filter_map(person).collect())
}

async fn described(session: &Session<'_>) -> crate::core::exchange::Exchange {
    match session.ask(|token| request::describe(session.settings, token)).await {
        Ok(exchange) => exchange,
        Err(_) => session.refused_sign_in().await,
    }
}

/// A number, or digits in a text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// The form was filled in once.
struct Fill {
    /// The activity's own.
    id: String,
    person: Option<u64>,
    at: Option<Timestamp>,
    fields: Map<String, Value>,
    problem: Option<&'static str>,
}

impl Fill {
    /// `None` for another activity, or for another form's.
    fn of(row: Value, form: u32) -> Option<Fill> {
        let Value::Object(mut row) = row else { return None };
        let is = |name: &str, wanted: u64| row.get(name).and_then(number) == Some(wanted);
        if !is("activityTypeId", request::FILL_OUT_FORM) || !is("primaryAttributeValueId", u64::from(form)) {
            return None;
        }
        // The text replaces the number as the activity's name, by Adobe's page.
        let id = ["marketoGUID", "id"].iter().find_map(|name| match row.get(*name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        });
        let at = row.get("activityDate").and_then(Value::as_str).and_then(time);
        let person = row.get("leadId").and_then(number);
        let mut fill = Fill { id: id.unwrap_or_default(), person, at, fields: Map::new(), problem: Some(TODAY) };
        if let Some(name) = row.remove("primaryAttributeValue") {
            fill.fields.insert("Form".to_owned(), name);
        }
        if let Some(Value::Array(attributes)) = row.remove("attributes") {
            attributes.into_iter().for_each(|attribute| fill.take(attribute));
        }
        Some(fill)
    }

    fn take(&mut self, attribute: Value) {
        let Value::Object(mut attribute) = attribute else { return };
        let (Some(Value::String(name)), Some(value)) = (attribute.remove("name"), attribute.remove("value")) else { return };
        if value.is_null() || value.as_str().is_some_and(str::is_empty) {
            return;
        }
        if name != FORM_FIELDS {
            self.fields.insert(name, value);
            return;
        }
        let known = match &value {
            Value::String(text) => form_fields::read(text),
            Value::Object(fields) => Some(fields.clone()),
            _ => None,
        };
        let Some(known) = known else {
            self.problem = Some(UNREADABLE);
            self.fields.insert(name, value);
            return;
        };
        self.problem = None;
        for (name, value) in known {
            let is_technical = TECHNICAL.contains(&name.to_ascii_lowercase().as_str());
            self.fields.insert(if is_technical { format!("{FORM_FIELDS}.{name}") } else { name }, value);
        }
    }

    /// What was filled in, and of the rest what is known of the person.
    fn row(mut self, people: &BTreeMap<u64, Map<String, Value>>) -> RawLead {
        let mut problems: Vec<String> = self.problem.map(str::to_owned).into_iter().collect();
        match self.person.and_then(|id| people.get(&id)) {
            None => problems.push(GONE.to_owned()),
            Some(person) => {
                for (rest, standard, _) in fields::FIELDS {
                    let filled = |name: &String| name.eq_ignore_ascii_case(rest) || name.eq_ignore_ascii_case(standard);
                    if let Some(value) = person.get(rest).filter(|_| !self.fields.keys().any(filled)) {
                        self.fields.insert(rest.to_owned(), value.clone());
                    }
                }
            }
        }
        let person = self.person.unwrap_or_default();
        RawLead { key: format!("{}/{person}", self.id), arrived: self.at, fields: self.fields, size: 0, problems }
    }
}

/// `2023-01-16T23:32:19Z`, or with `+0000` for the zone: both are on Adobe's page.
fn time(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| text.strip_suffix("+0000").and_then(|time| format!("{time}Z").parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lead(attributes: Value, person: Value) -> ArrivedLead {
        let row = json!({"id": 7, "marketoGUID": "g7", "leadId": 31, "activityDate": "2026-11-01T10:00:00+0000", "activityTypeId": 2, "primaryAttributeValueId": 1179, "primaryAttributeValue": "Leads", "attributes": attributes});
        let Value::Object(person) = person else { unreachable!("it is an object") };
        let people = if person.is_empty() { BTreeMap::new() } else { BTreeMap::from([(31, person)]) };
        ArrivedLead::read(Fill::of(row, 1179).unwrap().row(&people))
    }

    #[test]
    fn what_was_filled_in_wins_and_the_person_tells_the_rest() {
        let filled = r#"a:4:{s:6:"module";s:11:"leadCapture";s:6:"action";s:5:"save2";s:5:"Email";s:10:"a@b.exampl";s:10:"LeadSource";s:22:"SPZA-PLT|contoso.crm-1";}"#;
        let attributes =
            json!([{"name": "Form Fields", "value": filled}, {"name": "User Agent", "value": "x"}, {"name": "Referrer URL", "value": ""}]);
        let lead = lead(attributes, json!({"email": "today@b.example", "leadSource": "Web", "firstName": "Anna"}));
        assert_eq!((lead.key.as_str(), lead.arrived.map(|at| at.to_string()).as_deref()), ("g7/31", Some("2026-11-01T10:00:00Z")));
        let told = [&lead.email, &lead.first_name, &lead.source, &lead.action, &lead.offer].map(|part| part.as_deref().unwrap_or_default());
        assert_eq!(told, ["a@b.exampl", "Anna", "SPZA", "PLT", "contoso.crm-1"]);
        let kept: Vec<&str> = lead.other.keys().map(String::as_str).collect();
        assert_eq!((kept, lead.problems.len()), (vec!["Form", "Form Fields.module", "Form Fields.action", "User Agent"], 0));
    }

    #[test]
    fn what_the_log_does_not_say_is_said() {
        let person = json!({"email": "today@b.example"});
        assert_eq!(lead(json!([]), person.clone()).problems, [TODAY]);
        let odd = lead(json!([{"name": "Form Fields", "value": "Email=a@b.example"}]), person);
        assert_eq!((odd.problems.as_slice(), odd.email.as_deref()), (&[UNREADABLE.to_owned()][..], Some("today@b.example")));
        assert_eq!(odd.other["Form Fields"], "Email=a@b.example", "nothing is lost");
        assert_eq!(lead(json!([]), json!({})).problems, [TODAY, GONE]);
    }

    #[test]
    fn other_activities_and_other_forms_are_no_leads() {
        for (kind, form) in [(json!(12), json!(1179)), (json!(2), json!(1180)), (json!(2), Value::Null)] {
            assert!(Fill::of(json!({"id": 7, "leadId": 31, "activityTypeId": kind, "primaryAttributeValueId": form}), 1179).is_none());
        }
        assert!(Fill::of(json!({"id": 7, "leadId": "31", "activityTypeId": 2, "primaryAttributeValueId": "1179"}), 1179).is_some());
    }
}
