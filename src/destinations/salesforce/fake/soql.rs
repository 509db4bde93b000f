//! The part of SOQL that clients of leads use: SELECT of columns or COUNT(), WHERE with AND, OR and parentheses, ORDER BY, LIMIT, OFFSET.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

/// Code and words of a refused query.
pub type Refused = (&'static str, String);

#[derive(Debug)]
pub struct Query {
    pub object: String,
    /// Empty: only the number is asked for.
    pub columns: Vec<String>,
    condition: Option<Condition>,
    order: Vec<(String, bool)>,
    limit: Option<usize>,
    offset: usize,
}

#[derive(Debug)]
enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Is { column: String, operator: String, values: Vec<Literal> },
}

#[derive(Debug, Clone)]
enum Literal {
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    Time(Timestamp),
}

/// Words, strings and signs, in order.
fn tokens(text: &str) -> Result<Vec<String>, Refused> {
    let mut tokens = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        match c {
            c if c.is_whitespace() => at += 1,
            '\'' => {
                let mut literal = String::from("'");
                loop {
                    at += 1;
                    match chars.get(at) {
                        None => return Err(malformed("unterminated string literal")),
                        Some('\'') => break,
                        Some('\\') => {
                            at += 1;
                            match chars.get(at) {
                                Some('n') => literal.push('\n'),
                                Some('r') => literal.push('\r'),
                                Some('t') => literal.push('\t'),
                                // The wildcards of LIKE stay escaped.
                                Some(c @ ('%' | '_')) => literal.extend(['\\', *c]),
                                Some(c) => literal.push(*c),
                                None => return Err(malformed("unterminated string literal")),
                            }
                        }
                        Some(c) => literal.push(*c),
                    }
                }
                at += 1;
                tokens.push(literal);
            }
            ',' | '(' | ')' | '=' => {
                tokens.push(c.to_string());
                at += 1;
            }
            '!' | '<' | '>' => {
                let two = matches!((c, chars.get(at + 1)), (_, Some('=')) | ('<', Some('>')));
                tokens.push(chars[at..=at + usize::from(two)].iter().collect());
                at += 1 + usize::from(two);
            }
            _ => {
                let word: String = chars[at..].iter().take_while(|c| c.is_alphanumeric() || "_.:+-".contains(**c)).collect();
                if word.is_empty() {
                    return Err(malformed(&format!("unexpected token: '{c}'")));
                }
                at += word.chars().count();
                tokens.push(word);
            }
        }
    }
    Ok(tokens)
}

fn malformed(words: &str) -> Refused {
    ("MALFORMED_QUERY", words.to_owned())
}

struct Reader {
    tokens: std::iter::Peekable<std::vec::IntoIter<String>>,
    /// How deep parentheses stand in each other.
    depth: u8,
}

impl Reader {
    fn takes(&mut self, word: &str) -> bool {
        self.tokens.next_if(|token| token.eq_ignore_ascii_case(word)).is_some()
    }

    fn wants(&mut self, word: &str) -> Result<(), Refused> {
        if self.takes(word) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn next(&mut self) -> Result<String, Refused> {
        self.tokens.next().ok_or_else(|| malformed("unexpected token: '<EOF>'"))
    }

    fn unexpected(&mut self) -> Refused {
        malformed(&format!("unexpected token: '{}'", self.tokens.peek().map_or("<EOF>", String::as_str)))
    }

    fn name(&mut self) -> Result<String, Refused> {
        let name = self.next()?;
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) { Ok(name) } else { Err(malformed(&format!("unexpected token: '{name}'"))) }
    }

    fn any(&mut self) -> Result<Condition, Refused> {
        let mut parts = vec![self.all()?];
        while self.takes("OR") {
            parts.push(self.all()?);
        }
        Ok(Condition::Any(parts))
    }

    fn all(&mut self) -> Result<Condition, Refused> {
        let mut parts = vec![self.one()?];
        while self.takes("AND") {
            parts.push(self.one()?);
        }
        Ok(Condition::All(parts))
    }

