//! `$filter`: comparisons and text functions, joined by `and`, `or` and `not`, in parentheses.
//!
//! Source: "Filter rows" of the Web API documentation. Texts compare without regard to case, and what is empty is unequal to every value,
//! as the environment's database has it [inferred].

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use super::answer::Refusal;
use super::store::Row;
use super::table::{Plain, Table};

/// How deep parentheses and `not` may nest.
const MAX_DEPTH: usize = 32;

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
    /// Reads and checks the names and types against the table.
    pub fn parse(text: &str, table: &Table) -> Result<Filter, Refusal> {
        let syntax = |at: usize| Refusal::new(400, "0x80060888", format!("Syntax error at position {at} in '{text}'."));
        let tokens = tokens(text).map_err(syntax)?;
        let mut parser = Parser { tokens, at: 0 };
        let filter = parser.any(0).filter(|_| parser.at == parser.tokens.len()).ok_or_else(|| syntax(text.len()))?;
        filter.check(table)?;
        Ok(filter)
    }

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

#[derive(Debug, Clone)]
enum Token {
    Open,
    Close,
    Comma,
    Word(String),
    Literal(Literal),
}

/// The tokens, or where the text makes no sense.
fn tokens(text: &str) -> Result<Vec<Token>, usize> {
    let mut out = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let at = text.len() - rest.len();
        let Some(first) = rest.chars().next() else { return Ok(out) };
        let single = match first {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            ',' => Some(Token::Comma),
            _ => None,
        };
        if let Some(token) = single {
            out.push(token);
            rest = &rest[1..];
        } else if first == '\'' {
            let (literal, behind) = quoted(&rest[1..]).ok_or(at)?;
            out.push(Token::Literal(Literal::Text(literal)));
            rest = behind;
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '\'')).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            if word.is_empty() {
                return Err(at);
            }
            if let Some(inside) = behind.strip_prefix('\'') {
                let known = word.starts_with("Microsoft.Dynamics.CRM.");
                let (member, behind) = quoted(inside).filter(|_| known).ok_or(at)?;
                out.push(Token::Literal(Literal::Member(member)));
                rest = behind;
            } else {
                out.push(bare(word));
                rest = behind;
            }
        }
    }
}

/// What follows an opening quote, up to the closing one; two quotes stand for one.
fn quoted(text: &str) -> Option<(String, &str)> {
    let (mut out, mut rest) = (String::new(), text);
    loop {
        let end = rest.find('\'')?;
        out.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(more) => {
                out.push('\'');
                rest = more;
            }
            None => return Some((out, rest)),
        }
    }
}

