//! A program connects to the server that it sends through, and nothing comes back, or the connection breaks off. A server that is
//! busy passes; a port that a firewall or a hosting company keeps closed does not, nor does a wrong setting, and from the program
//! both look alike.

use crate::diagnose;
use crate::facts::{Facts, Role};
use crate::report::Finding;

/// `kind` as in the report.
pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, kind: &str) {
    let stated = found.statement.is_some_and(|index| {
        let said = &facts.statements[index];
        said.code.is_some() || said.enhanced.is_some()
    });
    let is_dropped = told.cause == "connection-dropped" && told.permanence == "temporary" && !stated;
    // A mail program tries again at each click: what it shows is what it got each time.
    if is_dropped && (kind == "client-error" || goes_on_for_long(facts)) && !comes_and_goes(facts) {
        told.permanence = "none".to_owned();
        told.retry = DROPPED.to_owned();
        // Port, encryption and the guard on the own device come before whoever runs the network.
        if kind == "client-error" && told.act == "network" {
            told.act = "sender".to_owned();
        }
        return;
    }
    if told.cause != "connection-timeout"
        || told.stage != "connection"
        || told.permanence != "temporary"
        || stated
        || has_answered(facts)
        || comes_and_goes(facts)
    {
        return;
    }
    told.permanence = "none".to_owned();
    if is_of_reading(told) {
        told.retry = AFTER_CONNECTING.to_owned();
        return;
    }
    told.retry = AT_CONNECTING.to_owned();
    if let Some(start) = told.summary.strip_suffix('.') {
        told.summary = format!("{start}. {ALIKE}");
    }
}

const AT_CONNECTING: &str = "Once, in some minutes: the server may have been busy. If it keeps silent, a port is closed on the way (by a firewall, the \
                             hosting company or the internet line), and waiting does not help.";
const AFTER_CONNECTING: &str = "Once, in some minutes: the server may have been busy. If it keeps silent, port and encryption may not go together (465 is \
                                encrypted from the first byte), or something in between holds the connection up; waiting does not help then.";
const DROPPED: &str = "Once, in some minutes, and look first whether the first copy did not arrive after all. If it breaks off each time, port and encryption may \
                       not go together, or something in between (an antivirus program, a firewall, a VPN) cuts the connection; waiting does not help then.";
const ALIKE: &str = "A server that is down and a port that is closed on the way look alike from here.";

/// Whether the server said anything in this very conversation: then the port is open.
fn has_answered(facts: &Facts) -> bool {
    let in_words = facts.statements.iter().any(|said| said.role == Role::Reply && said.code.is_some());
    let mut exchanges = facts.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges).take(8);
    in_words || exchanges.any(|exchange| exchange.reply.is_some())
}

/// The connection may have come about, and the answer did not.
fn is_of_reading(told: &Finding) -> bool {
    const SIGNS: &[&str] =
        &["read timed out", "read timeout", "greeting", "banner", "receiving", "while sending"];
    let mut quotes = told.evidence.iter().map(|shown| shown.quote.to_lowercase());
    quotes.any(|quote| SIGNS.iter().any(|sign| quote.contains(sign)))
}

/// Whether somebody says that it worked before, or went through at another try.
fn comes_and_goes(facts: &Facts) -> bool {
    const SIGNS: &[&str] = &[
        "worked before",
        "worked until",
        "worked fine until",
        "worked well until",
        "worked yesterday",
        "worked for years",
        "worked for months",
        "worked for weeks",
        "used to work",
        "stopped working",
        "sometimes",
        "intermittent",
        "occasionally",
        "from time to time",
        "now and then",
        "works again",
        "second attempt",
        "second try",
        "on retry",
        "next try went through",
        "next attempt went through",
        "manchmal",
        "ab und zu",
        "gelegentlich",
        "bisher funktioniert",
        "funktionierte bis",
        "parfois",
        "a veces",
    ];
    says(facts, SIGNS)
}

/// Whether somebody says that it has been so for days, or each time.
fn goes_on_for_long(facts: &Facts) -> bool {
    const SIGNS: &[&str] = &[
        "since yesterday",
        "since last",
        "since monday",
        "for days",
        "for two days",
        "for three days",
        "for a week",
        "for weeks",
        "every time",
        "each time",
        "always",
        "seit gestern",
        "seit tagen",
        "seit einer woche",
        "jedes mal",
        "sinds gisteren",
        "al dagen",
        "depuis hier",
        "depuis plusieurs jours",
        "desde ayer",
        "da ieri",
        "od wczoraj",
    ];
    says(facts, SIGNS)
}

