//! Leads from elsewhere, kept as rows of the table: in the shape that Marketplace writes, under keys of their own, never twice.

use serde_json::{Map, Value};

use crate::core::exchange::WireResponse;
use crate::core::net::Net;
use crate::core::stored_lead::StoredLead;
use crate::core::values::Values;
use crate::destinations::azure_table::read;
use crate::destinations::azure_table::request::{self, Keys};
use crate::destinations::azure_table::settings::Settings;
use crate::destinations::storage::{Failure, patience};

/// UTF-16 units that a column's text may have, and a row with all its columns.
const MOST_OF_A_COLUMN: usize = 32 * 1024;
const MOST_OF_A_ROW: usize = 512 * 1024 - 1024;
/// Columns that a row may have beside its keys, less those of a lead.
const MOST_OTHERS: usize = 240;

/// The columns that a lead has of its own; an unknown field of such a name goes elsewhere.
const OWN: [&str; 12] = [
    "PartitionKey",
    "RowKey",
    "Timestamp",
    "ETag",
    "ActionCode",
    "CreatedTime",
    "LeadSource",
    "OfferDisplayName",
    "Description",
    "CustomerInfo",
    FROM,
    OTHERS,
];
/// Where the lead was.
const FROM: &str = "MigratedFrom";
/// Unknown fields whose names no column can have, as JSON.
const OTHERS: &str = "OtherFields";

/// A lead as a row, ready to be kept.
pub struct Row {
    keys: Keys,
    columns: Map<String, Value>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    New,
    /// A row with these keys is there: the same lead.
    AlreadyThere,
    /// The table refused this row, and would take others.
    Refused(String),
}

/// The table of a profile.
pub struct Rows(Settings);

impl Rows {
    /// The message says what is missing, without values.
    pub fn of(values: &Values) -> Result<Rows, String> {
        Settings::from_values(values).map(Rows)
    }

    pub fn table(&self) -> &str {
        &self.0.table
    }

    /// Whether the table is there, by one row's partition at most: any signature that may read leads may ask that, and the storage emulator
    /// answers a look at the table itself with all its rows. A signature that may not look is taken at its word.
    pub async fn is_there(&self, net: &dyn Net) -> Result<bool, Failure> {
        let exchange = patience::send(net, || request::one_row(&self.0, net.now())).await.exchange;
        if exchange.answer.as_ref().is_ok_and(read::is_content) {
            return Ok(true);
        }
        let failure = read::failure(&exchange);
        match failure.entry {
            Some("storage/entity-not-found" | "storage/table-not-found") => Ok(false),
            Some("storage/insufficient-permission") => Ok(true),
            _ => Err(failure),
        }
    }

    /// Makes the table; that it was there already is as good.
    pub async fn make(&self, net: &dyn Net) -> Result<(), Failure> {
        let exchange = patience::send(net, || request::create_table(&self.0, net.now())).await.exchange;
        match &exchange.answer {
            Ok(response) if read::is_stored(response) => Ok(()),
            Ok(response) if read::service_error(response).code == "TableAlreadyExists" => Ok(()),
            _ => Err(read::failure(&exchange)),
        }
    }

    /// Whether a row with these keys is there.
    pub async fn has(&self, row: &Row, net: &dyn Net) -> Result<bool, Failure> {
        let exchange = patience::send(net, || request::point_read(&self.0, &row.keys, net.now())).await.exchange;
        let failure = || read::failure(&exchange);
        match &exchange.answer {
            Ok(response) if read::is_content(response) => Ok(true),
            Ok(_) if matches!(failure().entry, Some("storage/entity-not-found" | "storage/table-not-found")) => Ok(false),
            _ => Err(failure()),
        }
    }

    /// Keeps the row, unless one with its keys is there. Repeating it does no harm: the service refuses the same keys twice.
    pub async fn keep(&self, row: &Row, net: &dyn Net) -> Result<Kept, Failure> {
        let sent = patience::send(net, || request::insert_columns(&self.0, &row.columns, net.now())).await;
        let there =
            |response: &WireResponse| read::classify(response.status, &read::service_error(response)) == Some("storage/entity-already-exists");
        match &sent.exchange.answer {
            Ok(response) if read::is_stored(response) => Ok(Kept::New),
            // An earlier attempt of this run stored it and its answer was lost.
            Ok(response) if there(response) && sent.maybe_done_before => Ok(Kept::New),
            Ok(response) if there(response) => Ok(Kept::AlreadyThere),
            _ => {
                let failure = read::failure(&sent.exchange);
                match failure.entry {
                    Some("storage/invalid-input" | "storage/missing-keys") => Ok(Kept::Refused(format!("the table refused it: {}", failure.code))),
                    _ => Err(failure),
                }
            }
        }
    }
}

