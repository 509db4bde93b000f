//! The destination `email`: addresses looked at offline, and a test lead that is refused with its reason.

use crate::support::{User, checks};

const CONFIG: &str = ".config/leadctl/leadctl.toml";

#[test]
fn addresses_make_a_profile_however_they_are_given() {
    for arguments in [
        &["--contact-email", "a@contoso.example", "--contact-email", "b@contoso.example"][..],
        &["--contact-email", "a@contoso.example;b@contoso.example"],
        &["--contact-email", "a@contoso.example; b@contoso.example;"],
    ] {
        let user = User::new();
        let _ = user.run(&[&["configure", "email"], arguments].concat()).ends_with(0);
        let file = user.read(CONFIG);
        assert!(
            file.contains("destination = \"email\"") && file.contains("contact_email = [\"a@contoso.example\", \"b@contoso.example\"]"),
            "{file}"
        );
        assert_eq!(user.json(&["validate", "--strict"])["exit_status"], 0);
    }
    let user = User::new();
    let _ = user.pipe(&["configure", "email", "--from-paste", "-"], "Ann <a@contoso.example>; b@contoso.example\n").ends_with(0);
    assert!(user.read(CONFIG).contains("contact_email = [\"a@contoso.example\", \"b@contoso.example\"]"));
}

#[test]
fn without_an_address_the_flag_is_named() {
    let user = User::new();
    let said = user.run(&["configure", "email"]).ends_with(2);
    assert!(said.stderr.contains("--contact-email"), "{}", said.stderr);
    for wrong in ["", " ; ", "Sales <a@contoso.example>", "a@contoso.example,b@contoso.example", "a@contoso"] {
        let said = user.run(&["configure", "email", "--contact-email", wrong]).ends_with(2);
        assert!(said.stderr.contains("--contact-email"), "{wrong:?}: {}", said.stderr);
    }
    assert!(!user.path(CONFIG).exists());
}

#[test]
fn a_change_keeps_the_addresses_that_were_there() {
    let user = User::new();
    let _ = user.run(&["configure", "email", "--contact-email", "a@contoso.example"]).ends_with(0);
    let _ = user.run(&["configure", "email", "-p", "email", "--offer-title", "Contoso Analytics"]).ends_with(0);
    let file = user.read(CONFIG);
    assert!(file.contains("a@contoso.example") && file.contains("Contoso Analytics"), "{file}");
}

#[test]
fn validate_says_what_is_wrong_and_what_it_cannot_see() {
    for (list, status, words) in [
        ("[\"a@contoso.example\"]", 0, ""),
        ("\"a@contoso.example;b@contoso.example\"", 0, ""),
        ("[\"a@contoso.example\", \"A@contoso.example\"]", 0, "twice"),
        ("[\"sales@contoso.con\"]", 0, ".com meant"),
        ("[\"a@contoso.example, b@contoso.example\"]", 1, "';'"),
        ("[\"Sales <a@contoso.example>\"]", 1, "without a name"),
        ("[\"a@contoso\"]", 1, "no ending"),
        ("[]", 1, "no address"),
    ] {
        let user = User::new();
        user.write("leadctl.toml", &format!("[profile.mail]\ndestination = \"email\"\ncontact_email = {list}\n"));
        for offline in [&[][..], &["--offline"]] {
            let report = user.json(&[&["validate"], offline].concat());
            assert_eq!(report["exit_status"], status, "{list}: {report}");
            let said = report["profiles"][0]["checks"].to_string();
            assert!(said.contains(words) && said.contains("only Microsoft's own mail shows it"), "{list}: {said}");
            assert_eq!(checks(&report["profiles"][0], "fail").len(), usize::try_from(status).unwrap(), "{report}");
        }
    }
    let user = User::new();
    user.write("leadctl.toml", "[profile.mail]\ndestination = \"email\"\n");
    assert_eq!(checks(&user.json(&["validate"])["profiles"][0], "fail"), [("email/addresses".to_owned(), String::new())]);
}

#[test]
fn a_test_lead_is_refused_and_left_out_of_all() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.mail]\ndestination = \"email\"\ncontact_email = [\"a@contoso.example\"]\n");
    for more in [&[][..], &["--dry-run"]] {
        let said = user.run(&[&["test-lead", "mail"], more].concat()).ends_with(2);
        assert!(said.stderr.contains("Microsoft sends these e-mails itself"), "{}", said.stderr);
    }
    let said = user.run(&["validate", "mail"]).ends_with(0);
    assert!(!said.stdout.contains("leadctl test-lead"), "nothing that would be refused is offered: {}", said.stdout);
}

/// The wizard, driven through a pseudo-terminal.
#[cfg(unix)]
#[test]
fn the_wizard_asks_for_addresses_until_they_can_be_right() {
    use expectrl::{Eof, Expect, Session};
    use std::time::Duration;

    let user = User::new();
    let mut command = user.command(&["configure", "email", "-p", "mail"]);
    command.env("TERM", "xterm").env("NO_COLOR", "1");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    for (question, typed) in [
        ("separated by ';'", None),
        ("E-mail addresses", Some("a@contoso\r")),
        ("can't be right", None),
        ("E-mail addresses", Some("a@contoso.example; b@contoso.example\r")),
        ("leadctl validate mail", None),
    ] {
        session.expect(question).unwrap_or_else(|error| panic!("waiting for {question:?}: {error}"));
        if let Some(typed) = typed {
            std::thread::sleep(Duration::from_millis(100));
            session.send(typed).unwrap();
        }
    }
    session.expect(Eof).unwrap();
    assert!(user.read(CONFIG).contains("contact_email = [\"a@contoso.example\", \"b@contoso.example\"]"), "{}", user.read(CONFIG));
}
