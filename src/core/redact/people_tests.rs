//! What names people, in every way in which texts write it; and what only looks like it.

use super::{clean_line, clean_patterns, mask_people, mask_queries};

#[test]
fn addresses_lose_their_local_part_however_they_are_written() {
    for (text, want) in [
        ("https://h.example/leads/jan.jansen%40contoso.com", "https://h.example/leads/j…%40contoso.com"),
        ("email%3Djan.jansen%40contoso.com%26x%3D1", "email%3Dj…%40contoso.com%26x%3D1"),
        ("email%253Djan.jansen%2540contoso.com", "email%253Dj…%2540contoso.com"),
        ("%22jan.jansen@contoso.com%22", "%22j…@contoso.com%22"),
        (r"jan.jansen\u0040contoso.com", r"j…\u0040contoso.com"),
        (r#"{"x":"\u003cjan.jansen\\u0040contoso.com\u003e"}"#, r#"{"x":"\u003cj…\\u0040contoso.com\u003e"}"#),
        (r#"{"x":"a\njan@contoso.com \u003cjan@contoso.com"}"#, r#"{"x":"a\nj…@contoso.com \u003cj…@contoso.com"}"#),
        ("jan.jansen&#64;contoso.com &#x40;", "j…&#64;contoso.com &#x40;"),
        ("jan.jansen_contoso.com#EXT#@fabrikam.onmicrosoft.com", "j…#EXT#@fabrikam.onmicrosoft.com"),
        ("user jan.jansen_contoso.com#EXT# was", "user j…#EXT# was"),
        ("jan_contoso.com%23EXT%23%40fabrikam.onmicrosoft.com", "j…%40fabrikam.onmicrosoft.com"),
        ("x jürgen.müller@contoso.de", "x j…@contoso.de"),
        ("Ümit@contoso.de, j\u{308}an@contoso.de", "Ü…@contoso.de, j…@contoso.de"),
        (r"j\u00fcrgen.m\u00fcller@contoso.de", r"j…@contoso.de"),
        ("%C3%BCmit@contoso.de", "…@contoso.de"),
        ("иван@contoso.example", "и…@contoso.example"),
        ("jan.jansen＠contoso.com, jan﹫contoso.com", "j…＠contoso.com, j…﹫contoso.com"),
        ("用户jan@contoso.com不存在", "用户j…@contoso.com不存在"),
        ("从 太郎@contoso.com", "从 太…@contoso.com"),
        ("MSFT_TEST_1%40b.example", "MSFT_TEST_1%40b.example"),
        ("100%40 of it, 5% #EXT# u0040 &#64; x", "100%40 of it, 5% #EXT# u0040 &#64; x"),
    ] {
        assert_eq!((mask_people(text), clean_line(text)), (want.into(), want.into()));
    }
}

#[test]
fn parameters_that_name_people_are_masked() {
    for (text, want) in [
        (
            "https://leads.contoso.com/hook?email=jan.jansen%40contoso.com&name=Jan+Jansen&company=Contoso",
            "https://leads.contoso.com/hook?email=j…%40contoso.com&name=J…&company=Contoso",
        ),
        ("GET /x?first_name=Jan&to=jan.jansen@contoso.com", "GET /x?first_name=J…&to=j…@contoso.com"),
        ("GET /hook?firstname=Jan&last_name=Jansen&tel=0612345678 HTTP/1.1", "GET /hook?firstname=J…&last_name=J…&tel=0… HTTP/1.1"),
        ("?upn=jan&user=jan&username=jan&login=jan&contact=Jan%20Jansen", "?upn=j…&user=j…&username=j…&login=j…&contact=J…"),
        ("'https://h/x?name=O'Neill', then", "'https://h/x?name=O…', then"),
        ("https://h/x?lead[email]=jan&amp;lead.name=Jan#top", "https://h/x?lead[email]=j…&amp;lead.name=J…#top"),
        ("url=https%3A%2F%2Fh%2Fx%3Fname%3DJan%2BJansen%26a%3D1", "url=https%3A%2F%2Fh%2Fx%3Fname%3DJ…%26a%3D1"),
        (r#"{"u":"https://h/x?name=Jan\u0026email=jan"}"#, r#"{"u":"https://h/x?name=J…\u0026email=j…"}"#),
    ] {
        assert_eq!((mask_queries(&mask_people(text)), clean_line(text)), (want.into(), want.into()));
    }
    for text in [
        "https://h/x?tablename=MarketplaceLeads&hostname=h&filename=x.csv&company=Contoso&offer=x",
        "https://h/x?user=1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5&contact=123&name={name}&email=<email>&login=true",
        "https://h/x?name=MSFT_TEST_639264528000000000&email=&phone=1234567890",
        "Server=x;Name=Contoso;User=x",
    ] {
        assert_eq!(mask_queries(text), text);
    }
}

#[test]
fn a_webhook_s_secret_path_goes() {
    for (text, want) in [
        ("POST https://hooks.zapier.com/hooks/catch/123456/abcdefg/ failed", "POST https://hooks.zapier.com/hooks/[redacted] failed"),
        ("'https://hooks.slack.com/services/T000/B000/XXXX'.", "'https://hooks.slack.com/services/[redacted]'."),
        ("https://contoso.webhook.office.com/webhookb2/1cdf1d7c@x/IncomingWebhook/9b71/8", "https://contoso.webhook.office.com/webhookb2/[redacted]"),
        ("https://hook.eu1.make.com/abcdefghijklmnop?x=1", "https://hook.eu1.make.com/[redacted]?x=1"),
        ("https://discord.com/api/webhooks/123456/abcdef", "https://discord.com/api/webhooks/[redacted]"),
        ("https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJx/sendMessage", "https://api.telegram.org/[redacted]"),
        ("https://h.example/x;jsessionid=8A7B6C5D4E3F2A1B0011?x=1", "https://h.example/x;jsessionid=[redacted]?x=1"),
        ("https://maker.ifttt.com/trigger/lead/with/key/dA1bC2dE3f", "https://maker.ifttt.com/trigger/lead/with/key/[redacted]"),
        ("https://discord.com/api/v10/webhooks/123456/abcdef", "https://discord.com/api/v10/webhooks/[redacted]"),
        (
            "https://contoso.my.salesforce.com/secur/x.jsp?sid=00D5g%21AQEAQLm9Kx7Rt5&y=1",
            "https://contoso.my.salesforce.com/secur/x.jsp?sid=[redacted]&y=1",
        ),
        ("https%3A%2F%2Fhooks.zapier.com%2Fhooks%2Fcatch%2F123456%2Fabcdefg%2F&x=1", "https%3A%2F%2Fhooks.zapier.com%2Fhooks%2F[redacted]&x=1"),
        (r#"{"u":"https:\/\/hooks.zapier.com\/hooks\/catch\/123456\/abcdefg\/"}"#, r#"{"u":"https:\/\/hooks.zapier.com\/hooks\/[redacted]"}"#),
    ] {
        assert_eq!((clean_patterns(text), clean_line(text)), (want.into(), want.into()));
        assert_eq!(clean_patterns(want), want);
    }
    for text in [
        "https://hooks.zapier.com/hooks/catch/",
        "https://hooks.zapier.com/hooks/catch/…",
        "the webhook at https://contoso.example/hooks/catch/123456/abcdef",
        "hooks.zapier.com, hook.make.com",
        "https://www.make.com/en/help/webhook-basics",
        "https://discord.com/developers/docs/resources/webhook",
        "https://maker.ifttt.com/trigger/lead and telegram.org/faq",
        "https://slack.com/help/articles/115005265063-incoming-webhooks",
    ] {
        assert_eq!(clean_patterns(text), text);
    }
}

#[test]
fn the_name_before_an_address_is_masked() {
    for (text, want) in [
        (r#"User "Jan Jansen" <jan.jansen@contoso.com>"#, r#"User "J…" <j…@contoso.com>"#),
        (r#"{"x":"User \"Jan Jansen\" <jan.jansen@contoso.com>"}"#, r#"{"x":"User \"J…\" <j…@contoso.com>"}"#),
        (r#""Jan Jansen" <jan_contoso.com#EXT#@fabrikam.onmicrosoft.com>"#, r#""J…" <j…#EXT#@fabrikam.onmicrosoft.com>"#),
        ("From: Jan van der Jansen <jan.jansen@contoso.com>", "From: J… <j…@contoso.com>"),
        ("User Jansen, Jan &lt;jan.jansen@contoso.com&gt;", "User J… &lt;j…@contoso.com&gt;"),
        ("sent to Jan Jansen (jan.jansen@contoso.com)", "sent to J… (j…@contoso.com)"),
        ("could not deliver to <jan@contoso.com>", "could not deliver to <j…@contoso.com>"),
        ("AADSTS50034: The user account (jan@contoso.com)", "AADSTS50034: The user account (j…@contoso.com)"),
    ] {
        assert_eq!(clean_line(text), want);
    }
}

#[test]
fn people_in_a_line_of_a_log_are_masked() {
    for (text, hidden) in [
        ("phone=+31612345678 level=error", "612345678"),
        ("phone=%2B31612345678&x=1", "612345678"),
        ("call tel +31 6 1234 5678 now", "1234"),
        ("tel. 06-12345678", "12345678"),
        ("the lead's number is +1 (425) 555-0100.", "555"),
        ("mobilephone: 0612345678", "612345678"),
        ("\"mobile\": \"06 1234 5678\"", "1234"),
        ("name=\"Anna Jansen\"", "Jansen"),
        ("\"name\": \"Anna Jansen\"", "Anna"),
        ("{\\\"name\\\":\\\"Anna Jansen\\\"}", "Jansen"),
        ("name: Anna van der Jansen, company: x", "Jansen"),
        ("LastName=Jansen", "Jansen"),
        ("LastName=Jansen&FirstName=Anna", "Anna"),
        ("first_name=Anna last_name=Jansen level=error", "Jansen"),
        ("First name: Anna", "Anna"),
        ("<lastname>Jansen</lastname>", "Jansen"),
        ("contact: Anna Jansen <x>", "Jansen"),
        ("mail from anna.jansen@contoso.example", "anna.jansen"),
    ] {
        for text in [text.to_owned(), format!("2026-11-09T08:01:02Z INFO {text}")] {
            let shown = clean_line(&text);
            assert!(!shown.contains(hidden) && shown.contains('…'), "{text}\n{shown}");
        }
    }
    assert_eq!(clean_line("first_name=Anna last_name=Jansen level=error"), "first_name=A… last_name=J… level=error");
    let test = "FirstName=MSFT_TEST_639264528000000000 phone=1234567890";
    assert_eq!((clean_line(test), mask_people(test)), (test.into(), test.into()));
    assert_eq!(mask_people("LastName=Jansen&Phone=%2B31612345678"), "LastName=J…&Phone=%…");
    for text in
        ["REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]", "LastName: REQUIRED_FIELD_MISSING", "\"name\":\"ValidationError\""]
    {
        assert_eq!(clean_line(text), text);
    }
}

#[test]
fn what_json_calls_a_name_or_a_number_is_one_whatever_it_looks_like() {
    for key in ["firstName", "last_name", "fullname", "givenName", "FamilyName", "phone", "businessPhone", "mobile_phone_number2", "telephone3"] {
        for value in ["Doe", "null", "42", "+31 6", "jansen_x", "The field is required here", "Doe J…", " Doe", "https://h/x", "a@b.example"] {
            for slashes in ["", "\\", "\\\\\\"] {
                for between in [":", " : ", ":\n  ", "\r\n:\u{a0}"] {
                    let q = format!("{slashes}\"");
                    for text in [format!("{{{q}{key}{q}{between}{q}{value}{q},{q}c{q}:5}}"), format!("é {{{q}{key}{q}{between}{q}{value}")] {
                        let end = if text.ends_with('}') { format!("{q},{q}c{q}:5}}") } else { String::new() };
                        for shown in [mask_people(&text), clean_line(&text)] {
                            assert!(shown.ends_with(&format!("{between}{q}{}…{end}", value.trim().chars().next().unwrap())), "{text}\n{shown}");
                        }
                    }
                }
            }
            assert!(!mask_people(&format!("{{\"{key}\":\"Anna\n{value}\"}}")).contains(value), "{key}");
        }
        let test =
            format!("{{\"{key}\":\"MSFT_TEST_639264528000000000\"}} {{\\\"{key}\\\":\\\"1234567890\\\"}} {{\"{key}\":[\"It is not valid.\"]}}");
        assert_eq!((clean_line(&test), mask_people(&test)), (test.as_str().into(), test.as_str().into()));
    }
    assert_eq!(mask_people(r#"{"lastName":"\u00e9l"}"#), r#"{"lastName":"…"}"#);
}

#[test]
fn addresses_lose_their_local_part() {
    for (text, want) in [
        ("x anna.jansen+1@contoso.example.", "x a…@contoso.example."),
        ("a@b@c.de a@b a@b.c a@.com @b.co", "a@b…@c.de a@b a@b.c a@.com @b.co"),
        ("anna@b.co.x@d.ef,y@h.example", "a…@b.co.…@d.ef,y…@h.example"),
        ("anna@b.c1.de.f", "a…@b.c1.de.f"),
        ("MSFT_TEST_1@b.example 1234567890@b.example", "MSFT_TEST_1@b.example 1234567890@b.example"),
    ] {
        assert_eq!(mask_people(text), want);
    }
}

#[test]
fn names_and_numbers_in_filters_and_properties_are_masked() {
    for (text, want) in [
        ("$filter=lastname eq 'Jansen' and statecode eq 0", "$filter=lastname eq 'J…' and statecode eq 0"),
        ("?$filter=lastname%20eq%20%27jansen%27", "?$filter=lastname%20eq%20%27j…%27"),
        ("{\"property\":\"firstname\",\"value\":\"Anna\"}", "{\"property\":\"firstname\",\"value\":\"A…\"}"),
        ("{\"field\":\"LastName\",\"value\":\"jansen\"}", "{\"field\":\"LastName\",\"value\":\"j…\"}"),
        ("\"{\"\"lastName\"\":\"\"Jansen\"\"}\"", "\"{\"\"lastName\"\":\"\"J…\"\"}\""),
        ("user=jan.jansen level=info", "user=j… level=info"),
        ("{\"userName\":\"jan.van-der-jansen\"}", "{\"userName\":\"j…\"}"),
        ("\"contact\": {\"first\": \"Jan\", \"last\": \"Jansen\"}", "\"contact\": {\"first\": \"J…\", \"last\": \"J…\"}"),
        (r#"{\"name\":{\"last\":\"jansen\"}}"#, r#"{\"name\":{\"last\":\"j…\"}}"#),
        ("Phone Number: 425-555-0123", "Phone Number: 4…"),
        ("Mobile number: 0612345678", "Mobile number: 0…"),
        ("telephone number 0031612345678", "telephone number 0…"),
        ("phone nr. 06-12345678", "phone nr. 0…"),
    ] {
        assert_eq!(clean_line(text), want);
    }
    for text in [
        "$filter=PartitionKey eq 'lead' and name eq 'Lead Writer'",
        "host=h;sid=stage1;port=1",
        "\"links\": {\"first\": \"Page\", \"last\": \"End\"}",
        "status=404;code=TableNotFound;key=RowKey;hash=0x80040220;x=1",
        "user=leads username: sa user=app.v2 user: 1.2 user: entra.microsoft.com user: contoso.com",
        "build number 20261109, request nr. 12345678",
    ] {
        assert_eq!(clean_line(text), text);
    }
}
