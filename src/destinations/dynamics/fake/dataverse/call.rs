//! One authenticated request to the Web API, with everything that answering it needs.

use serde_json::Value;

use super::answer::{self, Preferences};
use super::caller::Caller;
use super::leads::in_parentheses;
use super::path::Options;
use super::query::{Page, Query, listed};
use super::store::Row;
use super::table::Table;
use crate::core::fake::{FakeAnswer, FakeRequest, Faults};

pub struct Call<'a> {
    pub request: &'a FakeRequest,
    pub faults: &'a Faults,
    pub caller: Caller<'a>,
    pub options: Options,
    pub preferences: Preferences,
    /// `http://127.0.0.1:PORT`
    pub origin: String,
    /// `v9.2`
    pub version: String,
}

impl Call<'_> {
    pub fn on(&self, fault: &str) -> bool {
        self.faults.contains(fault)
    }

    /// Where the API begins.
    pub fn root(&self) -> String {
        format!("{}/api/data/{}", self.origin, self.version)
    }

    /// What every `@odata.context` begins with.
    pub fn context(&self) -> String {
        format!("{}/$metadata", self.root())
    }

    /// A page of rows, each shown by `show`.
    pub fn listed(&self, table: &Table, query: &Query, page: Page, show: impl Fn(&Row) -> Row) -> FakeAnswer {
        let context = format!("{}#{}{}", self.context(), table.set, in_parentheses(query.select.as_deref()));
        let next = if self.on("sandbox/dynamics-endless-pages") { Some(query.cookie_of_the_beginning()) } else { page.next };
        let next = next.map(|cookie| self.page_at(&cookie));
        let rows = page.rows.iter().map(show).collect();
        answer::ok(self.request, 200, &listed(&context, rows, page.count, next))
    }

    /// The request's own address with another place to begin.
    fn page_at(&self, cookie: &str) -> String {
        let query = self.request.query.as_deref().unwrap_or_default();
        let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("$skiptoken=") && !pair.starts_with("%24skiptoken="));
        let token = format!("$skiptoken={cookie}");
        let all: Vec<&str> = kept.chain([token.as_str()]).collect();
        // A page that leads elsewhere: a client must not follow it with its token.
        let origin = if self.on("sandbox/dynamics-foreign-page") { "http://localhost:9" } else { &self.origin };
        format!("{origin}{}?{}", self.request.path, all.join("&"))
    }

    /// A single thing.
    pub fn one(&self, context: &str, mut body: Value) -> FakeAnswer {
        let mut all = Row::from_iter([("@odata.context".to_owned(), Value::from(format!("{}#{context}", self.context())))]);
        if let Some(body) = body.as_object_mut() {
            all.append(body);
        }
        answer::ok(self.request, 200, &Value::Object(all))
    }
}
