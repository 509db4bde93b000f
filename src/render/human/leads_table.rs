//! Leads as a table, fitted to the terminal: a line each, and where who it is has no room in it, the address on a second one. What is cut
//! is marked with `…`, and *do not contact* is never cut.

use jiff::Timestamp;
use textwrap::core::display_width;

use crate::core::arrived::{ArrivedLead, PersonalData};
use crate::core::lead_source;
use crate::core::text::{excerpt, sanitise};
use crate::render::page::Page;
use crate::render::screen::Look;

/// Between two columns.
const GAP: usize = 2;

/// The width of these words, which are never cut, and of the mark that something behind them was.
const DO_NOT_CONTACT: usize = 15;

/// The width of a time to the minute.
const MINUTE: usize = 16;

/// A list is for looking over: one lead in full is for `--format json` and `leads parse`.
pub(in crate::render) fn lines(leads: &[ArrivedLead], look: &Look, page: &mut Page) {
    if leads.is_empty() {
        return;
    }
    let width = usize::from(look.columns.unwrap_or(80)).clamp(40, 160);
    let several = leads.iter().any(|lead| lead.profile != leads[0].profile);
    let columns = Columns::fit(leads, width, several);
    let header = [if columns.0[0] < MINUTE { "day (UTC)" } else { "time (UTC)" }, if several { "profile" } else { "" }, "who", "asked for", "offer"];
    page.raw(&page.dim(&columns.line(header.map(str::to_owned), |text| text)));
    let profiles = if several { telling(leads, columns.0[1]) } else { vec![String::new(); leads.len()] };
    for (lead, profile) in leads.iter().zip(profiles) {
        let at: String = minute(lead.when()).chars().take(columns.0[0]).collect();
        let (who, below) = who(lead, columns.0[2]);
        let cells = [at, profile, who, asked(lead, columns.0[3]), offer(lead)];
        let style = |text: String| if lead.do_not_contact { page.alarm(&text) } else { text };
        let text = columns.line(cells, style);
        let below = below.map(|address| {
            // Whoever picks the address out of the list gets this with it.
            let again = if lead.do_not_contact { "DO NOT CONTACT" } else { "" };
            columns.below(&address, again, style, width)
        });
        page.raw(&text);
        if let Some(below) = below {
            page.raw(&below);
        }
    }
    if columns.0[4] == 0 && leads.iter().any(|lead| !offer(lead).is_empty()) {
        page.aside("The offers have no room at this width: a wider terminal shows them, and so does --format csv or json.");
    }
    page.blank();
}

/// The profiles' names in so much room: what all begin with goes first, as far as it must, so that they are still told apart.
fn telling(leads: &[ArrivedLead], width: usize) -> Vec<String> {
    let names: Vec<String> = leads.iter().map(|lead| excerpt(lead.profile.as_deref().unwrap_or_default(), 60)).collect();
    let first = names.first().map(String::as_str).unwrap_or_default();
    let shared = |other: &String| first.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let alike = names.iter().map(shared).min().unwrap_or(0);
    let longest = names.iter().map(|name| display_width(name)).max().unwrap_or(0);
    let over = if longest > width { (longest + 1 - width).min(alike) } else { 0 };
    let cut = |name: String| if over < 2 { name } else { format!("…{}", name.chars().skip(over).collect::<String>()) };
    names.into_iter().map(cut).collect()
}

/// The widths of time, profile, person, wish and offer; 0 for a column that is left out.
struct Columns([usize; 5]);

impl Columns {
    /// Each column as wide as its cells want, as far as there is room.
    fn fit(leads: &[ArrivedLead], width: usize, several: bool) -> Columns {
        let most =
            |least: usize, cell: &dyn Fn(&ArrivedLead) -> String| leads.iter().map(|lead| display_width(&cell(lead))).max().unwrap_or(0).max(least);
        let profile = if several { most(7, &|lead| lead.profile.clone().unwrap_or_default()).min(width / 6) } else { 0 };
        let wanted = [most(3, &|lead| who(lead, usize::MAX).0), most(9, &|lead| asked(lead, usize::MAX)), most(5, &offer)];
        let beside = 3 * GAP + if several { profile + GAP } else { 0 };
        // The hour gives way to who it is.
        let time = if width >= 96 || MINUTE + beside + wanted.iter().sum::<usize>() <= width { MINUTE } else { 10 };
        let room = width.saturating_sub(time + beside);
        // Of the room nearly a half is the person's, and of the rest more is the wish's; on the narrowest screens the offer goes.
        let fair =
            if room < 48 { [room.saturating_sub(DO_NOT_CONTACT), DO_NOT_CONTACT, 0] } else { [room * 45 / 100, room * 33 / 100, room * 22 / 100] };
        let mut given: [usize; 3] = std::array::from_fn(|place| wanted[place].min(fair[place]));
        for place in [0, 1, 2] {
            let left = room.saturating_sub(given.iter().sum());
            if fair[place] > 0 {
                given[place] = wanted[place].min(given[place] + left);
            }
        }
        Columns([time, profile, given[0], given[1], given[2]])
    }

