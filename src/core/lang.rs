//! The languages in which the catalogue speaks.

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Lang {
    #[default]
    En,
    Nl,
}

impl Lang {
    /// Of a thing in both languages the one in this.
    pub fn choose<T>(self, en: T, nl: T) -> T {
        match self {
            Lang::En => en,
            Lang::Nl => nl,
        }
    }

    /// From a locale such as `nl_NL.UTF-8`; English for all that is not Dutch.
    pub fn of_locale(locale: Option<&str>) -> Self {
        match locale {
            Some(locale) if locale.to_ascii_lowercase().starts_with("nl") => Lang::Nl,
            _ => Lang::En,
        }
    }
}
