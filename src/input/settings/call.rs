//! The server in a call that connects: `smtplib.SMTP_SSL("mail.example.org", 465)`, `Net::SMTP.new('mail.example.org', 587)`,
//! `new SmtpClient("mail.example.org", 587)`.

use crate::facts::settings::Security;
use std::ops::Range;

pub struct Call {
    /// What is called.
    pub name: Range<usize>,
    pub host: Range<usize>,
    pub port: Range<usize>,
    /// As far as the name of what is called tells.
    pub security: Option<Security>,
}

/// The first such call of a line.
pub fn call(line: &str) -> Option<Call> {
    line.match_indices('(').find_map(|(at, _)| {
        let name = at - name_before(&line[..at]).len()..at;
        let called = line[name.clone()].to_ascii_lowercase();
        if !called.contains("smtp") {
            return None;
        }
        let mut rest = line[at + 1..].trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest = &rest[1..];
        let host_from = line.len() - rest.len();
        let host = host_from..host_from + rest.find(quote)?;
        rest = line[host.end + 1..].trim_start().strip_prefix(',')?.trim_start();
        // `port=465` of Python, `Port => 465` of Perl.
        if rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("port")) {
            rest = rest[4..].trim_start_matches([' ', '=', '>', ':']);
        }
        let port_from = line.len() - rest.len();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let port = port_from..port_from + digits;
        (digits > 0).then(|| Call { name, host, port, security: security(&called) })
    })
}

fn name_before(text: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-' | '>');
    &text[text.trim_end_matches(is_part).len()..]
}

fn security(name: &str) -> Option<Security> {
    match () {
        () if name.contains("ssl") => Some(Security::Implicit),
        // Python's two are told apart by their names alone.
        () if name.ends_with("smtplib.smtp") => Some(Security::StartTls),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_several_languages() {
        let check = |line: &str, want: Option<(&str, &str, Option<Security>)>| {
            let found = call(line).map(|call| (&line[call.host], &line[call.port], call.security));
            assert_eq!(found, want, "{line}");
        };
        let python = Some(("mx.example.org", "587", Some(Security::Implicit)));
        check("s = smtplib.SMTP_SSL(\"mx.example.org\", 587, timeout=20)", python);
        check(
            "smtplib.SMTP('mx.example.org', port=25)",
            Some(("mx.example.org", "25", Some(Security::StartTls))),
        );
        check("var c = new SmtpClient(\"mx.example.org\", 587);", Some(("mx.example.org", "587", None)));
        check("Net::SMTP->new('mx.example.org', Port => 465)", Some(("mx.example.org", "465", None)));
        check("smtp.send('mx.example.org', to)", None);
        check("connect(\"mx.example.org\", 587)", None);
        check("smtp(\"unfinished", None);
    }
}
