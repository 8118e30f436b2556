//! Transports that are put together call by call, and whose calls name the encryption: lettre's
//! `SmtpTransport::starttls_relay("mail.example.org")?.port(587)`, go-mail's `mail.NewClient("mail.example.org", mail.WithPort(465),
//! mail.WithSSL())`, Simple Java Mail's `.withTransportStrategy(TransportStrategy.SMTPS)`.

use super::call::Begins;
use std::ops::Range;

/// What a line of such code says.
#[derive(Default)]
pub struct Built {
    pub begins: Option<(Begins, Range<usize>)>,
    pub host: Option<Range<usize>>,
    pub port: Option<Range<usize>>,
    /// What names the port is a mail library's alone.
    pub is_mails: bool,
}

/// As they stand in code; where one begins like another, the longer first. docs.rs/lettre (SmtpTransport, AsyncSmtpTransport),
/// pkg.go.dev/github.com/wneessen/go-mail (Option), simplejavamail.org/configuration.html, docs.rs/mail-send, Commons Email's Email, Indy's
/// TIdUseTLS; as generally known, not looked up again.
const BEGINS: &[(&str, Begins)] = &[
    ("::starttls_relay(", Begins::StartTls),
    ("Transport::relay(", Begins::Encrypted),
    ("Transport::<", Begins::AsTold),
    ("WithSSLPort(", Begins::Encrypted),
    ("WithSSL()", Begins::Encrypted),
    ("WithTLSPortPolicy(", Begins::StartTls),
    ("WithTLSPolicy(mail.TLSMandatory", Begins::StartTls),
    ("WithTLSPolicy(mail.TLSOpportunistic", Begins::StartTls),
    (".implicit_tls(true)", Begins::Encrypted),
    (".implicit_tls(false)", Begins::StartTls),
    (".setSSLOnConnect(true)", Begins::Encrypted),
    (".setStartTLSEnabled(true)", Begins::StartTls),
    (".setStartTLSRequired(true)", Begins::StartTls),
    ("utUseImplicitTLS", Begins::Encrypted),
    ("utUseExplicitTLS", Begins::StartTls),
    ("TransportStrategy.SMTPS", Begins::Encrypted),
    ("TransportStrategy.SMTP_TLS", Begins::StartTls),
];

/// What a port is given to: the number follows. Whether only a mail library calls it so.
const PORTS: &[(&str, bool)] = &[(".port(", false), ("WithPort(", false), (".setSmtpPort(", true)];

pub fn built(line: &str) -> Built {
    let mut built = Built::default();
    for (sign, begins) in BEGINS {
        let Some(at) = line.find(sign) else { continue };
        // `AsyncSmtpTransport::<Tokio1Executor>::relay(`
        let begins = match begins {
            Begins::AsTold if line[at..].contains(">::relay(") => Begins::Encrypted,
            Begins::AsTold => continue,
            begins => *begins,
        };
        built.begins = Some((begins, at..at + sign.len()));
        built.host = line[at..].find('(').and_then(|open| quoted(line, at + open + 1));
        break;
    }
    if built.host.is_none() && built.begins.is_some() {
        built.host = line.find("NewClient(").and_then(|at| quoted(line, at + "NewClient(".len()));
    }
    let port = PORTS.iter().find_map(|(sign, is_mails)| {
        let from = line.find(sign)? + sign.len();
        let digits = line[from..].bytes().take_while(u8::is_ascii_digit).count();
        (digits > 0 && line[from + digits..].starts_with(')')).then_some((from..from + digits, *is_mails))
    });
    if let Some((port, is_mails)) = port {
        (built.port, built.is_mails) = (Some(port), is_mails);
    }
    built
}

fn quoted(line: &str, from: usize) -> Option<Range<usize>> {
    let rest = line[from..].strip_prefix('"')?;
    Some(from + 1..from + 1 + rest.find('"')?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_builder_says_how_it_begins() {
        let check = |line: &str, begins: Option<Begins>, host: &str, port: &str| {
            let found = built(line);
            let part = |range: Option<Range<usize>>| range.map_or("", |range| &line[range]);
            let got = (found.begins.map(|(begins, _)| begins), part(found.host), part(found.port));
            assert_eq!(got, (begins, host, port), "{line}");
        };
        let implicit = Some(Begins::Encrypted);
        let starttls = Some(Begins::StartTls);
        check(
            "let m = SmtpTransport::starttls_relay(\"mx.example.org\")?.port(465).build();",
            starttls,
            "mx.example.org",
            "465",
        );
        check("SmtpTransport::relay(&host)?", implicit, "", "");
        check(
            "AsyncSmtpTransport::<Tokio1Executor>::relay(\"mx.example.org\")?",
            implicit,
            "mx.example.org",
            "",
        );
        check("AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host)", starttls, "", "");
        check("    .port(587)", None, "", "587");
        check("    .port(port)", None, "", "");
        check(
            "c, err := mail.NewClient(\"mx.example.org\", mail.WithPort(587), mail.WithSSL())",
            implicit,
            "mx.example.org",
            "587",
        );
        check(".withTransportStrategy(TransportStrategy.SMTP_TLS)", starttls, "", "");
    }
}
