//! Lists that are whole documents, as `az … -o json` and event viewers write them: each element is a block by itself.
//!
//! A list inside a document stays with it, since its elements need what stands around them; only where the document is longer than a
//! block do the elements behind its first part stand by themselves. Seen from the lines alone: their indentation, and what ends them.

use super::blocks::{MOST_BYTES, MOST_LINES, line_above};

/// Names of lists of records in documents that begin with them: the list stands for the document.
const LISTS: [&[u8]; 4] = [b"\"value\"", b"\"events\"", b"\"records\"", b"\"Records\""];

/// A line with a brace alone is no longer.
const SHORT: usize = 7;

struct Line<'a> {
    start: usize,
    end: usize,
    /// Blanks before it.
    indent: usize,
    /// Without blanks around it.
    text: &'a [u8],
}

impl<'a> Line<'a> {
    fn at(area: &'a [u8], start: usize) -> Line<'a> {
        let end = memchr::memchr(b'\n', &area[start..]).map_or(area.len(), |length| start + length);
        let line = &area[start..end];
        let line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
        let text = line.trim_ascii_start();
        Line { start, end, indent: line.len() - text.len(), text: text.trim_ascii_end() }
    }

    fn closes(&self) -> bool {
        matches!(self.text, [b'}' | b']', ..] | [b'<', b'/', ..])
    }
}

/// What begins an element.
#[derive(Clone, Copy)]
enum Opener<'a> {
    /// A brace alone.
    Brace,
    /// An object on a line of its own.
    Whole,
    /// A tag alone, by its name.
    Tag(&'a [u8]),
}

impl<'a> Opener<'a> {
    fn of(line: &Line<'a>) -> Option<Opener<'a>> {
        match line.text {
            _ if line.indent == 0 => None,
            b"{" => Some(Opener::Brace),
            [b'{', .., b'}'] | [b'{', .., b'}', b','] => Some(Opener::Whole),
            text => tag(text).map(Opener::Tag),
        }
    }

    /// Whether a line opens a list of such elements.
    fn is_in(self, line: &Line) -> bool {
        match self {
            Opener::Tag(_) => tag(line.text).is_some(),
            _ => line.text.ends_with(b"["),
        }
    }

    /// Whether a line ends an element of the same list.
    fn is_behind(self, line: &Line) -> bool {
        match self {
            Opener::Tag(name) => line.text.strip_prefix(b"</").and_then(|rest| rest.strip_suffix(b">")) == Some(name),
            _ => matches!(line.text, b"}," | [b'{', .., b'}', b',']),
        }
    }
}

/// The name of an opening tag that fills its line.
fn tag(text: &[u8]) -> Option<&[u8]> {
    let inside = text.strip_prefix(b"<")?.strip_suffix(b">")?;
    let plain = inside.first()?.is_ascii_alphabetic() && !inside.ends_with(b"/") && !inside.iter().any(|byte| matches!(byte, b'<' | b'>'));
    plain.then(|| inside.split(u8::is_ascii_whitespace).next().unwrap_or(inside))
}

struct Element<'a> {
    line: Line<'a>,
    opener: Opener<'a>,
    /// Another one stands before it.
    follows: bool,
    /// The line that opens its list, if that is in reach.
    list: Option<usize>,
}

impl Element<'_> {
    /// Whether it is a block by itself, where else it would be in the block from `block`.
    fn stands_alone(&self, area: &[u8], block: usize, most: usize) -> bool {
        let Some(list) = self.list else { return true };
        self.is_record(area, list, block, most) || self.follows && !self.fits(area, block, most)
    }

    /// Whether its list is the whole document.
    fn is_record(&self, area: &[u8], list: usize, block: usize, most: usize) -> bool {
        let opening = Line::at(area, list);
        match self.opener {
            Opener::Tag(_) => block == list && (self.follows || self.is_followed(area, most)),
            _ if opening.text == b"[" => block >= list,
            _ if LISTS.iter().any(|name| opening.text.starts_with(name)) => {
                let above = line_above(area, list, list.saturating_sub(SHORT));
                above.is_some_and(|above| block >= above && Line::at(area, above).text == b"{")
            }
            _ => false,
        }
    }

