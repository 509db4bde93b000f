//! Text that others wrote, made safe to show: control and bidirectional characters lose their power, length is bounded.

use std::borrow::Cow;

/// Replaces control, bidirectional and zero-width characters, and what is no character, by a visible form; line breaks and tabs stay.
pub fn sanitise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            '\r' => {}
            c if c.is_control() || is_invisible(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    // Azure Pipelines takes these for commands wherever they stand in a line.
    if out.contains("##vso[") || out.contains("##[") {
        out = out.replace("##vso[", "##vso [").replace("##[", "## [");
    }
    out
}

/// The same for a line that this program has coloured: SGR sequences (`ESC [ … m`) stay.
pub fn sanitise_styled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        let (before, from) = rest.split_at(at);
        out.push_str(&sanitise(before));
        let body = &from[2..];
        let end = body.find(|c: char| !(c.is_ascii_digit() || c == ';')).unwrap_or(body.len());
        if body[end..].starts_with('m') {
            out.push_str(&from[..2 + end + 1]);
            rest = &body[end + 1..];
        } else {
            out.push_str("\\u{1b}[");
            rest = body;
        }
    }
    out.push_str(&sanitise(rest));
    out
}

/// A JSON text in which invisible and bidirectional characters are written as escapes: the same values, and harmless where it is shown.
///
/// Control characters are escaped by every JSON writer already, but for those behind ASCII. All of them stand inside strings.
pub fn visible_json(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| !c.is_ascii() && (c.is_control() || is_invisible(c));
    if text.is_ascii() || !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 32);
    for c in text.chars() {
        match c {
            c if hidden(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// One line of at most `limit` characters, sanitised; `…` marks a cut.
pub fn excerpt(text: &str, limit: usize) -> String {
    let mut line = sanitise(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > limit {
        line = line.chars().take(limit.saturating_sub(1)).collect();
        line.push('…');
    }
    line
}

/// A letter without width, or one that turns the direction of others.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{061C}' | '\u{00AD}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}')
}

/// The nearest of `known` to `typed`, if it is near enough to be a slip.
pub fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&typed, &name.to_lowercase()), name))
        .filter(|(score, _)| *score > 0.82)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// All of `known`, those that look most like `typed` first.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let typed = typed.to_lowercase();
    let mut scored: Vec<(f64, &str)> = known.into_iter().map(|name| (strsim::jaro_winkler(&typed, &name.to_lowercase()), name)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().map(|(_, name)| name).collect()
}

/// `39.4 MB`.
pub fn size(bytes: u64) -> String {
    #[allow(clippy::cast_precision_loss)] // for people
    let size = bytes as f64;
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", size / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", size / 1e6),
        _ => format!("{:.1} GB", size / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_controls_lose_their_power() {
        assert_eq!(sanitise("a\u{1b}[31mb\u{202e}c\r\n"), "a\\u{1b}[31mb\\u{202e}c\n");
        assert_eq!(sanitise_styled("\u{1b}[1mbold\u{1b}[0m \u{1b}[2J\u{1b}]0;x\u{7}"), "\u{1b}[1mbold\u{1b}[0m \\u{1b}[2J\\u{1b}]0;x\\u{7}");
        assert_eq!(excerpt("one\n two   three", 9), "one two …");
        let value = serde_json::json!({ "é\u{202e}": "a\u{9b}b\u{feff}c\n€" });
        let shown = visible_json(&value.to_string()).into_owned();
        assert_eq!(shown, r#"{"é\u202e":"a\u009bb\ufeffc\n€"}"#);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
    }

    #[test]
    fn slips_are_named_and_strangers_are_not() {
        assert_eq!(did_you_mean("conection_string", ["connection_string", "table"]), Some("connection_string"));
        assert_eq!(did_you_mean("zebra", ["connection_string", "table"]), None);
    }
}
