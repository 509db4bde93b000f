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

/// Waits for the last words, and for the end.
fn ends(session: &mut OsSession, with: &str) {
    session.expect(with).unwrap_or_else(|error| panic!("waiting for {with:?}: {error}"));
    session.expect(Eof).unwrap();
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
    ends(&mut session, "leadctl validate crm");
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
    ends(&mut session, "leadctl validate leads");
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
    ends(&mut session, "leadctl validate t");
    assert_eq!(stored(&user, "t"), string());
    assert!(user.read(CONFIG).contains("connection_string = \"file:"));
}

#[test]
fn whoever_wants_no_such_file_gives_a_reference_and_keeps_the_answers() {
    let user = User::new();
    let mut session = start(&user, &["configure", "azure-table", "-p", "t"]);
    answer(&mut session, "Storage account connection string:", &format!("{}\r", string()));
    answer(&mut session, "Offer's display name:", "\r");
    answer(&mut session, "Keep it in a file", "n");
    answer(&mut session, "Reference for Storage account connection string:", "LEADS\r");
    session.expect("That is no reference").unwrap();
    answer(&mut session, "Reference for Storage account connection string:", "env:LEADS\r");
    ends(&mut session, "leadctl validate t");
    let file = user.read(CONFIG);
    assert!(file.ends_with("[profile.t]\ndestination = \"azure-table\"\nconnection_string = \"env:LEADS\"\n"), "nothing but what was given: {file}");
}

#[test]
fn what_is_part_of_a_paste_is_offered_at_its_own_question_and_the_end_of_input_writes_nothing() {
    let user = User::new();
    let mut session = start(&user, &["configure", "marketo", "-p", "m"]);
    let embed = r#"<form id="mktoForm_1179"></form> <script>MktoForms2.loadForm("//app-sj01.marketo.com", "123-PQR-789", 1179);</script>"#;
    answer(&mut session, "Munchkin ID:", &format!("{embed}\r"));
    answer(&mut session, "Form ID [1179]", "\r");
    answer(&mut session, "Client ID:", "9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24\r");
    answer(&mut session, "Client secret:", "half of it\u{4}");
    ends(&mut session, "exit 130: stopped by the end of input");
    assert!(!user.path(CONFIG).exists());
}

#[test]
fn what_may_stay_empty_says_so_and_what_goes_with_it_is_not_asked() {
    let user = User::new();
    let mut session = start(&user, &["configure", "salesforce", "-p", "s"]);
    answer(&mut session, "Organization identifier:", "00Do0000000ZHog\r");
    session.expect("(may stay empty)").unwrap();
    answer(&mut session, "Web-to-Lead address:", "\r");
    session.expect("(may stay empty)").unwrap();
    answer(&mut session, "My Domain address, for reading leads back:", "\r");
    let seen = session.expect("Offer's display name:").unwrap();
    assert!(!String::from_utf8_lossy(seen.as_bytes()).contains("Consumer"), "neither key nor secret without an address");
    session.send("\r").unwrap();
    ends(&mut session, "leadctl validate s");
}

#[test]
fn an_id_that_was_pasted_where_the_secret_belongs_is_no_secret() {
    let user = User::new().with("CRM_SECRET", "Ab8Q~cDeFgHiJkLmNoPqRsTuVwXyZ012345.6-_");
    let directory = "1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5";
    let flags = ["--url", "https://contoso.crm4.dynamics.com", "--authentication", "entra", "--directory-id", directory];
    let more = ["-p", "crm", "--application-id", "160c5842-eeba-487b-bb30-be9fae7878d0", "--offer-title", "One"];
    let mut session = start(&user, &[&["configure", "dynamics"], flags.as_slice(), more.as_slice()].concat());
    answer(&mut session, "Client secret (older: application key):", &format!("{directory}\r"));
    session.expect("That can't be right").unwrap();
    answer(&mut session, "Client secret (older: application key):", "evn:CRM_SECRET\r");
    session.expect("did you mean 'env:'?").unwrap();
    answer(&mut session, "Client secret (older: application key):", "env:CRM_SECRET\r");
    ends(&mut session, &format!("--directory-id {directory} "));
}

