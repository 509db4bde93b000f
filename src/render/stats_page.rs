//! The charts of `leads stats --html`: one page, self-contained, light and dark, fit to be printed. Needs no network and no script.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::core::leads_report::{LeadCount, LeadsStatsReport};
use crate::core::text::sanitise;
use crate::render::human::number;

const STYLE: &str = "
:root{color-scheme:light dark;--back:#f6f7f9;--card:#fff;--text:#1b1f24;--dim:#5b6672;--line:#dfe3e8;--bar:#2f6fde;--alarm:#b42318}
@media(prefers-color-scheme:dark){:root{--back:#12161b;--card:#1b2129;--text:#e8ecf1;--dim:#9aa6b2;--line:#2c3540;--bar:#6aa3ff;--alarm:#ff8a80}}
*{box-sizing:border-box}body{margin:0;padding:2rem 1rem;background:var(--back);color:var(--text);font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif}
main{max-width:60rem;margin:auto}h1{font-size:1.6rem;margin:0}h2{font-size:1.05rem;margin:0 0 .75rem}p{margin:.25rem 0}.dim{color:var(--dim)}
section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.25rem;margin-top:1rem;break-inside:avoid}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem}.figures b{display:block;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:1rem}.two section{margin-top:0}.two{margin-top:1rem}
table{width:100%;border-collapse:collapse}td{padding:.2rem 0;vertical-align:middle}td.name{width:42%;overflow-wrap:anywhere;padding-right:.75rem}td.count{text-align:right;width:4.5rem;font-variant-numeric:tabular-nums}
.bar{display:block;height:.8rem;min-width:1px;border-radius:.2rem;background:var(--bar);print-color-adjust:exact;-webkit-print-color-adjust:exact}
svg{width:100%;height:auto;display:block}svg rect{fill:var(--bar)}svg text{fill:var(--dim);font-size:11px}svg line{stroke:var(--line)}.alarm{color:var(--alarm);font-weight:600}
@media print{:root{--back:#fff;--card:#fff;--text:#000;--dim:#444;--line:#bbb;--bar:#2f6fde;--alarm:#b42318}body{padding:0;font-size:12px}section{padding:.6rem .8rem}}
";

/// The whole page.
pub fn stats_page(report: &LeadsStatsReport, now: Timestamp) -> String {
    let day = |at: &Option<String>| at.as_deref().map_or_else(|| "–".to_owned(), |at| at.chars().take(10).collect());
    let places: Vec<String> = report.profiles.iter().map(|read| format!("{} ({})", read.profile, read.place)).collect();
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Marketplace leads</title><style>{STYLE}</style></head>\n<body><main>\n<h1>Marketplace leads</h1>\n<p class=\"dim\">{}; {} to {} (UTC). Made by leadctl on {}.</p>\n",
        escape(&places.join(", ")),
        day(&report.first),
        day(&report.last),
        now.to_string().chars().take(10).collect::<String>()
    );
    let real = report.leads - report.test;
    let _ = writeln!(
        page,
        "<section class=\"figures\"><div><b>{}</b>leads from customers</div><div><b>{}</b>test leads (MSFT_TEST)</div><div><b{}>{}</b>not to be contacted</div><div><b>{}</b>personal data withheld</div></section>",
        number(real),
        number(report.test),
        if report.do_not_contact > 0 { " class=\"alarm\"" } else { "" },
        number(report.do_not_contact),
        number(report.withheld)
    );
    let _ = writeln!(page, "<section><h2>Leads per day</h2>{}</section>\n<div class=\"two\">", days(&report.per_day));
    for (title, counts) in
        [("By offer", &report.per_offer), ("By source", &report.per_source), ("By action", &report.per_action), ("By country", &report.per_country)]
    {
        let _ = writeln!(page, "<section><h2>{title}</h2>{}</section>", bars(counts));
    }
    page.push_str("</div>\n");
    if let Some(cost) = &report.cost {
        let _ = writeln!(
            page,
            "<section><h2>Cost</h2><p>About ${:.2} a month for {} leads; {} stored.</p><p class=\"dim\">{}.</p></section>",
            cost.dollars_a_month,
            number(cost.leads_a_month),
            crate::render::human::bytes(cost.stored_bytes),
            escape(&cost.rule)
        );
    }
    page.push_str("</main></body></html>\n");
    page
}

/// A column a day.
fn days(days: &[LeadCount]) -> String {
    const WIDTH: f64 = 900.0;
    const HEIGHT: f64 = 180.0;
    let most = days.iter().map(|day| day.leads).max().unwrap_or(0);
    if most == 0 {
        return "<p class=\"dim\">No lead has a time.</p>".to_owned();
    }
    #[allow(clippy::cast_precision_loss)] // places on a page
    let (step, scale) = (WIDTH / days.len() as f64, HEIGHT / most as f64);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} 220\" role=\"img\" aria-label=\"Leads per day, at most {most}\"><text x=\"0\" y=\"12\">{} a day at most</text><line x1=\"0\" y1=\"200\" x2=\"{WIDTH}\" y2=\"200\"/>",
        number(most)
    );
    for (place, day) in days.iter().enumerate().filter(|(_, day)| day.leads > 0) {
        #[allow(clippy::cast_precision_loss)]
        let (x, height) = (place as f64 * step, (day.leads as f64 * scale).max(1.0));
        let _ = write!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\"><title>{}: {}</title></rect>",
            200.0 - height,
            (step * 0.8).max(0.5),
            escape(&day.name),
            number(day.leads)
        );
    }
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        let _ = write!(
            svg,
            "<text x=\"0\" y=\"216\">{}</text><text x=\"{WIDTH}\" y=\"216\" text-anchor=\"end\">{}</text>",
            escape(&first.name),
            escape(&last.name)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// A row a name, the most first; what is beyond a screenful is one row.
fn bars(counts: &[LeadCount]) -> String {
    const ROWS: usize = 12;
    let most = counts.first().map_or(0, |first| first.leads).max(1);
    let mut table = "<table>".to_owned();
    let mut row = |name: &str, leads: u64| {
        #[allow(clippy::cast_precision_loss)]
        let share = (leads.min(most) as f64) / (most as f64) * 100.0;
        let _ = write!(
            table,
            "<tr><td class=\"name\">{}</td><td><span class=\"bar\" style=\"width:{share:.1}%\"></span></td><td class=\"count\">{}</td></tr>",
            escape(name),
            number(leads)
        );
    };
    for count in counts.iter().take(ROWS) {
        row(&count.name, count.leads);
    }
    if counts.len() > ROWS {
        row(&format!("{} more", counts.len() - ROWS), counts[ROWS..].iter().map(|count| count.leads).sum());
    }
    table.push_str("</table>");
    table
}

/// Names come from anywhere: nothing in them is markup.
fn escape(text: &str) -> String {
    sanitise(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_markup_and_nothing_is_fetched() {
        let report = LeadsStatsReport {
            leads: 1,
            per_offer: vec![LeadCount { name: "<script>alert('x')</script>".to_owned(), leads: 1 }],
            per_day: vec![LeadCount { name: "2026-11-01".to_owned(), leads: 1 }],
            ..LeadsStatsReport::default()
        };
        let page = stats_page(&report, Timestamp::UNIX_EPOCH);
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{page}");
        for fetched in ["http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(fetched), "{fetched}");
        }
    }
}
