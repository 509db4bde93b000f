//! `leadctl configure`: by flags, by paste, and at a terminal.

use crate::support::User;

const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const SIG: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO_-";
const CONFIG: &str = ".config/leadctl/leadctl.toml";

fn string() -> String {
    format!("DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey={KEY};EndpointSuffix=core.windows.net")
}

fn flow() -> String {
    format!(
        "https://default0123456789abcdef0123456789abcd.ef.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={SIG}"
    )
}

#[test]
fn by_flags_alone() {
    let user = User::new().with("LEADS", string());
    let said = user
        .run(&[
            "configure",
            "azure-table",
            "-p",
            "table",
            "--connection-string",
            "env:LEADS",
            "--contact-email",
            "a@contoso.example",
            "--offer-title",
            "My Offer",
        ])
        .ends_with(0);
    assert!(said.stdout.contains("leadctl validate table"), "{}", said.stdout);
    let file = user.read(CONFIG);
    assert!(file.contains("[profile.table]\ndestination = \"azure-table\"\nconnection_string = \"env:LEADS\"\n"), "{file}");
    assert!(file.contains("contact_email = [\"a@contoso.example\"]") && file.contains("offer_title = \"My Offer\""), "{file}");
}

#[cfg(unix)]
#[test]
fn the_file_is_the_users_alone_and_comments_stay() {
    use std::os::unix::fs::PermissionsExt;
    let user = User::new();
    let text = "# our endpoints\n[profile.web] # the old one\ndestination = \"https\"\nurl = \"https://a.example/x\" # from the wiki\n\n# keep me\n[profile.b]\ndestination = \"https\"\nurl = \"https://b.example/x\"\n";
    let path = user.write("leadctl.toml", text);
    user.run(&["configure", "https", "-p", "web", "--url", "https://c.example/x"]).ends_with(0);
    assert_eq!(user.read("leadctl.toml"), text.replace("https://a.example/x", "https://c.example/x"));
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let left: Vec<_> = std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with(".leadctl-"))
        .collect();
    assert!(left.is_empty(), "no half-written file: {left:?}");
}

#[test]
fn no_flag_takes_a_secrets_value() {
    let user = User::new();
    for (flag, value, destination) in [
        ("--connection-string", string(), "azure-table"),
        ("--url", flow(), "https"),
        ("--connection-string", format!("plain:{}", string()), "azure-table"),
    ] {
        let said = user.run(&["configure", destination, flag, &value]).ends_with(2);
        assert!(
            said.stderr.contains("env:NAME") && said.stderr.contains("--from-paste") && said.stderr.contains(&format!("{flag} -")),
            "{}",
            said.stderr
        );
        assert!(!said.stderr.contains(KEY) && !said.stderr.contains(SIG), "{}", said.stderr);
        assert!(!user.path(CONFIG).exists());
    }
}

#[test]
fn a_url_without_a_key_is_an_ordinary_setting() {
    let user = User::new();
    user.run(&["configure", "https", "--url", "https://leads.contoso.example/hook"]).ends_with(0);
    assert!(user.read(CONFIG).contains("url = \"https://leads.contoso.example/hook\""));
}

#[test]
fn a_paste_is_recognised_and_its_secret_kept_in_a_private_file_when_agreed() {
    let user = User::new();
    let json = format!("{{\"connectionString\": \"{}\"}}", string());
    let said = user.pipe(&["configure", "--from-paste", "-", "-p", "t", "--secret-store", "file"], &json).ends_with(0);
    assert!(said.stdout.contains("JSON"), "the unwrapping is told: {}", said.stdout);
    let file = user.read(CONFIG);
    assert!(file.contains("destination = \"azure-table\"") && file.contains("connection_string = \"file:") && !file.contains(KEY), "{file}");
    assert_eq!(user.read(".local/share/leadctl/secrets/t.connection_string"), string());
    user.pipe(&["configure", "--from-paste", "-", "-p", "flow", "--secret-store", "file"], &format!("[flow]({})", flow())).ends_with(0);
    assert_eq!(user.read(".local/share/leadctl/secrets/flow.url"), flow());
    // A profile that goes takes the secret that was stored for it along.
    user.run(&["profile", "remove", "t", "--yes"]).ends_with(0);
    assert!(!user.path(".local/share/leadctl/secrets/t.connection_string").exists());
}

#[test]
fn without_a_keyring_nothing_is_kept_silently_elsewhere() {
    let user = User::new();
    let said = user.pipe(&["configure", "azure-table", "--connection-string", "-"], &string()).ends_with(2);
    assert!(said.stderr.contains("--secret-store file"), "{}", said.stderr);
    assert!(!user.path(CONFIG).exists() && !user.path(".local/share/leadctl").exists());
}

#[test]
fn a_mistake_is_named_and_nothing_is_written() {
    let cut = flow().split("&sp=").next().unwrap().to_owned();
    for (destination, flag, value, word) in [
        ("https", "--url", "http://leads.contoso.example/hook", "https://"),
        ("https", "--url", "https://portal.azure.com/#blade", "portal"),
        ("https", "--url", cut.as_str(), "Anyone"),
        ("azure-table", "--connection-string", "env:BROKEN", "cut"),
    ] {
        let user = User::new().with("BROKEN", "DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey=Eby8vdM02xNOcqF");
        let said = user.run(&["configure", destination, flag, value]).ends_with(2);
        assert!(said.stderr.contains(word), "{value}: {}", said.stderr);
        assert!(said.last_line().starts_with("leadctl: exit 2: "), "{}", said.stderr);
        assert!(!user.path(CONFIG).exists(), "{value}");
    }
}

#[test]
fn what_is_missing_names_the_flag() {
    let user = User::new();
    let said = user.run(&["configure", "azure-table"]).ends_with(2);
    assert!(said.stderr.contains("--connection-string") && said.stderr.contains("Access keys"), "{}", said.stderr);
    let said = user.run(&["configure"]).ends_with(2);
    assert!(said.stderr.contains("azure-table | https"), "{}", said.stderr);
}

#[test]
fn the_printed_command_does_the_same_again() {
    let user = User::new().with("LEADS", string());
    let first = user.json(&["configure", "azure-table", "-p", "t", "--connection-string", "env:LEADS", "--offer-title", "Two words"]);
    let written = user.read(CONFIG);
    std::fs::remove_file(user.path(CONFIG)).unwrap();
    let words = shell_words::split(first["command"].as_str().unwrap()).unwrap();
    user.run(&words.iter().skip(1).map(String::as_str).collect::<Vec<_>>()).ends_with(0);
    assert_eq!(user.read(CONFIG), written);
}

/// The wizard, driven through a pseudo-terminal.
#[cfg(unix)]
mod wizard {
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
    fn asks_says_what_is_wrong_goes_back_and_writes() {
        let user = User::new();
        let mut session = start(&user, &["configure"]);
        // Down to the second destination, https.
        answer(&mut session, "HTTPS endpoint —", "\u{1b}[B\r");
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
        assert_eq!(user.read(".local/share/leadctl/secrets/t.connection_string"), string());
        assert!(user.read(CONFIG).contains("connection_string = \"file:"));
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
}
