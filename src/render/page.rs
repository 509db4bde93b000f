//! A page of text for people: wrapped to the terminal, coloured if wanted, every mark with its word.

use std::borrow::Cow;
use std::fmt::Write as _;

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::cli::takes_value;
use crate::core::outcome::Outcome;
use crate::core::redact::Redactor;
use crate::core::text::{sanitise, sanitise_styled};

/// What is written before it is printed, in one piece.
pub struct Page {
    text: String,
    width: usize,
    color: bool,
    /// Notes are left out.
    quiet: bool,
    /// Secrets go before the text is wrapped: cut in two by a line break, one would not be known again.
    redactor: Redactor,
}

/// The narrowest and the widest page; longer lines are hard to read.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

/// What a column of a table has at least, its gap with it, before a name beside it is cut.
const FEWEST: usize = 12;

impl Page {
    /// `columns`: the terminal's width, 80 where there is none.
    pub fn new(columns: Option<u16>, color: bool, redactor: &Redactor) -> Self {
        let width = columns.map_or(80, usize::from).clamp(*WIDTHS.start(), *WIDTHS.end());
        Page { text: String::new(), width, color, quiet: false, redactor: redactor.clone() }
    }

    /// With --quiet: without notes.
    #[must_use]
    pub fn quiet(self, quiet: bool) -> Self {
        Page { quiet, ..self }
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
        self.text.push_str(&sanitise_styled(line));
        self.text.push('\n');
    }

    /// A paragraph behind `first`, the lines that follow indented to its width. `text` is taken as others wrote it, without style.
    pub fn para(&mut self, first: &str, text: &str) {
        self.styled(first, "", text);
    }

    /// A remark that one can do without.
    pub fn note(&mut self, first: &str, text: &str) {
        if !self.quiet {
            self.para(first, text);
        }
    }

    /// The command to go on with, on a line of its own. As helpful as a note, and as dispensable.
    pub fn next(&mut self, command: &str) {
        if !self.quiet {
            self.raw(&format!("Next: {command}"));
        }
    }

    /// The same, in bold.
    pub fn heading(&mut self, first: &str, text: &str) {
        self.styled(first, "1", text);
    }

    /// The same, faint.
    pub fn aside(&mut self, text: &str) {
        self.styled("", "2", text);
    }

    /// `code`: the colour of the text, which begins behind `first` on every line.
    fn styled(&mut self, first: &str, code: &str, text: &str) {
        let mut indent = " ".repeat(textwrap::core::display_width(&strip_style(first)));
        let mut mark = first;
        // What others wrote has no power over the terminal, and no secret is left for a line break to hide.
        let text = sanitise(&self.redactor.clean(text));
        if indent.len() + 20 > self.width && indent.len() + textwrap::core::display_width(&text) > self.width {
            // No room behind it: below it.
            let _ = writeln!(self.text, "{}", first.trim_end());
            indent = " ".repeat(4);
            mark = &indent;
        }
        for piece in text.split('\n') {
            let budget = self.width.saturating_sub(indent.len()).max(20);
            let (piece, command) = with_whole_command(piece);
            let lines =
                textwrap::wrap(&piece, textwrap::Options::new(budget).break_words(false).word_splitter(textwrap::WordSplitter::NoHyphenation));
            for line in lines {
                let line = match &command {
                    Some((held, command)) => Cow::Owned(line.replace(held, command)),
                    None => line,
                };
                let line = if code.is_empty() || line.is_empty() { line.into_owned() } else { self.paint(code, line.trim_end()) };
                let _ = writeln!(self.text, "{}", format!("{mark}{line}").trim_end());
                mark = &indent;
            }
        }
    }

