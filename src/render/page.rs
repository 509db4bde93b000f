//! A page of text for people: wrapped to the terminal, coloured if wanted, every mark with its word.

use std::fmt::Write as _;

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::core::outcome::Outcome;

/// What is written before it is printed, in one piece.
pub struct Page {
    text: String,
    width: usize,
    color: bool,
}

/// The narrowest and the widest page; longer lines are hard to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

impl Page {
    /// `columns`: the terminal's width, 80 where there is none.
    pub fn new(columns: Option<u16>, color: bool) -> Self {
        let width = columns.map_or(80, usize::from).clamp(*WIDTHS.start(), *WIDTHS.end());
        Page { text: String::new(), width, color }
    }

    pub fn into_text(self) -> String {
        self.text
    }

    pub fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line as it is, unwrapped: commands, URLs, tables.
    pub fn raw(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A paragraph behind `first`, the lines that follow indented to its width.
    pub fn para(&mut self, first: &str, text: &str) {
        let mut indent = " ".repeat(textwrap::core::display_width(&strip_style(first)));
        let mut mark = first;
        if indent.len() + 20 > self.width && indent.len() + textwrap::core::display_width(text) > self.width {
            // No room behind it: below it.
            let _ = writeln!(self.text, "{}", first.trim_end());
            indent = " ".repeat(4);
            mark = &indent;
        }
        for piece in text.split('\n') {
            let budget = self.width.saturating_sub(indent.len()).max(20);
            let lines = textwrap::wrap(piece, textwrap::Options::new(budget).break_words(false));
            for line in lines {
                let _ = writeln!(self.text, "{mark}{}", line.trim_end());
                mark = &indent;
            }
        }
    }

    /// A paragraph that is a sentence: it begins with a capital and ends with a full stop.
    pub fn sentence(&mut self, first: &str, text: &str) {
        let text = text.trim();
        let mut chars = text.chars();
        let capital: String = chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default();
        let end = if text.ends_with(['.', '!', '?', ':', '…'])
            || text.contains("://") && text.rsplit(' ').next().is_some_and(|word| word.contains("://"))
        {
            ""
        } else {
            "."
        };
        self.para(first, &format!("{capital}{end}"));
    }

    /// Numbered steps.
    pub fn steps(&mut self, indent: &str, steps: &[String]) {
        for (number, step) in steps.iter().enumerate() {
            self.para(&format!("{indent}{}. ", number + 1), step);
        }
    }

    /// A table that fits the page.
    pub fn table<const N: usize>(&mut self, header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(self.width).unwrap_or(u16::MAX)).set_header(header.map(|name| self.dim(name))).add_rows(rows);
        // Names stay whole, then values get what the other columns can spare.
        let widths = table.column_max_content_widths();
        for (index, most) in [(0, self.width / 3), (1, self.width / 2)] {
            let wanted = widths.get(index).copied().unwrap_or(0).min(u16::try_from(most).unwrap_or(40));
            if let Some(column) = table.column_mut(index) {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(wanted + 2)));
            }
        }
        for line in table.to_string().lines() {
            self.raw(line.trim_end());
        }
    }

    pub fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    pub fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    /// `✓ pass`, in its colour.
    pub fn outcome(&self, outcome: Outcome) -> String {
        let code = match outcome {
            Outcome::Pass => "32",
            Outcome::Fail => "31",
            Outcome::Warn => "33",
            Outcome::Unknown => "35",
            Outcome::Skipped => "2",
        };
        self.paint(code, &format!("{} {}", outcome.mark(), outcome.word()))
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// `text` without the colour codes that [`Page`] itself writes.
fn strip_style(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(|c| *c == 'm');
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_hang_under_their_first_line() {
        let mut page = Page::new(Some(40), true);
        page.para(&format!("{} ", page.outcome(Outcome::Pass)), "one two three four five six seven eight nine ten");
        let text = strip_style(&page.into_text());
        assert_eq!(text, "✓ pass one two three four five six seven\n       eight nine ten\n");
    }
}
