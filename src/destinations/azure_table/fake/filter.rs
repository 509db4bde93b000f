//! `$filter`: comparisons of properties with literals, joined by `and`, `or` and `not`, in parentheses.
//!
//! Source: "Querying tables and entities" of the REST reference. Functions (`startswith` …) are not supported there either.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::answer::Refusal;
use super::entity::Typed;
use super::url::quoted_text;

/// How deep parentheses and `not` may nest.
const MAX_DEPTH: usize = 32;

/// A parsed filter.
#[derive(Debug, Clone)]
pub enum Filter {
    Or(Vec<Filter>),
    And(Vec<Filter>),
    Not(Box<Filter>),
    Compare(String, Operator, Typed),
    /// A boolean property on its own.
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

impl Operator {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Operator::Eq => order == Ordering::Equal,
            Operator::Ne => order != Ordering::Equal,
            Operator::Gt => order == Ordering::Greater,
            Operator::Ge => order != Ordering::Less,
            Operator::Lt => order == Ordering::Less,
            Operator::Le => order != Ordering::Greater,
        }
    }

    /// The same seen from the other side: `5 lt X` is `X gt 5`.
    fn turned(self) -> Self {
        match self {
            Operator::Gt => Operator::Lt,
            Operator::Ge => Operator::Le,
            Operator::Lt => Operator::Gt,
            Operator::Le => Operator::Ge,
            same => same,
        }
    }
}

impl Filter {
    pub fn parse(text: &str) -> Result<Filter, Refusal> {
        let tokens = tokens(text).ok_or_else(|| Refusal::of("InvalidInput"))?;
        let mut parser = Parser { tokens, at: 0 };
        let filter = parser.any(0).filter(|_| parser.at == parser.tokens.len());
        filter.ok_or_else(|| Refusal::of("InvalidInput"))
    }

    /// Whether a row with these properties is wanted. A property that is missing or of another type matches nothing.
    pub fn matches(&self, get: &dyn Fn(&str) -> Option<Typed>) -> bool {
        match self {
            Filter::Or(parts) => parts.iter().any(|part| part.matches(get)),
            Filter::And(parts) => parts.iter().all(|part| part.matches(get)),
            Filter::Not(part) => !part.matches(get),
            Filter::Flag(name) => get(name) == Some(Typed::Boolean(true)),
            Filter::Compare(name, operator, literal) => {
                get(name).and_then(|value| compare(&value, literal)).is_some_and(|order| operator.holds(order))
            }
        }
    }
}

fn compare(value: &Typed, literal: &Typed) -> Option<Ordering> {
    match (value, literal) {
        (Typed::Text(a), Typed::Text(b)) | (Typed::Guid(a), Typed::Guid(b)) | (Typed::Binary(a), Typed::Binary(b)) => Some(a.cmp(b)),
        (Typed::Boolean(a), Typed::Boolean(b)) => Some(a.cmp(b)),
        (Typed::DateTime(_, a), Typed::DateTime(_, b)) => Some(a.cmp(b)),
        (Typed::Int32(_) | Typed::Int64(_), Typed::Int32(_) | Typed::Int64(_)) => Some(whole(value)?.cmp(&whole(literal)?)),
        _ => number(value)?.partial_cmp(&number(literal)?),
    }
}

fn whole(value: &Typed) -> Option<i64> {
    match value {
        Typed::Int32(number) => Some(i64::from(*number)),
        Typed::Int64(number) => Some(*number),
        _ => None,
    }
}

fn number(value: &Typed) -> Option<f64> {
    match value {
        Typed::Int32(number) => Some(f64::from(*number)),
        #[allow(clippy::cast_precision_loss)] // as the service compares an Int64 with a Double
        Typed::Int64(number) => Some(*number as f64),
        Typed::Double(number) => Some(*number),
        _ => None,
    }
}

#[derive(Debug, Clone)]
enum Token {
    Open,
    Close,
    Or,
    And,
    Not,
    Is(Operator),
    Name(String),
    Literal(Typed),
}

fn tokens(mut text: &str) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    loop {
        text = text.trim_start();
        let Some(first) = text.chars().next() else { return Some(out) };
        match first {
            '(' | ')' => {
                out.push(if first == '(' { Token::Open } else { Token::Close });
                text = &text[1..];
            }
            '\'' => {
                let (literal, rest) = quoted_text(text)?;
                out.push(Token::Literal(Typed::Text(literal)));
                text = rest;
            }
            _ => {
                let end = text.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '\'')).unwrap_or(text.len());
                let (word, rest) = text.split_at(end);
                if rest.starts_with('\'') {
                    let (inside, rest) = quoted_text(rest)?;
                    out.push(Token::Literal(prefixed(word, inside)?));
                    text = rest;
                } else {
                    out.push(bare(word)?);
                    text = rest;
                }
            }
        }
    }
}

/// `datetime'…'`, `guid'…'`, `X'…'`, `binary'…'`.
fn prefixed(kind: &str, inside: String) -> Option<Typed> {
    match kind {
        "datetime" => {
            // Without an offset it is UTC.
            let at: Timestamp = inside.parse().or_else(|_| format!("{inside}Z").parse()).or_else(|_| format!("{inside}T00:00:00Z").parse()).ok()?;
            Some(Typed::DateTime(inside, at))
        }
        "guid" => inside.parse::<uuid::Uuid>().ok().map(|guid| Typed::Guid(guid.to_string())),
        "X" | "x" | "binary" => {
            use base64::Engine as _;
            let digits: Option<Vec<u8>> =
                (0..inside.len()).step_by(2).map(|at| inside.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok())).collect();
            Some(Typed::Binary(base64::engine::general_purpose::STANDARD.encode(digits?)))
        }
        _ => None,
    }
}