#[test]
fn a_paste_at_the_terminal_is_waited_for_with_a_word_and_not_shown() {
    let user = User::new();
    let command = user.command(&["configure", "--from-paste", "-", "-p", "web", "--secret-store", "file"]);
    // A pseudo-terminal begins without echo, a shell's terminal with it.
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "stty echo; exec \"$0\" \"$@\""]).arg(command.get_program()).args(command.get_args());
    shell.env_clear().env("PATH", "/usr/bin:/bin");
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir(user.path(""));
    let mut session = Session::spawn(shell).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    answer(&mut session, "Enter and Ctrl-D", "https://a.example/x?code=secret-key\r\u{4}");
    let seen = session.expect("leadctl validate web").unwrap();
    assert!(!String::from_utf8_lossy(seen.as_bytes()).contains("secret-key"));
    session.expect(Eof).unwrap();
    assert_eq!(stored(&user, "web"), "https://a.example/x?code=secret-key");
}

#[test]
fn a_secret_is_no_display_name() {
    let user = User::new();
    let mut session = start(&user, &["configure", "https", "-p", "web"]);
    answer(&mut session, "HTTPS endpoint URL", "https://a.example/x\r");
    answer(&mut session, "Offer's display name:", &format!("{CLIENT_SECRET}\r"));
    let told = said(&mut session, "as it is.");
    assert!(told.contains("can't be right") && told.contains("the value of a client secret of Microsoft Entra ID"), "{told}");
    answer(&mut session, "Offer's display name:", "My Offer\r");
    ends(&mut session, "--offer-title 'My Offer'");
    assert!(user.read(CONFIG).contains("offer_title = \"My Offer\""), "{}", user.read(CONFIG));
}

#[test]
fn a_present_profile_is_asked_about_with_its_values() {
    let user = User::new();
    user.write(CONFIG, "[profile.web]\ndestination = \"https\"\nurl = \"https://a.example/x\"\noffer_title = \"One\"\n");
    let mut session = start(&user, &["configure", "-p", "web"]);
    session.expect("Enter keeps the present value").unwrap();
    answer(&mut session, "HTTPS endpoint URL", "\r");
    answer(&mut session, "Offer's display name", "Two\r");
    ends(&mut session, "leadctl validate web");
    assert_eq!(user.read(CONFIG), "[profile.web]\ndestination = \"https\"\nurl = \"https://a.example/x\"\noffer_title = \"Two\"\n");
}

#[test]
fn a_present_profile_is_asked_about_when_its_destination_is_named_too() {
    let user = User::new().with("TABLE", string()).with("OTHER", string()).with("CRM", "Ab8Q~cDeFgHiJkLmNoPqRsTuVwXyZ012345.6-_");
    let table = "[profile.t]\ndestination = 'azure-table'\nconnection_string = \"env:TABLE\"\n";
    let crm = "[profile.crm]\ndestination = \"dynamics\"\nurl = \"https://contoso.crm4.dynamics.com\"\nauthentication = \"office365\"\nusername = \"u@contoso.example\"\npassword = \"env:CRM\"\n";
    let both = format!("{table}\n{crm}");
    user.write(CONFIG, &both);
    let mut session = start(&user, &["configure", "azure-table", "-p", "t"]);
    session.expect("Enter keeps the present value (env:TABLE)").unwrap();
    answer(&mut session, "Storage account connection string:", "\r");
    answer(&mut session, "Offer's display name", "\r");
    ends(&mut session, "Profile 't' (azure-table) is unchanged in");
    assert_eq!(user.read(CONFIG), both);
    // A choice keeps its present word too.
    let mut session = start(&user, &["configure", "dynamics", "-p", "crm"]);
    answer(&mut session, "Environment (instance) URL:", "\r");
    answer(&mut session, "office365", "\r");
    session.expect("Enter keeps the present value").unwrap();
    answer(&mut session, "User name:", "\r");
    session.expect("Enter keeps the present value (env:CRM)").unwrap();
    answer(&mut session, "Password:", "\r");
    answer(&mut session, "Offer's display name", "\r");
    ends(&mut session, "Profile 'crm' (dynamics) is unchanged in");
    assert_eq!(user.read(CONFIG), both);
    let mut session = start(&user, &["configure", "azure-table", "-p", "t"]);
    answer(&mut session, "Storage account connection string:", "env:OTHER\r");
    answer(&mut session, "Offer's display name", "\r");
    ends(&mut session, "Profile 't' (azure-table) was changed in");
    assert_eq!(user.read(CONFIG), both.replace("env:TABLE", "env:OTHER"));
}

