//! Secrets in notations that only lines of logs have, in command lines, and on the line behind their key; and what looks like one and stays.

use super::{clean_line, clean_lines};

/// Each line of a text as it is shown.
fn shown(text: &str) -> String {
    clean_lines(&text.split('\n').collect::<Vec<_>>()).lines.join("\n")
}

#[test]
fn keys_in_other_words_and_signs_are_known() {
    let mut wrong = Vec::new();
    for value in ["Winter.2024-hunter2", "hunter2!", "Xy7"] {
        for text in [
            "contraseña: §",
            "密码：§",
            "密码: §",
            "密碼：§。",
            "mot de passe : §",
            "Le mot de passe\u{a0}: §",
            "Secret client : §",
            "senha: §",
            "palavra-passe: §",
            "пароль: §",
            "ПАРОЛЬ=§",
            "パスワード: §",
            "비밀번호: §",
            "heslo: §",
            "jelszó: §",
            "hasło: §",
            "lösenord: §",
            "parola: §",
            "şifre: §",
            "Clientgeheimnis: §",
            "Geheimer Clientschlüssel: §",
            "clientgeheim: §",
            "contraseña=\"§\"",
            "{\"contraseña\":\"§\"}",
            "{\\\"密码\\\":\\\"§\\\"}",
            "client_secret：§",
            "client_secret＝§",
            "“client_secret”: “§”",
            "“client_secret”: §",
            "client_secret: “§”",
            "«password» : «§»",
            "‘password’ = ‘§’",
            "„Passwort“: „§“",
            "Client Secret ......: §",
            "Client secret………: §",
            "DB_PASS=§",
            "SMTP_PASS=§",
            "dbPass=§",
            "pw=§",
            "\"pass\":\"§\"",
            "{ pass: '§' }",
            "-Password §",
            "-Password '§'",
            "Connect-X -ClientSecret § -Verbose",
            "--password §",
        ] {
            for (before, behind) in [("", ""), ("2024-04-01T18:01:26Z INFO ", ""), ("", " x")] {
                let text = format!("{before}{}{behind}", text.replace('§', value));
                let shown = clean_line(&text);
                wrong.extend((shown.contains(value) || !shown.contains("[redacted]")).then(|| format!("{text}\n{shown}")));
            }
        }
    }
    for text in [
        "| client_secret | § |",
        "|client_secret|§|",
        "| id | 5 |\n| **password** | `§` |",
        "│ client_secret │ § │",
        "password|§",
        "smtp_pass: §",
        "Invalid client secret provided: §",
        "Password for user 'admin': §",
        "Password for admin is: §",
        "password changed to §",
        "client_secret%253D§%2526",
        "pw: §",
        "client_secret          §",
        "CLIENT_SECRET\tV",
        "INFO client_secret          §",
        "client_secret -> §",
        "client_secret → §",
        "password -> \"§\"",
    ] {
        let text = text.replace('§', "Winter.2024-hunter2");
        wrong.extend(clean_line(&text).contains("hunter2").then_some(text));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(clean_line("密码：Winter2024。下一步"), "密码：[redacted]。下一步");
    assert_eq!(clean_line("“client_secret”: “x y z”, x"), "“client_secret”: “[redacted]”, x");
    assert_eq!(clean_line("| client_secret | Winter2024 | x |"), "| client_secret | [redacted] | x |");
}

#[test]
fn what_these_notations_have_beside_secrets_stays() {
    let mut wrong = Vec::new();
    for text in [
        "contraseña: incorrecta",
        "密码：错误",
        "密码不正确",
        "пароль: неверный",
        "mot de passe : le champ est obligatoire",
        "senha: a senha expirou",
        "client_secret：invalid",
        "| name | type | required |",
        "| client_secret | string | The secret of the app registration |",
        "| client_id | client_secret | tenant_id |",
        "password  Required",
        "the client secret  2024-05-01T00:00:00Z",
        "client secret  1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5",
        "Invalid client secret.  Code7 follows",
        "fn secret() -> Result2",
        "password -> string",
        "secret | AADSTS7000215",
        "Invalid client secret provided: AADSTS7000215",
        "Invalid client secret provided: see https://contoso.example/x2",
        "Password for user 'admin': expired. Request: 5a6b7c8d",
        "Create a secret for the app. See: Docs2",
        "pass: 12, fail: 3",
        "\"pass\": 12, \"fail\": 0, \"passed\": true",
        "tests_pass=12",
        "PASS: test_aadsts7000222_is_retried",
        "--- PASS: TestLead2 (0.00s)",
        "pass: 3/4",
        "bypass: lead42abc",
        "the -password flag is missing",
        "docker login: denied",
        "pull access denied for foo, repository does not exist or may require 'docker login': denied: requested access",
        "az login --service-principal -u x -p $SECRET",
        "curl -u https://contoso.example/x",
        "docker run -u 1000 -p 8080:80 leads",
        "sudo -u leads mkdir -p /srv/leads",
        "mysql -P 3306 -p -u root",
        "ClientSecretCredential(tenant, client, secret) failed: 'AADSTS7000215'",
        "ClientSecretCredential authentication failed: \"a2\"",
        "ConvertTo-SecureString : Cannot bind argument to parameter 'String' because it is null.",
        "$secret = ConvertTo-SecureString $plain -AsPlainText -Force",
    ] {
        let line = clean_line(text);
        wrong.extend((line != text).then(|| line.into_owned()));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn command_lines_lose_their_passwords() {
    let mut wrong = Vec::new();
    for (text, want) in [
        ("az login --service-principal -u x -p § --tenant t", "az login --service-principal -u x -p [redacted] --tenant t"),
        ("docker login -u admin -p '§' reg.example", "docker login -u admin -p '[redacted]' reg.example"),
        ("docker login -u admin -p=§ reg.example", "docker login -u admin -p=[redacted] reg.example"),
        ("{\"cmd\":\"docker login -u a -p \\\"§\\\" r\"}", "{\"cmd\":\"docker login -u a -p \\\"[redacted]\\\" r\"}"),
        ("{\"cmd\":\"docker login -u a -p §\"}", "{\"cmd\":\"docker login -u a -p [redacted]\"}"),
        ("sshpass -p § ssh x", "sshpass -p [redacted] ssh x"),
        ("sshpass -p§ ssh x", "sshpass -p[redacted] ssh x"),
        ("mysql -u root -p§ leads", "mysql -u root -p[redacted] leads"),
        ("mysqldump -h h -p'§' leads", "mysqldump -h h -p'[redacted]' leads"),
        ("curl -u api:§ https://fn.example/", "curl -u api:[redacted] https://fn.example/"),
        ("curl -sS --user 'api:§' https://fn.example/", "curl -sS --user 'api:[redacted]' https://fn.example/"),
        ("curl -uapi:§ https://fn.example/", "curl -uapi:[redacted] https://fn.example/"),
        ("curl -sSu api:§ https://fn.example/", "curl -sSu api:[redacted] https://fn.example/"),
        ("curl -b '§' https://fn.example/", "curl -b '[redacted]' https://fn.example/"),
        ("az keyvault secret set --vault-name v --name n --value §", "az keyvault secret set --vault-name v --name n --value [redacted]"),
        ("leads -u jan -p § import", "leads -u jan -p [redacted] import"),
        ("ConvertTo-SecureString \"§\" -AsPlainText -Force", "ConvertTo-SecureString \"[redacted]\" -AsPlainText -Force"),
        ("$s = ConvertTo-SecureString -String '§' -AsPlainText", "$s = ConvertTo-SecureString -String '[redacted]' -AsPlainText"),
        ("$secret = ConvertTo-SecureString \"§\" -AsPlainText", "$secret = ConvertTo-SecureString \"[redacted]\" -AsPlainText"),
        ("$s = \"§\" | ConvertTo-SecureString -AsPlainText", "$s = \"[redacted]\" | ConvertTo-SecureString -AsPlainText"),
        ("new ClientSecretCredential(tenant, \"id\", \"§\");", "new ClientSecretCredential(tenant, \"id\", \"[redacted]\");"),
        ("x = NetworkCredential('u', '§')", "x = NetworkCredential('u', '[redacted]')"),
        ("(user, (ConvertTo-SecureString \"§\" -Force))", "(user, (ConvertTo-SecureString \"[redacted]\" -Force))"),
    ] {
        for value in ["Winter.2024-hunter2", "hunter", "p@s;s&w<o>r|d"] {
            for before in ["", "2024-04-01T18:01:26Z INFO ", "+ "] {
                let text = format!("{before}{text}").replace('§', value);
                let line = clean_line(&text);
                wrong.extend((line != format!("{before}{want}")).then(|| format!("{text}\n{line}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_value_on_another_line_than_its_key_goes() {
    let mut wrong = Vec::new();
    for (text, want) in [
        (
            "  {\n    \"name\": \"CLIENT_SECRET\",\n    \"slotSetting\": false,\n    \"value\": \"§\"\n  },",
            "  {\n    \"name\": \"CLIENT_SECRET\",\n    \"slotSetting\": false,\n    \"value\": \"[redacted]\"\n  },",
        ),
        (
            "{\"name\":\"CLIENT_SECRET\",\"slotSetting\":false,\"value\":\"§\"}",
            "{\"name\":\"CLIENT_SECRET\",\"slotSetting\":false,\"value\":\"[redacted]\"}",
        ),
        (
            "- name: A\n  value: b\n- name: CRM_PASSWORD\n  value: §\n- name: C\n  value: d",
            "- name: A\n  value: b\n- name: CRM_PASSWORD\n  value: [redacted]\n- name: C\n  value: d",
        ),
        ("- value: §\n  name: CRM_PASSWORD", "- value: [redacted]\n  name: CRM_PASSWORD"),
        ("Name  : CLIENT_SECRET\nValue : §", "Name  : CLIENT_SECRET\nValue : [redacted]"),
        ("<add key=\"ClientSecret\"\n     value=\"§\" />", "<add key=\"ClientSecret\"\n     value=\"[redacted]\" />"),
        (
            "<setting name=\"ClientSecret\" serializeAs=\"String\">\n  <value>§</value>\n</setting>",
            "<setting name=\"ClientSecret\" serializeAs=\"String\">\n  <value>[redacted]</value>\n</setting>",
        ),
        ("client_secret: |\n  §\n  §\nnext: x", "client_secret: |\n  [redacted]\n  [redacted]\nnext: x"),
        ("client_secret: >-\n  §", "client_secret: >-\n  [redacted]"),
        ("\"password\": [\n  \"§\",\n  \"§\"\n],\n\"x\"", "\"password\": [\n  \"[redacted]\",\n  \"[redacted]\"\n],\n\"x\""),
        ("password:\n  - §\n  - §\nx: y", "password:\n  - [redacted]\n  - [redacted]\nx: y"),
        ("\"client_secret\":\n  \"§\"", "\"client_secret\":\n  \"[redacted]\""),
        ("client_secret=\\\n§", "client_secret=\\\n[redacted]"),
        ("password=\n§", "password=\n[redacted]"),
        ("пароль:\n  §", "пароль:\n  [redacted]"),
        ("<password>\n§\n</password>", "<password>\n[redacted]\n</password>"),
        (
            "Content-Disposition: form-data; name=\"client_secret\"\n\n§\n--b",
            "Content-Disposition: form-data; name=\"client_secret\"\n\n[redacted]\n--b",
        ),
        // Beside what takes lines with it, too.
        (
            "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\nAgEA\n-----END PRIVATE KEY-----\n- name: CRM_PASSWORD\n  value: §",
            "-----BEGIN PRIVATE KEY-----\n[redacted]\n[redacted]\n-----END PRIVATE KEY-----\n- name: CRM_PASSWORD\n  value: [redacted]",
        ),
    ] {
        for value in ["Winter.2024-hunter2", "hunter2"] {
            let lines = shown(&text.replace('§', value));
            wrong.extend((lines != want).then(|| format!("{text}\n{lines}")));
        }
    }
    for text in [
        "Enter password:\nLogin failed for the app",
        "password:\nusername: x",
        "password:\n  type: string\n  required: true",
        "Invalid client secret:\nAADSTS7000215",
        "Invalid client secret:\nMicrosoft.Identity.Client.MsalServiceException",
        "\"password\": [\n  \"The field is required.\"\n]",
        "- name: LEADS_TABLE\n  value: MarketplaceLeads2",
        "- name: CRM_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      key: crm\n- name: X\n  value: y",
        "{\"name\":\"CLIENT_SECRET\"},\n{\"value\":\"x\"}",
        "the secret:\n\n\nx7y8z9a0",
        "see <https://contoso.example/#dom-url-password>\n#[inline]\nx",
        "fn get() -> Result<Secret, String> {\n    match x {\n        Some(y) => Ok(y9),",
    ] {
        wrong.extend((shown(text) != text).then(|| shown(text)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
