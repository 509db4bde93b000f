//! What lines of logs tell of people beside their names, and what has to stay of them.

use super::clean_line;

#[test]
fn a_password_told_in_words_goes() {
    for (text, want) in [
        ("the password is Hunter2Hunter2", "the password is [redacted]"),
        ("Password was 'hunter2!'.", "Password was '[redacted]'."),
        ("het wachtwoord is Welkom01, zei hij", "het wachtwoord is [redacted], zei hij"),
        ("das Passwort ist \"Hallo123\"", "das Passwort ist \"[redacted]\""),
        ("reset the password to Welcome#now", "reset the password to [redacted]"),
        ("with password Hunter2Hunter2 at", "with password [redacted] at"),
        ("The password for user jan is Hunter2Hunter2.", "The password for user jan is [redacted]."),
        ("password changed to Hunter2Hunter2", "password changed to [redacted]"),
        ("SAMLResponse=PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxw0123&RelayState=x", "SAMLResponse=[redacted]&RelayState=x"),
    ] {
        assert_eq!(clean_line(text), want);
    }
    for text in [
        "AADSTS50126: Error validating credentials due to invalid username or password.",
        "the password is incorrect",
        "the password for user jan is expired",
        "the secret for app 1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5 is unknown",
        "the password is case-sensitive",
        "the password is required. The secret is AADSTS7000215",
        "the secret was not found in KeyVault2",
        "password must have 8 characters",
        "the client secret of 1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5 is expired",
        "the secret is client_secret2=x",
    ] {
        assert_eq!(clean_line(text), text);
    }
}

#[test]
fn accounts_and_folders_lose_somebody_s_name() {
    for (text, want) in [
        (r"Login failed for user 'CONTOSO\jan.jansen'.", r"Login failed for user 'CONTOSO\j…'."),
        (r"account: CONTOSO\\nico", r"account: CONTOSO\\n…"),
        (r"logged on as contoso\jan", r"logged on as contoso\j…"),
        (r"at C:\Users\jan.jansen\x.cs:line 5", r"at C:\Users\j…\x.cs:line 5"),
        (r#"{"at":"C:\\Users\\Jan Jansen\\x"}"#, r#"{"at":"C:\\Users\\J…\\x"}"#),
        ("File \"/home/jan/x.py\", line 5", "File \"/home/j…/x.py\", line 5"),
        ("cd /Users/jan && ls", "cd /Users/j… && ls"),
        ("file:///C:/Users/Jan%20Jansen/x", "file:///C:/Users/J…/x"),
        ("/mnt/c/Users/jan/x.js:1:2 /c/Users/jan/x", "/mnt/c/Users/j…/x.js:1:2 /c/Users/j…/x"),
        (r"AzureAD\JanJansen ran it", r"AzureAD\J… ran it"),
        ("file:///home/jan/x", "file:///home/j…/x"),
    ] {
        assert_eq!(clean_line(text), want);
    }
    for text in [
        r"the user\nfailed, account\tname",
        r"for user NT AUTHORITY\SYSTEM",
        "https://contoso.example/home/index and /home/site/wwwroot",
        "https://h.example/scim/v2/Users/1cdf1d7c and /users/me",
        r"HKLM\Software\Microsoft and D:\a\leads\src",
        "/home/runner/work",
    ] {
        assert_eq!(clean_line(text), text);
    }
}

#[test]
fn the_address_of_a_client_loses_its_end() {
    for (text, want) in [
        ("203.0.113.7 - - [09/Nov/2026:08:01:02 +0000] \"POST /leads\"", "203.0.x.x - - [09/Nov/2026:08:01:02 +0000] \"POST /leads\""),
        ("client: 203.0.113.7:52110, server", "client: 203.0.x.x:52110, server"),
        ("from 203.0.113.7.", "from 203.0.x.x."),
        ("X-Forwarded-For: 2001:db8:85a3::8a2e:370:7334", "X-Forwarded-For: 2001:db8:x:x"),
        ("[2001:db8::1]:443", "[2001:db8:x:x]:443"),
        ("https://203.0.113.7/leads", "https://203.0.x.x/leads"),
    ] {
        assert_eq!(clean_line(text), want);
    }
    for text in [
        "version 1.2.3.4, v1.2.3.4, Version=4.1.2.3, Chrome/120.1.2.3, x-1.2.3.4, 9.0.0.0",
        "127.0.0.1:7071 10.0.0.1 192.168.1.5 172.16.0.9 169.254.169.254 0.0.0.0 ::1 ::1:6379 fe80::1:2:3 fd00::1:2",
        "08:01:02.123 std::io::Error 1.2.3 1.2.3.4.5 00:1a:2b:3c:4d:5e Cafe::Bad",
        "fail: Microsoft.Dynamics.CRM (0x80040220)",
    ] {
        assert_eq!(clean_line(text), text);
    }
}