    fn line(&self, cells: [String; 5], style: impl FnOnce(String) -> String) -> String {
        let mut style = Some(style);
        let mut out = String::new();
        for (place, (text, width)) in cells.iter().zip(self.0).enumerate().filter(|(_, (_, width))| *width > 0) {
            let text = cell(text, width);
            if place > 0 {
                out.push_str(&" ".repeat(GAP));
            }
            match style.take_if(|_| place == 3) {
                // Blanks behind the words have no colour.
                Some(style) => {
                    let words = text.trim_end();
                    let blanks = text.len() - words.len();
                    out.push_str(&style(words.to_owned()));
                    out.push_str(&" ".repeat(blanks));
                }
                None => out.push_str(&text),
            }
        }
        out.trim_end().to_owned()
    }

    /// The address below the person, over the cells that are empty beside it; where they are not enough, it begins further to the left.
    fn below(&self, address: &str, again: &str, style: impl FnOnce(String) -> String, width: usize) -> String {
        let behind = if again.is_empty() { 0 } else { GAP + display_width(again) };
        let address = cut(address, width.saturating_sub(behind));
        let wide = display_width(&address).max(self.0[2]);
        let start: usize = self.0[..2].iter().filter(|width| **width > 0).map(|width| width + GAP).sum();
        let indent = " ".repeat(start.min(width.saturating_sub(wide + behind)));
        if again.is_empty() {
            return format!("{indent}{address}");
        }
        format!("{indent}{}{}{}", cell(&address, wide), " ".repeat(GAP), style(again.to_owned()))
    }
}

/// One lead in one line, for those who follow.
pub fn line(lead: &ArrivedLead) -> String {
    // In columns as far as the cells are short: what comes next is not known.
    let column = |text: String, width: usize| format!("{text}{}", " ".repeat(width.saturating_sub(display_width(&text))));
    let parts = [minute(lead.arrived), column(asked(lead, usize::MAX), 28), column(offer(lead), 20), who(lead, usize::MAX).0];
    format!("{}\n", sanitise(parts.join("  ").trim_end()))
}

/// Exactly so wide: filled up with blanks, or cut, which `…` shows.
fn cell(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let fill = width.saturating_sub(display_width(&text));
    format!("{text}{}", " ".repeat(fill))
}

