//! The Web API from the outside: the challenge, tokens, leads in and out, privileges with their depth, metadata, and errors in their JSON form.

use jiff::SignedDuration;
use serde_json::json;

use super::*;
use crate::destinations::dynamics::fake::tests::{Both, DATAVERSE, ENTRA, Seen, faults, now, request};

const ANNOTATE: (&str, &str) = ("prefer", "odata.include-annotations=\"*\"");

struct Env {
    both: Both,
    writer: String,
    admin: String,
}

impl Env {
    fn new() -> Self {
        let both = Both::new();
        Env { writer: both.token("sandbox-dynamics"), admin: both.token("sandbox-dynamics-admin"), both }
    }

    fn writer(&self, method: &str, target: &str, body: &Value) -> Seen {
        self.with(&self.writer, method, target, body, &[], &[])
    }

    fn admin(&self, target: &str) -> Seen {
        self.with(&self.admin, "GET", target, &Value::Null, &[], &[])
    }

    fn with(&self, token: &str, method: &str, target: &str, body: &Value, headers: &[(&str, &str)], on: &[&str]) -> Seen {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.both.ask(token, method, &encoded(target), headers, &body, on)
    }

    /// A lead of the lead writer's: its id.
    fn lead(&self, body: &Value) -> String {
        id(&self.writer("POST", "leads", body))
    }

    fn me(&self) -> String {
        self.writer("GET", "WhoAmI()", &Value::Null).json()["UserId"].as_str().unwrap().to_owned()
    }
}

/// Blanks and quotes as clients encode them.
fn encoded(target: &str) -> String {
    target.replace(' ', "%20").replace('"', "%22")
}

#[track_caller]
fn id(made: &Seen) -> String {
    assert_eq!(made.status, 204, "{}", made.text);
    let place = made.header("OData-EntityId");
    assert_eq!(place, made.header("Location"));
    let root = format!("http://127.0.0.1:{DATAVERSE}/api/data/v9.2/leads(");
    place.strip_prefix(&root).and_then(|rest| rest.strip_suffix(')')).unwrap_or_else(|| panic!("{place}")).to_owned()
}

#[track_caller]
fn refused(seen: &Seen, status: u16, code: &str) -> String {
    assert_eq!((seen.status, seen.json()["error"]["code"].as_str().unwrap()), (status, code), "{}", seen.text);
    seen.json()["error"]["message"].as_str().unwrap().to_owned()
}

fn values(seen: &Seen, name: &str) -> Vec<Value> {
    assert_eq!(seen.status, 200, "{}", seen.text);
    seen.json()["value"].as_array().unwrap().iter().map(|row| row[name].clone()).collect()
}

#[test]
fn without_a_good_token_the_environment_says_where_to_sign_in() {
    let env = Env::new();
    let tenant = &env.both.world.directory.home.id;
    let ask = |path: &str, headers: &[(&str, &str)], on: &[&str]| {
        Seen::of(env.both.dataverse.answer(&request("GET", DATAVERSE, path, headers, ""), &faults(on)))
    };
    let wanted = format!("Bearer authorization_uri=http://127.0.0.1:{ENTRA}/{tenant}/oauth2/authorize, resource_id=http://127.0.0.1:{DATAVERSE}/");
    let basic = format!("Basic {}", env.writer);
    for header in ["", "Bearer", "Bearer nonsense", basic.as_str()] {
        for path in ["/api/data/v9.2/", "/api/data/v9.0/leads", "/api/data/v9.1/WhoAmI"] {
            let seen = ask(path, &[("authorization", header)], &[]);
            assert_eq!((seen.status, seen.text.as_str(), seen.header("WWW-Authenticate")), (401, "", wanted.as_str()), "{header} {path}");
        }
    }
    let bearer = format!("Bearer {}", env.writer);
    let good = [("authorization", bearer.as_str())];
    assert_eq!(ask("/api/data/v9.1/WhoAmI", &good, &[]).status, 200);
    assert_eq!(ask("/api/data/v9.1/WhoAmI", &good, &["dynamics/unauthorized-token"]).status, 401);
    assert_eq!(ask("/api/data/v9.1/", &[], &["sandbox/dynamics-no-challenge"]).header("WWW-Authenticate"), "");
    assert!(ask("/api/data/v9.1/", &[], &["sandbox/dynamics-common-challenge"]).header("WWW-Authenticate").contains("/common/oauth2/authorize,"));
    for path in ["/", "/main.aspx", "/api/data/v8.2/WhoAmI", "/api/data/v9.9/WhoAmI"] {
        let page = ask(path, &good, &[]);
        assert_eq!((page.status, page.header("content-type")), (404, "text/html"), "{path}");
    }
}