#[test]
fn a_present_value_that_is_refused_is_not_offered() {
    let user = User::new();
    for (url, why) in [("$LEADS_URL", "for an environment variable write env:LEADS_URL"), ("http://a.example/x", "https://")] {
        user.write(CONFIG, &format!("[profile.web]\ndestination = \"https\"\nurl = \"{url}\" # ours\n"));
        let mut session = start(&user, &["configure", "-p", "web"]);
        let told = said(&mut session, "HTTPS endpoint URL:");
        assert!(told.contains("The present value can't stay: ") && told.contains(why) && !told.contains("Enter keeps"), "{told}");
        std::thread::sleep(Duration::from_millis(100));
        session.send("\r").unwrap();
        session.expect("This one is needed.").unwrap();
        answer(&mut session, "HTTPS endpoint URL:", "https://b.example/x\r");
        answer(&mut session, "Offer's display name", "\r");
        ends(&mut session, "leadctl validate web");
        assert_eq!(user.read(CONFIG), "[profile.web]\ndestination = \"https\"\nurl = \"https://b.example/x\" # ours\n");
    }
}

#[test]
fn what_the_profile_says_decides_what_is_asked() {
    let user = User::new().with("CRM", "Ab8Q~cDeFgHiJkLmNoPqRsTuVwXyZ012345.6-_");
    let crm = |password: &str| {
        format!(
            "[profile.crm]\ndestination = \"dynamics\"\nurl = \"https://contoso.crm4.dynamics.com\"\nauthentication = \"office365\" # still\nusername = \"u@contoso.example\"\npassword = \"{password}\"\n"
        )
    };
    user.write(CONFIG, &crm("env:CRM"));
    // Nothing is missing, so nothing is asked.
    let mut session = start(&user, &["configure", "dynamics", "-p", "crm", "--offer-title", "Neu"]);
    let told = said(&mut session, "leadctl validate crm");
    assert!(!told.contains("Enter takes") && !told.contains("tenant"), "{told}");
    session.expect(Eof).unwrap();
    assert_eq!(user.read(CONFIG), format!("{}offer_title = \"Neu\"\n", crm("env:CRM")));
    // What is missing is asked for, of the profile's own sign-in.
    user.write(CONFIG, &crm("evn:CRM"));
    let mut session = start(&user, &["configure", "dynamics", "-p", "crm", "--offer-title", "Neu"]);
    let told = said(&mut session, "Password:");
    assert!(!told.contains("tenant") && told.contains("did you mean 'env:'?"), "{told}");
    std::thread::sleep(Duration::from_millis(100));
    session.send("env:CRM\r").unwrap();
    ends(&mut session, "leadctl validate crm");
    assert_eq!(user.read(CONFIG), format!("{}offer_title = \"Neu\"\n", crm("env:CRM")));
}

#[test]
fn enter_everywhere_keeps_every_line() {
    let user = User::new().with("CRM", "Ab8Q~cDeFgHiJkLmNoPqRsTuVwXyZ012345.6-_");
    let entra = "[profile.crm]\ndestination = \"dynamics\"\nurl = \"https://contoso.crm4.dynamics.com\"\nauthentication = \"entra\" # explicit\ndirectory_id = \"72f988bf-86f1-41af-91ab-2d7cd011db47\"\napplication_id = \"9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24\"\nclient_secret = \"env:CRM\"\n";
    user.write(CONFIG, entra);
    let mut session = start(&user, &["configure", "-p", "crm"]);
    for question in [
        "Environment (instance) URL:",
        "office365",
        "Directory (tenant) ID:",
        "Application (client) ID:",
        "Client secret (older: application key):",
        "Offer's display name",
    ] {
        answer(&mut session, question, "\r");
    }
    ends(&mut session, "Profile 'crm' (dynamics) is unchanged in");
    assert_eq!(user.read(CONFIG), entra);
}

