//! What a filter chooses, and what it cannot say.

use serde_json::json;

use super::*;

fn table() -> Table {
    let properties = [
        ("subject", Plain::Text),
        ("company", Plain::Text),
        ("code", Plain::Number),
        ("yes", Plain::Yes),
        ("createdon", Plain::Time),
        ("id", Plain::Guid),
    ];
    Table::new("leads", "lead", "id", &properties)
}

#[test]
fn filters_choose_what_they_say() {
    let row = json!({"subject": "MSFT_TEST_6|O'Brien (and) Sons", "company": null, "code": 8, "yes": true, "createdon": "2026-10-01T12:00:00Z", "id": "7a0c1f5e-0d6b-4f0e-9b6a-2f8f3a1c9d42"});
    let row = row.as_object().unwrap();
    let cases = [
        ("startswith(subject,'msft_test_')", true),
        ("contains(subject,'O''Brien (and)')", true),
        ("endswith(subject,'Sons') and not contains(subject,'x')", true),
        ("subject eq 'MSFT_TEST_6|o''brien (AND) sons'", true),
        ("subject eq 'MSFT_TEST_6'", false),
        ("company eq null", true),
        ("company ne null", false),
        ("company ne 'Contoso'", true),
        ("company eq 'Contoso'", false),
        ("contains(company,'')", false),
        ("code eq 8 and (code lt 8 or code ge 8)", true),
        ("not (code eq 8)", false),
        ("code le 7 or code gt 8", false),
        ("yes", true),
        ("yes eq false", false),
        ("createdon gt 2026-10-01T11:59:59Z", true),
        ("createdon gt 2026-10-01T12:00:00Z", false),
        ("createdon ge 2026-10-01", true),
        ("id eq 7A0C1F5E-0D6B-4F0E-9B6A-2F8F3A1C9D42", true),
        ("code eq 1 and code eq 8 or code eq 8", true),
    ];
    for (text, wanted) in cases {
        assert_eq!(Filter::parse(text, &table()).unwrap_or_else(|_| panic!("{text}")).matches(row), wanted, "{text}");
    }
}

#[test]
fn what_the_service_does_not_understand_is_refused() {
    let deep = format!("{}code eq 8{}", "(".repeat(100), ")".repeat(100));
    let cases = [
        ("", "0x80060888"),
        ("code eq", "0x80060888"),
        ("code = 8", "0x80060888"),
        ("(code eq 8", "0x80060888"),
        ("subject eq 'x", "0x80060888"),
        ("length(subject) eq 1", "0x80060888"),
        ("nothing eq 8", "0x80060888"),
        ("code eq 'Web'", "0x0"),
        ("subject eq 8", "0x0"),
        ("contains(code,'8')", "0x0"),
        ("id eq 'x'", "0x0"),
        (&deep, "0x80060888"),
    ];
    for (text, code) in cases {
        let refusal = Filter::parse(text, &table()).unwrap_err();
        assert_eq!((refusal.status, refusal.code), (400, code), "{text}");
    }
}