fn bare(word: &str) -> Token {
    let literal = match word {
        "null" => Some(Literal::Null),
        "true" => Some(Literal::Yes(true)),
        "false" => Some(Literal::Yes(false)),
        _ if super::super::entra::is_guid(word) => Some(Literal::Guid(word.to_owned())),
        _ if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            let at = || word.parse::<Timestamp>().or_else(|_| format!("{word}T00:00:00Z").parse::<Timestamp>());
            word.parse().map(Literal::Number).ok().or_else(|| at().map(Literal::Time).ok())
        }
        _ => None,
    };
    literal.map_or_else(|| Token::Word(word.to_owned()), Token::Literal)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Takes the word where it comes next.
    fn take(&mut self, wanted: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Word(word)) if word == wanted);
        self.at += usize::from(found);
        found
    }

    fn any(&mut self, depth: usize) -> Option<Filter> {
        let mut parts = vec![self.all(depth)?];
        while self.take("or") {
            parts.push(self.all(depth)?);
        }
        Some(Filter::Or(parts))
    }

    fn all(&mut self, depth: usize) -> Option<Filter> {
        let mut parts = vec![self.one(depth)?];
        while self.take("and") {
            parts.push(self.one(depth)?);
        }
        Some(Filter::And(parts))
    }

    fn one(&mut self, depth: usize) -> Option<Filter> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.next()? {
            Token::Open => {
                let inside = self.any(depth + 1)?;
                matches!(self.next()?, Token::Close).then_some(inside)
            }
            Token::Word(word) if word == "not" => Some(Filter::Not(Box::new(self.one(depth + 1)?))),
            Token::Word(word) if matches!(self.tokens.get(self.at), Some(Token::Open)) => self.function(&word),
            Token::Word(name) => {
                let operator = match self.tokens.get(self.at) {
                    Some(Token::Word(word)) => Operator::named(word),
                    _ => None,
                };
                let Some(operator) = operator else { return Some(Filter::Flag(name)) };
                self.at += 1;
                match self.next()? {
                    Token::Literal(literal) => Some(Filter::Compare(name, operator, literal)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn function(&mut self, name: &str) -> Option<Filter> {
        let function = match name {
            "contains" => Function::Contains,
            "startswith" => Function::StartsWith,
            "endswith" => Function::EndsWith,
            _ => return None,
        };
        match (self.next()?, self.next()?, self.next()?, self.next()?, self.next()?) {
            (Token::Open, Token::Word(property), Token::Comma, Token::Literal(Literal::Text(wanted)), Token::Close) => {
                Some(Filter::Text(function, property, wanted))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn table() -> Table {
        let properties = [
            ("subject", Plain::Text),
            ("company", Plain::Text),
            ("code", Plain::Number),
            ("yes", Plain::Yes),
            ("createdon", Plain::Time),
            ("id", Plain::Guid),
        ];
        Table::new("leads", "lead", "id", &properties)
    }

    #[test]
    fn filters_choose_what_they_say() {
        let row = json!({"subject": "MSFT_TEST_6|O'Brien (and) Sons", "company": null, "code": 8, "yes": true, "createdon": "2026-10-01T12:00:00Z", "id": "7a0c1f5e-0d6b-4f0e-9b6a-2f8f3a1c9d42"});
        let row = row.as_object().unwrap();
        let cases = [
            ("startswith(subject,'msft_test_')", true),
            ("contains(subject,'O''Brien (and)')", true),
            ("endswith(subject,'Sons') and not contains(subject,'x')", true),
            ("subject eq 'MSFT_TEST_6|o''brien (AND) sons'", true),
            ("subject eq 'MSFT_TEST_6'", false),
            ("company eq null", true),
            ("company ne null", false),
            ("company ne 'Contoso'", true),
            ("company eq 'Contoso'", false),
            ("contains(company,'')", false),
            ("code eq 8 and (code lt 8 or code ge 8)", true),
            ("not (code eq 8)", false),
            ("code le 7 or code gt 8", false),
            ("yes", true),
            ("yes eq false", false),
            ("createdon gt 2026-10-01T11:59:59Z", true),
            ("createdon gt 2026-10-01T12:00:00Z", false),
            ("createdon ge 2026-10-01", true),
            ("id eq 7A0C1F5E-0D6B-4F0E-9B6A-2F8F3A1C9D42", true),
            ("code eq 1 and code eq 8 or code eq 8", true),
        ];
        for (text, wanted) in cases {
            assert_eq!(Filter::parse(text, &table()).unwrap_or_else(|_| panic!("{text}")).matches(row), wanted, "{text}");
        }
    }

    #[test]
    fn what_the_service_does_not_understand_is_refused() {
        let deep = format!("{}code eq 8{}", "(".repeat(100), ")".repeat(100));
        let cases = [
            ("", "0x80060888"),
            ("code eq", "0x80060888"),
            ("code = 8", "0x80060888"),
            ("(code eq 8", "0x80060888"),
            ("subject eq 'x", "0x80060888"),
            ("length(subject) eq 1", "0x80060888"),
            ("nothing eq 8", "0x80060888"),
            ("code eq 'Web'", "0x0"),
            ("subject eq 8", "0x0"),
            ("contains(code,'8')", "0x0"),
            ("id eq 'x'", "0x0"),
            (&deep, "0x80060888"),
        ];
        for (text, code) in cases {
            let refusal = Filter::parse(text, &table()).unwrap_err();
            assert_eq!((refusal.status, refusal.code), (400, code), "{text}");
        }
    }
}
