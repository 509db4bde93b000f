//! The operations: tables listed, made, looked up and dropped; rows inserted, read, queried, changed and deleted.

use std::sync::MutexGuard;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::ACCOUNT;
use super::answer::{Level, Refusal, empty, ok};
use super::auth::{Act, Caller};
use super::entity::{Draft, Entity, Shown, Typed, check_key};
use super::filter::Filter;
use super::store::{Condition, Store};
use super::url::{Target, check_table_name, pairs, value};
use crate::core::fake::{FakeAnswer, FakeRequest, Faults};

/// A page holds no more.
const MAX_PAGE: usize = 1000;

/// One request of an authenticated caller.
pub struct Call<'a> {
    pub request: &'a FakeRequest,
    pub faults: &'a Faults,
    pub now: Timestamp,
    pub caller: Caller,
    /// The account's address as the client wrote it.
    pub base: String,
    pub store: MutexGuard<'a, Store>,
}

type Answer = Result<FakeAnswer, Refusal>;

/// A page of tables or rows.
#[derive(Serialize)]
struct Listing<T> {
    #[serde(rename = "odata.metadata", skip_serializing_if = "Option::is_none")]
    metadata: Option<String>,
    value: Vec<T>,
}

impl Call<'_> {
    /// `rest` is the path behind the account.
    pub fn answer(&mut self, rest: &str) -> Answer {
        let target = Target::parse(rest)?;
        // Clients behind strict proxies tunnel the other methods through POST.
        let method = self.request.header("x-http-method").filter(|_| self.request.method == "POST").unwrap_or(&self.request.method).to_owned();
        match (method.as_str(), target) {
            (_, Target::Batch | Target::Service) => Err(Refusal::of("NotImplemented")),
            (_, Target::Rows(_)) if self.option("comp").is_some() => Err(Refusal::of("NotImplemented")),
            ("GET", Target::Tables) => self.list_tables(),
            ("POST", Target::Tables) => self.create_table(),
            ("GET", Target::Table(name)) => self.show_table(&name),
            ("DELETE", Target::Table(name)) => self.delete_table(&name),
            ("GET", Target::Rows(table)) => self.query(&table),
            ("POST", Target::Rows(table)) => self.insert(&table),
            ("GET", Target::Row { table, partition, row }) => self.read(&table, &partition, &row),
            ("DELETE", Target::Row { table, partition, row }) => self.delete(&table, &partition, &row),
            ("PUT", Target::Row { table, partition, row }) => self.write(&table, (partition, row), false),
            ("MERGE" | "PATCH", Target::Row { table, partition, row }) => self.write(&table, (partition, row), true),
            _ => Err(Refusal::of("MethodNotAllowed")),
        }
    }

    fn fault(&self, id: &str) -> bool {
        self.faults.contains(id)
    }

    fn option(&self, name: &str) -> Option<String> {
        value(&pairs(self.request.query.as_deref()), name).map(str::to_owned)
    }

    /// Answers with content want a client that takes JSON: Atom went with version 2015-12-11.
    fn level(&self) -> Result<Level, Refusal> {
        Level::asked(self.request).ok_or_else(|| Refusal::of("AtomFormatNotSupported"))
    }

    fn takes_json(&self) -> Result<(), Refusal> {
        match self.request.header("content-type") {
            Some(kind) if kind.to_ascii_lowercase().starts_with("application/json") => Ok(()),
            Some(kind) if kind.contains("atom") => Err(Refusal::of("AtomFormatNotSupported")),
            _ => Err(Refusal::of("InvalidHeaderValue")),
        }
    }

    fn list_tables(&mut self) -> Answer {
        self.caller.may(Act::ListTables, None)?;
        let level = self.level()?;
        let limit = self.limit()?;
        let filter = self.filter()?;
        let from = self.option("NextTableName").map(|token| unpack(&token)).transpose()?.unwrap_or_default();
        let hidden = self.fault("storage/table-not-found") || self.fault("storage/table-being-deleted");
        let names = if hidden { Vec::new() } else { self.store.table_names() };
        let mut wanted = names.into_iter().filter(|name| name.to_ascii_lowercase() >= from).filter(|name| {
            let named = |property: &str| (property == "TableName").then(|| Typed::Text(name.clone()));
            filter.as_ref().is_none_or(|filter| filter.matches(&named))
        });
        let value: Vec<Map<String, Value>> = wanted.by_ref().take(limit).map(|name| self.table_json(level, &name)).collect();
        let next = wanted.next();
        let answer = ok(self.request, self.now, 200, level, &Listing { metadata: self.metadata(level, "Tables"), value });
        Ok(match next {
            Some(name) => answer.header("x-ms-continuation-NextTableName", pack(&name.to_ascii_lowercase())),
            None => answer,
        })
    }

    fn create_table(&mut self) -> Answer {
        self.caller.may(Act::CreateTable, None)?;
        let level = self.level()?;
        self.takes_json()?;
        let body: Value = serde_json::from_slice(&self.request.body)
            .map_err(|_| Refusal::saying("InvalidInput", "An error occurred while processing this request."))?;
        let name = body["TableName"].as_str().ok_or_else(|| Refusal::of("InvalidInput"))?;
        check_table_name(name)?;
        if self.fault("storage/table-being-deleted") {
            return Err(Refusal::of("TableBeingDeleted"));
        }
        // Under this fault a new table is never to be seen either.
        if !self.fault("storage/table-not-found") {
            self.store.create_table(name)?;
        }
        let location = format!("{}/Tables('{name}')", self.base);
        Ok(self.created(level, &self.one_table(level, name), &location))
    }

    fn show_table(&mut self, name: &str) -> Answer {
        self.caller.may(Act::ListTables, None)?;
        let level = self.level()?;
        let hidden = self.fault("storage/table-not-found") || self.fault("storage/table-being-deleted");
        let name = self.store.table_name(name).filter(|_| !hidden).ok_or_else(|| Refusal::of("ResourceNotFound"))?;
        Ok(ok(self.request, self.now, 200, level, &self.one_table(level, &name)))
    }

    fn delete_table(&mut self, name: &str) -> Answer {
        self.caller.may(Act::DeleteTable, None)?;
        if self.fault("storage/table-not-found") {
            return Err(Refusal::of("ResourceNotFound"));
        }
        self.store.delete_table(name)?;
        Ok(empty(self.request, self.now))
    }

    fn table_json(&self, level: Level, name: &str) -> Map<String, Value> {
        let mut out = Map::new();
        if level == Level::Full {
            out.insert("odata.type".into(), json!(format!("{ACCOUNT}.Tables")));
            out.insert("odata.id".into(), json!(format!("{}/Tables('{name}')", self.base)));
            out.insert("odata.editLink".into(), json!(format!("Tables('{name}')")));
        }
        out.insert("TableName".into(), json!(name));
        out
    }

    /// `odata.metadata` of an answer, where the client wants any.
    fn metadata(&self, level: Level, of: &str) -> Option<String> {
        (level != Level::None).then(|| format!("{}/$metadata#{of}", self.base))
    }

    /// A table on its own.
    fn one_table(&self, level: Level, name: &str) -> Map<String, Value> {
        let metadata = self.metadata(level, "Tables/@Element").map(|metadata| ("odata.metadata".to_owned(), json!(metadata)));
        metadata.into_iter().chain(self.table_json(level, name)).collect()
    }

    fn shown<'b>(&'b self, entity: &'b Entity, level: Level, table: &'b str, select: Option<&'b [String]>, metadata: Option<String>) -> Shown<'b> {
        Shown { entity, level, account: ACCOUNT, base: &self.base, table, select, metadata }
    }

    /// 201 with the thing made, or 204 where the client prefers that. Only who asked hears of a preference.
    fn created(&self, level: Level, body: &impl Serialize, location: &str) -> FakeAnswer {
        let prefer = self.request.header("prefer").filter(|prefer| matches!(*prefer, "return-content" | "return-no-content"));
        let answer = if prefer == Some("return-no-content") {
            empty(self.request, self.now).header("DataServiceId", location)
        } else {
            ok(self.request, self.now, 201, level, body)
        };
        let answer = answer.header("Location", location);
        match prefer {
            Some(prefer) => answer.header("Preference-Applied", prefer),
            None => answer,
        }
    }

    /// The table's own name, if rows may be worked with.
    fn rows_of(&self, table: &str) -> Result<String, Refusal> {
        if self.fault("storage/table-being-deleted") {
            return Err(Refusal::of("TableBeingDeleted"));
        }
        self.store.table_name(table).filter(|_| !self.fault("storage/table-not-found")).ok_or_else(|| Refusal::of("TableNotFound"))
    }

    fn insert(&mut self, table: &str) -> Answer {
        self.caller.may(Act::Add, Some(table))?;
        self.takes_json()?;
        let level = self.level()?;
        let name = self.rows_of(table)?;
        let answers = [
            ("storage/invalid-input", "InvalidInput"),
            ("storage/missing-keys", "PropertiesNeedValue"),
            ("storage/entity-already-exists", "EntityAlreadyExists"),
        ];
        if let Some((_, code)) = answers.iter().find(|(fault, _)| self.fault(fault)) {
            return Err(Refusal::of(code));
        }
        let draft = Draft::parse(&self.request.body)?;
        let entity = self.store.insert(&name, draft, self.now)?;
        let location = format!("{}/{}", self.base, entity.address(&name));
        let metadata = self.metadata(level, &format!("{name}/@Element"));
        let mut answer = self.created(level, &self.shown(&entity, level, &name, None, metadata), &location).header("ETag", entity.etag());
        answer.arrived = Some(entity.plain());
        Ok(answer)
    }

    fn read(&mut self, table: &str, partition: &str, row: &str) -> Answer {
        self.caller.may(Act::Read, Some(table))?;
        let level = self.level()?;
        let name = self.rows_of(table)?;
        if self.fault("storage/entity-not-found") {
            return Err(Refusal::of("ResourceNotFound"));
        }
        let entity = self.store.row(&name, partition, row)?;
        let (select, metadata) = (self.select(), self.metadata(level, &format!("{name}/@Element")));
        let shown = self.shown(&entity, level, &name, select.as_deref(), metadata);
        Ok(ok(self.request, self.now, 200, level, &shown).header("ETag", entity.etag()))
    }

    fn delete(&mut self, table: &str, partition: &str, row: &str) -> Answer {
        self.caller.may(Act::Delete, Some(table))?;
        let condition = Condition::parse(self.request.header("if-match")).ok_or_else(|| Refusal::of("MissingRequiredHeader"))?;
        let name = self.rows_of(table)?;
        if self.fault("storage/entity-not-found") {
            return Err(Refusal::of("ResourceNotFound"));
        }
        self.store.delete(&name, partition, row, &condition)?;
        Ok(empty(self.request, self.now))
    }

    /// Update with `If-Match`, else insert-or-replace or insert-or-merge.
    fn write(&mut self, table: &str, key: (String, String), merge: bool) -> Answer {
        let condition = Condition::parse(self.request.header("if-match"));
        self.caller.may(if condition.is_some() { Act::Update } else { Act::Upsert }, Some(table))?;
        self.takes_json()?;
        let name = self.rows_of(table)?;
        check_key("PartitionKey", &key.0)?;
        check_key("RowKey", &key.1)?;
        let draft = Draft::parse(&self.request.body)?;
        let (entity, new) = self.store.write(&name, key, draft, condition.as_ref(), merge, self.now)?;
        let mut answer = empty(self.request, self.now).header("ETag", entity.etag());
        answer.arrived = new.then(|| entity.plain());
        Ok(answer)
    }

    fn query(&mut self, table: &str) -> Answer {
        self.caller.may(Act::Read, Some(table))?;
        let level = self.level()?;
        let name = self.rows_of(table)?;
        let limit = self.limit()?;
        let filter = self.filter()?;
        let from = match (self.option("NextPartitionKey"), self.option("NextRowKey")) {
            (Some(partition), row) => Some((unpack(&partition)?, row.map(|row| unpack(&row)).transpose()?.unwrap_or_default())),
            (None, _) => None,
        };
        // A page may be empty and not the last: this is how the service says so.
        let (found, next) = if self.fault("sandbox/empty-page") && from.is_none() {
            (Vec::new(), Some((String::new(), String::new())))
        } else {
            let wanted = |entity: &Entity| filter.as_ref().is_none_or(|filter| filter.matches(&|name| entity.get(name)));
            self.store.page(&name, from, limit, &wanted)?
        };
        let select = self.select();
        let hidden = self.fault("storage/entity-not-found");
        let visible = found.into_iter().filter(|_| !hidden);
        let value: Vec<Shown> = visible.map(|entity| self.shown(entity, level, &name, select.as_deref(), None)).collect();
        let answer = ok(self.request, self.now, 200, level, &Listing { metadata: self.metadata(level, &name), value });
        Ok(match next {
            Some((partition, row)) => {
                answer.header("x-ms-continuation-NextPartitionKey", pack(&partition)).header("x-ms-continuation-NextRowKey", pack(&row))
            }
            None => answer,
        })
    }

    /// `$top`; an option that the service does not know is not implemented there either.
    fn limit(&self) -> Result<usize, Refusal> {
        let pairs = pairs(self.request.query.as_deref());
        if pairs.iter().any(|(name, _)| name.starts_with('$') && !matches!(name.as_str(), "$filter" | "$top" | "$select" | "$format")) {
            return Err(Refusal::of("NotImplemented"));
        }
        match value(&pairs, "$top") {
            None => Ok(MAX_PAGE),
            Some(top) => top.parse().ok().filter(|top| *top <= MAX_PAGE).ok_or_else(|| Refusal::of("InvalidInput")),
        }
    }

    fn filter(&self) -> Result<Option<Filter>, Refusal> {
        self.option("$filter").filter(|text| !text.trim().is_empty()).map(|text| Filter::parse(&text)).transpose()
    }

    fn select(&self) -> Option<Vec<String>> {
        let text = self.option("$select").filter(|text| !text.trim().is_empty() && text != "*")?;
        Some(text.split(',').map(|name| name.trim().to_owned()).collect())
    }
}

/// A continuation token: opaque to clients, in the form that the service uses.
fn pack(key: &str) -> String {
    let encoded = STANDARD.encode(key).replace('=', "-");
    format!("1!{}!{encoded}", encoded.len())
}

fn unpack(token: &str) -> Result<String, Refusal> {
    let bad = || Refusal::of("InvalidInput");
    let encoded = token.splitn(3, '!').nth(2).ok_or_else(bad)?;
    let bytes = STANDARD.decode(encoded.replace('-', "=")).map_err(|_| bad())?;
    String::from_utf8(bytes).map_err(|_| bad())
}
