//! `leadctl leads parse`.

use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  leadctl leads parse 'AzureMarketplace-INS|contoso.crm'
  leadctl leads parse '{\"userDetails\":{\"email\":\"a@contoso.example\"},\"leadSource\":\"SPZA\",\"actionCode\":\"PLT\"}'
  leadctl leads parse --file received.json
  … | leadctl leads parse -";

/// Explain a lead or a lead source: its codes in words, its person, its campaign
///
/// Takes a row of the table, the body that an HTTPS endpoint received, a list of either, lines of `name = value`, or a source such as
/// AzureMarketplace-INS|publisher.offer.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The lead or the source; - reads standard input
    #[arg(value_name = "LEAD", conflicts_with = "file")]
    pub lead: Option<String>,
    /// Read it from this file
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Hide names, e-mail addresses, telephone numbers and whatever else may be a person's
    #[arg(long)]
    pub mask: bool,
}
