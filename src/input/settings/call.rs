//! The server in a call that connects: `smtplib.SMTP_SSL("mail.example.org", 465)`, `Net::SMTP.new('mail.example.org', 587)`,
//! `new SmtpClient("mail.example.org", 587)`, `client.Connect("mail.example.org", 587, SecureSocketOptions.StartTls)`,
//! `gomail.NewDialer("mail.example.org", 587, "user", "password")`.

use std::ops::Range;

pub struct Call {
    /// What is called.
    pub name: Range<usize>,
    pub host: Range<usize>,
    pub port: Range<usize>,
    pub begins: Begins,
    /// The name to sign in with, where it is given in the same call.
    pub user: Option<Range<usize>>,
}

/// How what is called begins the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    Encrypted,
    Plain,
    /// As it is told elsewhere.
    AsTold,
    /// Encrypted at 465, and with STARTTLS at other ports.
    ByPort,
    /// In plain text, and then STARTTLS.
    StartTls,
    /// No encryption at all.
    Unencrypted,
    /// A third argument says it; what has none is no such call.
    AsArgued,
}

/// What connects, in small letters: Python's smtplib and aiosmtplib, .NET's System.Net.Mail and MailKit, Ruby's and Perl's
/// Net::SMTP, Go's gomail (github.com/go-gomail/gomail, smtp.go, checked 2026-11-26).
const CONNECTS: &[(&str, Begins)] = &[
    ("smtp", Begins::Plain),
    ("smtp_ssl", Begins::Encrypted),
    // It knows STARTTLS only, whatever its EnableSsl is taken for.
    ("smtpclient", Begins::Plain),
    ("newdialer", Begins::ByPort),
    ("newplaindialer", Begins::ByPort),
    ("connect", Begins::AsArgued),
    ("connectasync", Begins::AsArgued),
    // Symfony's (EsmtpTransport.php) and Swift Mailer's, Simple Java Mail's, Rust's mail-send; as generally known, not looked up again.
    ("esmtptransport", Begins::AsArgued),
    ("swift_smtptransport", Begins::AsArgued),
    ("withsmtpserver", Begins::AsTold),
    ("smtpclientbuilder::new", Begins::AsTold),
    ("net::smtp.new", Begins::AsTold),
    ("net::smtp.start", Begins::AsTold),
    ("net::smtp->new", Begins::AsTold),
];

/// The first such call of a line.
pub fn call(line: &str) -> Option<Call> {
    line.match_indices('(').find_map(|(at, _)| {
        let name = at - name_before(&line[..at]).len()..at;
        let called = line[name.clone()].to_ascii_lowercase();
        let is_it = |known: &str| {
            called.strip_suffix(known).is_some_and(|front| front.is_empty() || front.ends_with('.'))
        };
        let (_, begins) = *CONNECTS.iter().find(|(known, _)| is_it(known))?;
        let rest = without_name(line[at + 1..].trim_start(), "host");
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let from = line.len() - rest.len() + 1;
        let host = from..from + line[from..].find(quote)?;
        let rest = line[host.end + 1..].trim_start().strip_prefix(',')?;
        let rest = without_name(rest.trim_start(), "port");
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let from = line.len() - rest.len();
        let port = from..from + digits;
        let third = line[port.end..].trim_start().strip_prefix(',').map(str::trim_start);
        let begins = match begins {
            Begins::AsArgued => argued(third?)?,
            begins => begins,
        };
        let user = third.filter(|_| called.ends_with("dialer")).and_then(|third| {
            let quote = third.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
            let from = line.len() - third.len() + 1;
            Some(from..from + line[from..].find(quote)?)
        });
        (digits > 0).then_some(Call { name, host, port, begins, user })
    })
}

/// MailKit's third argument (github.com/jstedfast/MailKit, MailService.cs, checked 2026-11-26): `true`, `false`, `SecureSocketOptions.…`.
fn argued(third: &str) -> Option<Begins> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let third = third.trim_start_matches(['\'', '"']);
    let word = &third[..third.find(|c: char| !is_word(c)).unwrap_or(third.len())];
    let option = word.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_option = word.contains("SecureSocketOptions");
    match option.as_str() {
        "true" | "ssl" | "sslonconnect" => Some(Begins::Encrypted),
        // It switches where the server offers that.
        "false" | "tls" | "starttls" | "starttlswhenavailable" => Some(Begins::StartTls),
        "auto" if is_option => Some(Begins::ByPort),
        "none" if is_option => Some(Begins::Unencrypted),
        _ => None,
    }
}

fn name_before(text: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-' | '>');
    &text[text.trim_end_matches(is_part).len()..]
}

/// `port=465` of Python, `Port => 465` of Perl.
fn without_name<'a>(text: &'a str, name: &str) -> &'a str {
    match text.get(..name.len()) {
        Some(front) if front.eq_ignore_ascii_case(name) => {
            text[name.len()..].trim_start_matches([' ', '=', '>', ':'])
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_several_languages() {
        let check = |line: &str, want: Option<(&str, &str, Begins)>| {
            let found = call(line).map(|call| (&line[call.host], &line[call.port], call.begins));
            assert_eq!(found, want, "{line}");
        };
        let it = |port: &'static str, begins: Begins| Some(("mx.example.org", port, begins));
        check("s = smtplib.SMTP_SSL(\"mx.example.org\", 587, timeout=20)", it("587", Begins::Encrypted));
        check("SMTP_SSL(host=\"mx.example.org\", port=465)", it("465", Begins::Encrypted));
        check("smtplib.SMTP('mx.example.org', port=25)", it("25", Begins::Plain));
        check("var c = new SmtpClient(\"mx.example.org\", 587);", it("587", Begins::Plain));
        check("Net::SMTP->new('mx.example.org', Port => 465)", it("465", Begins::AsTold));
        check("d := gomail.NewDialer(\"mx.example.org\", 587, \"ann\", \"x\")", it("587", Begins::ByPort));
        check("client.Connect(\"mx.example.org\", 465, true);", it("465", Begins::Encrypted));
        check("client.Connect(\"mx.example.org\", 587, false);", it("587", Begins::StartTls));
        check(
            "await c.ConnectAsync(\"mx.example.org\", 25, SecureSocketOptions.None);",
            it("25", Begins::Unencrypted),
        );
        check(
            "c.Connect(\"mx.example.org\", 587, MailKit.Security.SecureSocketOptions.StartTls)",
            it("587", Begins::StartTls),
        );
        check("c.Connect(\"mx.example.org\", 587, SecureSocketOptions.Auto)", it("587", Begins::ByPort));
        check("new EsmtpTransport('mx.example.org', 465, false);", it("465", Begins::StartTls));
        check("(new Swift_SmtpTransport('mx.example.org', 587, 'ssl'))", it("587", Begins::Encrypted));
        check("SmtpClientBuilder::new(\"mx.example.org\", 587)", it("587", Begins::AsTold));
        for other in [
            "socket.connect(\"mx.example.org\", 587, retries)",
            "smtp.send('mx.example.org', to)",
            "connect(\"mx.example.org\", 587)",
            "smtp_login(\"pass.word\", 4711)",
            "smtplib.SMTPResponseException(\"mx.example.org\", 421)",
            "smtp(\"unfinished",
        ] {
            check(other, None);
        }
    }
}
