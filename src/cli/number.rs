//! Numbers and switches, refused in plain words: what clap says of them is a programmer's.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A whole number within `range`.
pub fn parse_number<T: FromStr + PartialOrd + Display>(range: RangeInclusive<T>) -> impl Fn(&str) -> Result<T, String> + Clone
where
    RangeInclusive<T>: Clone,
{
    move |text| {
        let number = text.trim().parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| format!("give a whole number from {} to {}", range.start(), range.end()))
    }
}

/// A count without a limit of its own; 0 and upwards.
pub fn parse_count<T: FromStr>(text: &str) -> Result<T, String> {
    text.trim().parse().map_err(|_| "give a whole number, such as 5".to_owned())
}

/// What a variable of the environment says of a flag that is on or off.
pub fn parse_switch(text: &str) -> Result<bool, String> {
    match text.trim().to_lowercase().as_str() {
        "1" | "y" | "yes" | "t" | "true" | "on" => Ok(true),
        "0" | "n" | "no" | "f" | "false" | "off" => Ok(false),
        _ => Err("give 1 or 0 (also yes, no, on, off, true, false)".to_owned()),
    }
}
