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
        for (field, of) in fields() {
            command = command.arg(flag(field, &of));
        }
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = fields().into_iter().filter_map(|(field, _)| Some((field.key.to_owned(), matches.get_one::<String>(field.key)?.clone())));
        Ok(SettingFlags(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Every field once, with the destinations that have it.
fn fields() -> Vec<(&'static Field, Vec<&'static str>)> {
    let mut fields: Vec<(&'static Field, Vec<&'static str>)> = Vec::new();
    for spec in destinations::specs() {
        for field in spec.fields {
            match fields.iter_mut().find(|(known, _)| known.key == field.key) {
                Some((_, of)) => of.push(spec.id),
                None => fields.push((field, vec![spec.id])),
            }
        }
    }
    fields
}

fn flag(field: &'static Field, of: &[&str]) -> Arg {
    let (value_name, rest) = match field.kind {
        FieldKind::Text => ("TEXT", ""),
        FieldKind::Secret => ("REFERENCE", ", as env:NAME, file:PATH … or -"),
        FieldKind::UrlWithKey => ("URL", "; one that carries its own key as env:NAME, file:PATH … or -"),
    };
    Arg::new(field.key).long(field.flag()).value_name(value_name).help_heading("Connection details").help(format!(
        "{} ({}){rest}",
        field.label,
        of.join(", ")
    ))
}
