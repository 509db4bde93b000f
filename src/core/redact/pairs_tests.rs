//! What is removed by the key before it, in every way in which texts write keys and values; and what stays.

use super::{clean_line, clean_patterns, mask_people};
use crate::core::redact::url::mask_queries;

/// Every writing of a key and a value; V is the value.
const WRITINGS: [&str; 44] = [
    "client_secret=V",
    "ERROR client_secret: V",
    "ClientSecret = \"V\"",
    "\"client_secret\":\"V\"",
    "{\"client_secret\": \"V\", \"n\": 1}",
    "{\\\"client_secret\\\":\\\"V\\\"}",
    "{\\\\\\\"client_secret\\\\\\\":\\\\\\\"V\\\\\\\"}",
    "'client-secret': 'V'",
    "client secret: V",
    "CLIENT_SECRET=V level=error",
    "export CLIENT_SECRET='V'",
    "grant_type=client_credentials&client_secret=V&scope=x",
    "body: client_secret%3DV%26scope%3Dx",
    "%22client_secret%22%3A%22V%22",
    "\\u0022client_secret\\u0022:\\u0022V\\u0022",
    "&quot;client_secret&quot;:&quot;V&quot;",
    "<clientSecret>V</clientSecret>",
    "<d:Client_Secret i:type=\"s\">V</d:Client_Secret>",
    "&lt;clientSecret&gt;V&lt;/clientSecret&gt;",
    "<client_secret><![CDATA[V]]></client_secret>",
    "<add key=\"ClientSecret\" value=\"V\" />",
    "{\"name\":\"CLIENT_SECRET\",\"value\":\"V\"}",
    "[client_secret] => V",
    "'client_secret' => 'V',",
    "client_secret: Some(\"V\"), user: None",
    "config[\"client_secret\"] = \"V\"",
    "password=V",
    "PASSWORD: V",
    "\"password\":\"V\"",
    "Server=x;User Id=sa;Password=V;Encrypt=true",
    "pwd=V",
    "db.password=V",
    "x-functions-key: V",
    "> X-Functions-Key: V",
    "\"x-functions-key\":[\"V\"]",
    "api-key: V",
    "apikey=V",
    "Ocp-Apim-Subscription-Key: V",
    "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=V",
    "Cookie: session=V; other=V",
    "-H 'Cookie: session=V'",
    "Set-Cookie: id=V; HttpOnly",
    "refresh_token=V",
    "access_token=V",
];

#[test]
fn a_value_behind_a_key_that_names_a_secret_goes_in_every_writing() {
    for value in ["hunter2", "abC9-WvX63RfS6rzq.giWZKZ", "p@ss,w0rd!x", "Zx9/+=="] {
        for writing in WRITINGS {
            for (how, before, behind) in
                [("alone", "", ""), ("in a log", "2026-11-09T08:01:02.123Z ERROR [w-1] ", ""), ("in words", "sent ", " to x")]
            {
                let text = format!("{before}{}{behind}", writing.replace('V', value));
                for shown in [clean_patterns(&text), clean_line(&text)] {
                    assert!(!shown.contains(value) && shown.contains("[redacted]"), "{how}: {text}\n{shown}");
                }
            }
        }
    }
}