    fn one(&mut self) -> Result<Condition, Refused> {
        self.depth += 1;
        if self.depth > 50 {
            return Err(malformed("the query is too complex"));
        }
        let condition = if self.takes("NOT") {
            Condition::Not(Box::new(self.one()?))
        } else if self.takes("(") {
            let inside = self.any()?;
            self.wants(")")?;
            inside
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn comparison(&mut self) -> Result<Condition, Refused> {
        let column = self.name()?;
        let operator = self.next()?.to_uppercase();
        let (operator, is_list) = match operator.as_str() {
            "NOT" => {
                self.wants("IN")?;
                ("NOT IN".to_owned(), true)
            }
            "IN" => (operator, true),
            "=" | "!=" | "<>" | "<" | ">" | "<=" | ">=" | "LIKE" => (operator, false),
            other => return Err(malformed(&format!("unexpected token: '{other}'"))),
        };
        let mut values = Vec::new();
        if is_list {
            self.wants("(")?;
            loop {
                values.push(self.literal()?);
                if !self.takes(",") {
                    break;
                }
            }
            self.wants(")")?;
        } else {
            values.push(self.literal()?);
        }
        Ok(Condition::Is { column, operator, values })
    }

    fn literal(&mut self) -> Result<Literal, Refused> {
        let token = self.next()?;
        if let Some(text) = token.strip_prefix('\'') {
            return Ok(Literal::Text(text.to_owned()));
        }
        Ok(match token.to_ascii_lowercase().as_str() {
            "true" => Literal::Bool(true),
            "false" => Literal::Bool(false),
            "null" => Literal::Null,
            word => match (word.parse::<f64>(), token.parse::<Timestamp>()) {
                (Ok(number), _) => Literal::Number(number),
                (_, Ok(time)) => Literal::Time(time),
                _ => return Err(malformed(&format!("unexpected token: '{token}'"))),
            },
        })
    }
}

/// Reads a query.
pub fn parse(text: &str) -> Result<Query, Refused> {
    let mut reader = Reader { tokens: tokens(text)?.into_iter().peekable(), depth: 0 };
    reader.wants("SELECT")?;
    let mut columns = Vec::new();
    if reader.takes("COUNT") {
        reader.wants("(")?;
        reader.wants(")")?;
    } else {
        loop {
            columns.push(reader.name()?);
            if !reader.takes(",") {
                break;
            }
        }
    }
    reader.wants("FROM")?;
    let object = reader.name()?;
    let condition = if reader.takes("WHERE") { Some(reader.any()?) } else { None };
    let mut order = Vec::new();
    if reader.takes("ORDER") {
        reader.wants("BY")?;
        loop {
            let column = reader.name()?;
            let falling = reader.takes("DESC");
            let _ = !falling && reader.takes("ASC");
            if reader.takes("NULLS") {
                let _ = reader.next()?;
            }
            order.push((column, falling));
            if !reader.takes(",") {
                break;
            }
        }
    }
    let mut number = |word: &str| -> Result<Option<usize>, Refused> {
        if !reader.takes(word) {
            return Ok(None);
        }
        let given = reader.next()?;
        given.parse().map(Some).map_err(|_| malformed(&format!("unexpected token: '{given}'")))
    };
    let (limit, offset) = (number("LIMIT")?, number("OFFSET")?.unwrap_or(0));
    if reader.tokens.peek().is_some() {
        return Err(reader.unexpected());
    }
    Ok(Query { object, columns, condition, order, limit, offset })
}

/// The value at a column, which may lead over a relation: `EntityDefinition.QualifiedApiName`.
pub fn value<'a>(row: &'a Value, column: &str) -> &'a Value {
    column.split('.').fold(row, |row, part| {
        row.as_object().and_then(|fields| fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(part))).map_or(&Value::Null, |(_, value)| value)
    })
}

impl Query {
    /// The columns that it sorts by.
    pub fn sorted_by(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(|(column, _)| column.as_str())
    }

