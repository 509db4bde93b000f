//! Ids as Salesforce makes them: 15 characters, and three more that tell their case.

/// An organization's id of 15 characters, as nobody else has it.
pub fn organization() -> String {
    let random = uuid::Uuid::new_v4().simple().to_string();
    let mixed = random.chars().enumerate().map(|(place, c)| if place % 2 == 0 { c.to_ascii_uppercase() } else { c });
    // With letters of both cases whatever the random ones are.
    format!("00Dg{}Zx", mixed.take(9).collect::<String>())
}

/// A record's id of 18 characters.
pub fn record(prefix: &str, number: u64) -> String {
    long(&format!("{prefix}g0{number:010}"))
}

/// The form of 18 characters.
pub fn long(id: &str) -> String {
    let mut out = id.to_owned();
    for five in id.as_bytes().chunks(5) {
        let mut index = 0_u8;
        for byte in five.iter().rev() {
            index = index * 2 + u8::from(byte.is_ascii_uppercase());
        }
        out.push(char::from(if index < 26 { b'A' + index } else { b'0' + index - 26 }));
    }
    out
}

/// Whether a form's oid, in 15 characters or 18, is this organization.
pub fn is_same(given: &str, id: &str) -> bool {
    given == id || given == long(id)
}
