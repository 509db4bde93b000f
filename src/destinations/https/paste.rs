//! What people paste for an endpoint: a URL, bare, in quotes, in Markdown, in JSON, in HTML, broken over lines.

use serde_json::Value;

use crate::destinations::Paste;

pub(super) fn url(text: &str) -> Option<Paste> {
    let mut paste = Paste::default();
    let found = extract(text.trim(), &mut paste.notes)?;
    let mut url: String = found.split_whitespace().collect();
    if url.len() != found.len() {
        paste.notes.push("line breaks and blanks inside the URL were removed".to_owned());
    }
    if url.contains("&amp;") {
        url = url.replace("&amp;", "&");
        paste.notes.push("&amp; was turned back into &".to_owned());
    }
    paste.values.push(("url", url));
    Some(paste)
}

fn extract(text: &str, notes: &mut Vec<String>) -> Option<String> {
    if let Ok(json) = serde_json::from_str::<Value>(text) {
        notes.push("the URL was taken out of the JSON around it".to_owned());
        return first_url(&json);
    }
    let start = text.find("https://").or_else(|| text.find("http://"))?;
    let rest = &text[start..];
    // A URL that was wrapped goes on after the line break; anything else ends it.
    let end = rest.find(['"', '\'', '<', '>', '`', '”', ')', ']']).unwrap_or(rest.len());
    let candidate = &rest[..end];
    let mut lines = candidate.lines();
    let first = lines.next().unwrap_or_default();
    let continues = |line: &str| !line.trim().contains(' ') && line.contains(['=', '&', '/', '%']);
    let is_wrapped = !first.trim_end().contains(' ') && lines.all(continues);
    let whole = if is_wrapped { candidate } else { candidate.split_whitespace().next().unwrap_or(candidate) };
    if whole.len() != text.len() && (start > 0 || end < rest.len()) {
        notes.push("what stood around the URL was removed".to_owned());
    }
    Some(whole.trim().to_owned())
}

fn first_url(json: &Value) -> Option<String> {
    match json {
        Value::String(text) if text.starts_with("https://") || text.starts_with("http://") => Some(text.clone()),
        Value::Array(items) => items.iter().find_map(first_url),
        Value::Object(fields) => fields.values().find_map(first_url),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://h.example/workflows/1/triggers/manual/paths/invoke?api-version=1&sp=%2Fa&sv=1.0&sig=x_y-z";

    #[test]
    fn the_url_is_found_in_all_that_people_paste() {
        for text in [
            URL.to_owned(),
            format!(" \"{URL}\" "),
            format!("[my flow]({URL})"),
            format!("<a href=\"{}\">flow</a>", URL.replace('&', "&amp;")),
            format!("{{\"httpsEndpointUrl\":\"{URL}\"}}"),
            URL.replace("&sp", "\n&sp"),
            format!("HTTP URL: {URL}\nthanks, see you tomorrow"),
            format!("{URL} is the new one"),
        ] {
            let paste = url(&text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(paste.values, [("url", URL.to_owned())], "{text}");
        }
        assert!(url("AccountName=x;AccountKey=y").is_none());
    }
}
