//! `$filter`: comparisons and text functions, joined by `and`, `or` and `not`, in parentheses.
//!
//! Source: "Filter rows" of the Web API documentation. Texts compare without regard to case, and what is empty is unequal to every value,
//! as the environment's database has it (inferred).

#[cfg(test)]
mod tests;
mod text;

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use super::answer::Refusal;
use super::store::Row;
use super::table::{Plain, Table};

#[derive(Debug, Clone)]
pub enum Filter {
    Or(Vec<Filter>),
    And(Vec<Filter>),
    Not(Box<Filter>),
    Compare(String, Operator, Literal),
    Text(Function, String, String),
    /// A property of type yes/no on its own.
    Flag(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    Contains,
    StartsWith,
    EndsWith,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    Null,
    Text(String),
    Number(f64),
    Yes(bool),
    Time(Timestamp),
    Guid(String),
    /// `Microsoft.Dynamics.CRM.AttributeTypeCode'Picklist'`
    Member(String),
}

impl Operator {
    fn named(word: &str) -> Option<Operator> {
        Some(match word {
            "eq" => Operator::Eq,
            "ne" => Operator::Ne,
            "gt" => Operator::Gt,
            "ge" => Operator::Ge,
            "lt" => Operator::Lt,
            "le" => Operator::Le,
            _ => return None,
        })
    }

    fn holds(self, order: Option<Ordering>) -> bool {
        match self {
            Operator::Eq => order == Some(Ordering::Equal),
            Operator::Ne => order != Some(Ordering::Equal),
            Operator::Gt => order == Some(Ordering::Greater),
            Operator::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            Operator::Lt => order == Some(Ordering::Less),
            Operator::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        }
    }
}

impl Literal {
    fn fits(&self, plain: Plain) -> bool {
        match self {
            Literal::Null => plain != Plain::Complex,
            Literal::Text(_) => plain == Plain::Text,
            Literal::Number(_) => plain == Plain::Number,
            Literal::Yes(_) => plain == Plain::Yes,
            Literal::Time(_) => plain == Plain::Time,
            Literal::Guid(_) => plain == Plain::Guid,
            Literal::Member(_) => plain == Plain::Member,
        }
    }

    fn edm(&self) -> &'static str {
        match self {
            Literal::Null => "<null>",
            Literal::Text(_) => "Edm.String",
            Literal::Number(_) => "Edm.Int32",
            Literal::Yes(_) => "Edm.Boolean",
            Literal::Time(_) => "Edm.DateTimeOffset",
            Literal::Guid(_) => "Edm.Guid",
            Literal::Member(_) => "Microsoft.Dynamics.CRM.Enum",
        }
    }

    /// How the row's value stands to this one; `None` where they cannot be compared, as with nothing.
    fn order(&self, value: &Value) -> Option<Ordering> {
        match self {
            Literal::Null => value.is_null().then_some(Ordering::Equal),
            Literal::Text(text) | Literal::Guid(text) | Literal::Member(text) => Some(value.as_str()?.to_lowercase().cmp(&text.to_lowercase())),
            Literal::Number(number) => value.as_f64()?.partial_cmp(number),
            Literal::Yes(yes) => Some(value.as_bool()?.cmp(yes)),
            Literal::Time(at) => Some(value.as_str()?.parse::<Timestamp>().ok()?.cmp(at)),
        }
    }
}

impl Filter {
    /// Holds the names and types against the table.
    fn check(&self, table: &Table) -> Result<(), Refusal> {
        let known = |name: &str| table.plain(name).ok_or_else(|| Refusal::no_property(name, table.entity));
        let mismatch = |plain: Plain, other: &str, kind: &str| {
            let text = format!(
                "A binary operator with incompatible types was detected. Found operand types '{}' and '{other}' for operator kind '{kind}'.",
                plain.edm()
            );
            Refusal::new(400, "0x0", text)
        };
        match self {
            Filter::Or(parts) | Filter::And(parts) => parts.iter().try_for_each(|part| part.check(table)),
            Filter::Not(part) => part.check(table),
            Filter::Flag(name) => match known(name)? {
                Plain::Yes => Ok(()),
                other => Err(mismatch(other, "Edm.Boolean", "Equal")),
            },
            Filter::Text(_, name, _) => match known(name)? {
                Plain::Text => Ok(()),
                other => Err(mismatch(other, "Edm.String", "Equal")),
            },
            Filter::Compare(name, operator, literal) => {
                let plain = known(name)?;
                let kind = match operator {
                    Operator::Eq => "Equal",
                    Operator::Ne => "NotEqual",
                    Operator::Gt => "GreaterThan",
                    Operator::Ge => "GreaterThanOrEqual",
                    Operator::Lt => "LessThan",
                    Operator::Le => "LessThanOrEqual",
                };
                if literal.fits(plain) { Ok(()) } else { Err(mismatch(plain, literal.edm(), kind)) }
            }
        }
    }

    pub fn matches(&self, row: &Row) -> bool {
        // `RequiredLevel/Value` is a part of a property.
        let get = |name: &str| match name.split_once('/') {
            Some((whole, part)) => row.get(whole).and_then(|value| value.get(part)).unwrap_or(&Value::Null),
            None => row.get(name).unwrap_or(&Value::Null),
        };
        match self {
            Filter::Or(parts) => parts.iter().any(|part| part.matches(row)),
            Filter::And(parts) => parts.iter().all(|part| part.matches(row)),
            Filter::Not(part) => !part.matches(row),
            Filter::Flag(name) => get(name) == &Value::Bool(true),
            Filter::Compare(name, operator, literal) => operator.holds(literal.order(get(name))),
            Filter::Text(function, name, wanted) => get(name).as_str().is_some_and(|text| {
                let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
                match function {
                    Function::Contains => text.contains(&wanted),
                    Function::StartsWith => text.starts_with(&wanted),
                    Function::EndsWith => text.ends_with(&wanted),
                }
            }),
        }
    }
}