    /// A paragraph that is a sentence: it begins with a capital and ends with a full stop.
    pub fn sentence(&mut self, first: &str, text: &str) {
        let text = text.trim();
        let mut chars = text.chars();
        // The program's own name stays as it is typed, and so does a word like camelCase.
        let word = text.split(char::is_whitespace).next().unwrap_or_default();
        let capital: String = match word == "leadctl" || word.contains(char::is_uppercase) {
            true => text.to_owned(),
            false => chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default(),
        };
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

    /// What is wrong, how it is put right, and the connection detail that changes.
    pub fn repair(&mut self, cause: &str, steps: &[String], field: Option<&str>) {
        self.para("Cause   ", cause);
        self.blank();
        self.raw("Repair");
        self.steps("  ", steps);
        self.blank();
        if let Some(field) = field {
            self.para("Change  ", field);
        }
    }

    /// Where more is written about it.
    pub fn links(&mut self, links: &[String]) {
        for link in links {
            self.raw(&format!("Read    {link}"));
        }
    }

    /// A table that fits the page.
    pub fn table<const N: usize>(&mut self, header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
        let mut rows: Vec<[String; N]> = rows.into_iter().map(|row| row.map(|cell| sanitise(&self.redactor.clean(&cell)))).collect();
        let wide = |index: usize| {
            let cells = rows.iter().filter_map(|row| row.get(index)).map(String::as_str);
            header.get(index).copied().into_iter().chain(cells).map(textwrap::core::display_width).max().unwrap_or(0)
        };
        // Names stay whole, then values get what the other columns can spare; one of short values takes no more than they do.
        let whole = wide(0) + 2;
        let fits = whole + (1..N).map(|index| (wide(index) + 2).min(FEWEST)).sum::<usize>() <= self.width;
        let names = if fits { whole } else { self.width / 3 };
        if !fits {
            // At a space or behind a hyphen, else anywhere.
            for name in rows.iter_mut().filter_map(|row| row.first_mut()) {
                *name = textwrap::wrap(name, textwrap::Options::new(names).word_splitter(textwrap::WordSplitter::HyphenSplitter)).join("\n");
            }
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(self.width).unwrap_or(u16::MAX)).set_header(header);
        table.add_rows(rows);
        let widths = table.column_max_content_widths();
        let spared = |left: usize| self.width.saturating_sub(left * FEWEST);
        let values = (self.width / 2).min(spared(N.saturating_sub(2)).saturating_sub(names)).max(FEWEST);
        for (index, most) in [(0, names), (1, values)] {
            let wanted = widths.get(index).copied().unwrap_or(0).min(u16::try_from(most).unwrap_or(40));
            if let Some(column) = table.column_mut(index) {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(wanted + 2)));
            }
        }
        // Coloured here, not in its cells: there the codes would count as width.
        for (index, line) in table.to_string().lines().enumerate() {
            let line = line.trim_end();
            self.raw(&if index == 0 { self.dim(line) } else { line.to_owned() });
        }
    }

    pub fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    pub fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    /// What must not be overlooked.
    pub fn alarm(&self, text: &str) -> String {
        self.paint("1;31", text)
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

/// Stands for a character of a command while a text is wrapped; no writing has it (private use).
const HELD: char = '\u{E000}';

/// A text with its command as one word, which no line break cuts, and what that word stands for: a command is there to be copied.
///
/// The command is what follows `: leadctl`, to the end of the sentence, or to where the sentence goes on behind one of its options.
fn with_whole_command(text: &str) -> (Cow<'_, str>, Option<(String, &str)>) {
    let Some(start) = text.find(": leadctl ").map(|at| at + 2).filter(|_| !text.contains(HELD)) else { return (text.into(), None) };
    let rest = &text[start..];
    let length = [", ", "; ", ". ", " ("].iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.trim_end().trim_end_matches('.').len());
    let (command, behind) = rest.split_at(before_prose(&rest[..length]));
    let held = HELD.to_string().repeat(textwrap::core::display_width(command));
    (format!("{}{held}{behind}", &text[..start]).into(), Some((held, command)))
}