    /// Whether another one stands behind it.
    fn is_followed(&self, area: &[u8], most: usize) -> bool {
        let most = most.min(self.line.start + MOST_BYTES);
        let End::Closed(end) = self.end(area, most) else { return false };
        let Some(next) = (end < most).then(|| Line::at(area, end + 1)).filter(|next| next.end <= most) else { return false };
        match (self.opener, tag(next.text)) {
            (Opener::Tag(name), Some(other)) => name == other && next.indent == self.line.indent,
            _ => false,
        }
    }

    /// Whether its end is in the block from `block`.
    fn fits(&self, area: &[u8], block: usize, most: usize) -> bool {
        match self.end(area, most.min(block + MOST_BYTES)) {
            End::Cut(_) => false,
            End::Open => true,
            End::Closed(end) | End::Broken(end) => memchr::memchr_iter(b'\n', &area[block..end]).count() < MOST_LINES,
        }
    }

    fn end(&self, area: &[u8], most: usize) -> End {
        if matches!(self.opener, Opener::Whole) {
            return if self.line.end == area.len() { End::Open } else { End::Closed(self.line.end) };
        }
        let mut to = self.line.end;
        for _ in 1..MOST_LINES {
            if to + 1 >= area.len() {
                return End::Open;
            }
            let next = Line::at(area, to + 1);
            if next.end > most {
                break;
            }
            if !next.text.is_empty() && next.indent <= self.line.indent {
                return if next.closes() { End::Closed(next.end) } else { End::Broken(to) };
            }
            to = next.end;
        }
        End::Cut(to)
    }
}

/// How an element ends.
enum End {
    Closed(usize),
    /// By what is no part of it.
    Broken(usize),
    /// It is longer than a block.
    Cut(usize),
    /// With the log.
    Open,
}

/// The element around the line at `start` that is a block by itself, where else it would be in the block from `block`: where it begins,
/// where it ends, and whether that is for want of more. Nothing from `most` on is looked at.
pub(super) fn around(area: &[u8], start: usize, mut block: usize, most: usize) -> Option<(usize, usize, bool)> {
    let mut own = None;
    for element in enclosing(area, start)?.into_iter().rev() {
        if element.stands_alone(area, block, most) {
            block = element.line.start;
            own = Some(element);
        }
    }
    own.map(|element| match element.end(area, most.min(block + MOST_BYTES)) {
        End::Closed(end) | End::Broken(end) | End::Cut(end) => (block, end, false),
        End::Open => (block, area.len(), true),
    })
}

/// The elements around a line, the innermost first.
fn enclosing(area: &[u8], start: usize) -> Option<Vec<Element<'_>>> {
    let least = start.saturating_sub(MOST_BYTES);
    let mut found: Vec<Element> = Vec::new();
    // Less indented than everything so far is what is around it.
    let mut inside = usize::MAX;
    let mut seen_before = true;
    let mut at = start;
    for count in 0..MOST_LINES {
        let line = Line::at(area, at);
        if !line.text.is_empty() {
            if !seen_before {
                seen_before = true;
                found.pop_if(|last| !last.comes_after(&line));
            }
            if line.indent < inside {
                found.pop_if(|last| last.list.is_none() && !last.opener.is_in(&line));
                if let Some(last) = found.last_mut().filter(|last| last.list.is_none()) {
                    last.list = Some(at);
                }
                inside = line.indent + usize::from(count == 0 && line.closes());
                if let Some(opener) = Opener::of(&line).filter(|opener| count == 0 || !matches!(opener, Opener::Whole)) {
                    found.push(Element { line, opener, follows: false, list: None });
                    seen_before = false;
                }
            }
        }
        if inside == 0 {
            break;
        }
        match line_above(area, at, least) {
            Some(above) => at = above,
            None => {
                // The log begins here, and no list was opened.
                if at == 0 {
                    found.pop_if(|last| last.list.is_none());
                    seen_before = true;
                }
                break;
            }
        }
    }
    if !seen_before {
        found.pop();
    }
    (!found.is_empty()).then_some(found)
}