#[test]
fn what_is_said_of_secrets_stays() {
    for text in [
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.",
        "AADSTS7000222: The provided client secret keys for app '1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5' are expired.",
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret provided.\",\"error_codes\":[7000215]}",
        "Invalid client secret: AADSTS7000215",
        "client_secret: the secret has expired",
        "the password grant: not allowed",
        "fn ask(secret: &Secret, password: &str)",
        "let authorization = sign(&account, key, &url);",
        "error=invalid_grant&error_description=password expired",
        "password: expired",
        "\"client_secret\":[\"The client_secret field is required.\"]",
        "client_secret = \"env:CRM_SECRET\"",
        "leadctl configure dynamics --client-secret env:CRM_SECRET",
        "client_secret=[redacted]&scope=x",
        "privilegeName: prvCreateLead",
        "table name: MarketplaceLeads",
        "{\"name\":\"MarketplaceLeads\",\"code\":\"0x80040220\",\"message\":\"SecLib::CheckPrivilege failed\"}",
        "\"code\":\"InvalidAuthenticationToken\"",
        "RequestId: 87821d3e-a002-0030-37d4-0f46c2000000 Time: 2019-05-21T12:52:29.5613381Z",
        "Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089",
        "PWD=/srv/leads/app",
        "token_type: Bearer, expires_in: 3599",
        "PartitionKey=MSFT_TEST_639264528000000000 RowKey: 1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5",
        "TypeError: Cannot read properties of undefined (reading 'token')",
        "User: 1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5, Status: Not Found",
        "at https://contoso.example/a:443 2026-11-09 08:00:00 +0200 [12345678] 10.0.0.1",
    ] {
        assert_eq!(clean_line(text), text);
        assert_eq!(clean_patterns(text), text);
    }
}

#[test]
fn a_line_of_json_stays_one() {
    let texts = [
        "client secret: ",
        "password=",
        "password=\"x\"",
        "password=a\\",
        "\"password\":\"a\\\\\"",
        "<password>x</password>",
        "password: hunter2",
        "a 'password",
    ];
    for text in texts {
        for care in [clean_patterns, clean_line] {
            let line = serde_json::json!({ "text": text, "line": 5, "list": [text, text], "more": "x" }).to_string();
            let shown: serde_json::Value = serde_json::from_str(&care(&line)).unwrap_or_else(|error| panic!("{error}: {line}\n{}", care(&line)));
            assert_eq!((&shown["line"], &shown["more"]), (&5.into(), &"x".into()), "{line}");
        }
    }
}

#[test]
fn credentials_are_known_by_their_form() {
    /// Of no token: letters and digits in order.
    const BODY: &str = "0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r";
    let storage = "Zm9vYmFyMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6QUJDREVGR0hJSktMTU5PUFFSU1RVVldYW/+x==";
    assert!(storage.len() >= 88);
    for value in [
        "abC8Q~WvX63RfS6rzq.giWZKZ-EKI1y3k_8Iq0SW",
        storage,
        &storage.replace('/', "\\/"),
        &storage.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D"),
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0AzFuc2ln==",
        &format!("ghp_{BODY}"),
        &format!("gho_{BODY}"),
        &format!("github_pat_{BODY}_{BODY}"),
        &format!("npm_{BODY}"),
        &format!("glpat-{BODY}"),
        &format!("xoxb-123456789012-{BODY}"),
        &format!("sk-{BODY}{BODY}"),
        &format!("sk-proj-{BODY}_{BODY}"),
        "pat-eu1-1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5",
        "AIzaSyContoso-leads_0a1b2c3d4e5f6g7h8i9",
        &format!("5Aep861{BODY}"),
        "AKIACONTOSO12LEADS34",
        "ASIACONTOSO12LEADS34",
    ] {
        for text in [value.to_owned(), format!("'{value}' is a domain's name"), format!("é {value}, and more")] {
            let shown = clean_patterns(&text);
            assert!(!shown.contains(&value[8..]) && shown.contains("[redacted]"), "{text}\n{shown}");
        }
    }
    for text in [
        "sha512 9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043",
        "Q~ 5Q~x",
        "eyJ",
        "ASIA AKIA ASIACONTOSO AIzaSy 5Aep861 pat-eu1-x ghp_ npm_config_registry github_pat_ sk-lead-import-job xoxb- glpat-x",
        "task-1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5-1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5",
        "SAMLResponse: invalid",
    ] {
        assert_eq!(clean_patterns(text), text);
    }
}