    /// Every column that it names.
    pub fn named(&self) -> Vec<&str> {
        let mut named: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        named.extend(self.chosen_by());
        named.extend(self.sorted_by());
        named
    }

    /// The columns that it chooses rows by.
    pub fn chosen_by(&self) -> Vec<&str> {
        fn of<'a>(condition: &'a Condition, into: &mut Vec<&'a str>) {
            match condition {
                Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| of(part, into)),
                Condition::Not(inner) => of(inner, into),
                Condition::Is { column, .. } => into.push(column),
            }
        }
        let mut named = Vec::new();
        if let Some(condition) = &self.condition {
            of(condition, &mut named);
        }
        named
    }

    /// The rows that it asks for, in its order.
    pub fn pick<'a>(&self, rows: impl Iterator<Item = &'a Value>) -> Vec<&'a Value> {
        let mut rows: Vec<&Value> = rows.filter(|row| self.condition.as_ref().is_none_or(|condition| holds(condition, row))).collect();
        rows.sort_by(|a, b| {
            let compared = self.order.iter().map(|(column, falling)| {
                let order = compare(value(a, column), value(b, column));
                if *falling { order.reverse() } else { order }
            });
            compared.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        });
        rows.into_iter().skip(self.offset).take(self.limit.unwrap_or(usize::MAX)).collect()
    }
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        // Nulls come first.
        (a, b) => b.is_null().cmp(&a.is_null()),
    }
}

fn holds(condition: &Condition, row: &Value) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, row)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, row)),
        Condition::Not(inner) => !holds(inner, row),
        Condition::Is { column, operator, values } => {
            let there = value(row, column);
            let is = |wanted: &Literal| order(there, wanted) == Some(Ordering::Equal);
            match operator.as_str() {
                "IN" => values.iter().any(is),
                "NOT IN" => !values.iter().any(is),
                "LIKE" => matches!((there, &values[0]), (Value::String(text), Literal::Text(pattern)) if like(text, pattern)),
                "=" => is(&values[0]),
                "!=" | "<>" => !is(&values[0]),
                "<" => order(there, &values[0]) == Some(Ordering::Less),
                ">" => order(there, &values[0]) == Some(Ordering::Greater),
                "<=" => matches!(order(there, &values[0]), Some(Ordering::Less | Ordering::Equal)),
                _ => matches!(order(there, &values[0]), Some(Ordering::Greater | Ordering::Equal)),
            }
        }
    }
}

/// Texts are compared without case; `None` where the two can't be compared.
fn order(there: &Value, wanted: &Literal) -> Option<Ordering> {
    match (there, wanted) {
        (Value::Null, Literal::Null) => Some(Ordering::Equal),
        (Value::String(text), Literal::Text(wanted)) => Some(text.to_lowercase().cmp(&wanted.to_lowercase())),
        (Value::String(text), Literal::Time(wanted)) => text.replace("+0000", "Z").parse::<Timestamp>().ok().map(|at| at.cmp(wanted)),
        (Value::Number(number), Literal::Number(wanted)) => number.as_f64()?.partial_cmp(wanted),
        (Value::Bool(there), Literal::Bool(wanted)) => Some(there.cmp(wanted)),
        _ => None,
    }
}

/// `%` is anything, `_` one character.
fn like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let mut reach = vec![true];
    reach.resize(text.len() + 1, false);
    let mut pattern = pattern.chars();
    while let Some(sign) = pattern.next() {
        let mut next = vec![false; text.len() + 1];
        let literal = match sign {
            '%' => {
                let mut seen = false;
                for (place, reached) in reach.iter().enumerate() {
                    seen |= reached;
                    next[place] = seen;
                }
                reach = next;
                continue;
            }
            '_' => None,
            '\\' => pattern.next(),
            other => Some(other),
        };
        for place in 0..text.len() {
            next[place + 1] = reach[place] && literal.is_none_or(|wanted| wanted.to_lowercase().eq(std::iter::once(text[place])));
        }
        reach = next;
    }
    reach[text.len()]
}
