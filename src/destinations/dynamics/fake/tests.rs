//! Both services together, as the sandbox uses them: from the profiles to a lead, and under every fault.

use serde_json::Value;

use super::world::{Places, World};
use super::*;
use crate::core::fake::{FakeAnswer, FakeBody, FakeRequest, Faults, Mount, Services};

pub fn now() -> jiff::Timestamp {
    "2026-10-01T12:00:00Z".parse().unwrap()
}

pub fn mount(port: u16) -> Mount {
    Mount {
        base: format!("http://127.0.0.1:{port}"),
        secure_base: Some(format!("https://localhost:{}", port + 1)),
        refused_base: "http://127.0.0.1:9".to_owned(),
    }
}

pub fn faults(ids: &[&str]) -> Faults {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

pub fn request(method: &str, port: u16, target: &str, headers: &[(&str, &str)], body: &str) -> FakeRequest {
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query.to_owned())));
    let host = format!("127.0.0.1:{port}");
    let headers = [("host", host.as_str())].iter().chain(headers).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    FakeRequest { method: method.into(), path: path.into(), query, headers, body: body.into(), secure: false, now: now() }
}

/// An answer with its body as text.
pub struct Seen {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub text: String,
    pub arrived: Option<Value>,
}

impl Seen {
    pub fn of(answer: FakeAnswer) -> Self {
        let FakeBody::Whole(body) = answer.body else { panic!("no whole body") };
        Seen { status: answer.status, headers: answer.headers, text: String::from_utf8(body).unwrap(), arrived: answer.arrived }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value.as_str())
    }
}

/// Both services, as far apart as in the sandbox.
pub struct Both {
    pub world: Arc<World>,
    pub entra: entra::EntraFake,
    pub dataverse: dataverse::DataverseFake,
}

pub const ENTRA: u16 = 4100;
pub const DATAVERSE: u16 = 4200;

impl Both {
    pub fn new() -> Self {
        let world = Arc::new(World::new());
        let both = Both { entra: entra::EntraFake::new(Arc::clone(&world)), dataverse: dataverse::DataverseFake::new(Arc::clone(&world)), world };
        let services = Services::from([("entra", mount(ENTRA)), ("dataverse", mount(DATAVERSE))]);
        both.entra.meet(&services);
        both.dataverse.meet(&services);
        both
    }

    pub fn post_form(&self, path: &str, form: &[(&str, &str)], on: &[&str]) -> Seen {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        Seen::of(self.entra.answer(&request("POST", ENTRA, path, &headers, &body), &faults(on)))
    }

    /// The first profile's values as the client would use them.
    pub fn profile(&self, name: &str, on: &[&str]) -> Vec<(String, String)> {
        let all = self.dataverse.profiles(&plain(DATAVERSE), &faults(on));
        let profile = all.into_iter().find(|profile| profile.name == name).unwrap();
        profile.settings.into_iter().map(|(key, value)| (key, value.trim_start_matches("plain:").to_owned())).collect()
    }

    /// What the token endpoint says to this profile.
    pub fn sign_in(&self, profile: &[(String, String)], on: &[&str]) -> Seen {
        let value = |key: &str| profile.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
        let scope = format!("http://127.0.0.1:{DATAVERSE}/.default");
        if value("authentication") == Some("entra") {
            let path = format!("/{}/oauth2/v2.0/token", value("directory_id").unwrap());
            let (id, secret) = (value("application_id").unwrap(), value("client_secret").unwrap());
            self.post_form(&path, &[("client_id", id), ("client_secret", secret), ("grant_type", "client_credentials"), ("scope", &scope)], on)
        } else {
            let id = value("public_client_id").unwrap_or(entra::directory::DATAVERSE_SAMPLES);
            let (user, password) = (value("username").unwrap(), value("password").unwrap());
            let form = [("client_id", id), ("grant_type", "password"), ("username", user), ("password", password), ("scope", &scope)];
            self.post_form("/organizations/oauth2/v2.0/token", &form, on)
        }
    }