#[test]
fn tokens_end_and_are_for_one_audience() {
    let env = Env::new();
    let mut late = request("GET", DATAVERSE, "/api/data/v9.2/WhoAmI", &[("authorization", &format!("Bearer {}", env.writer))], "");
    late.now = now() + SignedDuration::from_secs(3598);
    assert_eq!(env.both.dataverse.answer(&late, &faults(&[])).status, 200);
    late.now = now() + SignedDuration::from_secs(3599);
    assert_eq!(env.both.dataverse.answer(&late, &faults(&[])).status, 401);

    let (home, writer) = (&env.both.world.directory.home.id, &env.both.world.directory.lead_writer);
    let get = |scope: &str, on: &[&str]| {
        let form =
            [("client_id", writer.id.as_str()), ("client_secret", &writer.secret.value), ("grant_type", "client_credentials"), ("scope", scope)];
        let seen = env.both.post_form(&format!("/{home}/oauth2/v2.0/token"), &form, on);
        seen.json()["access_token"].as_str().unwrap_or_else(|| panic!("{}", seen.text)).to_owned()
    };
    let who = |token: &str| env.with(token, "GET", "WhoAmI", &Value::Null, &[], &[]).status;
    assert_eq!(who(&get("https://graph.microsoft.com/.default", &[])), 401, "Graph's token is not the environment's");
    let own = format!("http://127.0.0.1:{DATAVERSE}");
    for scope in [format!("{own}/.default"), format!("{own}//.default"), format!("https://localhost:{}/.default", DATAVERSE + 1)] {
        assert_eq!(who(&get(&scope, &[])), 200, "{scope}");
    }
    assert_eq!(who(&get(&format!("{own}/.default"), &["sandbox/dynamics-expired-token"])), 401);
    let big = get(&format!("{own}/.default"), &["sandbox/dynamics-big-token"]);
    assert!((95_000..120_000).contains(&big.len()), "{}", big.len());
    assert_eq!(who(&big), 200);
}

#[test]
fn a_lead_goes_in_and_comes_back_and_goes_under() {
    let env = Env::new();
    let lead = json!({"subject": "MSFT_TEST_1", "firstname": "Zoë", "lastname": "O'Brien", "leadsourcecode": 8, "leadid": "7A0C1F5E-0D6B-4F0E-9B6A-2F8F3A1C9D42"});
    let made = env.writer("POST", "leads", &lead);
    assert_eq!((made.text.as_str(), made.header("OData-Version")), ("", "4.0"));
    let lead_id = id(&made);
    assert_eq!(lead_id, "7a0c1f5e-0d6b-4f0e-9b6a-2f8f3a1c9d42", "the client may choose the id");
    let arrived = made.arrived.unwrap();
    assert_eq!((&arrived["firstname"], &arrived["leadid"], arrived.get("description")), (&json!("Zoë"), &json!(lead_id), None));
    refused(&env.writer("POST", "leads", &lead), 412, "0x80040237");

    let one = format!("leads({lead_id})");
    let row = env.writer("GET", &format!("{one}?$select=subject,leadsourcecode,_ownerid_value"), &Value::Null);
    let root = format!("http://127.0.0.1:{DATAVERSE}/api/data/v9.2");
    assert_eq!(row.json()["@odata.context"], format!("{root}/$metadata#leads(subject,leadsourcecode,_ownerid_value)/$entity"));
    let keys: Vec<String> = row.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["@odata.context", "@odata.etag", "leadid", "subject", "leadsourcecode", "_ownerid_value"]);
    assert_eq!((&row.json()["leadsourcecode"], &row.json()["_ownerid_value"]), (&json!(8), &json!(env.me())));
    let whole = env.writer("GET", &one, &Value::Null).json();
    assert_eq!(
        (&whole["fullname"], &whole["description"], &whole["createdon"]),
        (&json!("Zoë O'Brien"), &Value::Null, &json!("2026-10-01T12:00:00Z"))
    );
    let words = env.with(&env.writer, "GET", &one, &Value::Null, &[ANNOTATE], &[]);
    assert_eq!(words.header("Preference-Applied"), "odata.include-annotations=\"*\"");
    assert_eq!(words.json()["leadsourcecode@OData.Community.Display.V1.FormattedValue"], "Web");

    assert_eq!(env.writer("DELETE", &one, &Value::Null).status, 204);
    for method in ["GET", "DELETE"] {
        let message = refused(&env.writer(method, &one, &Value::Null), 404, "0x80040217");
        assert_eq!(message, format!("Entity 'lead' With Id = {lead_id} Does Not Exist"));
    }
    refused(&env.writer("GET", "leads(7a0c1f5e)", &Value::Null), 400, "0x80060888");
    refused(&env.writer("PUT", "leads", &lead), 405, "0x80060888");
}

