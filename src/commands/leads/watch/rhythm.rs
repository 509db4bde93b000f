//! How often an offer's leads come, from the times of its newest ones; and which silence is unusual for it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::commands::leads::watch::state::Remembered;

/// Times that are looked at, the newest.
const MOST: usize = 2000;

/// Gaps between leads that it takes to speak of a rhythm.
pub(super) const FEWEST_GAPS: u64 = 5;

/// No silence shorter than a day is an alarm.
const DAY: u64 = 24 * 3600;

/// The newest times of one offer, and how many leads it had.
#[derive(Default)]
pub(super) struct Rhythm {
    id: Option<String>,
    times: BTreeMap<Timestamp, u64>,
    leads: u64,
}

impl Rhythm {
    pub(super) fn add(&mut self, at: Timestamp, offer_id: Option<&str>) {
        if self.id.is_none() {
            self.id = offer_id.map(str::to_owned);
        }
        self.leads += 1;
        *self.times.entry(at).or_default() += 1;
        if self.times.len() > MOST {
            self.times.pop_first();
        }
    }

    /// What of it is worth keeping.
    pub(super) fn remembered(&self) -> Option<Remembered> {
        let last = self.times.keys().next_back()?;
        let mut gaps: Vec<u64> =
            self.times.keys().zip(self.times.keys().skip(1)).map(|(a, b)| u64::try_from(b.duration_since(*a).as_secs()).unwrap_or(0)).collect();
        gaps.sort_unstable();
        // The longest may itself have been an outage, which must not become the rule.
        let usual = gaps.len().checked_sub(2).and_then(|place| gaps.get(place)).copied();
        Some(Remembered { id: self.id.clone(), last: last.to_string(), leads: self.leads, gaps: gaps.len() as u64, usual_longest_seconds: usual })
    }
}

/// The silence that is too long, and why, in a sentence.
pub(super) fn limit(gaps: u64, usual_longest: Option<u64>) -> (Option<u64>, String) {
    match usual_longest {
        Some(longest) if gaps >= FEWEST_GAPS => {
            let limit = (longest * 2).max(DAY);
            (
                Some(limit),
                format!(
                    "its own rhythm: of {gaps} gaps between leads all but one were {} at most; twice that, and a day at least, is unusual",
                    span(longest)
                ),
            )
        }
        _ => (None, format!("its rhythm is not known yet ({} leads are needed): give --max-silence", FEWEST_GAPS + 1)),
    }
}

/// `9 days`, `14 h`, `3 min`. Under four days hours count, unless they are whole days.
pub(super) fn span(seconds: u64) -> String {
    match seconds {
        DAY => "1 day".to_owned(),
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..345_600 if !seconds.is_multiple_of(DAY) => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / DAY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(hours: &[i64]) -> Remembered {
        let mut rhythm = Rhythm::default();
        for hour in hours {
            rhythm.add(Timestamp::from_second(hour * 3600).unwrap(), None);
        }
        rhythm.remembered().unwrap()
    }

    #[test]
    fn one_outage_does_not_become_the_rule() {
        // A lead every ten hours, a weekend of sixty, and one outage of seven weeks.
        let known = of(&[0, 10, 20, 80, 90, 90 + 49 * 24, 90 + 49 * 24 + 10]);
        assert_eq!(known.limit().0, Some(120 * 3600));
        assert!(known.limit().1.contains("60 h"), "{}", known.limit().1);
    }

    #[test]
    fn few_leads_are_no_rhythm_and_busy_offers_have_a_day() {
        assert_eq!(of(&[0, 1, 2, 3, 4]).limit().0, None);
        assert_eq!(of(&[0, 1, 2, 3, 4, 5, 6]).limit().0, Some(DAY));
    }

    #[test]
    fn spans_read_as_people_say_them() {
        for (seconds, want) in [
            (90, "90 s"),
            (3600, "60 min"),
            (14 * 3600, "14 h"),
            (DAY, "1 day"),
            (3 * DAY, "3 days"),
            (3 * DAY + 3600, "73 h"),
            (9 * DAY + 7, "9 days"),
        ] {
            assert_eq!(span(seconds), want);
        }
    }
}