impl Row {
    /// The lead in the table's shape, or why no row can hold it.
    pub fn of(lead: &StoredLead) -> Result<Row, String> {
        let keys = Keys { partition: format!("migrated-{}", lead.group), row: lead.digest.clone() };
        let mut columns = Map::new();
        let mut put = |name: &str, value: String| -> Result<(), String> {
            let units = value.encode_utf16().count();
            if units > MOST_OF_A_COLUMN {
                return Err(format!("its {name} has {units} characters, and a table's column holds {MOST_OF_A_COLUMN}"));
            }
            columns.insert(name.to_owned(), Value::String(value));
            Ok(())
        };
        put("PartitionKey", keys.partition.clone())?;
        put("RowKey", keys.row.clone())?;
        let own = [
            ("ActionCode", &lead.action_code),
            ("CreatedTime", &lead.created),
            ("LeadSource", &lead.lead_source),
            ("OfferDisplayName", &lead.offer),
            ("Description", &lead.description),
        ];
        for (name, value) in own {
            if let Some(value) = value {
                put(name, value.clone())?;
            }
        }
        put("CustomerInfo", Value::Object(lead.person.clone()).to_string())?;
        put(FROM, lead.place.clone())?;
        let mut strange = Map::new();
        let mut others = 0;
        for (name, value) in &lead.others {
            match value {
                // A table has no null.
                Value::Null => {}
                value if others < MOST_OTHERS && is_column_name(name) => {
                    others += 1;
                    put(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned))?;
                }
                value => drop(strange.insert(name.clone(), value.clone())),
            }
        }
        if !strange.is_empty() {
            put(OTHERS, Value::Object(strange).to_string())?;
        }
        let units = columns.iter().map(|(name, value)| name.len() + value.as_str().map_or(0, |text| text.encode_utf16().count())).sum::<usize>();
        if units > MOST_OF_A_ROW {
            return Err(format!("it has {units} characters, and a table's row holds {MOST_OF_A_ROW}"));
        }
        Ok(Row { keys, columns })
    }
}

/// The service's rule, those of C#'s names, kept to the part on which everybody agrees.
fn is_column_name(name: &str) -> bool {
    name.len() <= 255
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !OWN.iter().any(|own| own.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lead(others: &str) -> StoredLead {
        let map = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap();
        StoredLead {
            group: "leads".into(),
            digest: "0123456789abcdef0123456789abcdef".into(),
            place: "leads/a b.json".into(),
            person: map(r#"{"FirstName":"MSFT_TEST_1","Phone":null}"#),
            lead_source: Some("AzureMarketplace".into()),
            action_code: None,
            offer: Some("Contoso Test".into()),
            description: None,
            created: Some("5/9/2019 12:56:47 AM".into()),
            others: map(others),
        }
    }

    #[test]
    fn a_row_has_marketplaces_columns_and_nothing_is_lost() {
        let row = Row::of(&lead(r#"{"ProductId":7,"Two words":"x","timestamp":"t","Deep":{"a":1},"Nothing":null,"Émile":"y"}"#)).unwrap();
        assert_eq!(
            Value::Object(row.columns),
            serde_json::json!({
                "PartitionKey": "migrated-leads",
                "RowKey": "0123456789abcdef0123456789abcdef",
                "CreatedTime": "5/9/2019 12:56:47 AM",
                "LeadSource": "AzureMarketplace",
                "OfferDisplayName": "Contoso Test",
                "CustomerInfo": r#"{"FirstName":"MSFT_TEST_1","Phone":null}"#,
                "MigratedFrom": "leads/a b.json",
                "ProductId": "7",
                "Deep": r#"{"a":1}"#,
                "OtherFields": r#"{"Two words":"x","timestamp":"t","Émile":"y"}"#,
            })
        );
    }

    #[test]
    fn what_no_row_can_hold_is_said() {
        let why = |lead: &StoredLead| Row::of(lead).err().unwrap();
        let long = StoredLead { description: Some("x".repeat(40_000)), ..lead("{}") };
        assert!(why(&long).contains("its Description has 40000 characters"), "{}", why(&long));
        let many: Map<String, Value> = (0..300).map(|n| (format!("P{n}"), Value::from("x"))).collect();
        let row = Row::of(&StoredLead { others: many, ..lead("{}") }).unwrap();
        assert!(row.columns.len() <= 252 && row.columns["OtherFields"].as_str().unwrap().contains("P299"), "{}", row.columns.len());
        let big: Map<String, Value> = (0..20).map(|n| (format!("P{n}"), Value::from("x".repeat(30_000)))).collect();
        assert!(why(&StoredLead { others: big, ..lead("{}") }).contains("a table's row holds"));
    }
}