#[test]
fn the_key_of_an_account_goes_short_or_odd_and_an_error_s_code_stays() {
    for key in ["QUJDREVGR0hJSktMTU5P==", "abc1", "ab%2Bcd%2Fefghijklm%3D%3D", "msisABCDEFGHIJKLMNO==", "AADSTSabcdefghij0123", "0x12345678abcdefgh"]
    {
        for text in
            [format!("AccountKey={key}"), format!("x accountkey={key} y"), format!("\\nAccountKey={key}\\n"), format!("a,AccountKey={key}, x")]
        {
            assert!(!clean_patterns(&text).contains(key), "{text}");
        }
    }
    for key in ["/abcdefgh", "/abcdefghijklmnopqrstuvwxyz", "/ab/cdefg", "\\/abcdefgh"] {
        for text in [
            format!("AccountName=x;AccountKey={key};EndpointSuffix=core.windows.net"),
            format!("AccountKey={key}"),
            format!("account_key={key}"),
            format!("accountkey: {key}"),
            format!("{{\"AccountKey\":\"{key}\"}}"),
            format!("{{\"AccountKey\": \"{key}\"}}"),
            format!("AccountKey%3D{key}"),
        ] {
            assert!(!clean_patterns(&text).contains(key) && !clean_line(&text).contains(key), "{text}");
        }
    }
    for text in [
        "AccountKey=…",
        "AccountKey=<key>",
        "AccountKey=<your-account-key>;x",
        "AccountKey=REDACTED",
        "AccountKey=[redacted]",
        "AccountKey: required",
        "AccountKey=env:ACCOUNT_KEY",
        "PWD=/srv/leads/app",
    ] {
        assert_eq!((clean_patterns(text), clean_line(text)), (text.into(), text.into()));
    }
    for text in ["client_secret=AADSTS7000215: invalid", "password=0x80040220", "password: MSIS7012"] {
        assert_eq!((clean_patterns(text), clean_line(text)), (text.into(), text.into()));
    }
}

#[test]
fn a_short_token_goes_and_what_is_said_of_tokens_stays() {
    for text in ["token=T", "token: T", "{\"token\":\"T\"}", "https://x/y?sig=T", "sessionid=T; path=/", "x_token: 'T'"] {
        for token in ["Zx81kQ", "hunter2hunter2", "a1b2c3d4"] {
            let text = text.replace('T', token);
            assert!(!clean_line(&text).contains(token), "{text}: {}", clean_line(&text));
        }
    }
    for text in [
        "Unexpected token: T2 in JSON at position 7",
        "token endpoint v2.0",
        "invalid token: AADSTS50013",
        "signature: missing",
        "publicKeyToken=b03f5f7f11d50a3a",
        "token_type=Bearer",
        "csrf_token=null",
    ] {
        assert_eq!(clean_line(text), text);
    }
}

