//! The page of `leads stats --html`: self-contained, light and dark, fit for a telephone and for paper. Needs no network and no script, and
//! allows neither: whatever an offer is called, nothing on the page runs or is fetched.

mod chart;

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::core::leads_report::{LeadCount, LeadsRead, LeadsStatsReport};
use crate::core::text::{sanitise, size};
use crate::render::human::number;

const STYLE: &str = include_str!("stats_page/style.css");

/// The whole page.
pub fn stats_page(report: &LeadsStatsReport, now: Timestamp) -> String {
    let places: Vec<String> =
        report.profiles.iter().filter(|read| read.left_out.is_none()).map(|read| format!("{} ({})", read.profile, read.place)).collect();
    let range = match (&report.first, &report.last) {
        (Some(first), Some(last)) => format!("{} to {}", date(first), date(last)),
        _ => "no lead yet".to_owned(),
    };
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Marketplace leads, {range}</title><style>{STYLE}</style></head>\n<body><main>\n<header><h1>Marketplace leads</h1><p>{range} · {}</p></header>\n",
        escape(&places.join(", "))
    );
    for read in &report.profiles {
        warn(read, &mut page);
    }
    figures(report, now, &mut page);
    chart::section(&report.per_day, &mut page);
    page.push_str("<div class=\"two\">\n");
    let tables = [
        ("Offers", &report.per_offer),
        ("What was asked for", &report.per_action),
        ("Where from", &report.per_source),
        ("Countries", &report.per_country),
    ];
    for (title, counts) in tables.into_iter().filter(|(_, counts)| !counts.is_empty()) {
        let _ = writeln!(page, "<section><h2>{title}</h2>{}</section>", bars(counts));
    }
    page.push_str("</div>\n");
    if let Some(cost) = &report.cost {
        let _ = writeln!(
            page,
            "<section><h2>What storing them costs</h2><p>About ${:.2} a month for the {} leads of the past 30 days; {} stored.</p><p class=\"dim\">{}.</p></section>",
            cost.dollars_a_month,
            number(cost.leads_a_month),
            size(cost.stored_bytes),
            escape(&cost.rule)
        );
    }
    let tests = match report.test {
        _ if report.leads == report.test => "",
        0 => "",
        _ => " Test leads are counted in their own figure and nowhere else.",
    };
    let _ = writeln!(
        page,
        "<footer>Days are days in UTC.{tests} This page holds numbers only, and no person's data. Made by leadctl on {} UTC.</footer>\n</main></body></html>",
        now.to_string().chars().take(16).collect::<String>().replace('T', " ")
    );
    page
}

/// What is missing from the figures, in the words of the terminal.
fn warn(read: &LeadsRead, page: &mut String) {
    let why = match (&read.left_out, &read.error, &read.stopped) {
        (Some(why), ..) => why,
        (_, Some(error), _) => &error.message,
        (.., Some(stopped)) => &stopped.message,
        _ => return,
    };
    let _ = writeln!(page, "<section class=\"alarm\">Not everything of {} was read: {}</section>", escape(&read.profile), escape(why));
}

fn figures(report: &LeadsStatsReport, now: Timestamp, page: &mut String) {
    let figure = |value: String, words: &str, class: &str, page: &mut String| {
        let _ = write!(page, "<div{class}><b>{value}</b>{words}</div>");
    };
    page.push_str("<section class=\"figures\">");
    figure(number(report.leads - report.test), "leads from customers", "", page);
    let (month, before) = (since(&report.per_day, now, 30, 0), since(&report.per_day, now, 60, 30));
    figure(number(month), &format!("in the past 30 days<span>{}</span>", trend(month, before)), "", page);
    if let Some(last) = report.last.as_deref().and_then(|last| last.parse::<Timestamp>().ok()) {
        let days = now.duration_since(last).as_secs().max(0) / 86_400;
        let ago = match days {
            0 => "less than a day ago".to_owned(),
            1 => "1 day ago".to_owned(),
            days => format!("{} days ago", number(u64::try_from(days).unwrap_or(0))),
        };
        figure(date(&last.to_string()), &format!("the newest lead<span>{ago}</span>"), "", page);
    }
    let alarm = if report.do_not_contact > 0 { " class=\"alarm\"" } else { "" };
    figure(number(report.do_not_contact), "not to be contacted", alarm, page);
    if report.withheld > 0 {
        figure(number(report.withheld), "without personal data<span>as Marketplace leaves .edu leads</span>", "", page);
    }
    if report.test > 0 {
        figure(number(report.test), "test leads (MSFT_TEST)", "", page);
    }
    page.push_str("</section>\n");
}

