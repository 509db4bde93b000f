//! The catalogue's answer to a failure, where it fits whoever has to act.
//!
//! Of an untrusted certificate the catalogue says how the owner of the endpoint gets a good one, which nobody can do for a service of
//! Microsoft's, Salesforce's or Adobe's: there the certificate is good, and something between here and there shows another.

use crate::catalogue;
use crate::core::lang::Lang;
use crate::core::report::Remedy;

const UNTRUSTED: &str = "https/tls-untrusted-certificate";

/// `of_vendor`: whether the certificate that is looked at is the vendor's own.
pub(super) fn of(entry: &str, of_vendor: bool, lang: Lang) -> Option<Remedy> {
    let told = catalogue::remedy(entry, lang)?;
    if !of_vendor || entry != UNTRUSTED {
        return Some(told);
    }
    let (cause, repair) = opened_on_the_way(lang);
    Some(Remedy { cause: cause.to_owned(), repair: repair.map(str::to_owned).to_vec(), links: Vec::new(), ..told })
}

fn opened_on_the_way(lang: Lang) -> (&'static str, [&'static str; 4]) {
    match lang {
        Lang::En => (
            "The service itself has a certificate that everyone trusts; what answered here showed another one. As a rule a proxy or an antivirus program opens TLS on this machine or in its network, and signs with an authority of its own that leadctl does not know. The leads of Marketplace do not come this way: at the destination and in Partner Center nothing needs to change.",
            [
                "See who issued the certificate: open the asked address in a browser on this machine and look at the certificate's issuer, or ask whoever runs this network. As a rule it is the proxy or the antivirus program.",
                "Get the root certificate of that proxy or antivirus program as a PEM file (from the system's certificate store, or from whoever runs this network), and give it with --ca-cert FILE to the command that failed.",
                "If a public authority issued it, this machine's own list of authorities is old or missing: install its updates (on Linux the package ca-certificates).",
                "If it is a sandbox or an emulator of your own, give the file of its own authority with --ca-cert; leadctl sandbox --tls names it at its start.",
            ],
        ),
        Lang::Nl => (
            "De dienst zelf heeft een certificaat dat iedereen vertrouwt; wat hier antwoordde, liet een ander zien. Meestal opent een proxy of een virusscanner TLS op deze machine of in haar netwerk, en ondertekent met een eigen uitgever die leadctl niet kent. De leads van Marketplace komen niet langs deze weg: aan de bestemming en in Partner Center hoeft niets te veranderen.",
            [
                "Kijk wie het certificaat heeft uitgegeven: open het gevraagde adres in een browser op deze machine en bekijk de uitgever van het certificaat, of vraag het wie dit netwerk beheert. Meestal is het de proxy of de virusscanner.",
                "Haal het basiscertificaat van die proxy of virusscanner op als PEM-bestand (uit de certificaatopslag van het systeem, of bij wie dit netwerk beheert), en geef het met --ca-cert BESTAND aan de opdracht die mislukte.",
                "Is het door een publieke uitgever uitgegeven, dan is de lijst van uitgevers van deze machine oud of ontbreekt zij: installeer de updates (op Linux het pakket ca-certificates).",
                "Is het een sandbox of emulator van jezelf, geef dan het bestand van de eigen uitgever met --ca-cert; leadctl sandbox --tls noemt het bij het starten.",
            ],
        ),
    }
}
