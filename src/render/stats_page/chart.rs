//! The chart of leads over time: a column a day, or a column a week where days would be too many to see; and the longest silence in words.

use std::fmt::Write as _;

use jiff::civil::{Date, Weekday};

use super::escape;
use crate::core::leads_report::LeadCount;
use crate::render::human::number;

/// Columns that can still be told apart on a telephone.
const MOST_COLUMNS: usize = 92;

/// A silence of so many days is worth a sentence.
const LONG: usize = 3;

pub(super) fn section(days: &[LeadCount], page: &mut String) {
    let most_of_days = days.iter().map(|day| day.leads).max().unwrap_or(0);
    if most_of_days == 0 {
        page.push_str("<section><h2>Leads per day</h2><p class=\"dim\">There is no lead with a time.</p></section>\n");
        return;
    }
    let weekly = days.len() > MOST_COLUMNS;
    let columns = if weekly { weeks(days) } else { days.to_vec() };
    let most = columns.iter().map(|column| column.leads).max().unwrap_or(0).max(1);
    let top = round_up(most);
    let what = if weekly { "week" } else { "day" };
    let _ = write!(
        page,
        "<section><h2>Leads per {what}</h2><div class=\"chart\" role=\"img\" aria-label=\"Leads per {what}, {} at most\"><div class=\"scale\"><span>{}</span><span>{}</span><span>0</span></div><div class=\"plot\">",
        number(most),
        number(top),
        number(top / 2)
    );
    for column in &columns {
        let of = if weekly { "week of " } else { "" };
        let title = format!("{of}{}: {}", escape(&column.name), number(column.leads));
        #[allow(clippy::cast_precision_loss)] // heights on a page
        let height = column.leads as f64 / top as f64 * 100.0;
        let _ = match column.leads {
            0 => write!(page, "<i class=\"none\" title=\"{title}\"></i>"),
            _ => write!(page, "<i style=\"height:{height:.1}%\" title=\"{title}\"></i>"),
        };
    }
    page.push_str("</div><div class=\"when\">");
    let places = match columns.len() {
        0..2 => vec![0],
        2..8 => vec![0, columns.len() - 1],
        count => vec![0, count / 2, count - 1],
    };
    for place in places {
        let _ = write!(page, "<span>{}</span>", escape(&columns[place].name));
    }
    page.push_str("</div></div>");
    if let Some((first, last, count)) = silence(days) {
        let _ = write!(page, "<p class=\"dim\">The longest time without a lead: {count} days, {} to {}.</p>", escape(first), escape(last));
    }
    page.push_str("</section>\n");
}

/// By the Monday that each begins with.
fn weeks(days: &[LeadCount]) -> Vec<LeadCount> {
    let mut weeks: Vec<LeadCount> = Vec::new();
    for day in days {
        let begins = day.name.parse::<Date>().map_or(true, |date| date.weekday() == Weekday::Monday);
        match weeks.last_mut().filter(|_| !begins) {
            Some(week) => week.leads += day.leads,
            None => weeks.push(day.clone()),
        }
    }
    weeks
}

/// An even number that people take for round, not below `most`.
fn round_up(most: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for step in [2, 4, 6, 8, 10] {
            let round = power.saturating_mul(step);
            if round >= most {
                return round;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// The longest run of days without a lead: the first and the last of them, and how many.
fn silence(days: &[LeadCount]) -> Option<(&str, &str, usize)> {
    let runs = days.chunk_by(|a, b| a.leads == 0 && b.leads == 0).filter(|run| run[0].leads == 0 && run.len() >= LONG);
    let longest = runs.max_by_key(|run| run.len())?;
    Some((&longest.first()?.name, &longest.last()?.name, longest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(leads: &[u64]) -> Vec<LeadCount> {
        let first: Date = "2026-11-02".parse().unwrap();
        let day = |place: usize| first.saturating_add(jiff::SignedDuration::from_hours(24 * i64::try_from(place).unwrap()));
        leads.iter().enumerate().map(|(place, leads)| LeadCount { name: day(place).to_string(), leads: *leads }).collect()
    }

    #[test]
    fn many_days_become_weeks_that_begin_on_mondays() {
        let weeks = weeks(&days(&[1; 100]));
        assert_eq!((weeks.len(), weeks[0].leads, weeks[14].leads, weeks[1].name.as_str()), (15, 7, 2, "2026-11-09"));
        let mut page = String::new();
        section(&days(&[1; 100]), &mut page);
        assert!(page.contains("Leads per week") && page.contains("week of 2026-11-09: 7"), "{page}");
    }

    #[test]
    fn the_scale_ends_on_a_round_number() {
        for (most, want) in [(1, 2), (2, 2), (3, 4), (9, 10), (11, 20), (99, 100), (101, 200), (3571, 4000)] {
            assert_eq!(round_up(most), want, "{most}");
        }
    }

    #[test]
    fn the_longest_silence_is_named() {
        assert_eq!(silence(&days(&[1, 0, 0, 1, 0, 0, 0, 0, 1])), Some(("2026-11-06", "2026-11-09", 4)));
        assert_eq!(silence(&days(&[1, 0, 0, 1])), None);
    }
}
