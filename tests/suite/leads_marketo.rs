//! `leadctl leads …` for a Marketo form: each fill-out once, however the log is cut up and whatever Marketo says in between.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::{Sandbox, Server, User, answer};

const PROFILE: &str = "sandbox-marketo";

fn submit(sandbox: &Sandbox, count: usize) {
    for _ in 0..count {
        let sent = sandbox.json(&["test-lead", PROFILE]);
        assert_eq!(sent["exit_status"], 0, "{sent}");
    }
}

fn emails(report: &Value) -> Vec<&str> {
    report["leads"].as_array().unwrap().iter().map(|lead| lead["email"].as_str().unwrap_or_default()).collect()
}

#[test]
fn leads_of_several_pages_are_read_once_with_what_was_filled_in() {
    let sandbox = Sandbox::start(&["sandbox/marketo-small-pages"]);
    submit(&sandbox, 4);
    let report = sandbox.json(&["leads", "list", PROFILE]);
    let read = &report["profiles"][0];
    assert_eq!((&read["rows"], &read["problems"], &read["stopped"]), (&json!(4), &json!({}), &Value::Null), "{report:#}");
    assert_eq!(read["place"], "form 1179 of the Marketo instance 123-PQR-789");
    assert!(read["inferred"].as_str().unwrap().contains("not documented"), "{read}");
    let leads = report["leads"].as_array().unwrap();
    let keys: std::collections::BTreeSet<&str> = leads.iter().map(|lead| lead["key"].as_str().unwrap()).collect();
    assert_eq!(keys.len(), 4);
    for lead in leads {
        assert_eq!((&lead["test"], &lead["source_name"], &lead["action"]), (&json!(true), &json!("Azure Marketplace"), &json!("INS")), "{lead:#}");
        assert_eq!((&lead["country"], &lead["personal_data"], &lead["created"]), (&json!("US"), &json!("present"), &Value::Null), "{lead:#}");
        assert!(lead["arrived"].is_string() && lead["other"]["Form Fields.module"] == "leadCapture", "{lead:#}");
    }
}

#[test]
fn without_what_was_filled_in_the_person_is_shown_and_that_is_said() {
    let sandbox = Sandbox::start(&["sandbox/marketo-bare-activities"]);
    submit(&sandbox, 2);
    let report = sandbox.json(&["leads", "list", PROFILE]);
    let said = "the log does not say what was filled in: shown is the person as Marketo has them today";
    assert_eq!(report["profiles"][0]["problems"], json!({said: 2}));
    assert!(emails(&report).iter().all(|email| email.starts_with("MSFT_TEST_") && email.ends_with("@test.com")), "{report:#}");
}

#[test]
fn an_instance_without_a_field_still_shows_its_leads() {
    let sandbox = Sandbox::start(&["sandbox/marketo-bare-activities"]);
    submit(&sandbox, 1);
    sandbox.running.set_fault("marketo/unknown-field", true).unwrap();
    let report = sandbox.json(&["leads", "list", PROFILE]);
    let lead = &report["leads"][0];
    assert_eq!(
        (&report["exit_status"], &lead["test"], &lead["source"], &lead["country"]),
        (&json!(0), &json!(true), &Value::Null, &json!("US")),
        "{report:#}"
    );
}

#[test]
fn test_leads_are_cleaned_away_and_a_customer_is_not() {
    let sandbox = Sandbox::start(&["sandbox/marketo-small-pages"]);
    submit(&sandbox, 3);
    let plan = sandbox.json(&["leads", "clean", PROFILE, "--dry-run"]);
    assert_eq!((&plan["found"], &plan["deleted"]), (&json!(3), &json!(0)), "{plan:#}");
    let done = sandbox.json(&["leads", "clean", PROFILE, "--yes"]);
    assert_eq!((&done["found"], &done["deleted"], &done["kept"], &done["exit_status"]), (&json!(3), &json!(3), &json!({}), &json!(0)), "{done:#}");
    assert_eq!(sandbox.leads(), Vec::<Value>::new());
    assert_eq!(sandbox.json(&["leads", "list", PROFILE])["profiles"][0]["rows"], 0);
}

