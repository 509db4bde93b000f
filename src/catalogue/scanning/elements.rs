//! Lists that are whole documents, as `az … -o json` and event viewers write them: each element is a block by itself.
//!
//! A list inside a document stays with it, since its elements need what stands around them; only where the document is longer than a
//! block do the elements behind its first part stand by themselves. Seen from the lines alone: their indentation, and what ends them.

#[cfg(test)]
mod tests;

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
            Opener::Tag(name) => {
                // What stands before the first of them may be about them all.
                let first = Line::at(area, (opening.end + 1).min(area.len()));
                block == list && tag(first.text) == Some(name) && (self.follows || self.is_followed(area, most))
            }
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