#[test]
fn the_row_comes_at_once_where_it_is_asked_for_and_may_be_read() {
    let env = Env::new();
    let post = |on: &[&str]| {
        let headers = [("prefer", "return=representation, odata.include-annotations=\"a,b\"")];
        env.with(&env.writer, "POST", "leads?$select=subject", &json!({"subject": "x"}), &headers, on)
    };
    let made = post(&[]);
    assert_eq!((made.status, &made.json()["subject"]), (201, &json!("x")));
    assert_eq!(made.header("Preference-Applied"), "return=representation,odata.include-annotations=\"a,b\"");
    assert!(made.header("OData-EntityId").ends_with(&format!("leads({})", made.json()["leadid"].as_str().unwrap())));
    assert_eq!(made.header("ETag"), made.json()["@odata.etag"]);
    assert!(refused(&post(&["sandbox/dynamics-no-read"]), 403, "0x80040220").contains("is missing prvReadLead privilege"));
    assert_eq!(env.both.dataverse.leads().len(), 1, "a refused one is not kept");
}

#[test]
fn bodies_are_held_against_the_columns() {
    let env = Env::new();
    let post = |body: &Value, on: &[&str]| env.with(&env.writer, "POST", "leads", body, &[], on);
    let cases = [
        (json!({"nothing": "x"}), 400, "0x80048d19", "Does not support untyped value in non-open type."),
        (json!({"nothing": 1}), 400, "0x80048d19", "The property 'nothing' does not exist on type 'Microsoft.Dynamics.CRM.lead'."),
        (json!({"Subject": "x"}), 400, "0x80048d19", "Invalid property 'Subject'"),
        (json!({"subject": 5}), 400, "0x80048d19", "Cannot convert a value to target type 'Edm.String'"),
        (json!({"leadsourcecode": "Web"}), 400, "0x80048d19", "Cannot convert the literal 'Web' to the expected type 'Edm.Int32'."),
        (json!({"ownerid": "x"}), 400, "0x80048d19", "CRM do not support direct update of Entity Reference properties"),
        (json!([]), 400, "0x80048d19", "StartArray"),
        (json!({"companyname": "x".repeat(101)}), 400, "0x80044331", "exceeded the maximum allowed length of '100'"),
        (json!({"companyname": "💶".repeat(51)}), 400, "0x80044331", "'companyname'"),
        (
            json!({"leadsourcecode": 99}),
            400,
            "0x8004431a",
            "The value 99 of 'leadsourcecode' on record of type 'lead' is outside the valid range. Accepted Values: 1,2,",
        ),
    ];
    for (body, status, code, words) in cases {
        let message = refused(&post(&body, &[]), status, code);
        assert!(message.contains(words), "{body}: {message}");
    }
    let text = env.both.ask(&env.writer, "POST", "leads", &[("content-type", "text/plain")], "{}", &[]);
    assert_eq!(text.status, 204, "the first of two headers counts");
    refused(&env.both.ask(&env.writer, "POST", "leads", &[], "{", &[]), 400, "0x80048d19");
    let fine = json!({"@odata.type": "Microsoft.Dynamics.CRM.lead", "ownerid@odata.bind": "/systemusers(x)", "companyname": "💶".repeat(50), "createdon": "2020-01-01T00:00:00Z", "description": null});
    let made = post(&fine, &[]);
    assert_eq!(
        (made.status, &made.arrived.unwrap()["createdon"]),
        (204, &json!("2026-10-01T12:00:00Z")),
        "what only the platform sets is passed over"
    );
    let message = refused(&post(&json!({"subject": "x"}), &["sandbox/dynamics-required-column"]), 400, "0x80040203");
    assert!(message.contains("'new_region'"), "{message}");
    assert_eq!(post(&json!({"subject": "x"}), &["sandbox/dynamics-form-required-column"]).status, 204, "forms alone demand it");
}