/// Leads of the days from `from` days ago up to `to` days ago.
fn since(days: &[LeadCount], now: Timestamp, from: i64, to: i64) -> u64 {
    let day = |ago: i64| {
        let then = now.saturating_sub(SignedDuration::from_hours(24 * ago)).unwrap_or(Timestamp::MIN);
        TimeZone::UTC.to_datetime(then).date().to_string()
    };
    let (from, to) = (day(from), day(to));
    days.iter().filter(|count| count.name > from && count.name <= to).map(|count| count.leads).sum()
}

fn trend(month: u64, before: u64) -> String {
    match (month, before) {
        (_, 0) => "none in the 30 days before".to_owned(),
        (month, before) if month == before => format!("as many as in the 30 days before ({})", number(before)),
        // A share of very little says nothing.
        (month, before) if before < 10 || month / 10 >= before => format!("{} in the 30 days before", number(before)),
        (month, before) => {
            let percent = u128::from(month.abs_diff(before)) * 100 / u128::from(before);
            let way = if month > before { "more" } else { "fewer" };
            format!("{percent}% {way} than in the 30 days before ({})", number(before))
        }
    }
}

/// A row a name, the most first; what is beyond a screenful is one row.
fn bars(counts: &[LeadCount]) -> String {
    const ROWS: usize = 12;
    let most = counts.first().map_or(0, |first| first.leads).max(1);
    let all: u64 = counts.iter().map(|count| count.leads).sum::<u64>().max(1);
    let mut table = "<table>".to_owned();
    let mut row = |name: &str, leads: u64, bar: bool| {
        #[allow(clippy::cast_precision_loss)] // lengths on a page
        let (length, share) = (leads as f64 / most as f64 * 100.0, leads as f64 / all as f64 * 100.0);
        let bar = if bar { format!("<i class=\"bar\" style=\"width:{length:.1}%\"></i>") } else { String::new() };
        let share = if share < 1.0 { "&lt;1%".to_owned() } else { format!("{share:.0}%") };
        let class = if name == "do not contact" { " class=\"alarm\"" } else { "" };
        let _ = write!(table, "<tr{class}><td>{}{bar}</td><td>{}</td><td class=\"dim\">{share}</td></tr>", escape(name), number(leads));
    };
    for count in counts.iter().take(ROWS) {
        row(&count.name, count.leads, true);
    }
    if counts.len() > ROWS {
        row(&format!("{} more", counts.len() - ROWS), counts[ROWS..].iter().map(|count| count.leads).sum(), false);
    }
    table.push_str("</table>");
    table
}

fn date(at: &str) -> String {
    at.chars().take(10).collect()
}

/// Names come from anywhere: nothing in them is markup.
fn escape(text: &str) -> String {
    sanitise(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(name: &str, leads: u64) -> LeadCount {
        LeadCount { name: name.to_owned(), leads }
    }

    #[test]
    fn names_are_no_markup_and_nothing_is_fetched() {
        let report = LeadsStatsReport {
            leads: 1,
            per_offer: vec![count("<script>alert('x')</script>", 1), count("\"><img src=x onerror=alert(1)>\u{202e}", 1)],
            per_day: vec![count("2026-11-01", 1)],
            ..LeadsStatsReport::default()
        };
        let page = stats_page(&report, Timestamp::UNIX_EPOCH);
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;") && !page.contains("<img") && !page.contains('\u{202e}'), "{page}");
        for fetched in ["http:", "https:", " src=\"", "@import", "url("] {
            assert!(!page.contains(fetched), "{fetched}");
        }
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn the_past_month_is_held_against_the_one_before() {
        let now: Timestamp = "2026-11-30T12:00:00Z".parse().unwrap();
        let days = [count("2026-10-01", 1), count("2026-10-02", 10), count("2026-10-31", 20), count("2026-11-01", 40), count("2026-11-30", 5)];
        assert_eq!((since(&days, now, 30, 0), since(&days, now, 60, 30)), (45, 30));
        for (month, before, want) in [
            (45, 30, "50% more than in the 30 days before (30)"),
            (15, 30, "50% fewer than in the 30 days before (30)"),
            (30, 30, "as many as in the 30 days before (30)"),
            (3, 0, "none in the 30 days before"),
            (99_000, 30, "30 in the 30 days before"),
            (3, 2, "2 in the 30 days before"),
        ] {
            assert_eq!(trend(month, before), want);
        }
    }
}
