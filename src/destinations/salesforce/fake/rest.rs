//! The REST API: versions, limits, the description of leads, leads one by one, and queries, a page at a time.

use jiff::SignedDuration;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::{SalesforceFake, describe, ids, metadata, oauth, refuse, rules, say, soql};
use crate::core::fake::{FakeAnswer, FakeRequest, Faults};

const API_CALLS: u64 = 15_000;
/// Rows of a page, where the client does not ask for fewer; never fewer than the least.
const PAGE: usize = 2_000;
const LEAST_PAGE: usize = 200;
const SMALL_PAGE: usize = 5;
const VERSIONS: std::ops::RangeInclusive<u32> = 31..=64;

/// One request below a version.
struct Call<'a> {
    fake: &'a SalesforceFake,
    request: &'a FakeRequest,
    faults: &'a Faults,
    /// `/services/data/v60.0`
    root: String,
}

pub fn answer(fake: &SalesforceFake, request: &FakeRequest, faults: &Faults) -> FakeAnswer {
    let path = percent_decode_str(&request.path).decode_utf8_lossy().into_owned();
    let rest = path.strip_prefix("/services/data").unwrap_or_default().trim_matches('/').to_owned();
    if rest.is_empty() {
        let version = |number: u32| json!({"label": format!("Release {number}"), "url": format!("/services/data/v{number}.0"), "version": format!("{number}.0")});
        return say(200, &VERSIONS.map(version).collect());
    }
    let (version, rest) = rest.split_once('/').unwrap_or((&rest, ""));
    let known = version.strip_prefix('v').and_then(|number| number.strip_suffix(".0")).and_then(|number| number.parse().ok());
    if !known.is_some_and(|number| VERSIONS.contains(&number)) {
        return not_found();
    }
    if let Some(answer) = oauth::check(fake, request) {
        return answer;
    }
    if faults.contains("salesforce/daily-limit-reached") {
        return refuse(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    }
    Call { fake, request, faults, root: format!("/services/data/{version}") }.answer(rest)
}

fn not_found() -> FakeAnswer {
    refuse(404, "NOT_FOUND", "The requested resource does not exist")
}

impl Call<'_> {
    fn answer(&self, rest: &str) -> FakeAnswer {
        let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
        let denied = self.faults.contains("sandbox/salesforce-api-denied");
        match (self.request.method.as_str(), parts.as_slice()) {
            ("GET", []) => {
                let of = |name: &str| (name.to_owned(), Value::String(format!("{}/{name}", self.root)));
                say(200, &Value::Object(["limits", "sobjects", "query", "queryAll", "tooling"].into_iter().map(of).collect()))
            }
            ("GET", ["limits"]) => say(200, &json!({"DailyApiRequests": {"Max": API_CALLS, "Remaining": API_CALLS - 120}})),
            ("GET", ["tooling", "query"]) if denied => refuse(403, "INSUFFICIENT_ACCESS", "insufficient access rights on cross-reference id"),
            ("GET", ["tooling", "query"]) => self.query(true),
            ("GET", ["query" | "queryAll"]) => self.query(false),
            ("GET", ["query" | "queryAll", locator]) => self.more(locator),
            ("GET", ["sobjects"]) => {
                let lead = json!({"name": "Lead", "label": "Lead", "keyPrefix": "00Q", "queryable": true, "createable": true, "urls": {"sobject": format!("{}/sobjects/Lead", self.root)}});
                say(200, &json!({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": [lead]}))
            }
            ("GET", ["sobjects", "Lead", "describe"]) if denied => not_found(),
            ("GET", ["sobjects", "Lead", "describe"]) => say(200, &describe::lead(self.faults)),
            ("GET", ["sobjects", "Lead"]) => say(200, &json!({"objectDescribe": {"name": "Lead", "keyPrefix": "00Q"}, "recentItems": []})),
            ("POST", ["sobjects", "Lead"]) => self.create(),
            ("GET" | "PATCH" | "DELETE", ["sobjects", "Lead", id]) => self.one(id),
            (_, ["limits" | "query" | "queryAll" | "sobjects" | "tooling", ..]) if self.request.method != "GET" => {
                refuse(405, "METHOD_NOT_ALLOWED", &format!("HTTP Method '{}' not allowed. Allowed are HEAD,GET", self.request.method))
            }
            _ => not_found(),
        }
    }

    /// The body as an object of known fields.
    fn body(&self) -> Result<Map<String, Value>, Box<FakeAnswer>> {
        let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(&self.request.body) else {
            return Err(Box::new(refuse(400, "JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body.")));
        };
        let all = describe::fields(self.faults);
        for name in fields.keys() {
            match all.iter().find(|field| field.name == name) {
                None => return Err(Box::new(refuse(400, "INVALID_FIELD", &format!("No such column '{name}' on sobject of type Lead")))),
                Some(field) if !field.createable => {
                    let message = format!(
                        "Unable to create/update fields: {name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set."
                    );
                    return Err(Box::new(say(400, &json!([{"message": message, "errorCode": "INVALID_FIELD_FOR_INSERT_UPDATE", "fields": [name]}]))));
                }
                Some(_) => {}
            }
        }
        Ok(fields)
    }

    fn create(&self) -> FakeAnswer {
        let fields = match self.body() {
            Ok(fields) => fields,
            Err(answer) => return *answer,
        };
        if let Some(refusal) = rules::refusal(&fields, self.faults) {
            return say(400, &json!([{"message": refusal.message, "errorCode": refusal.code, "fields": refusal.fields}]));
        }
        let lead = self.fake.store().insert(&fields, self.request.now, SignedDuration::ZERO);
        let answer =
            say(201, &json!({"id": lead.id, "success": true, "errors": []})).header("Location", format!("{}/sobjects/Lead/{}", self.root, lead.id));
        FakeAnswer { arrived: Some(Value::Object(lead.fields)), ..answer }
    }

    fn one(&self, id: &str) -> FakeAnswer {
        let now = self.request.now;
        let mut store = self.fake.store();
        let Some(lead) = store.find(id, now) else {
            return if id.starts_with("00Q") && matches!(id.len(), 15 | 18) {
                refuse(404, "ENTITY_IS_DELETED", "entity is deleted")
            } else {
                refuse(404, "NOT_FOUND", "The requested resource does not exist")
            };
        };
        match self.request.method.as_str() {
            "GET" => say(200, &with_attributes(&Value::Object(lead.fields.clone()), "Lead", &self.root)),
            "DELETE" => {
                let id = lead.id.clone();
                store.remove(&id);
                FakeAnswer::new(204, "")
            }
            _ => match self.body() {
                Ok(fields) => {
                    lead.fields.extend(fields);
                    FakeAnswer::new(204, "")
                }
                Err(answer) => *answer,
            },
        }
    }

    fn query(&self, tooling: bool) -> FakeAnswer {
        if self.faults.contains("sandbox/salesforce-busy-pages") {
            let mut store = self.fake.store();
            store.queries += 1;
            if store.queries % 3 == 2 {
                return refuse(503, "SERVER_UNAVAILABLE", "The server is temporarily unavailable").header("Retry-After", "1");
            }
        }
        let query = self.request.query.as_deref().unwrap_or_default();
        let text = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "q").map(|(_, value)| value.into_owned());
        match self.rows(&text.unwrap_or_default(), tooling) {
            Ok(answer) => answer,
            Err((code, message)) => refuse(400, code, &message),
        }
    }

    fn rows(&self, text: &str, tooling: bool) -> Result<FakeAnswer, soql::Refused> {
        let query = soql::parse(text)?;
        let object = query.object.as_str();
        let (columns, rows) = if object == "Lead" && !tooling {
            let rows = self.fake.store().visible(self.request.now).map(|lead| Value::Object(lead.fields.clone())).collect();
            (describe::columns(self.faults), rows)
        } else {
            match metadata::table(object, tooling, &self.fake.oid, self.faults) {
                Some(table) => (table.columns, table.rows),
                None => return Err(("INVALID_TYPE", format!("sObject type '{object}' is not supported."))),
            }
        };
        if let Some(unknown) = query.named().into_iter().find(|name| !columns.iter().any(|known| known.eq_ignore_ascii_case(name))) {
            return Err(("INVALID_FIELD", no_such_column(text, unknown, object)));
        }
        if object == "Lead" {
            let not = |name: &&str| !describe::is_filterable(name, self.faults);
            let refused = |name: &str, what: &str| ("INVALID_FIELD", format!("field '{name}' can not be {what} in a query call"));
            if let Some(name) = query.chosen_by().into_iter().find(not) {
                return Err(refused(name, "filtered"));
            }
            if let Some(name) = query.sorted_by().find(not) {
                return Err(refused(name, "sorted"));
            }
        }
        let picked = query.pick(rows.iter());
        if query.columns.is_empty() {
            return Ok(say(200, &json!({"totalSize": picked.len(), "done": true, "records": []})));
        }
        let record = |row: &&Value| {
            let columns = query.columns.iter().map(|asked| {
                let name = columns.iter().find(|known| known.eq_ignore_ascii_case(asked)).copied().unwrap_or(asked.as_str());
                (name.to_owned(), soql::value(row, asked).clone())
            });
            let id = soql::value(row, "Id").clone();
            let mut record = Map::from_iter([("attributes".to_owned(), attributes(object, &id, &self.root))]);
            record.extend(columns);
            Value::Object(record)
        };
        let records: Vec<Value> = picked.iter().map(record).collect();
        let total = records.len();
        Ok(self.page(records, total))
    }

    fn page_size(&self) -> usize {
        // Where records are large, an answer holds fewer of them than were asked for.
        if self.faults.contains("sandbox/salesforce-small-pages") {
            return SMALL_PAGE;
        }
        let asked = self.request.header("sforce-query-options").and_then(|options| options.split("batchSize=").nth(1)?.trim().parse().ok());
        asked.map_or(PAGE, |size: usize| size.clamp(LEAST_PAGE, PAGE))
    }

    fn page(&self, mut records: Vec<Value>, total: usize) -> FakeAnswer {
        let size = self.page_size();
        if records.len() <= size {
            return say(200, &json!({"totalSize": total, "done": true, "records": records}));
        }
        let rest = records.split_off(size);
        let mut store = self.fake.store();
        let locator = format!("{}-{}", &ids::record("01g", store.number())[..15], total - rest.len());
        while store.cursors.len() >= 50 {
            store.cursors.pop_first();
        }
        store.cursors.insert(locator.clone(), rest);
        say(200, &json!({"totalSize": total, "done": false, "nextRecordsUrl": format!("{}/query/{locator}", self.root), "records": records}))
    }

    fn more(&self, locator: &str) -> FakeAnswer {
        let rest = self.fake.store().cursors.get(locator).cloned();
        let shown = locator.rsplit_once('-').and_then(|(_, shown)| shown.parse::<usize>().ok());
        match (rest, shown) {
            (Some(rest), Some(shown)) => {
                let total = shown + rest.len();
                self.page(rest, total)
            }
            _ => refuse(400, "INVALID_QUERY_LOCATOR", "invalid query locator"),
        }
    }
}

/// As the service words it: the piece of the query in front, and a mark below the column (the form is seen in public issues).
fn no_such_column(text: &str, unknown: &str, object: &str) -> String {
    let at = text.to_lowercase().find(&unknown.to_lowercase()).unwrap_or(0);
    let piece: String = text.chars().take(text[..at].chars().count() + unknown.len()).collect();
    format!(
        "\n{piece}\n{}^\nERROR at Row:1:Column:{}\nNo such column '{unknown}' on entity '{object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
        " ".repeat(piece.chars().count().saturating_sub(unknown.len())),
        at + 1
    )
}

fn attributes(object: &str, id: &Value, root: &str) -> Value {
    json!({"type": object, "url": format!("{root}/sobjects/{object}/{}", id.as_str().unwrap_or_default())})
}

fn with_attributes(row: &Value, object: &str, root: &str) -> Value {
    let mut record = Map::from_iter([("attributes".to_owned(), attributes(object, &row["Id"], root))]);
    record.extend(row.as_object().cloned().unwrap_or_default());
    Value::Object(record)
}