impl Element<'_> {
    /// Whether it can be an element behind this line; keeps what the line is.
    fn comes_after(&mut self, above: &Line) -> bool {
        self.follows = above.indent == self.line.indent && self.opener.is_behind(above);
        self.follows || above.indent < self.line.indent && self.opener.is_in(above)
    }
}

/// Whether the line at `start` begins a block by itself, where else it would go on with the block from `block`.
pub(super) fn begins(area: &[u8], block: usize, start: usize, most: usize) -> bool {
    let line = Line::at(area, start);
    let Some(opener) = Opener::of(&line) else { return false };
    let mut element = Element { line, opener, follows: false, list: None };
    let mut seen_before = false;
    let mut at = start;
    while let Some(above) = line_above(area, at, block.saturating_sub(1)).filter(|above| *above >= block) {
        at = above;
        let line = Line::at(area, at);
        if line.text.is_empty() {
            continue;
        }
        if !std::mem::replace(&mut seen_before, true) && !element.comes_after(&line) {
            return false;
        }
        if line.indent < element.line.indent {
            if !opener.is_in(&line) {
                return false;
            }
            element.list = Some(at);
            break;
        }
    }
    seen_before && element.stands_alone(area, block, most)
}

/// Whether a text holds a list whose elements are blocks by themselves.
pub fn is_list(text: &[u8]) -> bool {
    let mut at = 0;
    let mut before: Option<Line> = None;
    while at < text.len() {
        let line = Line::at(text, at);
        if let (Some(opener), Some(before)) = (Opener::of(&line), &before)
            && before.indent == line.indent
            && opener.is_behind(before)
            && super::blocks::around(text, at).range.start == at
        {
            return true;
        }
        at = line.end + 1;
        if !line.text.is_empty() {
            before = Some(line);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::blocks::around;

    const EXPIRED: &str = "AADSTS7000222: The provided client secret keys are expired.";

    /// The blocks of a text, one behind the other, as far as they have anything.
    fn blocks(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let range = around(text.as_bytes(), at).range;
            assert!(range.start <= at && at <= range.end, "{at}: {range:?}");
            found.push(&text[at.max(range.start)..range.end]);
            at = range.end + 1;
        }
        found.retain(|block| !block.trim().is_empty());
        found
    }

    /// A list of objects with several lines each.
    fn list(open: &str, indent: usize, elements: usize, close: &str) -> String {
        let pad = " ".repeat(indent);
        let element = |n| format!("{pad}{{\n{pad}  \"n\": {n},\n{pad}  \"message\": \"{EXPIRED}\"\n{pad}}}");
        format!("{open}\n{}\n{close}\n", (0..elements).map(element).collect::<Vec<_>>().join(",\n"))
    }

    #[test]
    fn each_element_of_a_list_that_is_the_document_is_a_block() {
        let xml = |text: &str| {
            text.replace("{\n", "<Event>\n").replace("},\n", "</Event>\n").replace("}\n", "</Event>\n").replace("\",", "</Data>").replace('"', "")
        };
        for (text, alone) in [
            (list("[", 2, 60, "]"), 60),
            (list("[", 4, 2, "]"), 2),
            (list("[", 2, 1, "]"), 1),
            (list("\u{FEFF}[", 2, 60, "]").replace('\n', "\r\n"), 60),
            (list("{\n  \"value\": [", 4, 60, "  ]\n}"), 60),
            (xml(&list("<?xml version=\"1.0\"?>\n<Events>", 2, 60, "</Events>")), 60),
            (xml(&list("<Events xmlns='urn:a'>", 1, 2, "</Events>")), 2),
            ("[\n  {\"n\": 1, \"message\": \"a\"},\n  {\"n\": 2}\n]\n".to_owned(), 2),
        ] {
            let found = blocks(&text);
            let elements: Vec<&&str> = found.iter().filter(|block| block.contains("n: ") || block.contains("\"n\": ")).collect();
            assert_eq!(elements.len(), alone, "{found:#?}");
            for (place, element) in elements.into_iter().enumerate() {
                assert!(element.trim_start().starts_with(['{', '<']) && element.trim_end().ends_with(['}', ',', '>']), "{place}: {element}");
                // From each of its lines the same block is seen.
                let start = element.as_ptr() as usize - text.as_ptr() as usize;
                for at in start..start + element.len() {
                    assert_eq!(around(text.as_bytes(), at).range, start..start + element.len(), "{place}: {at}");
                }
            }
        }
    }

    #[test]
    fn a_list_inside_a_document_stays_with_it() {
        let marketo = "{\n  \"requestId\": \"185d6\",\n  \"success\": false,\n  \"errors\": [\n    {\n      \"code\": \"601\",\n      \"message\": \"Access token invalid\"\n    },\n    {\n      \"code\": \"602\",\n      \"message\": \"Access token expired\"\n    }\n  ]\n}";
        let elastic = "{\n  \"error\": {\n    \"root_cause\": [\n      {\n        \"type\": \"a\"\n      },\n      {\n        \"type\": \"b\"\n      }\n    ],\n    \"status\": 400\n  }\n}";
        let errors = "{\n  \"errors\": [\n    {\n      \"code\": \"601\"\n    },\n    {\n      \"code\": \"602\"\n    }\n  ]\n}";
        let other_braces = "{\n  \"errors\":\n  [\n    {\n      \"code\": \"601\"\n    },\n    {\n      \"code\": \"602\"\n    }\n  ]\n}";
        let soap = "<s:Envelope>\n  <s:Body>\n    <s:Fault>\n      <faultstring>a</faultstring>\n    </s:Fault>\n  </s:Body>\n</s:Envelope>";
        let azure = "<error>\n  <code>a</code>\n  <details>\n    <detail>\n      a\n    </detail>\n    <detail>\n      b\n    </detail>\n  </details>\n</error>";
        for document in [marketo, elastic, errors, other_braces, soap, azure] {
            let plain = if document.starts_with('<') { document } else { &document[1..] };
            for before in ["", "2026-11-09T08:00:01Z ERROR it answered\n", "2026-11-09T08:00:01Z ERROR it answered "] {
                let text = format!("{before}{document}\n");
                for at in text.find(plain).unwrap()..text.len() - 1 {
                    let end = text.len() - 1;
                    let start = text.find(document).filter(|_| before.is_empty()).unwrap_or_default();
                    assert_eq!(text[around(text.as_bytes(), at).range].trim_end(), &text[start..end], "{before:?}, {at}");
                }
            }
        }
        // A record's list belongs to the record, as long as a block may hold it.
        let text = list("2026-11-09T08:00:01Z ERROR Salesforce answered:\n[", 2, 3, "]");
        assert_eq!(blocks(&text), [text.as_str()]);
        // An element's own list stays with the element.
        let text = format!("[\n  {0},\n  {0}\n]\n", marketo.replace('\n', "\n  "));
        assert_eq!(blocks(&text).iter().filter(|block| block.contains("requestId") && block.contains("602")).count(), 2, "{text}");
    }

    #[test]
    fn of_a_document_that_is_too_long_what_does_not_fit_is_split_between_elements() {
        let text = list("{\n  \"requestId\": \"185d6\",\n  \"result\": [", 4, 60, "  ]\n}");
        let found = blocks(&text);
        // The first of them have what stands before the list, as far as a block may hold them.
        assert_eq!(found[0].matches(EXPIRED).count(), 15, "{}", found[0]);
        assert!(found[0].contains("requestId"));
        assert!(found[1..].iter().all(|block| block.matches(EXPIRED).count() <= 1), "{found:#?}");
        assert_eq!(found.iter().map(|block| block.matches(EXPIRED).count()).sum::<usize>(), 60);
    }

    #[test]
    fn what_only_looks_like_a_list_is_none() {
        for text in ["[\n", "  {\n", "[\n  {\n", "  },\n  {\n", "<a>\n", "<a>\n  <b>\n", "  </b>\n  <b>\n", "  {\n  },", "[\n  {}"] {
            for repeated in [1, 2, 100] {
                let text = text.repeat(repeated);
                assert!(!blocks(&text).is_empty());
            }
        }
    }
}