/// Where the words begin that tell of a command (`… --dry-run shows what there is`): behind an option, or the one word that is its value.
fn before_prose(command: &str) -> usize {
    let is_word = |text: &&str| !text.is_empty() && text.chars().all(char::is_lowercase);
    let mut end = 0;
    let mut words = command.split_inclusive(' ');
    while let Some(word) = words.next() {
        end += word.len();
        if !word.starts_with('-') {
            continue;
        }
        if takes_value(word.trim_end()) {
            end += words.next().map_or(0, str::len);
        }
        if command[end..].split(' ').take(2).filter(is_word).count() == 2 {
            return end - 1;
        }
    }
    command.len()
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
    fn a_long_name_stays_whole_where_the_others_are_short_and_else_breaks_at_a_hyphen() {
        let table = |name: &str, columns| {
            let mut page = Page::new(Some(columns), false, &Redactor::default());
            page.table(["profile", "destination", "offer", "line"], [[name.to_owned(), "https".to_owned(), String::new(), "1".to_owned()]]);
            page.into_text()
        };
        let long = "a-rather-long-profile-name-for-an-offer-of-contoso";
        assert!(table(long, 80).contains(&format!(" {long} ")), "{}", table(long, 80));
        for (name, columns) in [(format!("{long}-and-more"), 80), (long.to_owned(), 50)] {
            let text = table(&name, columns);
            let lines: Vec<&str> = text.lines().skip(1).map(|line| line.split_whitespace().next().unwrap()).collect();
            assert_eq!(lines.concat(), name, "{text}");
            assert!(lines.len() > 1 && lines[..lines.len() - 1].iter().all(|line| line.ends_with('-')), "{text}");
            assert!(text.lines().all(|line| line.chars().count() <= usize::from(columns)), "{text}");
        }
        // Without a hyphen anywhere, and nothing is lost.
        let text = table(&"x".repeat(64), 80);
        assert_eq!(text.matches('x').count(), 64, "{text}");
    }

    #[test]
    fn a_secret_goes_before_a_line_break_can_cut_it() {
        let redactor = Redactor::default();
        redactor.learn(&crate::core::secret::Secret::new("two-parts and-four more"));
        let mut page = Page::new(Some(40), false, &redactor);
        page.para("", "this line is long enough for a break two-parts and-four more");
        page.table(["field", "value"], [["key".to_owned(), "behind a long value two-parts and-four more".to_owned()]]);
        let text = page.into_text();
        assert!(!text.contains("parts") && !text.contains("four") && text.contains("[redacted]"), "{text}");
    }

    #[test]
    fn paragraphs_hang_under_their_first_line() {
        let mut page = Page::new(Some(40), true, &Redactor::default());
        page.para(&format!("{} ", page.outcome(Outcome::Pass)), "one two three four five six seven eight nine ten");
        let text = strip_style(&page.into_text());
        assert_eq!(text, "✓ pass one two three four five six seven\n       eight nine ten\n");
    }

    #[test]
    fn a_command_is_on_one_line_however_narrow_the_page() {
        for width in [40, 60, 80] {
            let mut page = Page::new(Some(width), false, &Redactor::default());
            page.para("  → ", "look first, then delete them for good with: leadctl leads clean contoso-production --yes --config a/b.toml");
            page.para("", "send one with: leadctl test-lead contoso --create-table --config /some/where/else/leadctl.toml; then look again.");
            let text = page.into_text();
            for command in [
                "leadctl leads clean contoso-production --yes --config a/b.toml",
                "leadctl test-lead contoso --create-table --config /some/where/else/leadctl.toml;",
            ] {
                assert!(text.lines().any(|line| line.contains(command)), "{width}: {text}");
            }
        }
    }

    #[test]
    fn a_table_has_its_columns_under_their_names_with_colour_as_without() {
        let rows = || [["web".to_owned(), "https".to_owned(), "pass".to_owned()], ["table".to_owned(), "azure-table".to_owned(), "fail".to_owned()]];
        let table = |color| {
            let mut page = Page::new(Some(80), color, &Redactor::default());
            page.table(["profile", "destination", "outcome"], rows());
            page.into_text()
        };
        assert_eq!(strip_style(&table(true)), table(false));
        assert!(table(true).starts_with("\u{1b}[2m"));
    }

    #[test]
    fn a_name_is_whole_in_a_table_where_the_other_columns_leave_it_room() {
        let name = "sandbox-salesforce-oid-only";
        let mut page = Page::new(Some(80), false, &Redactor::default());
        let checks = "5 passed, 1 warned, 3 skipped, and a message that needs more room than there is beside it";
        page.table(
            ["profile", "destination", "outcome", "checks"],
            [[name.to_owned(), "salesforce".to_owned(), "! warn".to_owned(), checks.to_owned()]],
        );
        let text = page.into_text();
        assert!(text.contains(name) && text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }

    #[test]
    fn what_is_said_of_a_command_is_no_part_of_it() {
        for (text, command) in [
            (
                "Copy it: leadctl migrate blob-to-table --from A --to B --dry-run shows what there is, and",
                "leadctl migrate blob-to-table --from A --to B --dry-run",
            ),
            ("Kijk: leadctl configure https --help laat zien wat er is", "leadctl configure https --help"),
            ("Look: leadctl leads list --profile crm shows what arrived", "leadctl leads list --profile crm"),
            ("Look: leadctl leads list -p crm --limit 5 --all shows what arrived", "leadctl leads list -p crm --limit 5 --all"),
            ("Look: leadctl diagnose --file error", "leadctl diagnose --file error"),
            ("Look: leadctl leads watch crm --max-silence 7d --config /a/b.toml", "leadctl leads watch crm --max-silence 7d --config /a/b.toml"),
        ] {
            assert_eq!(with_whole_command(text).1.unwrap().1, command);
        }
        let mut page = Page::new(Some(60), false, &Redactor::default());
        page.para("  1. ", "Copy it first: leadctl migrate blob-to-table --from BLOB --dry-run shows what there is to copy.");
        assert!(page.into_text().lines().all(|line| line.chars().count() <= 60));
    }

    #[test]
    fn style_is_the_pages_own_and_never_the_texts() {
        let mut page = Page::new(Some(40), true, &Redactor::default());
        page.heading("1. ", "one two three four five six seven eight \u{1b}[31mnine");
        page.aside("x");
        let text = page.into_text();
        assert_eq!(text, "1. \u{1b}[1mone two three four five six seven\u{1b}[0m\n   \u{1b}[1meight \\u{1b}[31mnine\u{1b}[0m\n\u{1b}[2mx\u{1b}[0m\n");
    }
}