#[test]
fn queries_choose_sort_count_and_page() {
    let env = Env::new();
    for number in [3, 1, 5, 2, 4] {
        env.lead(&json!({"subject": format!("MSFT_TEST_{number}"), "leadsourcecode": number, "companyname": if number == 1 { json!("Contoso") } else { Value::Null }}));
    }
    let get = |target: &str| env.writer("GET", target, &Value::Null);
    assert_eq!(values(&get("leads?$filter=leadsourcecode ge 4&$orderby=subject desc&$select=subject"), "subject"), ["MSFT_TEST_5", "MSFT_TEST_4"]);
    assert_eq!(values(&get("leads?$filter=companyname eq null and not endswith(subject,'5')&$orderby=subject"), "subject").len(), 3);
    assert_eq!(values(&get("leads?$filter=createdon gt 2026-10-01T11:00:00Z&$top=2"), "leadid").len(), 2);
    let counted = get("leads?$count=true&$top=1&$select=subject").json();
    assert_eq!((&counted["@odata.count"], counted["value"].as_array().unwrap().len(), counted.get("@odata.nextLink")), (&json!(5), 1, None));

    let mut target = "leads?$orderby=subject&$select=subject".to_owned();
    let mut seen = Vec::new();
    for pages in 1.. {
        let page = env.both.ask(&env.writer, "GET", &target, &[("prefer", "odata.maxpagesize=2")], "", &[]);
        assert_eq!(page.header("Preference-Applied"), "odata.maxpagesize=2");
        seen.extend(values(&page, "subject"));
        let next = page.json()["@odata.nextLink"].as_str().map(str::to_owned);
        let Some(next) = next else {
            assert_eq!(pages, 3);
            break;
        };
        target = next.strip_prefix(&format!("http://127.0.0.1:{DATAVERSE}/api/data/v9.2/")).unwrap_or_else(|| panic!("{next}")).to_owned();
    }
    assert_eq!(seen, ["MSFT_TEST_1", "MSFT_TEST_2", "MSFT_TEST_3", "MSFT_TEST_4", "MSFT_TEST_5"]);
    let endless = env.with(&env.writer, "GET", "leads", &Value::Null, &[], &["sandbox/dynamics-endless-pages"]).json();
    assert!(endless["@odata.nextLink"].as_str().unwrap().starts_with("http://127.0.0.1:4200/api/data/v9.2/leads?$skiptoken="));
    let foreign =
        env.with(&env.writer, "GET", "leads", &Value::Null, &[("prefer", "odata.maxpagesize=1")], &["sandbox/dynamics-foreign-page"]).json();
    assert!(!foreign["@odata.nextLink"].as_str().unwrap().starts_with("http://127.0.0.1:4200"));
    for wrong in ["$select=nothing", "$orderby=nothing", "$filter=nothing eq 1", "$skip=1", "$top=x", "$filter=subject eq"] {
        refused(&get(&format!("leads?{wrong}")), 400, "0x80060888");
    }
}

#[test]
fn changes_wait_for_their_version() {
    let env = Env::new();
    let lead_id = env.lead(&json!({"subject": "x", "firstname": "Jan"}));
    let one = format!("leads({lead_id})");
    let etag = env.writer("GET", &one, &Value::Null).header("ETag").to_owned();
    let patch = |body: &Value, matching: &str| env.with(&env.writer, "PATCH", &one, body, &[("if-match", matching)], &[]);
    let unchanged = env.with(&env.writer, "GET", &one, &Value::Null, &[("if-none-match", &etag)], &[]);
    assert_eq!(unchanged.status, 304);
    assert_eq!(patch(&json!({"lastname": "Jansen"}), &etag).status, 204);
    assert_eq!(env.writer("GET", &one, &Value::Null).json()["fullname"], "Jan Jansen");
    refused(&patch(&json!({"lastname": "Other"}), &etag), 412, "0x80060882");
    refused(&patch(&json!({"leadsourcecode": 99}), "*"), 400, "0x8004431a");
    let other = "leads(11111111-2222-3333-4444-555555555555)";
    refused(&env.with(&env.writer, "PATCH", other, &json!({"subject": "y"}), &[("if-match", "*")], &[]), 404, "0x80040217");
    assert_eq!(env.writer("PATCH", other, &json!({"subject": "y"})).status, 204, "without If-Match it is made");
    assert_eq!(env.both.dataverse.leads().len(), 2);
}

