//! What is covered, and what is not: `‹…›` stands around the secrets.

use super::find;

const PLACES: &[&str] = &[
    // Calls.
    r#"    server.login("ann@example.org", "‹gartenzwerg›")"#,
    "    if k.get('auth'): s.login('ann@example.org','‹Herbst-21!›')",
    r#"server.login(user="ann", password="‹tulpe›")"#,
    "server.login(\n    \"ann@example.org\",\n    \"‹tulpe›\",\n)",
    "#0 /var/www/src/PHPMailer.php(2213): PHPMailer\\PHPMailer\\SMTP->authenticate('ann@example.org', '‹tulpe›', '', NULL)",
    r#"var c = new NetworkCredential("ann@example.org", "‹tul\"pe›");"#,
    "$cred = New-Object System.Net.NetworkCredential('ann@example.org','‹tulpe›')",
    "$c = New-Object Net.NetworkCredential \"ann\", \"‹tulpe›\"",
    r#"auth := smtp.PlainAuth("", "ann@example.org", "‹tulpe›", "mx.example.org")"#,
    r#"d := gomail.NewDialer("mx.example.org", 587, "ann", "‹tulpe›")"#,
    r#"return new PasswordAuthentication("ann", "‹tulpe›".toCharArray());"#,
    r#"transport.connect("mx.example.org", "ann", "‹tulpe›");"#,
    r#"transport.connect("mx.example.org", 587, "ann", "‹tulpe›");"#,
    "Net::SMTP.start('mx.example.org', 587, 'example.org', 'ann', '‹tulpe›', :login)",
    "smtp.authenticate 'ann', '‹tulpe›', :plain",
    "$smtp->auth('ann', '‹tulpe›') or die;",
    r#"let creds = Credentials::new("ann".to_string(), "‹tulpe›".to_string());"#,
    "$mailer->setUsername('ann')->setPassword('‹tulpe›')",
    r#"await client.AuthenticateAsync("ann", "‹tulpe›");"#,
    r#"{"trace":"server.login(\"ann\", \"‹tulpe›\")"}"#,
    r#"$p = ConvertTo-SecureString "‹tulpe›" -AsPlainText -Force"#,
    "$p = ConvertTo-SecureString ‹tulpe› -AsPlainText -Force",
    "$p = ConvertTo-SecureString -String '‹tulpe›' -AsPlainText -Force",
    "authenticate($username = 'ann', $password = '‹tulpe›', $authtype = NULL)",
    // Named values.
    "createTransport({ auth: { user: 'ann', pass: '‹tulpe›' } })",
    "'password' => '‹tulpe›',",
    "$mail->Password = \"‹tulpe 17›\";",
    "define('SMTP_PASS', '‹tulpe›');",
    r#"props.put("mail.smtp.password", "‹tulpe›");"#,
    "cfg.Item(\"http://schemas.microsoft.com/cdo/configuration/sendpassword\") = \"‹tulpe›\"",
    "mailx -S smtp=mx.example.org -S smtp-auth-password=‹tulpe› bob@example.net",
    "password = \"\"\"‹tul;pe#›\"\"\"",
    "occ config:system:set mail_smtppassword --value=‹tulpe›",
    "<username>ann</username><password>‹tulpe›</password>",
    "<network userName=\"ann\" password=\"‹tulpe›\" />",
    "My password is ‹tulpe17›, and it says 535",
    "docker run -e SMTP_PASSWORD=‹tulpe› image",
    "export SMTP_PASS=‹tul,pe;›",
    "app_password = \"‹abcd efgh ijkl mnop›\"",
    "curl_setopt($ch, CURLOPT_USERPWD, '‹ann:tulpe›');",
    "Authorization: Bearer ‹abcDEF0123456789xyz›",
    "X-Postmark-Server-Token: ‹11aa22bb-33cc-44dd›",
    // Command lines.
    "$ curl -v --url smtps://mx.example.org:465 --user ann@example.org:‹tulpe› --mail-from ann@example.org",
    "curl -u 'ann@example.org:‹tulpe 17›' smtps://mx.example.org",
    "swaks --to bob@example.net --auth-user ann \\\n  --auth-password ‹tulpe› \\\n  --tls",
    "swaks -a LOGIN -au ann -ap ‹tulpe› -s mx.example.org",
    "msmtp --host=mx.example.org --passwordeval=\"echo ‹tulpe›\" bob@example.net",
    "passwordeval \"echo ‹tulpe›\"",
    "passwordeval \"gpg -d ~/.mail.gpg\"",
    "testsaslauthd -u ann -p ‹tulpe› -s smtp",
    "doveadm auth test ann@example.org ‹tulpe›",
    // Places.
    "MAILER_DSN=smtp://ann:‹tul@pe›@mx.example.org:587",
    "https://mx.example.org:443/@ann and https://www.example.org/a:b@c",
    "[mx.example.org]:587 ann@example.org:‹tulpe›",
    "mx.example.org    ann:‹tulpe:17›",
    "ann@example.org ann:‹tulpe›",
    "*:ann@example.org:‹tulpe›",
    "smtp_sasl_password_maps = static:ann:‹tulpe›",
    "smtp_sasl_password_maps = inline:{ [mx.example.org]:587=ann:‹tulpe› }",
    "virtual_uid_maps = static:5000",
    "client_send = ^ann@example.org^‹tulpe›",
    "client_send = : ann : ‹tulpe›",
    "AuthInfo:mx.example.org \"U:ann\" \"P:‹tulpe›\" \"M:PLAIN\"",
    "machine mx.example.org login ann password ‹tulpe›",
    "passwd-file(ann@example.org): Password mismatch (given password: ‹tulpe›)",
    "SMTP<< AUTH PLAIN ‹AGFubgB0dWxwZQ==›",
    "printf '\\0ann@example.org\\0‹tulpe›' | base64",
    // Keys.
    "apikey was ‹SG.aB3dEfGhIjKlMnOp.qRsTuVwXyZ› then",
    "‹key-3ax6xnjp29jd6fds4gc373sgvjxteol0›",
    "‹re_1aB2cD3eF4gH5iJ6kL7m›",
    "‹xkeysib-0a1b2c3d4e5f60718293a4b5-Xy12›",
    "id AKIAEXAMPLE123456789 secret ‹wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12›",
    "-----BEGIN RSA PRIVATE KEY-----\n‹MIIEow›\n‹abc›\n-----END RSA PRIVATE KEY-----\nDear",
];