fn bare(word: &str) -> Option<Token> {
    Some(match word {
        "or" => Token::Or,
        "and" => Token::And,
        "not" => Token::Not,
        "eq" => Token::Is(Operator::Eq),
        "ne" => Token::Is(Operator::Ne),
        "gt" => Token::Is(Operator::Gt),
        "ge" => Token::Is(Operator::Ge),
        "lt" => Token::Is(Operator::Lt),
        "le" => Token::Is(Operator::Le),
        "true" => Token::Literal(Typed::Boolean(true)),
        "false" => Token::Literal(Typed::Boolean(false)),
        _ if word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) => Token::Literal(numeral(word)?),
        _ if word.chars().all(|c| c.is_alphanumeric() || c == '_') => Token::Name(word.to_owned()),
        _ => return None,
    })
}

fn numeral(word: &str) -> Option<Typed> {
    if let Some(digits) = word.strip_suffix(['L', 'l']) {
        return digits.parse().ok().map(Typed::Int64);
    }
    if let Ok(number) = word.parse() {
        return Some(Typed::Int32(number));
    }
    if let Ok(number) = word.parse() {
        return Some(Typed::Int64(number));
    }
    word.parse().ok().map(Typed::Double)
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

    fn any(&mut self, depth: usize) -> Option<Filter> {
        let mut parts = vec![self.all(depth)?];
        while matches!(self.tokens.get(self.at), Some(Token::Or)) {
            self.at += 1;
            parts.push(self.all(depth)?);
        }
        Some(Filter::Or(parts))
    }

    fn all(&mut self, depth: usize) -> Option<Filter> {
        let mut parts = vec![self.one(depth)?];
        while matches!(self.tokens.get(self.at), Some(Token::And)) {
            self.at += 1;
            parts.push(self.one(depth)?);
        }
        Some(Filter::And(parts))
    }

    fn one(&mut self, depth: usize) -> Option<Filter> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.next()? {
            Token::Not => Some(Filter::Not(Box::new(self.one(depth + 1)?))),
            Token::Open => {
                let inside = self.any(depth + 1)?;
                matches!(self.next()?, Token::Close).then_some(inside)
            }
            Token::Name(name) => {
                let Some(Token::Is(operator)) = self.tokens.get(self.at).cloned() else { return Some(Filter::Flag(name)) };
                self.at += 1;
                match self.next()? {
                    Token::Literal(literal) => Some(Filter::Compare(name, operator, literal)),
                    _ => None,
                }
            }
            Token::Literal(literal) => match (self.next()?, self.next()?) {
                (Token::Is(operator), Token::Name(name)) => Some(Filter::Compare(name, operator.turned(), literal)),
                _ => None,
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str) -> Option<Typed> {
        match name {
            "Description" => Some(Typed::Text("MSFT_TEST_639264528000000000".into())),
            "Quoted" => Some(Typed::Text("O'Brien (and) Sons".into())),
            "Count" => Some(Typed::Int32(5)),
            "Big" => Some(Typed::Int64(9_007_199_254_740_993)),
            "Live" => Some(Typed::Boolean(true)),
            "Id" => Some(Typed::Guid("7a0c1f5e-0d6b-4f0e-9b6a-2f8f3a1c9d42".into())),
            "Timestamp" => Some(Typed::DateTime("2026-10-01T12:00:00Z".into(), "2026-10-01T12:00:00Z".parse().unwrap())),
            _ => None,
        }
    }

    #[test]
    fn filters_choose_what_they_say() {
        let cases = [
            ("Description ge 'MSFT_TEST_' and Description lt 'MSFT_TEST`'", true),
            ("Description lt 'MSFT_TEST_'", false),
            ("Quoted eq 'O''Brien (and) Sons'", true),
            ("Quoted eq 'O''Brien'", false),
            ("Count eq 5 and (Count lt 6 or Missing eq 'x')", true),
            ("not (Count eq 5)", false),
            ("not Count eq 4", true),
            ("Count ne 5", false),
            ("5 le Count", true),
            ("6 le Count", false),
            ("4 lt Count", true),
            ("6 lt Count", false),
            ("6 gt Count", true),
            ("4 gt Count", false),
            ("Big eq 9007199254740993L", true),
            ("Big eq 9007199254740992L", false),
            ("Count gt 4.5", true),
            ("Live eq true", true),
            ("Live", true),
            ("Live eq false", false),
            ("Id eq guid'7A0C1F5E-0D6B-4F0E-9B6A-2F8F3A1C9D42'", true),
            ("Timestamp gt datetime'2026-10-01T11:59:59Z'", true),
            ("Timestamp gt datetime'2026-10-01T12:00:00.0000000Z'", false),
            ("Missing ne 'x'", false),
            ("Count eq 'five'", false),
            ("Count eq 4 or Count eq 5 and Live eq false", false),
        ];
        for (text, wanted) in cases {
            assert_eq!(Filter::parse(text).unwrap_or_else(|_| panic!("{text}")).matches(&row), wanted, "{text}");
        }
    }

    #[test]
    fn what_the_service_does_not_understand_is_refused() {
        let deep = format!("{}Count eq 5{}", "(".repeat(100), ")".repeat(100));
        for text in
            ["", "Count eq", "Count = 5", "eq 5", "(Count eq 5", "Count eq 5)", "startswith(Description,'MSFT')", "Count eq 'x", "a eq b", &deep]
        {
            assert_eq!(Filter::parse(text).unwrap_err().code, "InvalidInput", "{text}");
        }
    }
}