#[test]
fn a_lead_writer_reaches_its_own_leads_and_nothing_else() {
    let env = Env::new();
    let theirs = id(&env.with(&env.admin, "POST", "leads", &json!({"subject": "theirs"}), &[], &[]));
    let mine = env.lead(&json!({"subject": "mine"}));
    assert_eq!(values(&env.writer("GET", "leads?$select=subject", &Value::Null), "subject"), ["mine"]);
    assert_eq!(values(&env.admin("leads?$select=subject"), "subject"), ["theirs", "mine"]);
    for (method, right) in [("GET", "ReadAccess"), ("PATCH", "WriteAccess"), ("DELETE", "DeleteAccess")] {
        let message = refused(&env.writer(method, &format!("leads({theirs})"), &json!({})), 403, "0x80048306");
        assert!(message.contains("SecLib::AccessCheckEx failed.") && message.contains(&theirs) && message.ends_with(right), "{message}");
    }
    assert_eq!(env.with(&env.admin, "DELETE", &format!("leads({mine})"), &Value::Null, &[], &[]).status, 204);
    let me = env.me();
    let closed = [
        ("roles".to_owned(), "prvReadRole"),
        ("solutions".to_owned(), "prvReadSolution"),
        ("systemusers".to_owned(), "prvReadUser"),
        (format!("systemusers({me})"), "prvReadUser"),
        (format!("systemusers({me})/systemuserroles_association"), "prvReadUser"),
        ("EntityDefinitions(LogicalName='lead')/Attributes".to_owned(), "prvReadEntity"),
        ("GlobalOptionSetDefinitions(Name='lead_leadsourcecode')".to_owned(), "prvReadOptionSet"),
        ("fieldpermissions".to_owned(), "prvReadFieldPermission"),
    ];
    for (target, privilege) in closed {
        let message = refused(&env.writer("GET", &target, &Value::Null), 403, "0x80040220");
        let wanted = format!("Principal user (Id={me}, type=8, roleCount=1, privilegeCount=");
        assert!(message.starts_with(&wanted) && message.contains(&format!("is missing {privilege} privilege (Id=")), "{target}: {message}");
        assert!(message.contains("accessMode='4 Non-interactive'"), "{message}");
        assert_eq!(env.admin(&target).status, 200, "{target}");
    }
}

#[test]
fn what_the_writer_may_do_can_be_taken_away() {
    let env = Env::new();
    let one = format!("leads({})", env.lead(&json!({"subject": "x"})));
    let ask = |method: &str, target: &str, fault: &str| env.with(&env.writer, method, target, &json!({}), &[], &[fault]);
    let cases = [
        ("POST", "leads", "dynamics/missing-privilege", "prvCreateLead"),
        ("POST", "leads", "sandbox/dynamics-no-system-job", "prvReadAsyncOperation"),
        ("GET", "leads", "sandbox/dynamics-no-read", "prvReadLead"),
        ("GET", &one, "sandbox/dynamics-no-read", "prvReadLead"),
        ("DELETE", &one, "sandbox/dynamics-no-read", "prvDeleteLead"),
        ("DELETE", &one, "sandbox/dynamics-no-delete", "prvDeleteLead"),
    ];
    for (method, target, fault, privilege) in cases {
        let message = refused(&ask(method, target, fault), 403, "0x80040220");
        assert!(message.contains(&format!("is missing {privilege} privilege")), "{fault}: {message}");
    }
    assert_eq!(ask("GET", &one, "sandbox/dynamics-no-delete").status, 200);
    assert_eq!(ask("POST", "leads", "sandbox/dynamics-no-read").status, 204, "a lead is still taken");
    for fault in ["dynamics/no-roles-assigned", "sandbox/dynamics-no-solution"] {
        let message = refused(&ask("POST", "leads", fault), 403, "0x80042f09");
        let wanted =
            format!("SecLib::RetrievePrivilegeForUser failed - no roles are assigned to user. Returned hr = -2147209463, User: {}", env.me());
        assert_eq!(message, wanted);
        assert_eq!(ask("GET", "WhoAmI", fault).status, 200);
    }
    assert_eq!(ask("POST", "leads", "sandbox/dynamics-team-role").status, 204, "a role through a team counts");
}