/// Nothing here is a secret.
const MORE_PLACES: &[&str] = &[
    "smtp://ann@example.org:‹tulpe17›@mx.example.org:587",
    "imap_open('{mx.example.org}INBOX', 'ann', '‹tulpe17›')",
    "{\"access_key\": \"‹tulpe17aa›\"}",
    "Net::SMTP.start 'mx.example.org', 587, 'h', 'ann', '‹tulpe17›'",
    "password='‹$tulpe17›'",
    "curl -uann:‹tulpe17› smtps://mx.example.org",
    "wget --http-password ‹tulpe17› https://mx.example.org",
    "{\"private_key\": \"-----BEGIN PRIVATE KEY-----‹\\nMIIEvQ\\n›-----END PRIVATE KEY-----\\n\"}",
];

const NO_SECRETS: &[&str] = &[
    "    [AM0PR01.eurprd01.prod.outlook.com 2026-11-03T10:00:00.123Z\n    08DE0A0B0C0D0E0F] (in reply to RCPT TO command)",
    "X-Spam-Status: Yes, score=7.1 tests=[SPF_HELO_PASS=-0.001, SPF_PASS=-0.001, BAYES_99=3.5]",
    "\tSPF_PASS=-0.001, TVD_SPACE_RATIO=-0.065] autolearn=no",
    "\tSPF_PASS=3D-0.001, TVD_SPACE_RATIO=3D-0.065] autolearn=3Dno",
    "\tDKIM_VALID=-0.1, SPF_PASS=-0.001, URI_SH...",
    "\tSPF_PASS=-0.001,URI_SH...",
    "\tSPF_HELO_PASS=-0.001,T_SPF_PASS=-0.01,DKIM_PASS=-0.1]",
    "535 5.7.8 Username and Password not accepted: see https://support.example.org/mail?p=BadCredentials",
    "Password incorrect",
    "The password is wrong, the password is 8 signs long, and the password is required.",
    "<password></password>",
    "ARC-Authentication-Results: i=1; mx.example.org; arc.oldest-pass=1; spf=pass",
    "=?utf-8?B?4oKsIDEwMC4wMDAuMDAwPw==?=",
    "Password: incorrect",
    "The login (user, password) failed; authenticate again, then connect (see below).",
    "He said: login 'Ann' and then it failed",
    "250-AUTH PLAIN LOGIN CRAM-MD5",
    "AUTH LOGIN failed",
    "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.org; dkim=pass header.d=example.org",
    "example.org    smtp:[mx.example.org]:25",
    "example.org relay:mx.example.net:587",
    "mx.example.org smtp.example.net:587",
    "192.0.2.1 2001:db8::1",
    "server.login(os.environ['SMTP_USER'], os.environ['SMTP_PASS'])",
    "server.login(user, password)",
    "server.login(username=\"ann\", password=settings.password)",
    "auth: { user: process.env.USER, pass: process.env.PASS }",
    "MAIL_PASSWORD=${SECRET_FROM_VAULT}",
    "MAIL_PASSWORD=",
    "password: ********",
    r#"{"errors":{"password":"This field is required."}}"#,
    "KeyError: 'password'",
    r#"["mail_user", "password", "host"]"#,
    "client.connect('mx.example.org', 587, 'tls')",
    "curl: (67) Login denied",
    "see re_examine_the_password_tables_again and key-value-pairs-are-not-secret",
    "Cannot bypass: the compass says no",
    "Received: from mx.example.org (mx.example.org [192.0.2.1]) by mx.example.net with ESMTPSA (auth=ann)",
    "https://www.example.org/reset?user=ann",
    "C:\\0data\\0mail\\x",
];