    /// A token of this profile, issued without faults.
    pub fn token(&self, profile: &str) -> String {
        let answer = self.sign_in(&self.profile(profile, &[]), &[]);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    pub fn ask(&self, token: &str, method: &str, target: &str, headers: &[(&str, &str)], body: &str, on: &[&str]) -> Seen {
        let bearer = format!("Bearer {token}");
        let mut all = vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
        all.extend(headers);
        Seen::of(self.dataverse.answer(&request(method, DATAVERSE, &format!("/api/data/v9.2/{target}"), &all, body), &faults(on)))
    }
}

fn plain(port: u16) -> Mount {
    Mount { secure_base: None, ..mount(port) }
}

const LEAD: &str = r#"{"subject":"MSFT_TEST_1","lastname":"MSFT_TEST_1","companyname":"MSFT_TEST_1 of more than ten letters","emailaddress1":"MSFT_TEST_1@test.com","telephone1":"1234567890","leadsourcecode":8}"#;

#[test]
fn the_written_profiles_get_in() {
    let both = Both::new();
    assert!(both.world.places().is_some_and(|Places { entra, .. }| entra.base == "http://127.0.0.1:4100"));
    for name in ["sandbox-dynamics", "sandbox-dynamics-admin", "sandbox-dynamics-office365"] {
        let profile = both.profile(name, &[]);
        let keys: Vec<&str> = profile.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(&keys[..4], ["destination", "url", "authority_url", "authentication"], "{name}");
        let token = both.token(name);
        assert_eq!(both.ask(&token, "GET", "WhoAmI", &[], "", &[]).status, 200, "{name}");
        let made = both.ask(&token, "POST", "leads", &[], LEAD, &[]);
        assert_eq!((made.status, made.arrived.is_some()), (204, true), "{name}: {}", made.text);
    }
    assert_eq!(both.dataverse.leads().len(), 3);
    assert!(both.entra.leads().is_empty());
}

/// What each fault's own answer is told by: at the token, at WhoAmI, or where the lead is sent.
const SHOWN: [(&str, &str, &str); 34] = [
    ("entra/account-locked", "sandbox-dynamics-office365", "[50053]"),
    ("entra/application-disabled", "sandbox-dynamics", "[7000112]"),
    ("entra/application-not-found", "sandbox-dynamics", "[700016]"),
    ("entra/client-secret-expired", "sandbox-dynamics", "[7000222]"),
    ("entra/client-secret-invalid", "sandbox-dynamics", "[7000215]"),
    ("entra/client-secret-missing", "sandbox-dynamics-office365", "[7000218]"),
    ("entra/conditional-access-blocked", "sandbox-dynamics", "[53003]"),
    ("entra/consent-required", "sandbox-dynamics-office365", "[65001]"),
    ("entra/guest-user-not-in-tenant", "sandbox-dynamics-office365", "[50020]"),
    ("entra/mfa-required", "sandbox-dynamics-office365", "[50076]"),
    ("entra/password-expired", "sandbox-dynamics-office365", "[50055]"),
    ("entra/password-invalid", "sandbox-dynamics-office365", "[50126]"),
    ("entra/resource-disabled", "sandbox-dynamics", "[500014]"),
    ("entra/resource-not-found", "sandbox-dynamics", "[500011]"),
    ("entra/service-principal-missing", "sandbox-dynamics", "[7000229]"),
    ("entra/tenant-id-invalid", "sandbox-dynamics", "[900023]"),
    ("entra/tenant-mismatch", "sandbox-dynamics", "[700016]"),
    ("entra/tenant-not-found", "sandbox-dynamics", "[90002]"),
    ("entra/user-disabled", "sandbox-dynamics-office365", "[50057]"),
    ("entra/user-not-found", "sandbox-dynamics-office365", "[50034]"),
    ("dynamics/application-restricted", "sandbox-dynamics", "403 0x80095ffc"),
    ("dynamics/sign-in-failed", "sandbox-dynamics", "403 0x80072560"),
    ("dynamics/user-disabled", "sandbox-dynamics", "403 0x80041d1f"),
    ("dynamics/user-not-member", "sandbox-dynamics-office365", "403 0x80072560"),
    ("dynamics/choice-value-invalid", "sandbox-dynamics", "400 0x8004431a"),
    ("dynamics/column-type-mismatch", "sandbox-dynamics", "400 0x80048d19"),
    ("dynamics/duplicate-detected", "sandbox-dynamics", "412 0x80040333"),
    ("dynamics/duplicate-key", "sandbox-dynamics", "412 0x80040237"),
    ("dynamics/leadsourcecode-permission", "sandbox-dynamics", "403 0x8004f502"),
    ("dynamics/missing-privilege", "sandbox-dynamics", "403 0x80040220"),
    ("dynamics/no-roles-assigned", "sandbox-dynamics", "403 0x80042f09"),
    ("dynamics/plugin-error", "sandbox-dynamics", "400 0x80040265"),
    ("dynamics/string-too-long", "sandbox-dynamics", "400 0x80044331"),
    ("dynamics/unknown-column", "sandbox-dynamics", "400 0x80048d19"),
];

#[test]
fn each_fault_shows_its_own_code_and_leaves_the_other_user_alone() {
    for (fault, name, wanted) in SHOWN {
        let both = Both::new();
        let signed_in = both.sign_in(&both.profile(name, &[fault]), &[fault]);
        if fault.starts_with("entra/") {
            assert!(signed_in.status >= 400, "{fault}");
            assert_eq!(signed_in.json()["error_codes"].to_string(), wanted, "{fault}: {}", signed_in.text);
            continue;
        }
        let token = signed_in.json()["access_token"].as_str().unwrap().to_owned();
        let who = both.ask(&token, "GET", "WhoAmI", &[], "", &[fault]);
        let refused = if who.status == 200 { both.ask(&token, "POST", "leads", &[], LEAD, &[fault]) } else { who };
        assert_eq!(format!("{} {}", refused.status, refused.json()["error"]["code"].as_str().unwrap()), wanted, "{fault}: {}", refused.text);
        assert!(both.dataverse.leads().is_empty(), "{fault}: nothing is kept");
        let admin = both.token("sandbox-dynamics-admin");
        assert_eq!(both.ask(&admin, "GET", "roles", &[], "", &[fault]).status, 200, "{fault}: the administrator may look");
    }
}

#[test]
fn mistakes_of_the_publisher_stand_in_the_profile() {
    let both = Both::new();
    let value = |fault: &str, key: &str| {
        let profile = both.profile("sandbox-dynamics", &[fault]);
        profile.into_iter().find(|(known, _)| known == key).unwrap().1
    };
    let good = value("", "directory_id");
    let malformed = value("entra/tenant-id-invalid", "directory_id");
    assert_eq!((malformed.len(), malformed.contains('s'), malformed == good), (36, true, false));
    assert_eq!(value("entra/tenant-mismatch", "directory_id"), both.world.directory.other.id);
    assert_eq!(value("entra/tenant-not-found", "directory_id"), value("entra/tenant-not-found", "directory_id"), "the same each time");
    assert!(entra::is_guid(&value("sandbox/dynamics-secret-id", "client_secret")), "the ID where the value belongs");
    assert!(value("dynamics/url-malformed", "url").starts_with("http//127.0.0.1"));
    assert!(value("dynamics/wrong-api-path", "url").starts_with("http://127.0.0.1:4200/main.aspx?appid="));
    assert!(value("dynamics/host-not-found", "url").ends_with(".dynamics.invalid"));
    assert!(value("dynamics/url-wrong-region", "url").contains(".crm99.dynamics.com"));
    let with_all: Vec<&str> = both.entra.faults().iter().chain(both.dataverse.faults()).copied().collect();
    let admin = both.profile("sandbox-dynamics-admin", &with_all);
    let usual = both.profile("sandbox-dynamics-admin", &[]);
    assert_eq!(admin[3..], usual[3..], "the administrator's credentials stay good");
}

#[test]
fn every_fault_of_the_catalogues_two_areas_can_be_shown() {
    let both = Both::new();
    let all: Vec<&str> = both.entra.faults().iter().chain(both.dataverse.faults()).copied().collect();
    for area in ["entra", "dynamics"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalogue/entries").join(area);
        for entry in std::fs::read_dir(folder).unwrap() {
            let id = format!("{area}/{}", entry.unwrap().path().file_stem().unwrap().to_str().unwrap());
            assert!(all.contains(&id.as_str()), "{id}");
        }
    }
}

#[test]
fn busy_services_say_when_to_come_back() {
    let both = Both::new();
    let sign_in = |fault: &str| both.sign_in(&both.profile("sandbox-dynamics", &[]), &[fault]);
    let limited = sign_in("sandbox/throttle-once");
    assert_eq!((limited.status, limited.header("Retry-After")), (429, "1"));
    let busy = sign_in("sandbox/entra-busy");
    assert_eq!((busy.status, &busy.json()["error"], &busy.json()["error_codes"][0]), (503, &"temporarily_unavailable".into(), &90_033.into()));
    let token = both.token("sandbox-dynamics");
    for bearer in [token.as_str(), ""] {
        let limited = both.ask(bearer, "GET", "WhoAmI", &[], "", &["sandbox/throttle-once"]);
        assert_eq!((limited.status, limited.header("Retry-After")), (429, "1"), "whoever asks first");
    }
}

#[test]
fn pages_rest_on_values_so_that_rows_may_go_and_come() {
    let both = Both::new();
    let token = both.token("sandbox-dynamics-admin");
    let lead = |at: &str, subject: &str| {
        let body = serde_json::json!({"subject": subject, "overriddencreatedon": at}).to_string();
        let made = both.ask(&token, "POST", "leads", &[], &body, &[]);
        let id = made.header("OData-EntityId").split_once("leads(").map(|(_, id)| id.trim_end_matches(')').to_owned());
        id.unwrap_or_else(|| panic!("{}", made.text))
    };
    // Two at a time, and a name that XML and addresses have to escape.
    let ids: Vec<String> = (0..6).map(|number| lead(&format!("2026-09-0{}T10:00:00Z", 1 + number / 2), "a<\"&'%\u{e4}")).collect();
    let ask = |target: &str| both.ask(&token, "GET", target, &[("prefer", "odata.maxpagesize=2")], "", &["sandbox/dynamics-small-pages"]);
    let keys =
        |page: &Seen| page.json()["value"].as_array().unwrap().iter().map(|row| row["leadid"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let behind = |page: &Seen| page.json()["@odata.nextLink"].as_str().map(|next| next.split_once("/api/data/v9.2/").unwrap().1.to_owned());
    for order in ["createdon%20asc,leadid%20asc", "subject%20desc,createdon%20desc", "statecode"] {
        let first = ask(&format!("leads?$select=createdon&$orderby={order}"));
        let second = ask(&behind(&first).unwrap());
        let third = ask(&behind(&second).unwrap());
        let mut all = [keys(&first), keys(&second), keys(&third)].concat();
        assert_eq!((all.len(), behind(&third)), (6, None), "{order}");
        all.sort();
        let mut want = ids.clone();
        want.sort();
        assert_eq!(all, want, "{order}");
    }
    let first = ask("leads?$select=createdon&$orderby=createdon%20asc,leadid%20asc");
    assert_eq!(both.ask(&token, "DELETE", &format!("leads({})", keys(&first)[0]), &[], "", &[]).status, 204);
    let new = lead("2026-09-09T10:00:00Z", "new");
    let second = ask(&behind(&first).unwrap());
    let third = ask(&behind(&second).unwrap());
    let rest = [keys(&second), keys(&third), keys(&ask(&behind(&third).unwrap()))].concat();
    assert_eq!((rest.len(), rest.last(), rest.contains(&keys(&first)[1])), (5, Some(&new), false));
    for wrong in ["x", "%3Ccookie%20pagenumber%3D%222%22%20%2F%3E"] {
        assert_eq!(ask(&format!("leads?$skiptoken={wrong}")).status, 400, "{wrong}");
    }
}

#[test]
fn only_who_may_sets_the_time_at_which_a_row_was_made() {
    let both = Both::new();
    let body = serde_json::json!({"subject": "x", "overriddencreatedon": "2026-09-01T10:00:00Z"}).to_string();
    let refused = both.ask(&both.token("sandbox-dynamics"), "POST", "leads", &[], &body, &[]);
    assert_eq!((refused.status, refused.text.contains("prvOverrideCreatedOnCreatedBy")), (403, true), "{}", refused.text);
    let made = both.ask(&both.token("sandbox-dynamics-admin"), "POST", "leads", &[], &body, &[]).arrived.unwrap();
    assert_eq!((&made["createdon"], &made["overriddencreatedon"]), (&"2026-09-01T10:00:00Z".into(), &"2026-10-01T12:00:00Z".into()));
}

#[test]
fn a_token_of_few_uses_ends_early() {
    let both = Both::new();
    let sign_in = || {
        both.sign_in(&both.profile("sandbox-dynamics", &[]), &["sandbox/dynamics-short-token"]).json()["access_token"].as_str().unwrap().to_owned()
    };
    for token in [sign_in(), sign_in()] {
        let statuses: Vec<u16> = (0..4).map(|_| both.ask(&token, "GET", "WhoAmI", &[], "", &[]).status).collect();
        assert_eq!(statuses, [200, 200, 200, 401]);
    }
}