fn says(facts: &Facts, signs: &[&str]) -> bool {
    const BEGINNING: usize = 8 << 10;
    facts.statements.iter().take(16).any(|said| {
        let text = said.text.as_str();
        let lower = text[..text.floor_char_boundary(BEGINNING.min(text.len()))].to_lowercase();
        signs.iter().any(|sign| lower.find(sign).is_some_and(|at| !is_denied(&lower[..at])))
    })
}

/// `never worked before`, `has not worked until now`.
fn is_denied(before: &str) -> bool {
    let mut words = before.rsplit(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    words
        .by_ref()
        .take(2)
        .any(|word| matches!(word, "never" | "not" | "nie" | "nicht") || word.ends_with("n't"))
}

#[cfg(test)]
mod tests {
    fn told(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    const NODE: &str = "Error: connect ETIMEDOUT 192.0.2.61:587\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) {\n  code: 'ETIMEDOUT',\n  \
                        command: 'CONN'\n}";

    #[test]
    fn whether_silence_passes_is_not_known() {
        for paste in [
            NODE,
            "SMTP ERROR: Failed to connect to server: Connection timed out (110)\nSMTP connect() failed. \
             https://github.com/PHPMailer/PHPMailer/wiki/Troubleshooting",
            "Traceback (most recent call last):\n  File \"/usr/lib/python3.12/smtplib.py\", line 312, in _get_socket\n\
             TimeoutError: [Errno 110] Connection timed out",
            "com.sun.mail.util.MailConnectException: Couldn't connect to host, port: smtp.example.org, 587; timeout 5000;\n  nested exception is:\n\t\
             java.net.SocketTimeoutException: Connect timed out",
            "System.Net.Mail.SmtpException: Failure sending mail. ---> System.Net.Sockets.SocketException: A connection attempt failed because the \
             connected party did not properly respond after a period of time 192.0.2.61:587",
        ] {
            let told = told(paste);
            assert_eq!(
                (told.cause.as_str(), told.state.as_str()),
                ("connection-timeout", "unsaid"),
                "{paste}"
            );
            assert!(told.retry.contains("closed on the way"), "{}", told.retry);
            assert!(told.summary.contains("look alike"), "{}", told.summary);
        }
    }

    #[test]
    fn what_worked_at_another_time_passes() {
        for (words, state) in [
            ("It worked until yesterday.", "temporary"),
            ("It worked before.", "temporary"),
            ("It has never worked before.", "unsaid"),
            ("Sometimes it goes through, sometimes I get this:", "temporary"),
            ("This is a new server.", "unsaid"),
        ] {
            let paste = format!("{words}\n\n{NODE}");
            assert_eq!(told(&paste).state, state, "{words}");
        }
    }

    #[test]
    fn a_mail_programs_broken_connection_is_not_promised_to_pass() {
        let box_of = |words: &str| {
            told(&format!(
                "{words}\n\nTask 'ann@example.org - Sending' reported error (0x800CCC0F): 'The connection to the server was interrupted. If this \
                 problem continues, contact your server administrator.'"
            ))
        };
        for (words, state) in
            [("", "unsaid"), ("Since yesterday:", "unsaid"), ("It worked until yesterday.", "temporary")]
        {
            let told = box_of(words);
            assert_eq!((told.cause.as_str(), told.state.as_str()), ("connection-dropped", state), "{words}");
        }
        assert!(box_of("").retry.contains("port and encryption"));
        let answered = told("421 4.4.2 mx.example.org Error: lost connection");
        assert_eq!((answered.cause.as_str(), answered.state.as_str()), ("connection-dropped", "temporary"));
    }

    #[test]
    fn a_server_that_says_it_waited_too_long_is_open() {
        let paste = "smtplib.SMTPServerDisconnected: (421, b'4.4.2 mx.example.org Error: timeout exceeded')";
        assert_eq!(told(paste).state, "temporary");
        let read = told(
            "javax.mail.MessagingException: Exception reading response;\n  nested exception is:\n\tjava.net.SocketTimeoutException: Read timed out",
        );
        assert_eq!((read.cause.as_str(), read.state.as_str()), ("connection-timeout", "unsaid"));
        assert!(read.retry.contains("port and encryption") && !read.summary.contains("alike"), "{read:?}");
    }
}
