//! The wizard, driven through a pseudo-terminal.

use super::*;
use expectrl::session::OsSession;
use expectrl::{Eof, Expect, Session};
use std::time::Duration;

fn start(user: &User, arguments: &[&str]) -> OsSession {
    let mut command = user.command(arguments);
    command.env("TERM", "xterm").env("NO_COLOR", "1");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    session
}

/// Waits for the question, then a moment for the terminal to listen: what is typed too early is lost.
fn answer(session: &mut OsSession, question: &str, answer: &str) {
    session.expect(question).unwrap_or_else(|error| panic!("waiting for {question:?}: {error}"));
    std::thread::sleep(Duration::from_millis(100));
    session.send(answer).unwrap();
}

#[test]
fn the_directory_is_found_in_the_environment_and_offered() {
    let sandbox = Sandbox::start(&[]);
    let value = |key: &str| sandbox.value("sandbox-dynamics", key);
    let user = User::new().with("CRM_SECRET", value("client_secret"));
    let mut session = start(&user, &["configure", "dynamics", "-p", "crm", "--authority-url", &value("authority_url")]);
    answer(&mut session, "Environment (instance) URL:", "https://make.powerapps.com/environments/1\r");
    session.expect("maker portal").unwrap();
    answer(&mut session, "Environment (instance) URL:", &format!("{}/main.aspx?appid=1\r", value("url")));
    answer(&mut session, "office365", "\r");
    session.expect("Found:").unwrap();
    answer(&mut session, &value("directory_id"), "\r");
    answer(&mut session, "Application (client) ID:", &format!("{{{}}}\r", value("application_id")));
    answer(&mut session, "Client secret (older: application key):", "env:CRM_SECRET\r");
    answer(&mut session, "Offer's display name", "My Offer\r");
    session.expect("leadctl validate crm").unwrap();
    session.expect(Eof).unwrap();
    let file = user.read(CONFIG);
    for key in ["url", "directory_id", "application_id"] {
        assert!(file.contains(&format!("{key} = \"{}\"\n", value(key))), "{key}: {file}");
    }
    user.run(&["validate", "crm"]).ends_with(0);
}

#[test]
fn asks_says_what_is_wrong_goes_back_and_writes() {
    let user = User::new();
    let mut session = start(&user, &["configure"]);
    // Down to https, wherever it stands in the list.
    let above = leadctl::destinations::specs().iter().position(|spec| spec.id == "https").unwrap();
    session.expect("E-mail —").unwrap();
    std::thread::sleep(Duration::from_millis(100));
    for _ in 0..above {
        session.send("\u{1b}[B").unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    session.send("\r").unwrap();
    answer(&mut session, "Name of the profile", "wrong name\r");
    session.expect("letters, digits").unwrap();
    answer(&mut session, "Name of the profile", "web\r");
    session.expect("Looks like").unwrap();
    answer(&mut session, "HTTPS endpoint URL", "http://leads.contoso.example/hook\r");
    session.expect("can't be right").unwrap();
    answer(&mut session, "HTTPS endpoint URL", "<\r");
    answer(&mut session, "Name of the profile", "leads\r");
    session.expect("Looks like").unwrap();
    answer(&mut session, "HTTPS endpoint URL", "https://leads.contoso.example/hook\r");
    answer(&mut session, "Offer's display name", "My Offer\r");
    session.expect("leadctl validate leads").unwrap();
    session.expect(Eof).unwrap();
    let file = user.read(CONFIG);
    assert!(
        file.contains("[profile.leads]\ndestination = \"https\"\nurl = \"https://leads.contoso.example/hook\"\noffer_title = \"My Offer\"\n"),
        "{file}"
    );
}

#[test]
fn a_typed_secret_is_not_shown_and_goes_to_a_file_only_when_agreed() {
    let user = User::new();
    let mut session = start(&user, &["configure", "azure-table", "-p", "t"]);
    session.expect("not shown").unwrap();
    answer(&mut session, "Storage account connection string", &format!("{}\r", string()));
    answer(&mut session, "Offer's display name", "\r");
    let seen = session.expect("Keep it in a file").unwrap();
    let shown = String::from_utf8_lossy(seen.as_bytes()).into_owned();
    assert!(shown.contains("no keyring") && !shown.contains(KEY), "{shown}");
    std::thread::sleep(Duration::from_millis(100));
    session.send("y").unwrap();
    session.expect("leadctl validate t").unwrap();
    session.expect(Eof).unwrap();
    assert_eq!(stored(&user, "t"), string());
    assert!(user.read(CONFIG).contains("connection_string = \"file:"));
}

#[test]
fn a_present_profile_is_asked_about_with_its_values() {
    let user = User::new();
    user.write(CONFIG, "[profile.web]\ndestination = \"https\"\nurl = \"https://a.example/x\"\noffer_title = \"One\"\n");
    let mut session = start(&user, &["configure", "-p", "web"]);
    session.expect("Enter keeps the present value").unwrap();
    answer(&mut session, "HTTPS endpoint URL", "\r");
    answer(&mut session, "Offer's display name", "Two\r");
    session.expect("leadctl validate web").unwrap();
    session.expect(Eof).unwrap();
    assert_eq!(user.read(CONFIG), "[profile.web]\ndestination = \"https\"\nurl = \"https://a.example/x\"\noffer_title = \"Two\"\n");
}

#[test]
fn ctrl_c_leaves_everything_as_it_was() {
    let user = User::new();
    let mut session = start(&user, &["configure", "https", "-p", "web"]);
    session.expect("not shown").unwrap();
    answer(&mut session, "HTTPS endpoint URL", "\u{3}");
    session.expect("exit 130").unwrap();
    session.expect(Eof).unwrap();
    assert!(!user.path(CONFIG).exists());
}

#[test]
fn another_destination_takes_a_profiles_place_only_when_agreed() {
    let user = User::new();
    let text = "[profile.web]\ndestination = \"https\"\nurl = \"https://a.example/x\"\n";
    user.write(CONFIG, text);
    let arguments = ["configure", "email", "-p", "web", "--contact-email", "x@contoso.example"];
    let mut session = start(&user, &arguments);
    answer(&mut session, "Make it one for email, and delete its connection details?", "n");
    session.expect("exit 2: nothing was changed").unwrap();
    session.expect(Eof).unwrap();
    assert_eq!(user.read(CONFIG), text);
    let mut session = start(&user, &arguments);
    answer(&mut session, "Make it one for email", "y");
    session.expect("leadctl validate web").unwrap();
    session.expect(Eof).unwrap();
    assert!(user.read(CONFIG).contains("destination = \"email\"") && !user.read(CONFIG).contains("url"), "{}", user.read(CONFIG));
}

#[test]
fn the_secret_that_goes_with_a_profile_is_named_before_it_is_removed() {
    let user = User::new();
    let _ =
        user.pipe(&["configure", "https", "-p", "web", "--url", "-", "--secret-store", "file"], "https://a.example/x?code=secret-key").ends_with(0);
    let mut session = start(&user, &["profile", "remove", "web"]);
    session.expect("The secret that leadctl stored for it is deleted with it:").unwrap();
    answer(&mut session, "Remove profile 'web'", "n");
    session.expect(Eof).unwrap();
    assert_eq!(stored(&user, "web"), "https://a.example/x?code=secret-key");
}