#[test]
fn a_token_that_expires_and_too_many_calls_do_not_stop_it() {
    let sandbox = Sandbox::start(&["sandbox/throttle-once"]);
    submit(&sandbox, 1);
    sandbox.running.set_fault("sandbox/marketo-token-expires", true).unwrap();
    assert_eq!(sandbox.json(&["leads", "list", PROFILE])["profiles"][0]["rows"], 1);
}

#[test]
fn a_role_without_the_right_is_named() {
    let sandbox = Sandbox::start(&["sandbox/marketo-activities-denied"]);
    let report = sandbox.json(&["leads", "list", PROFILE]);
    let stopped = &report["profiles"][0]["stopped"];
    assert_eq!((&report["exit_status"], &stopped["entry"]), (&json!(1), &json!("marketo/access-denied")), "{report:#}");
    assert!(stopped["message"].as_str().unwrap().contains("Read-Only Activity"), "{stopped}");
}

#[test]
fn tail_stats_and_watch_work_on_it() {
    let sandbox = Sandbox::start(&["sandbox/marketo-small-pages"]);
    submit(&sandbox, 4);
    let flags = sandbox.flags();
    let run = |arguments: &[&str]| {
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        let user = User::new();
        let all = [arguments, &flags].concat();
        let first = user.run(&all);
        (first, user.run(&all))
    };
    let (first, again) = run(&["leads", "tail", PROFILE, "--since", "1h", "--once", "--state", "state.json", "--format", "ndjson"]);
    assert_eq!((first.ends_with(0).stdout.lines().count(), again.ends_with(0).stdout.lines().count()), (4, 0), "each once");
    let stats = sandbox.json(&["leads", "stats", PROFILE]);
    assert_eq!((&stats["leads"], &stats["test"]), (&json!(4), &json!(4)));
    let watch = sandbox.json(&["leads", "watch", PROFILE, "--max-silence", "1h"]);
    assert_eq!((&watch["exit_status"], &watch["profiles"][0]["read"]["rows"]), (&json!(1), &json!(4)), "{watch:#}");
}

#[test]
fn a_profile_without_credentials_says_what_is_missing() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.old]\ndestination = \"marketo\"\nmunchkin_id = \"123-PQR-789\"\nform_id = \"1179\"\nserver_id = \"ys12\"\n");
    let report = user.json(&["leads", "list", "old"]);
    assert_ne!(report["exit_status"], 0, "{report:#}");
    assert!(report.to_string().contains("client"), "{report:#}");
}

/// An instance of the test's own making: three parts of the log, and what it says instead, by the request and how often it came before.
struct Instance {
    server: Server,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Instance {
    fn new(behave: impl Fn(&str, usize) -> Option<String> + Send + Sync + 'static) -> Instance {
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = asked.clone();
        let server = Server::start(move |stream, head| {
            let line = head.lines().next().unwrap_or_default().to_owned();
            let name = name_of(&line);
            let before = {
                let mut log = log.lock().unwrap();
                log.push(line.clone());
                log.iter().filter(|known| name_of(known) == name).count() - 1
            };
            let body = behave(&name, before).unwrap_or_else(|| good(&name, &line, head));
            drop(stream.write_all(&answer(200, "Content-Type: application/json\r\n", &body)));
        });
        Instance { server, asked }
    }

    fn user(&self) -> User {
        crate::marketo::user(self.server.port)
    }

    fn count(&self, name: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|line| name_of(line) == name).count()
    }
}

/// `token`, `begin`, `part0` to `part2`, `people`, `delete`.
fn name_of(line: &str) -> String {
    let part = line.split("nextPageToken=").nth(1).and_then(|rest| rest.split(['&', ' ']).next()).unwrap_or_default();
    match line {
        _ if line.contains("/identity/") => "token".to_owned(),
        _ if line.contains("pagingtoken") => "begin".to_owned(),
        _ if line.contains("/activities.json") => part.to_owned(),
        _ if line.contains("delete.json") => "delete".to_owned(),
        _ => "people".to_owned(),
    }
}

