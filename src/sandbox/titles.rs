//! What the sandbox does under each fault of its own, in a line. The others have their title in the catalogue.

use crate::core::lang::Lang;

/// The title of a fault of the area `sandbox`; `None` for other names.
pub fn title(fault: &str, lang: Lang) -> Option<&'static str> {
    TITLES.iter().find(|(id, ..)| *id == fault).map(|(_, en, nl)| lang.choose(*en, *nl))
}

/// Id, English, Dutch.
pub(super) const TITLES: [(&str, &str, &str); 54] = [
    (
        "sandbox/dynamics-big-token",
        "Entra ID gives a token that is longer than a request may carry",
        "Entra ID geeft een token dat langer is dan een aanvraag mag dragen",
    ),
    (
        "sandbox/dynamics-common-challenge",
        "The environment asks for a sign-in without naming its directory",
        "De omgeving vraagt om aanmelding zonder haar directory te noemen",
    ),
    ("sandbox/dynamics-endless-pages", "Each page of a list leads back to the first", "Elke pagina van een lijst leidt terug naar de eerste"),
    ("sandbox/dynamics-expired-token", "Entra ID gives a token that has expired already", "Entra ID geeft een token dat al verlopen is"),
    (
        "sandbox/dynamics-foreign-page",
        "The next page of a list is said to be at another host",
        "De volgende pagina van een lijst staat volgens de omgeving op een andere host",
    ),
    (
        "sandbox/dynamics-form-required-column",
        "A column of the lead table is required by the forms alone",
        "Een kolom van de tabel Lead is alleen voor de formulieren verplicht",
    ),
    (
        "sandbox/dynamics-hostile-authority",
        "The environment sends to a stranger for signing in",
        "De omgeving verwijst voor het aanmelden naar een vreemde",
    ),
    (
        "sandbox/dynamics-html-answers",
        "The environment answers requests with a token with a web page",
        "De omgeving beantwoordt aanvragen met een token met een webpagina",
    ),
    (
        "sandbox/dynamics-no-challenge",
        "The environment refuses a request without a token, and does not say where to sign in",
        "De omgeving weigert een aanvraag zonder token en zegt niet waar aan te melden",
    ),
    ("sandbox/dynamics-no-delete", "The user may not delete leads", "De gebruiker mag geen leads verwijderen"),
    (
        "sandbox/dynamics-no-error-codes",
        "Entra ID refuses with words and without the list of codes",
        "Entra ID weigert met woorden en zonder de lijst met codes",
    ),
    ("sandbox/dynamics-no-read", "The user may neither read nor delete leads", "De gebruiker mag leads niet lezen en niet verwijderen"),
    (
        "sandbox/dynamics-no-solution",
        "The solution that brings the role Microsoft Marketplace Lead Writer is not installed",
        "De oplossing met de rol Microsoft Marketplace Lead Writer is niet geïnstalleerd",
    ),
    ("sandbox/dynamics-no-system-job", "The user has no privileges for system jobs", "De gebruiker heeft geen bevoegdheden voor systeemtaken"),
    (
        "sandbox/dynamics-plugin-slow",
        "The lead is stored, and its answer never comes: a plug-in goes on for too long",
        "De lead wordt opgeslagen en het antwoord komt nooit: een plug-in duurt te lang",
    ),
    ("sandbox/dynamics-privileges-hidden", "The user may not look at its own privileges", "De gebruiker mag de eigen bevoegdheden niet bekijken"),
    (
        "sandbox/dynamics-required-column",
        "A column of the lead table may not stay empty, and Marketplace does not fill it",
        "Een kolom van de tabel Lead mag niet leeg blijven en Marketplace vult die niet",
    ),
    (
        "sandbox/dynamics-secret-id",
        "The profile holds the client secret's ID in place of its value",
        "Het profiel bevat de id van het clientgeheim in plaats van de waarde",
    ),
    ("sandbox/dynamics-short-token", "A token is good for three requests only", "Een token is maar voor drie aanvragen goed"),
    ("sandbox/dynamics-small-pages", "Lists of records come in pages of five at most", "Lijsten van records komen in pagina's van hoogstens vijf"),
    ("sandbox/dynamics-team-role", "The user has its role through a team", "De gebruiker heeft de rol via een team"),
    (
        "sandbox/dynamics-throttled-pages",
        "Every third page of leads is first refused for too many requests",
        "Elke derde pagina met leads wordt eerst geweigerd wegens te veel aanvragen",
    ),
    ("sandbox/empty-page", "The first page of a list is empty, and more pages follow", "De eerste pagina van een lijst is leeg en er volgen er meer"),
    ("sandbox/endless-body", "The body of each answer has no end", "Aan de inhoud van elk antwoord komt geen einde"),
    ("sandbox/entra-busy", "Entra ID says that it is unavailable for the moment", "Entra ID meldt dat het even niet beschikbaar is"),
    ("sandbox/flow-deleted", "The flow behind the HTTPS endpoint was deleted", "De flow achter het HTTPS-eindpunt is verwijderd"),
    ("sandbox/flow-strict-schema", "The flow's schema takes no field that is null", "Het schema van de flow neemt geen veld aan dat null is"),
    (
        "sandbox/html-login-page",
        "A sign-in page answers in place of the service, with HTTP 200",
        "Een aanmeldpagina antwoordt in plaats van de dienst, met HTTP 200",
    ),
    ("sandbox/invalid-utf8", "Each answer is JSON with bytes that are no UTF-8", "Elk antwoord is JSON met bytes die geen UTF-8 zijn"),
    (
        "sandbox/lost-answer",
        "A lead is stored and the connection closed without an answer, once",
        "Een lead wordt opgeslagen en de verbinding zonder antwoord gesloten, één keer",
    ),
    ("sandbox/marketo-activities-denied", "The user may not read activities", "De gebruiker mag geen activiteiten lezen"),
    ("sandbox/marketo-assets-denied", "The user may not look at forms", "De gebruiker mag geen formulieren bekijken"),
    ("sandbox/marketo-bare-activities", "Activities do not tell what was filled in", "Activiteiten vertellen niet wat er is ingevuld"),
    ("sandbox/marketo-changes-values", "A smart campaign changes the lead's country", "Een slimme campagne wijzigt het land van de lead"),
    (
        "sandbox/marketo-skips-silently",
        "The lead is skipped, and no reason is given",
        "De lead wordt overgeslagen zonder dat een reden wordt gegeven",
    ),
    (
        "sandbox/marketo-slow-index",
        "A new lead is found by its e-mail address only after a while",
        "Een nieuwe lead is pas na een tijdje op e-mailadres te vinden",
    ),
    ("sandbox/marketo-small-pages", "Activities come in pages of three at most", "Activiteiten komen in pagina's van hoogstens drie"),
    ("sandbox/marketo-token-expires", "The token expires at its first use, once", "Het token verloopt bij het eerste gebruik, één keer"),
    ("sandbox/redirect-loop", "Each answer redirects to the same address", "Elk antwoord verwijst door naar hetzelfde adres"),
    ("sandbox/salesforce-api-denied", "The user may not use the API", "De gebruiker mag de API niet gebruiken"),
    (
        "sandbox/salesforce-busy-pages",
        "Every third query is first refused: the server is unavailable for the moment",
        "Elke derde query wordt eerst geweigerd: de server is even niet beschikbaar",
    ),
    (
        "sandbox/salesforce-changed-lead",
        "A flow of the organization changes the lead's title and clears its phone",
        "Een flow van de organisatie wijzigt de functie van de lead en wist het telefoonnummer",
    ),
    ("sandbox/salesforce-copied-lead", "Each lead is stored twice", "Elke lead wordt twee keer opgeslagen"),
    (
        "sandbox/salesforce-hidden-source",
        "The API's user may not see the field LeadSource",
        "De gebruiker van de API mag het veld LeadSource niet zien",
    ),
    ("sandbox/salesforce-hidden-title", "The API's user may not see the field Title", "De gebruiker van de API mag het veld Title niet zien"),
    (
        "sandbox/salesforce-no-run-as",
        "The connected app has no user for the client credentials flow",
        "De verbonden app heeft geen gebruiker voor de client-credentials-flow",
    ),
    ("sandbox/salesforce-sandbox-org", "The organization is itself a sandbox", "De organisatie is zelf een sandbox"),
    ("sandbox/salesforce-short-token", "The first token is good for two requests only", "Het eerste token is maar voor twee aanvragen goed"),
    (
        "sandbox/salesforce-silent-header",
        "Web-to-Lead answers without the header Is-Processed",
        "Web-to-Lead antwoordt zonder de header Is-Processed",
    ),
    ("sandbox/salesforce-slow-insert", "A lead is stored only seconds after it was taken", "Een lead wordt pas seconden na het aannemen opgeslagen"),
    ("sandbox/salesforce-small-pages", "Results of a query come in small pages", "Resultaten van een query komen in kleine pagina's"),
    ("sandbox/silence", "A request is taken and never answered", "Een aanvraag wordt aangenomen en nooit beantwoord"),
    (
        "sandbox/slow-body",
        "The body of each answer comes byte by byte, four in a second",
        "De inhoud van elk antwoord komt byte voor byte, vier per seconde",
    ),
    (
        "sandbox/throttle-once",
        "The first request to each service is refused: it is to come again a second later",
        "De eerste aanvraag aan elke dienst wordt geweigerd: een seconde later mag die opnieuw komen",
    ),
];
