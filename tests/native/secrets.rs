//! Passwords in a paste stand nowhere in the report: neither plain nor as AUTH sends them.

use std::path::Path;

/// What the fixtures use as passwords: `hunter2` alone, in base64, and as AUTH PLAIN sends it.
const SECRETS: &[&str] = &["hunter2", "aHVudGVyMg", "AGFubgBodW50ZXIy", "abcd efgh ijkl", "p%40ssw0rd"];

#[test]
fn no_report_quotes_a_password() {
    let mut seen = vec![false; SECRETS.len()];
    let mut told = Vec::new();
    for folder in ["settings", "transcript"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
        for entry in std::fs::read_dir(folder).expect("the fixtures are there") {
            let path = entry.expect("a folder can be read").path();
            let paste = std::fs::read_to_string(&path).expect("a fixture is text");
            let report = serde_json::to_string(&mailwhy::diagnose(&paste)).expect("a report is JSON");
            for (secret, seen) in SECRETS.iter().zip(&mut seen) {
                *seen |= paste.contains(secret);
                if report.contains(secret) {
                    told.push(format!("{}: {secret}", path.display()));
                }
            }
        }
    }
    assert!(told.is_empty(), "{told:#?}");
    assert!(seen.iter().all(|seen| *seen), "every secret stands in a fixture: {seen:?}");
}

#[test]
fn what_is_covered_is_marked() {
    let paste = "MAIL_HOST=mx.example.org\nMAIL_PORT=587\nMAIL_PASSWORD=hunter2\n";
    let report = mailwhy::diagnose(paste);
    assert_eq!(report.kind, "settings");
    let covered: Vec<&str> =
        report.covered.iter().map(|stretch| &paste[stretch.start..stretch.end]).collect();
    assert_eq!(covered, ["hunter2"]);
}

/// Places where people leave a password without a thought. `hunter2` is it, and nothing else is covered for it.
const LEFT: &[&str] = &[
    "Traceback (most recent call last):\n  File \"/srv/app/send.py\", line 22, in <module>\n    server.login(\"ann@example.org\", \"hunter2\")\n  File \"/usr/lib/python3.12/smtplib.py\", line 750, in login\n    raise last_exception\nsmtplib.SMTPAuthenticationError: (535, b'5.7.8 Username and Password not accepted')\n",
    "PHP Fatal error:  Uncaught PHPMailer\\PHPMailer\\Exception: SMTP Error: Could not authenticate. in /srv/PHPMailer.php:2268\nStack trace:\n#0 /srv/PHPMailer.php(2213): PHPMailer\\PHPMailer\\SMTP->authenticate('ann@example.org', 'hunter2', '', NULL)\n#1 {main}\n",
    "$cred = New-Object System.Net.NetworkCredential('ann@example.org','hunter2')\nSend-MailMessage : The SMTP server requires a secure connection or the client was not authenticated. The server response was: 5.7.57 Client not authenticated to send mail.\n",
    "auth := smtp.PlainAuth(\"\", \"ann@example.org\", \"hunter2\", \"mx.example.org\")\npanic: 535 5.7.8 Error: authentication failed\n",
    "const t = nodemailer.createTransport({ host: 'mx.example.org', port: 465, secure: true, auth: { user: 'ann@example.org', pass: 'hunter2' } });\nError: Invalid login: 535 5.7.8 Error: authentication failed\n",
    "javax.mail.AuthenticationFailedException: 535 5.7.8 Error: authentication failed\n  transport.connect(\"mx.example.org\", 587, \"ann\", \"hunter2\");\n",
    "Net::SMTP.start('mx.example.org', 587, 'example.org', 'ann', 'hunter2', :login)\nnet/smtp.rb:968: 535 5.7.8 Error: authentication failed (Net::SMTPAuthenticationError)\n",
    "$smtp->auth('ann', 'hunter2') or die $smtp->message;\n535 5.7.8 Error: authentication failed\n",
    "$ curl -v --url smtps://mx.example.org:465 --user ann@example.org:hunter2 --mail-from ann@example.org\n< 535 5.7.8 Error: authentication failed\ncurl: (67) Login denied\n",
    "$ curl smtp://ann:hunter2@mx.example.org:587 --mail-from ann@example.org\ncurl: (67) Login denied\n",
    "# /etc/postfix/sasl_passwd\n[mx.example.org]:587 ann@example.org:hunter2\n\nNov 25 08:00:01 host postfix/smtp[2]: 4b9BQ12kZ9z1P: to=<bob@example.net>, relay=mx.example.org[192.0.2.2]:587, delay=1, dsn=4.7.8, status=deferred (SASL authentication failed; server mx.example.org[192.0.2.2] said: 535 5.7.8 Error: authentication failed)\n",
    "relayhost = [mx.example.org]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = static:ann@example.org:hunter2\n",
    "begin authenticators\nplain:\n  driver = plaintext\n  public_name = PLAIN\n  client_send = ^ann@example.org^hunter2\n",
    "defaults\naccount a\nhost mx.example.org\nport 587\nuser ann@example.org\npasswordeval \"echo hunter2\"\ntls on\n",
    "$ msmtp --host=mx.example.org --auth=on --user=ann --passwordeval='echo hunter2' bob@example.net\nmsmtp: authentication failed (method PLAIN)\nmsmtp: server message: 535 5.7.8 Error: authentication failed\n",
    "$p = ConvertTo-SecureString \"hunter2\" -AsPlainText -Force\nSend-MailMessage : Unable to connect to the remote server\n",
    "Authorization: Bearer hunter2ABCDEF012345\nHTTP/1.1 401 Unauthorized\n{\"errors\":[{\"message\":\"The provided authorization grant is invalid\"}]} from api.sendgrid.com\n",
];

#[test]
fn a_password_is_covered_wherever_it_was_left() {
    for paste in LEFT {
        let report = mailwhy::diagnose(paste);
        let covered =
            report.covered.iter().any(|stretch| paste[stretch.start..stretch.end].starts_with("hunter2"));
        assert!(covered, "{paste}");
        let json = serde_json::to_string(&report).expect("a report is JSON");
        assert!(!json.contains("hunter2"), "{paste}\n{json}");
        let shared = mailwhy::redact::redact(paste, &Default::default()).text;
        assert!(!shared.contains("hunter2"), "{shared}");
    }
}

/// Where only words stand about a password, and names of what holds one, nothing is.
#[test]
fn words_about_a_password_are_not_covered() {
    for paste in [
        "535 5.7.8 Username and Password not accepted. For more information see https://example.org/BadCredentials",
        "server.login(os.environ['USER'], os.environ['PASS'])\nsmtplib.SMTPAuthenticationError: (535, b'5.7.8 Error')",
        "example.org smtp:[mx.example.org]:25\n550 5.1.1 <ann@example.org>: user unknown",
        "The login (name, password) was refused. I connect to mx.example.org:587, and it says 535 5.7.8.",
    ] {
        assert_eq!(mailwhy::diagnose(paste).covered, [], "{paste}");
    }
}