/// Two fill-outs a part; person 1 is a customer who filled it in several times, person 9 is gone, person 3 a test.
fn good(name: &str, line: &str, _: &str) -> String {
    let fill = |id: u64, person: u64, email: &str| {
        json!({
            "id": id, "marketoGUID": id.to_string(), "leadId": person, "activityDate": format!("2026-11-0{}T10:00:00Z", id % 9 + 1), "activityTypeId": 2,
            "primaryAttributeValueId": 1179, "primaryAttributeValue": "Leads",
            "attributes": [{"name": "Form Fields", "value": json!({"Email": email, "LeadSource": format!("SPZA-PLT|contoso.{id}")}).to_string()}],
        })
    };
    let log = |rows: Value, next: &str, more: bool| json!({"success": true, "result": rows, "nextPageToken": next, "moreResult": more}).to_string();
    match name {
        "token" => json!({"access_token": "abc:int", "token_type": "bearer", "expires_in": 3599}).to_string(),
        "begin" => json!({"success": true, "nextPageToken": "part0"}).to_string(),
        "part0" => log(json!([fill(1, 1, "anna@contoso.example"), fill(2, 9, "gone@contoso.example")]), "part1", true),
        // Nothing of the kind among those that were looked through.
        "part1" => json!({"success": true, "nextPageToken": "part2", "moreResult": true}).to_string(),
        "part2" => log(json!([fill(3, 1, "anna@contoso.example"), fill(4, 3, "MSFT_TEST_636573304831318844@test.com")]), "part3", false),
        "delete" => json!({"success": true, "result": [{"id": 3, "status": "deleted"}]}).to_string(),
        _ => {
            let person = |id: u64, email: &str, name: &str| json!({"id": id, "email": email, "firstName": name, "leadSource": "Web"});
            let wanted = line.split("filterValues=").nth(1).unwrap_or_default().split('&').next().unwrap_or_default().replace("%2C", ",");
            let all = [person(1, "anna@today.example", "Anna"), person(3, "MSFT_TEST_636573304831318844@test.com", "MSFT_TEST_636573304831318844")];
            let rows: Vec<&Value> = all.iter().filter(|row| wanted.split(',').any(|id| row["id"].as_u64() == id.parse().ok())).collect();
            json!({"success": true, "result": rows}).to_string()
        }
    }
}

fn refusal(code: &str, words: &str) -> Option<String> {
    Some(json!({"requestId": "e42b#1", "success": false, "errors": [{"code": code, "message": words}]}).to_string())
}