#[test]
fn privileges_are_told_with_their_depth() {
    let env = Env::new();
    let me = env.me();
    let ask = |token: &str, call: &str, on: &[&str]| {
        env.with(token, "GET", &format!("systemusers({me})/Microsoft.Dynamics.CRM.{call}"), &Value::Null, &[], on)
    };
    let depth = |call: &str, on: &[&str]| ask(&env.writer, call, on).json()["RolePrivileges"][0]["Depth"].clone();
    let by_name = |name: &str| format!("RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='{name}')");
    assert_eq!(depth(&by_name("prvCreateLead"), &[]), "Basic");
    assert_eq!(depth(&by_name("prvReadAsyncOperation"), &[]), "Global");
    assert_eq!(depth("RetrieveUserPrivilegeByPrivilegeName(PrivilegeName=@p)?@p='prvCreateLead'", &[]), "Basic");
    assert_eq!(depth(&by_name("prvCreateLead"), &["sandbox/dynamics-team-role"]), "Basic", "through a team");
    assert_eq!(ask(&env.writer, &by_name("prvCreateLead"), &["dynamics/missing-privilege"]).json()["RolePrivileges"], json!([]));
    refused(&ask(&env.writer, &by_name("prvFlyLead"), &[]), 400, "0x80040203");
    let all = ask(&env.writer, "RetrieveUserPrivileges()", &[]).json();
    assert!(all["@odata.context"].as_str().unwrap().ends_with("$metadata#Microsoft.Dynamics.CRM.RetrieveUserPrivilegesResponse"));
    let names: Vec<&str> = all["RolePrivileges"].as_array().unwrap().iter().map(|held| held["PrivilegeName"].as_str().unwrap()).collect();
    assert!(names.contains(&"prvCreateLead") && !names.contains(&"prvReadRole"), "{names:?}");
    refused(&ask(&env.writer, "RetrieveUserPrivileges()", &["sandbox/dynamics-privileges-hidden"]), 403, "0x80040220");
    refused(&ask(&env.writer, "RetrieveUserPrivileges()", &["dynamics/no-roles-assigned"]), 403, "0x80042f09");
    assert_eq!(ask(&env.admin, "RetrieveUserPrivileges()", &["sandbox/dynamics-privileges-hidden"]).status, 200);
}

#[test]
fn an_administrator_sees_how_the_environment_is_set_up() {
    let env = Env::new();
    let me = env.me();
    let ask = |target: &str, on: &[&str]| env.with(&env.admin, "GET", target, &Value::Null, &[], on);
    let user = ask(&format!("systemusers({me})?$select=fullname,domainname,isdisabled,accessmode,applicationid,islicensed"), &[]).json();
    assert_eq!((&user["isdisabled"], &user["accessmode"]), (&json!(false), &json!(4)));
    assert_eq!(user["applicationid"], env.both.world.directory.lead_writer.id);
    let disabled = ask(&format!("systemusers({me})?$select=isdisabled"), &["dynamics/user-disabled"]).json();
    assert_eq!(disabled["isdisabled"], true);

    let by_role = "roles?$select=name,roleid&$filter=name eq 'Microsoft Marketplace Lead Writer'";
    let role = values(&ask(by_role, &[]), "roleid")[0].as_str().unwrap().to_owned();
    let held = values(&ask(&format!("roles({role})/roleprivileges_association?$select=name&$orderby=name"), &[]), "name");
    assert!(held.contains(&json!("prvCreateLead")) && held.is_sorted_by_key(|name| name.as_str().unwrap().to_lowercase()), "{held:?}");
    let mine = format!("systemusers({me})/systemuserroles_association?$select=name,roleid");
    assert_eq!(values(&ask(&mine, &[]), "name"), ["Microsoft Marketplace Lead Writer"]);
    assert!(values(&ask(&mine, &["dynamics/no-roles-assigned"]), "name").is_empty());
    let teams = format!("systemusers({me})/teammembership_association?$select=name&$expand=teamroles_association($select=name)");
    let through = |on: &[&str]| ask(&teams, on).json()["value"][0]["teamroles_association"][0]["name"].clone();
    assert_eq!((through(&[]), through(&["sandbox/dynamics-team-role"])), (Value::Null, json!("Microsoft Marketplace Lead Writer")));

    let solution = "solutions?$select=uniquename,friendlyname,version,ismanaged,installedon&$filter=contains(friendlyname,'Marketplace') or contains(uniquename,'Marketplace')";
    assert_eq!(values(&ask(solution, &[]), "ismanaged"), [json!(true)]);
    for target in [solution, by_role] {
        assert!(values(&ask(target, &["sandbox/dynamics-no-solution"]), "version").is_empty());
    }

    let secured = "dynamics/leadsourcecode-permission";
    let permissions = "fieldpermissions?$select=attributelogicalname,cancreate&$filter=entityname eq 'lead' and attributelogicalname eq 'leadsourcecode'&$expand=fieldsecurityprofileid($select=name)";
    assert!(values(&ask(permissions, &[]), "cancreate").is_empty());
    assert_eq!(ask(permissions, &[secured]).json()["value"][1]["fieldsecurityprofileid"]["name"], "Sales managers");
    let profiles = format!("systemusers({me})/systemuserprofiles_association?$select=name");
    assert!(values(&ask(&profiles, &[secured]), "name").is_empty(), "the lead writer has no such profile");
}