fn check(marked: &str) -> Option<String> {
    let mut text = String::new();
    let mut want = Vec::new();
    for sign in marked.chars() {
        match sign {
            '‹' => want.push(text.len()..text.len()),
            '›' => want.last_mut().expect("a mark opens before it closes").end = text.len(),
            sign => text.push(sign),
        }
    }
    want.retain(|range| !range.is_empty());
    let shown = |ranges: &[std::ops::Range<usize>]| -> Vec<String> {
        ranges.iter().map(|range| text[range.clone()].to_owned()).collect()
    };
    let got = find(&text);
    (got != want).then(|| format!("{text}\n  found {:?}, not {:?}", shown(&got), shown(&want)))
}

fn check_all(marked: &[&str]) {
    let wrong: Vec<String> = marked.iter().filter_map(|text| check(text)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names that stand on a line without any other sign of a secret.
#[test]
fn every_name_wakes_the_search() {
    let names = super::call::CALLS.iter().map(|(name, _)| *name);
    let names = names.chain(super::named::CLEAR.iter().copied()).chain(super::option::TOOLS.iter().copied());
    let asleep: Vec<&str> = names
        .filter(|name| {
            !super::ANCHORS.is_in(&format!("{name}(")) && !super::ANCHORS.is_in(&format!("{name}\": "))
        })
        .collect();
    assert!(asleep.is_empty(), "{asleep:?}");
}

#[test]
fn secrets_are_found_by_their_place() {
    check_all(PLACES);
    check_all(MORE_PLACES);
}

#[test]
fn what_only_speaks_of_a_secret_is_none() {
    check_all(NO_SECRETS);
}

#[test]
fn a_value_that_is_found_twice_is_one() {
    check_all(&["curl -u ann:‹SG.aB3dEfGhIjKlMnOp.qRsTuVwXyZ› https://api.example.org"]);
}

/// Every word of a line may begin a place; none is read again to the line's end.
#[test]
fn long_lines_take_no_longer_than_their_length() {
    find(&format!("login(\"a\", \"{}", "€".repeat(200)));
    for piece in [
        "login(",
        "login('",
        "pass=\"",
        "pass='\\",
        "bearer/",
        "://a:",
        "start(",
        "-u ",
        "auth login ",
        "\\0",
        "  pass",
        "pässword=ü",
        "login(“ä",
        "login(\"\\\\",
    ] {
        let line = piece.repeat(400_000 / piece.len());
        for text in [line.clone(), format!("curl -v {line}"), line.replace(' ', "\n")] {
            find(&text);
        }
    }
}
