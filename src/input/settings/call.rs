//! The server in a call that connects: `smtplib.SMTP_SSL("mail.example.org", 465)`, `Net::SMTP.new('mail.example.org', 587)`,
//! `new SmtpClient("mail.example.org", 587)`.

use std::ops::Range;

pub struct Call {
    /// What is called.
    pub name: Range<usize>,
    pub host: Range<usize>,
    pub port: Range<usize>,
    pub begins: Begins,
}

/// How what is called begins the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    Encrypted,
    Plain,
    /// As it is told elsewhere.
    AsTold,
}

/// What connects, in small letters: Python's smtplib and aiosmtplib, .NET's System.Net.Mail, Ruby's and Perl's Net::SMTP.
const CONNECTS: &[(&str, Begins)] = &[
    ("smtp", Begins::Plain),
    ("smtp_ssl", Begins::Encrypted),
    // It knows STARTTLS only, whatever its EnableSsl is taken for.
    ("smtpclient", Begins::Plain),
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
        (digits > 0).then(|| Call { name, host, port: from..from + digits, begins })
    })
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
        for other in [
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
