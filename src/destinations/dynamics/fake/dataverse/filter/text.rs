//! A filter's text: words, literals and parentheses, then what they say together.

use jiff::Timestamp;

use super::super::super::entra::is_guid;
use super::super::answer::Refusal;
use super::super::table::Table;
use super::{Filter, Function, Literal, Operator};

/// How deep parentheses and `not` may nest.
const MAX_DEPTH: usize = 32;

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
        _ if is_guid(word) => Some(Literal::Guid(word.to_owned())),
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