#[test]
fn ctrl_c_leaves_everything_as_it_was() {
    let user = User::new();
    let mut session = start(&user, &["configure", "https", "-p", "web"]);
    session.expect("not shown").unwrap();
    answer(&mut session, "HTTPS endpoint URL", "\u{3}");
    ends(&mut session, "exit 130");
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
    ends(&mut session, "exit 130: nothing was changed");
    assert_eq!(user.read(CONFIG), text);
    let mut session = start(&user, &arguments);
    answer(&mut session, "Make it one for email", "y");
    ends(&mut session, "leadctl validate web");
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

const EMBED: &str = r#"<form id="mktoForm_1179"></form> <script>MktoForms2.loadForm("//app-sj01.marketo.com", "123-PQR-789", 1179);</script>"#;

/// What a session said up to a text, its lines joined.
fn said(session: &mut OsSession, end: &str) -> String {
    let seen = session.expect(end).unwrap_or_else(|error| panic!("waiting for {end:?}: {error}"));
    String::from_utf8_lossy(seen.before()).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_a_flag_gave_stays_whatever_a_paste_has() {
    let user = User::new();
    let secret = ["--client-id", "9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24", "--client-secret", "env:MARKETO"];
    let flags = [&["configure", "marketo", "-p", "m", "--form-id", "999", "--offer-title", "One"][..], &secret].concat();
    let mut session = start(&user, &flags);
    answer(&mut session, "Munchkin ID:", &format!("{EMBED}\r"));
    let told = said(&mut session, "leadctl validate m");
    assert!(told.contains("Found in it too: Form ID. It differs from the one given before (999), which stays."), "{told}");
    session.expect(Eof).unwrap();
    let file = user.read(CONFIG);
    assert!(file.contains("form_id = \"999\"\n") && file.contains("munchkin_id = \"123-PQR-789\"\n"), "{file}");
}

#[test]
fn what_the_profile_has_and_is_not_asked_stays_whatever_a_paste_has() {
    let user = User::new().with("MARKETO", "x");
    for (form, differs) in [("999", true), ("1179", false)] {
        user.write(CONFIG, &format!("[profile.m]\ndestination = \"marketo\"\nform_id = \"{form}\"\nclient_id = \"9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24\"\nclient_secret = \"env:MARKETO\"\n"));
        let mut session = start(&user, &["configure", "marketo", "-p", "m", "--offer-title", "One"]);
        answer(&mut session, "Munchkin ID:", &format!("{EMBED}\r"));
        let told = said(&mut session, "leadctl validate m");
        assert_eq!(told.contains("It differs from the one given before (999), which stays."), differs, "{told}");
        session.expect(Eof).unwrap();
        assert!(user.read(CONFIG).contains(&format!("form_id = \"{form}\"\n")), "{}", user.read(CONFIG));
    }
}

/// Its question is over; where it is still to come, the paste is offered there, and the present value is not said to be kept.
#[test]
fn a_paste_changes_no_answer_before_it_and_is_offered_after_it() {
    let user = User::new().with("MARKETO", "x");
    user.write(CONFIG, "[profile.m]\ndestination = \"marketo\"\nmunchkin_id = \"111-AAA-222\"\nform_id = \"999\"\nclient_id = \"9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24\"\nclient_secret = \"env:MARKETO\"\n");
    let mut session = start(&user, &["configure", "-p", "m"]);
    answer(&mut session, "Munchkin ID:", &format!("{EMBED}\r"));
    session.expect("Form ID\r\n").unwrap();
    let told = said(&mut session, "Form ID [1179]");
    assert!(!told.contains("keeps the present value"), "{told}");
    std::thread::sleep(Duration::from_millis(100));
    session.send(EMBED.replace("123-PQR-789", "999-XYZ-999") + "\r").unwrap();
    let told = said(&mut session, "Client ID:");
    assert!(told.contains("Found in it too: Munchkin ID. It differs from the one given before (123-PQR-789), which stays."), "{told}");
    std::thread::sleep(Duration::from_millis(100));
    session.send("\r").unwrap();
    answer(&mut session, "Client secret:", "\r");
    answer(&mut session, "Offer's display name", "\r");
    ends(&mut session, "leadctl validate m");
    let file = user.read(CONFIG);
    assert!(file.contains("munchkin_id = \"123-PQR-789\"\n") && file.contains("form_id = \"1179\"\n"), "{file}");
}

/// Only where Ctrl-D sends that signal does it mean the end of input.
#[test]
fn ctrl_backslash_is_no_end_of_input() {
    let user = User::new();
    let mut session = start(&user, &["configure", "--from-paste", "-", "-p", "web"]);
    answer(&mut session, "Enter and Ctrl-D", "\u{1c}");
    ends(&mut session, "exit 130: stopped by a signal");
    let mut session = start(&user, &["configure", "marketo", "-p", "m"]);
    session.expect("Munchkin ID:").unwrap();
    std::thread::sleep(Duration::from_millis(100));
    let id = session.get_process().pid().to_string();
    assert!(std::process::Command::new("kill").args(["-QUIT", &id]).status().unwrap().success());
    ends(&mut session, "exit 130: stopped by a signal");
}