#[test]
fn a_person_who_asked_twice_is_two_leads_with_their_own_wishes() {
    let instance = Instance::new(|_, _| None);
    let report = instance.user().json(&["leads", "list", "m", "--sort", "time", "--reverse"]);
    let told: Vec<(&str, &str, &str)> = report["leads"]
        .as_array()
        .unwrap()
        .iter()
        .map(|lead| (lead["key"].as_str().unwrap(), lead["offer"].as_str().unwrap_or_default(), lead["first_name"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        told,
        [("1/1", "contoso.1", "Anna"), ("2/9", "contoso.2", ""), ("3/1", "contoso.3", "Anna"), ("4/3", "contoso.4", "MSFT_TEST_636573304831318844")]
    );
    assert_eq!(report["profiles"][0]["problems"], json!({"the person is no longer in Marketo": 1}));
    assert_eq!(emails(&report)[0], "anna@contoso.example", "what was filled in, and not what the person is today");
}

#[test]
fn a_throttle_and_an_expired_token_in_the_middle_lose_and_repeat_nothing() {
    let instance = Instance::new(|name, before| match (name, before) {
        ("part1", 0) => refusal("606", "Max rate limit '100' exceeded with in '20' secs"),
        ("part2", 0) => refusal("602", "Access token expired"),
        ("people", 1) => refusal("601", "Access token invalid"),
        _ => None,
    });
    let report = instance.user().json(&["leads", "list", "m"]);
    assert_eq!((&report["exit_status"], &report["profiles"][0]["rows"]), (&json!(0), &json!(4)), "{report:#}");
    assert_eq!(
        (instance.count("token"), instance.count("part0"), instance.count("part2")),
        (3, 1, 2),
        "signed in once, and anew for each token that grew old"
    );
}

#[test]
fn used_up_calls_say_so_and_an_export_goes_on_the_next_day() {
    let until = Arc::new(Mutex::new(true));
    let used_up = until.clone();
    let instance =
        Instance::new(move |name, _| if name == "part2" && *used_up.lock().unwrap() { refusal("607", "Daily quota reached") } else { None });
    let user = instance.user();
    let said = user.run(&["leads", "export", "m", "-o", "leads.ndjson"]).ends_with(1);
    assert!(said.stderr.contains("until tomorrow") && said.stderr.contains("goes on there"), "{}", said.stderr);
    *until.lock().unwrap() = false;
    let said = user.run(&["leads", "export", "m", "-o", "leads.ndjson"]).ends_with(0);
    assert!(
        said.stderr.contains("2 of them by an earlier run") || said.stdout.contains("2 of them by an earlier run"),
        "{}{}",
        said.stdout,
        said.stderr
    );
    let keys: Vec<String> = user.read("leads.ndjson").lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["key"].to_string()).collect();
    assert_eq!(keys, ["\"1/1\"", "\"2/9\"", "\"3/1\"", "\"4/3\""]);
    assert_eq!(instance.count("part0"), 1, "the second run begins where the first one stopped");
}

#[test]
fn a_place_that_marketo_no_longer_takes_says_what_to_do() {
    let instance = Instance::new(|name, _| if name == "part1" { refusal("1003", "Invalid nextPageToken") } else { None });
    let said = instance.user().run(&["leads", "export", "m", "-o", "leads.ndjson"]).ends_with(1);
    assert!(said.stderr.contains("--fresh"), "{}", said.stderr);
}

#[test]
fn a_log_that_goes_round_in_circles_comes_to_an_end() {
    let instance =
        Instance::new(|name, _| (name == "part1").then(|| json!({"success": true, "nextPageToken": "part1", "moreResult": true}).to_string()));
    let report = instance.user().json(&["leads", "list", "m"]);
    assert_eq!((&report["exit_status"], &report["profiles"][0]["rows"]), (&json!(1), &json!(2)), "{report:#}");
    assert!(report["profiles"][0]["stopped"]["message"].as_str().unwrap().contains("the same place again"), "{report:#}");
}

#[test]
fn a_person_who_is_no_test_is_never_deleted() {
    // What was filled in says test; the person behind it is a customer by now.
    let instance = Instance::new(|name, _| {
        (name == "people").then(|| json!({"success": true, "result": [{"id": 3, "email": "anna@contoso.example", "firstName": "Anna"}]}).to_string())
    });
    let report = instance.user().json(&["leads", "clean", "m", "--yes"]);
    assert_eq!((&report["found"], &report["deleted"], &report["exit_status"]), (&json!(1), &json!(0), &json!(1)), "{report:#}");
    assert_eq!(report["kept"], json!({"by Marketo's own fields the person is no test person": 1}));
    assert_eq!(instance.count("delete"), 0);
}

#[test]
fn no_person_shows_masked_nor_in_a_trace() {
    let instance = Instance::new(|_, _| None);
    let said = instance.user().run(&["leads", "list", "m", "--mask", "-vv"]).ends_with(0);
    for private in ["anna@", "Anna", "gone@"] {
        assert!(!said.stdout.contains(private) && !said.stderr.contains(private), "{private}: {}\n{}", said.stdout, said.stderr);
    }
    assert!(said.stderr.contains("activities.json"), "{}", said.stderr);
}
