//! A credential in a setting that is no secret: in an offer's title, a name, an address. Such a setting is kept and printed as it is, so it
//! must be refused, and ordinary values with numbers and IDs in them must not.

use ::url::Url;

use crate::core::redact::patterns::clean_patterns;
use crate::core::redact::{carries_key, forms};

/// What a value looks like that is no ordinary setting; `None` for one that may be kept and shown.
///
/// Whatever the redactor would take out of it is one: it could not be printed in a command that does the same.
pub fn misplaced(value: &str) -> Option<&'static str> {
    let value = value.trim();
    let has = |names: &[&str]| names.iter().any(|name| value.to_ascii_lowercase().contains(name));
    let address = || Url::parse(value).is_ok_and(|url| url.has_host() && carries_key(&url));
    if has(&["accountkey=", "sharedaccesssignature="]) {
        return Some("a connection string with its key");
    }
    if let Some(name) = forms::name(value) {
        return Some(name);
    }
    if address() {
        return Some("a URL that carries its own key");
    }
    if clean_patterns(value) != value {
        return Some("something with a key or a password in it");
    }
    // The ID of an application in Salesforce, its consumer key, is no secret and yet as long and as mixed as one.
    let consumer_key = value.starts_with("3MVG");
    (!consumer_key && value.split(|c: char| !c.is_ascii_alphanumeric()).any(is_random)).then_some("a key or a password")
}

/// Whether nobody would make up this piece of a value: long, with digits between the letters again and again. An ID in hexadecimal is none,
/// unless it is longer than IDs are.
fn is_random(piece: &str) -> bool {
    const MIXED: (usize, usize) = (20, 3);
    const SMALL: (usize, usize) = (32, 5);
    const ID: usize = 40;
    let has = |kind: fn(&u8) -> bool| piece.bytes().any(|byte| kind(&byte));
    let numbers = piece.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    let (least, changes) = if has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) { MIXED } else { SMALL };
    let id = piece.len() <= ID && piece.bytes().all(|byte| byte.is_ascii_hexdigit());
    !id && piece.len() >= least && numbers >= changes && has(u8::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_titles_and_names_are_let_through() {
        for title in [
            "Contoso Test",
            "Contoso CRM 2024",
            "Contoso Analytics for Microsoft 365 (Preview)",
            "Fabrikam Secret Santa for Teams",
            "Password Manager Pro",
            "Key Vault Backup & Token Rotation",
            "Auth: the next generation",
            "Passwordless sign-in, 10.000 users",
            "Token Economy Dashboard – v2.3.1",
            "SecretServer PAM for Azure AD",
            "Geheimnisverwaltung für den Mittelstand 2025",
            "Geschäftsprozessmanagementsystem2024Enterprise",
            "GeschaeftsprozessmanagementSuite2024Enterprise365",
            "Wachtwoordbeheer voor gemeenten: 3 maanden gratis",
            "Sleutelbeheer & Toegangscontrole (NEN 7510)",
            "Gestion des mots de passe : édition entreprise",
            "Contraseña única — inicio de sesión",
            "Управление паролями 1С",
            "パスワード管理クラウド 2025",
            "密码管理 365 企业版",
            "Chave de API: gestão simplificada",
            "contoso.contoso-analytics-2024-v2-preview",
            "contoso.crm-9f1b7c52-3a4d-4e0f-8a1b-2c3d4e5f6a7b",
            "9f1b7c52-3a4d-4e0f-8a1b-2c3d4e5f6a7b",
            "Offer 9f1b7c523a4d4e0f8a1b2c3d4e5f6a7b",
            "Build da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "PROD-EU-WEST-1-SKU-0042-2024-Q3",
            "AADSTS7000222 Helper",
            "00D5g000004kLmNEAU",
            "SAP S/4HANA to Dynamics 365 F&O Connector, 5 days: 2-Wk Implementation",
            "https://contoso.example/offers/42?offer=crm",
            "AzureMarketplace-INS|contoso.crm",
            "MSFT_TEST_638412345678901234",
            "MarketplaceLeads",
            "3MVG9lKcPoNINVBIPJjdw1J9LLM82HnFVVX19KY1uA5mu0QqEWhqKpoW3svG3XHrXDiCQjK1mdgAvhCscA9GE",
            "sales@contoso.example",
        ] {
            assert_eq!(misplaced(title), None, "{title}");
        }
    }

    #[test]
    fn credentials_are_told_by_their_look() {
        let key = format!("{}==", "Ab3+".repeat(22).split_at(86).0);
        for (value, look) in [
            ("abc8Q~MX5J-S3aNppcT5jOauezElewdnk.rKnJ_D", "client secret"),
            ("Contoso abc8Q~MX5J-S3aNppcT5jOauezElewdnk.rKnJ_D", "client secret"),
            (key.as_str(), "storage account"),
            ("DefaultEndpointsProtocol=https;AccountName=x;AccountKey=QUJD", "connection string"),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdef", "access token"),
            ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "access token"),
            ("https://x.example/h?sig=Zm9vYmFy123", "URL that carries"),
            ("https://hooks.zapier.com/hooks/catch/123456/abcdef1/", "webhook"),
            ("https://x.example/h/abc8Q~MX5J-S3aNppcT5jOauezElewdnk.rKnJ_D", "client secret"),
            ("client_secret=hunter2hunter2", "key or a password"),
            ("uM4kP9xQ2vR7sT1wY6zB3nC8dF5gH0jL", "a key"),
            ("k3j9d8s7f6g5h4j3k2l1m0n9b8v7c6x5", "a key"),
        ] {
            assert!(misplaced(value).is_some_and(|told| told.contains(look)), "{value}: {:?}", misplaced(value));
        }
    }
}
