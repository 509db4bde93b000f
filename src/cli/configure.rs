//! `leadctl configure`. The flags for connection details come from the destinations' specs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, FromArgMatches, ValueEnum, builder::PossibleValuesParser};

use crate::core::spec::{Field, FieldKind};
use crate::destinations;

/// Make or change a profile: asks for what is missing, or takes it all from flags
///
/// Secrets are references: env:NAME, file:PATH, keyring:ENTRY, command:…, prompt. No flag takes a secret's value;
/// `-` reads it from standard input. --profile names the profile; without it the destination's name is used.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The lead destination
    #[arg(value_parser = PossibleValuesParser::new(destinations::specs().iter().map(|spec| spec.id)))]
    pub destination: Option<String>,
    /// Take the values out of what a portal lets you copy: a file, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub from_paste: Option<PathBuf>,
    #[command(flatten)]
    pub settings: SettingFlags,
    /// Who shall get an e-mail from Microsoft when a lead arrives; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    pub contact_email: Vec<String>,
    /// The offer, as publisherid.offerid
    #[arg(long, value_name = "ID")]
    pub offer: Option<String>,
    /// The offer's display name, as the test lead carries it
    #[arg(long, value_name = "TEXT")]
    pub offer_title: Option<String>,
    /// Where a secret goes that was pasted, typed or read from standard input
    #[arg(long, value_enum, value_name = "PLACE")]
    pub secret_store: Option<SecretStore>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SecretStore {
    /// The operating system's keyring
    Keyring,
    /// A file that only you can read
    File,
}

/// Connection details by TOML key, as given in flags.
#[derive(Debug, Clone, Default)]
pub struct SettingFlags(pub BTreeMap<String, String>);

impl clap::Args for SettingFlags {
    fn augment_args(mut command: Command) -> Command {
        for flag in flags() {
            command = command.arg(flag.arg());
        }
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = flags().into_iter().filter_map(|flag| Some((flag.key.to_owned(), matches.get_one::<String>(flag.key)?.clone())));
        Ok(SettingFlags(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// A flag: one key, which several destinations may have, each with its own label and kind.
struct Flag {
    key: &'static str,
    fields: Vec<(&'static Field, &'static str)>,
}

fn flags() -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    for spec in destinations::specs() {
        for field in spec.fields {
            match flags.iter_mut().find(|flag| flag.key == field.key) {
                Some(flag) => flag.fields.push((field, spec.id)),
                None => flags.push(Flag { key: field.key, fields: vec![(field, spec.id)] }),
            }
        }
    }
    flags
}

impl Flag {
    fn arg(&self) -> Arg {
        let mut labels: Vec<(&str, Vec<&str>)> = Vec::new();
        for (field, of) in &self.fields {
            match labels.iter_mut().find(|(label, _)| *label == field.label) {
                Some((_, all)) => all.push(of),
                None => labels.push((field.label, vec![of])),
            }
        }
        let labels: Vec<String> = labels.into_iter().map(|(label, of)| format!("{label} ({})", of.join(", "))).collect();
        let is = |kind: FieldKind| self.fields.iter().any(|(field, _)| field.kind == kind);
        let words = self.fields.iter().find_map(|(field, _)| if let FieldKind::Choice(words) = field.kind { Some(words) } else { None });
        let (value_name, rest) = if is(FieldKind::Secret) {
            ("REFERENCE", ", as env:NAME, file:PATH … or -".to_owned())
        } else if is(FieldKind::UrlWithKey) {
            ("URL", "; one that carries its own key as env:NAME, file:PATH … or -".to_owned())
        } else if let Some(words) = words {
            ("WORD", format!(": {}", words.join(" or ")))
        } else {
            ("TEXT", String::new())
        };
        let (field, _) = self.fields[0];
        Arg::new(field.key).long(field.flag()).value_name(value_name).help_heading("Connection details").help(format!("{}{rest}", labels.join(", ")))
    }
}