/// At most so wide.
pub(super) fn cut(text: &str, width: usize) -> String {
    let text = excerpt(text, 400);
    if display_width(&text) <= width {
        return text;
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += display_width(c.encode_utf8(&mut [0; 4]));
        if used > width {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// Who it is, and what goes below it. Where room is short that is the e-mail address, which is of use whole: a name tells more at a glance.
fn who(lead: &ArrivedLead, width: usize) -> (String, Option<String>) {
    let alone = |text: &str| (text.to_owned(), None);
    if lead.test {
        return alone("MSFT_TEST lead");
    }
    let text = |part: &Option<String>| part.as_ref().map(|part| excerpt(part, 160)).filter(|part| !part.is_empty());
    let name = Some(excerpt(&lead.name(), 160)).filter(|name| !name.is_empty());
    let email = text(&lead.email).map(|email| format!("<{email}>"));
    let company = text(&lead.company).map(|company| format!("· {company}"));
    let country = text(&lead.country).map(|country| format!("· {country}"));
    let of = |parts: &[&Option<String>]| parts.iter().filter_map(|part| part.as_deref()).collect::<Vec<_>>().join(" ");
    let mark = match lead.personal_data {
        PersonalData::Withheld => Some("(withheld)".to_owned()),
        PersonalData::Unreadable => return alone("(can't be read)"),
        PersonalData::Missing if of(&[&name, &email, &company, &country]).is_empty() => return alone("(no person)"),
        PersonalData::Missing | PersonalData::Present => None,
    };
    let whole = of(&[&mark, &name, &email, &company, &country]);
    let beside = of(&[&mark, &name, &company, &country]);
    if display_width(&whole) <= width || email.is_none() || beside.is_empty() {
        return (whole, None);
    }
    (beside, email)
}

/// What was asked for and where. Where room is short the source is cut, then only marked.
fn asked(lead: &ArrivedLead, width: usize) -> String {
    // Of a test lead both are its marker.
    let is_told = |code: &&String| !lead_source::has_marker(code);
    let words = |words: Option<&'static str>, code: &Option<String>| {
        words.map(str::to_owned).or_else(|| code.as_ref().filter(is_told).map(|code| excerpt(code, 40))).filter(|text| !text.is_empty())
    };
    let action = if lead.do_not_contact { Some("DO NOT CONTACT".to_owned()) } else { words(lead.action_words, &lead.action) };
    let source = words(lead.source_name, &lead.source);
    let times = if lead.times > 1 { format!(" ×{}", lead.times) } else { String::new() };
    match (action, source) {
        (Some(action), Some(source)) => {
            // Room for a few letters of the source, or none of them.
            let left = width.saturating_sub(display_width(&action) + display_width(&times) + 2);
            if left >= 6 || left >= display_width(&source) {
                format!("{action}{times}, {}", cut(&source, left))
            } else if display_width(&action) + display_width(&times) < width {
                format!("{action}{times}…")
            } else {
                action + &times
            }
        }
        (action, source) => action.or(source).unwrap_or_default() + &times,
    }
}

fn offer(lead: &ArrivedLead) -> String {
    lead.offer.as_ref().or(lead.offer_id.as_ref()).map(|offer| excerpt(offer, 60)).unwrap_or_default()
}

fn minute(at: Option<Timestamp>) -> String {
    at.map(|at| at.to_string().chars().take(16).collect::<String>().replace('T', " ")).unwrap_or_else(|| "(no time)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::redact::Redactor;
    use crate::render::lead_table;

    fn lead() -> ArrivedLead {
        let text = |text: &str| Some(text.to_owned());
        ArrivedLead {
            first_name: text("Jürgen"),
            last_name: text("Last83898"),
            email: text("user83898@example.com"),
            company: text("Company 853"),
            country: text("DE"),
            action: text("DNC"),
            do_not_contact: true,
            source: text("AzureMarketplace"),
            source_name: Some("Azure Marketplace"),
            personal_data: PersonalData::Present,
            ..ArrivedLead::default()
        }
    }

    #[test]
    fn no_part_of_a_person_vanishes_without_a_mark() {
        let whole = "Jürgen Last83898 <user83898@example.com> · Company 853 · DE";
        let (beside, email) = ("Jürgen Last83898 · Company 853 · DE", "<user83898@example.com>");
        for (width, want) in [(usize::MAX, (whole, None)), (59, (whole, None)), (58, (beside, Some(email))), (24, (beside, Some(email)))] {
            let (line, below) = who(&lead(), width);
            assert_eq!((line.as_str(), below.as_deref()), want, "{width}");
        }
        assert_eq!(cell(beside, 24), "Jürgen Last83898 · Comp…");
        let nobody = ArrivedLead { first_name: None, last_name: None, company: None, country: None, ..lead() };
        assert_eq!(who(&nobody, 20), (email.to_owned(), None));
    }

    #[test]
    fn the_address_below_is_printed_whole() {
        for columns in [52, 60, 70, 100] {
            for do_not_contact in [false, true] {
                let text = lead_table(&[ArrivedLead { do_not_contact, action: None, ..lead() }], Some(columns), &Redactor::default());
                assert!(text.contains("<user83898@example.com>"), "{columns}: {text}");
                assert_eq!(text.matches("DO NOT CONTACT").count(), if do_not_contact { 2 } else { 0 }, "{columns}: {text}");
                assert!(text.lines().all(|line| display_width(line) <= usize::from(columns)), "{columns}: {text}");
            }
        }
    }

    #[test]
    fn profiles_are_told_apart_however_little_room_there_is() {
        let told = |names: &[&str], width| {
            let lead = |name: &&str| ArrivedLead { profile: Some((*name).to_owned()), ..ArrivedLead::default() };
            telling(&names.iter().map(lead).collect::<Vec<_>>(), width)
        };
        let azure = ["sandbox-azure-table", "sandbox-azure-blob"];
        assert_eq!(told(&azure, 19), azure);
        assert_eq!(told(&azure, 13), ["…-azure-table", "…-azure-blob"]);
        assert_eq!(told(&["crm", "salesforce-europe"], 13), ["crm", "salesforce-europe"]);
    }

    #[test]
    fn do_not_contact_is_never_cut() {
        for (width, want) in
            [(usize::MAX, "DO NOT CONTACT, Azure Marketplace"), (22, "DO NOT CONTACT, Azure…"), (17, "DO NOT CONTACT…"), (14, "DO NOT CONTACT")]
        {
            assert_eq!(asked(&lead(), width), want, "{width}");
        }
        for width in 40..200 {
            let columns = Columns::fit(&[lead()], width, false);
            assert!(columns.0[3] >= 14 && columns.0.iter().sum::<usize>() + 3 * GAP <= width.max(43), "{width}: {:?}", columns.0);
        }
    }
}
