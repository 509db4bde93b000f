//! What was filled in, as the activity keeps it in one text. Adobe documents that there is such a text and not its form: PHP's serialisation
//! and JSON are read, and what is neither is left to the person's own fields.

use serde_json::{Map, Value};

/// Lists in lists are nobody's form.
const DEEPEST: usize = 4;

/// Fields by the names that the form has for them; `None` where the text is in no form that is known.
pub(super) fn read(text: &str) -> Option<Map<String, Value>> {
    let text = text.trim();
    let value = if text.starts_with('{') {
        serde_json::from_str(text).ok()?
    } else {
        let mut reader = Serialized { text: text.as_bytes(), at: 0 };
        let value = reader.value(0)?;
        (reader.at == text.len()).then_some(value)?
    };
    match value {
        Value::Object(fields) if !fields.is_empty() => Some(fields),
        _ => None,
    }
}

/// `a:2:{s:5:"Email";s:3:"a@b";s:3:"Age";i:7;}`: a tag for the kind, lengths in bytes.
struct Serialized<'a> {
    text: &'a [u8],
    at: usize,
}

impl Serialized<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.byte()? {
            b'N' => self.is(b";").then_some(Value::Null),
            b's' => {
                let text = self.text(b';')?;
                Some(Value::String(text))
            }
            b'i' => self.number()?.parse::<i64>().ok().map(Value::from),
            b'd' => self.number().and_then(|number| serde_json::from_str(&number).ok()),
            b'b' => Some(Value::Bool(self.number()? == "1")),
            b'a' if depth < DEEPEST => {
                let count: usize = if self.is(b":") { self.until(b':')?.parse().ok()? } else { return None };
                if !self.is(b"{") {
                    return None;
                }
                let mut fields = Map::new();
                for _ in 0..count {
                    let name = match self.value(DEEPEST)? {
                        Value::String(name) => name,
                        Value::Number(place) => place.to_string(),
                        _ => return None,
                    };
                    let value = self.value(depth + 1)?;
                    fields.insert(name, value);
                }
                self.is(b"}").then_some(Value::Object(fields))
            }
            _ => None,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.text.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// Steps over what is expected there.
    fn is(&mut self, expected: &[u8]) -> bool {
        let there = self.text[self.at..].starts_with(expected);
        if there {
            self.at += expected.len();
        }
        there
    }

    /// The text before a byte, which is stepped over.
    fn until(&mut self, end: u8) -> Option<String> {
        let rest = &self.text[self.at..];
        let length = rest.iter().take(40).position(|byte| *byte == end)?;
        self.at += length + 1;
        std::str::from_utf8(&rest[..length]).ok().map(str::to_owned)
    }

    fn number(&mut self) -> Option<String> {
        if self.is(b":") { self.until(b';') } else { None }
    }

    fn text(&mut self, end: u8) -> Option<String> {
        let length: usize = if self.is(b":") { self.until(b':')?.parse().ok()? } else { return None };
        if !self.is(b"\"") {
            return None;
        }
        let text = self.text.get(self.at..self.at.checked_add(length)?)?;
        let text = std::str::from_utf8(text).ok()?.to_owned();
        self.at += length;
        (self.is(b"\"") && self.is(&[end])).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_forms_are_read() {
        let serialized = r#"a:6:{s:9:"FirstName";s:4:"Zoë";s:5:"Email";s:12:"a"b@c.exampl";s:3:"Age";i:-7;s:2:"Ok";b:1;s:4:"None";N;s:4:"List";a:1:{i:0;s:0:"";}}"#;
        assert_eq!(
            Value::Object(read(serialized).unwrap()),
            json!({"FirstName": "Zoë", "Email": "a\"b@c.exampl", "Age": -7, "Ok": true, "None": null, "List": {"0": ""}})
        );
        assert_eq!(Value::Object(read(r#" {"Email": "a@b.example"} "#).unwrap()), json!({"Email": "a@b.example"}));
    }

    #[test]
    fn what_is_neither_is_none_and_does_no_harm() {
        let whole = r#"a:2:{s:5:"Email";s:3:"a@b";s:1:"x";d:0.5;}"#;
        assert!(read(whole).is_some());
        for end in 0..whole.len() {
            assert_eq!(read(&whole[..end]), None, "{end}");
        }
        let deep = "a:1:{i:0;".repeat(10_000);
        for text in [
            "",
            "Email=a@b.example",
            "[1]",
            "a:0:{}",
            "s:3:\"a@b\";",
            "{}",
            "a:1:{s:99999999999999999999:\"x\";N;}",
            "a:1:{s:2:\"é\";N;} x",
            deep.as_str(),
        ] {
            assert_eq!(read(text), None, "{text:.40}");
        }
        // A length that counts characters and not bytes cuts one in half.
        assert_eq!(read(r#"a:1:{s:1:"é";N;}"#), None);
    }
}