/// Whatever stands there: no panic, and JSON stays JSON.
#[test]
fn pieces_in_any_order_are_survived() {
    const PIECES: [&str; 109] = [
        "contraseña",
        "密码",
        "“",
        "”",
        "«",
        "：",
        "→",
        "|",
        "->",
        "\t",
        "  ",
        "docker login -p ",
        "mysql -p",
        "curl -u a:",
        "ConvertTo-SecureString ",
        "\n- name: ",
        "\n  value: ",
        "password",
        "client_secret",
        "name",
        "phone",
        "Cookie",
        "authorization",
        "=",
        ":",
        " ",
        "\"",
        "'",
        "\\",
        "\\\"",
        "&quot;",
        "%22",
        "\\u0022",
        "%3D",
        "é",
        "…",
        "日本",
        "<",
        ">",
        "&lt;",
        "&gt;",
        "/",
        "]",
        "[",
        "{",
        "}",
        "(",
        ")",
        ",",
        "+31 6 1234",
        "Q~",
        "8Q~",
        "==",
        "eyJ",
        "AzFu",
        "hunter2",
        "Anna",
        "\n",
        "--password",
        "value",
        "&code=",
        "hooks.slack.com/services/",
        "https://",
        "hook.eu1.make.com",
        "discord.com/api/webhooks/",
        "webhook.office.com",
        "%2F",
        "\\/",
        "-----BEGIN PRIVATE KEY-----",
        "-----END PRIVATE KEY-----",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj",
        "jan.jansen",
        "@",
        "%40",
        "\\u0040",
        "&#64;",
        "contoso.com",
        "#EXT#",
        "ü",
        "?email=",
        "&name=",
        "C:\\Users\\",
        "/home/",
        "203.0.113.45",
        "2001:db8::1",
        "::",
        "password is ",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "AKIAABCDEFGHIJKLMNOP",
        "AccountKey=",
        "CONTOSO\\",
        "\u{1b}[0m",
        "\\u001b[31m",
        "\\u003d",
        "&#61;",
        "%20eq%20%27",
        " eq '",
        "＠",
        "\"\"",
        "\"\"\"",
        ";Password={a;",
        "}",
        "Cookie: a=1;\n",
        "Authorization: Digest ",
        "curl -su ",
        "-u a -p ",
        "user=jan.jansen",
        "phone nr. ",
        ";sid=",
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..3000 {
        let text: String = (0..1 + next(14)).map(|_| PIECES[next(PIECES.len())]).collect();
        let _ = (clean_line(&text), mask_people(&text), mask_queries(&text), super::quote(&text, 20));
        let lines: Vec<&str> = text.split('\n').collect();
        assert_eq!(super::clean_lines(&lines).lines.len(), lines.len(), "{text}");
        let again = clean_line(&clean_line(&text)).into_owned();
        assert!(again.len() <= 40 + 12 * text.len());
        let line = serde_json::json!({ "text": text, "line": 5 }).to_string();
        let cleaned = clean_patterns(&line);
        assert!(serde_json::from_str::<serde_json::Value>(&cleaned).is_ok_and(|shown| shown["line"] == 5), "{line}\n{cleaned}");
    }
}

#[test]
fn what_authorises_goes_whatever_its_scheme() {
    for (text, hidden) in [
        ("Authorization: 5f4dcc3b5aa765d61d8327deb882cf99", "5f4dcc3b"),
        ("Authorization: 5f4dcc3b5aa765d61d8327deb882cf99 was refused", "5f4dcc3b"),
        ("Proxy-Authorization: Negotiate TlRMTVNTUAADAAAAGAAYAHIAAAAYABgAigAAABQAFABIAAAADAAMAFwAAAASABIAYAAAAAAAAACiAAAA", "TlRMTVNT"),
        ("Proxy-Authorization: Negotiate TlRMTVNTUAADAAAAGAAYAHIAAAAYABgAigAAABQ", "TlRMTVNT"),
        ("Authorization: Digest username=\"leads\", uri=\"/leads\", response=\"6629fae49393a05397450978507c4ef1\"", "6629fae4"),
        (r#"{"authorization": "Digest realm=\"x\", response=\"6629fae49393a05397450978507c4ef1\""}"#, "6629fae4"),
        ("Cookie: a=1;\n  session=S3ss10nV4lu3;\n  auth=QWxhZGRpbg", "S3ss10n"),
        ("Cookie: a=1;\n  session=S3ss10nV4lu3;\n  auth=QWxhZGRpbg", "QWxhZGRp"),
        ("> cookie: a=1; b=2;\nsession=S3ss10nV4lu3", "S3ss10n"),
        ("code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "dBjftJeZ"),
    ] {
        let shown = clean_line(text);
        assert!(!shown.contains(hidden) && shown.contains("[redacted]"), "{text}\n{shown}");
    }
    for text in [
        "Authorization: the header is missing",
        "response=InvalidAuthenticationToken response: https://contoso.example/a1",
        "response=1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5",
        "cookies are set: see below;\nthe-next-line=x9",
    ] {
        assert_eq!(clean_line(text), text);
    }
}

#[test]
fn a_password_in_a_connection_string_goes_to_its_end() {
    for (text, want) in [
        ("Server=x;User=sa;Password=one two three;Encrypt=True", "Server=x;User=sa;Password=[redacted];Encrypt=True"),
        ("Server=x; User=sa; Password=one two three; Encrypt=True", "Server=x; User=sa; Password=[redacted]; Encrypt=True"),
        ("Driver={ODBC Driver 18};Uid=sa;Pwd={on;e}two};Encrypt=yes", "Driver={ODBC Driver 18};Uid=sa;Pwd=[redacted];Encrypt=yes"),
        ("Server=x;Password=Tr0ub4dor&3;Encrypt=True", "Server=x;Password=[redacted];Encrypt=True"),
        ("Password=Tr0ub4dor&3;Encrypt=True", "Password=[redacted];Encrypt=True"),
        ("DB_PASSWORD=Tr0ub4dor&3", "DB_PASSWORD=[redacted]"),
        (
            "SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=x1y2z3",
            "SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=[redacted]",
        ),
        ("a;SharedAccessKeyName=Root;SharedAccessKey=x1y2z3", "a;SharedAccessKeyName=Root;SharedAccessKey=[redacted]"),
        // What belongs to something else stays.
        ("a=1;client_secret=hunter2&scope=x", "a=1;client_secret=[redacted]&scope=x"),
        ("a=1&amp;client_secret=hunter2&amp;scope=x y;", "a=1&amp;client_secret=[redacted]&amp;scope=x y;"),
        ("a=1&amp;code=abcdefgh&#38;key=abcdefgh", "a=1&amp;code=[redacted]&#38;key=[redacted]"),
        ("client_secret=hunter2&scope%3Dx", "client_secret=[redacted]&scope%3Dx"),
        ("retry=1;password=hunter2 level=error; x", "retry=1;password=[redacted] level=error; x"),
    ] {
        assert_eq!(clean_line(text), want);
    }
}

#[test]
fn keys_and_signs_may_be_escaped_numbered_or_doubled() {
    for text in [
        "client&#x5F;secret&#61;hunter2",
        "client&#95;secret&#x3D;hunter2",
        "client_secret&#58; hunter2",
        r"client_secret\u003dhunter2\u0026grant_type\u003dx",
        r"client_secret\\u003Dhunter2",
        "client_secret = \"\"\"hunter2\"\"\"",
        "client_secret = '''hunter2'''",
        "CLIENT_SECRET_2=hunter2",
        "CLIENT_SECRET_PROD=hunter2",
        "{\"password1\": \"hunter2\"}",
        "a,\"{\"\"client_secret\"\":\"\"hunter2\"\",\"\"x\"\":5}\",b",
        "\u{1b}[32mclient_secret\u{1b}[0m=\u{1b}[1;33mhunter2\u{1b}[0m",
        "\u{1b}[1mpassword:\u{1b}[0m hunter2",
        r#"{"log":"\u001b[32mclient_secret\u001b[0m=\u001b[33mhunter2\u001b[m"}"#,
        "aeg-sas-key: hunter2",
        "https://h.example/x;jsessionid=8A7B6C5D4E3F2A1B0011hunter2?x=1",
        "password_confirmation=hunter2",
    ] {
        let shown = clean_line(text);
        assert!(!shown.contains("hunter2") && shown.contains("[redacted]"), "{text}\n{shown}");
    }
    assert_eq!(clean_line("\u{1b}[31mred\u{1b}[0m \u{1b}[2J [5m]"), "red \u{1b}[2J [5m]");
    for text in ["1 &#61; 1; x&#58;", r"\u003d \u003", "password test: passed", "\"secret\":\"\",\"b\":\"\""] {
        assert_eq!(clean_line(text), text);
    }
}