#[test]
fn the_tables_definition_tells_columns_and_choices() {
    let env = Env::new();
    let ask = |target: &str, on: &[&str]| env.with(&env.admin, "GET", target, &Value::Null, &[], on);
    let by_filter = values(&env.admin("EntityDefinitions?$filter=LogicalName eq 'lead'&$select=EntitySetName,PrimaryIdAttribute"), "EntitySetName");
    assert_eq!(by_filter, ["leads"]);
    assert_eq!(env.admin("EntityDefinitions(LogicalName='lead')?$select=ObjectTypeCode").json()["ObjectTypeCode"], 4);
    refused(&env.admin("EntityDefinitions(LogicalName='nothing')"), 404, "0x80060888");
    refused(&ask("EntityDefinitions(LogicalName='lead')", &["dynamics/lead-table-missing"]), 404, "0x80060888");
    let message = refused(&ask("leads", &["dynamics/lead-table-missing"]), 404, "0x8006088a");
    assert_eq!(message, "Resource not found for the segment 'leads'.");

    let attributes = "EntityDefinitions(LogicalName='lead')/Attributes";
    let select = "$select=LogicalName,AttributeType,RequiredLevel,IsSecured,CanBeSecuredForCreate,IsValidForCreate";
    let required = |on: &[&str]| {
        let filter = "$filter=RequiredLevel/Value eq Microsoft.Dynamics.CRM.AttributeRequiredLevel'ApplicationRequired'";
        values(&ask(&format!("{attributes}?{select}&{filter}"), on), "LogicalName")
    };
    assert_eq!(required(&[]), ["subject", "lastname"]);
    assert_eq!(required(&["sandbox/dynamics-form-required-column"]), ["subject", "lastname", "new_segment"]);
    let column = |on: &[&str]| {
        let cast = "Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName,IsSecured,RequiredLevel&$expand=OptionSet($select=Options)";
        ask(&format!("{attributes}(LogicalName='leadsourcecode')/{cast}"), on).json()
    };
    let usual = column(&[]);
    assert_eq!((&usual["IsSecured"], &usual["RequiredLevel"]["Value"]), (&json!(false), &json!("None")));
    let options = |column: &Value| {
        column["OptionSet"]["Options"].as_array().unwrap().iter().map(|option| option["Value"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(options(&usual), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(usual["OptionSet"]["Options"][7]["Label"]["UserLocalizedLabel"]["Label"], "Web");
    assert_eq!(options(&column(&["dynamics/choice-value-invalid"])), [1, 2, 3, 4]);
    assert_eq!(column(&["dynamics/leadsourcecode-permission"])["IsSecured"], true);
    refused(&ask(&format!("{attributes}(LogicalName='leadsourcecode')"), &["dynamics/unknown-column"]), 404, "0x80060888");
    let lengths = "Microsoft.Dynamics.CRM.StringAttributeMetadata?$select=LogicalName,MaxLength&$filter=LogicalName eq 'companyname'";
    assert_eq!(values(&env.admin(&format!("{attributes}/{lengths}")), "MaxLength"), [json!(100)]);
    refused(&env.admin(&format!("{attributes}?$select=MaxLength")), 400, "0x80060888");
}

#[test]
fn errors_tell_more_to_those_who_ask() {
    let env = Env::new();
    let post = |headers: &[(&str, &str)]| env.with(&env.writer, "POST", "leads", &json!({"subject": "x"}), headers, &["dynamics/plugin-error"]);
    let short = post(&[]);
    assert_eq!(short.json()["error"].as_object().unwrap().len(), 2);
    let long = post(&[ANNOTATE]);
    let error = &long.json()["error"];
    assert_eq!(error["@Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode"], 0x8004_0265_u32.to_string());
    assert!(error["@Microsoft.PowerApps.CDS.TraceText"].as_str().unwrap().contains("LeadGuard"), "{}", long.text);
    for name in ["REQ_ID", "x-ms-service-request-id", "AuthActivityId", "x-ms-ratelimit-burst-remaining-xrm-requests"] {
        assert!(!long.header(name).is_empty(), "{name}");
    }
}

#[test]
fn an_environment_that_is_not_well_says_so_in_its_own_way() {
    let env = Env::new();
    let ask = |on: &[&str]| env.with(&env.writer, "GET", "WhoAmI", &Value::Null, &[], on);
    let limited = ask(&["dynamics/rate-limited"]);
    refused(&limited, 429, "0x80072322");
    assert_eq!(limited.header("Retry-After"), "37");
    refused(&ask(&["dynamics/environment-disabled"]), 503, "0x8004a104");
    let forbidden = ask(&["dynamics/forbidden-unspecified"]);
    assert_eq!((forbidden.status, forbidden.header("content-type"), forbidden.text.contains("0x")), (403, "text/html", false));
    let gone = ask(&["dynamics/url-unreachable"]);
    assert_eq!((gone.status, gone.header("content-type"), gone.header("WWW-Authenticate")), (404, "text/html", ""));
    let page = ask(&["sandbox/dynamics-html-answers"]);
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    let silent = |target: &str, fault: &str| {
        let bearer = format!("Bearer {}", env.writer);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let method = if target == "leads" { "POST" } else { "GET" };
        env.both.dataverse.answer(&request(method, DATAVERSE, &format!("/api/data/v9.2/{target}"), &headers, "{}"), &faults(&[fault]))
    };
    assert!(matches!(silent("", "dynamics/request-timeout").body, FakeBody::Silence));
    let slow = silent("leads", "sandbox/dynamics-plugin-slow");
    assert!(matches!(slow.body, FakeBody::Silence) && slow.arrived.is_some(), "kept, though nobody hears of it");
}

#[test]
fn duplicates_are_looked_for_where_the_client_asks() {
    let env = Env::new();
    let post = |suppress: &str| {
        let headers = [("mscrm.suppressduplicatedetection", suppress)];
        env.with(&env.writer, "POST", "leads", &json!({"emailaddress1": "a@b.c"}), &headers, &[])
    };
    assert_eq!((post("false").status, post("true").status), (204, 204));
    refused(&post("false"), 412, "0x80040333");
}

#[test]
fn a_hostile_authority_remembers_who_sent_it_a_secret() {
    let env = Env::new();
    let hostile = faults(&["sandbox/dynamics-hostile-authority"]);
    let challenge = Seen::of(env.both.dataverse.answer(&request("GET", DATAVERSE, "/api/data/v9.2/", &[], ""), &hostile));
    let words = challenge.header("WWW-Authenticate").to_owned();
    let authority = words.split("authorization_uri=").nth(1).and_then(|rest| rest.split("/oauth2").next()).unwrap();
    assert!(authority.starts_with(&format!("http://127.0.0.1:{DATAVERSE}/foreign/")), "{words}");
    let path = authority.replace(&format!("http://127.0.0.1:{DATAVERSE}"), "");
    let send = |target: &str, body: &str| Seen::of(env.both.dataverse.answer(&request("POST", DATAVERSE, target, &[], body), &hostile));
    let seen = || Seen::of(env.both.dataverse.answer(&request("GET", DATAVERSE, "/foreign/seen", &[], ""), &hostile)).json();
    assert_eq!(seen(), json!({"requests": 0, "secrets": 0}));
    send(&format!("{path}/v2.0/.well-known/openid-configuration"), "");
    assert_eq!(seen(), json!({"requests": 1, "secrets": 0}));
    assert_eq!(send(&format!("{path}/oauth2/v2.0/token"), "client_id=x&client_secret=y").status, 200);
    assert_eq!(seen(), json!({"requests": 2, "secrets": 1}));
}
