//! Errors of the system that a program runs on, in the words of errno(3): they are never another server's answer, unless that server
//! says them in a reply.

use super::candidate::Writer;
use super::matcher::Hit;
use crate::facts::{Role, Statement};
use crate::knowledge::{OWNERS, OwnerKind, RULES, Target};

/// What the system calls its own state. A server that is short says the same of itself.
const WORDS: &[&str] = &[
    "resource temporarily unavailable",
    "temporarily unavailable",
    "cannot allocate memory",
    "too many open files",
    "no buffer space available",
    "enomem",
];

/// Whether the words of a rule are not said by whom the rule is about: a server's state in words of the program's own system, or this
/// machine's in a server's reply.
pub fn is_anothers(statement: &Statement, writer: Writer, hit: &Hit) -> bool {
    let Target::Rule(rule) = hit.target else { return false };
    let rule = &RULES[usize::from(rule)];
    let text = statement.text.as_str();
    let words = text[hit.range.clone()].to_ascii_lowercase();
    let is_systems = WORDS.contains(&words.as_str()) && {
        // `Service temporarily unavailable` is a server's sentence.
        words != "temporarily unavailable"
            || text[..hit.range.start].to_ascii_lowercase().ends_with("resource ")
    };
    let is_quoted = || {
        let span = statement.text.span(hit.range.clone());
        statement.quotes.iter().any(|quote| quote.contains(span))
    };
    let is_reply =
        matches!(statement.role, Role::Reply | Role::Status) || statement.code.is_some() || is_quoted();
    if OWNERS[usize::from(rule.owner)].kind == OwnerKind::General {
        return is_systems && !is_reply && writer != Writer::Report;
    }
    OF_THIS_MACHINE.contains(&rule.id) && is_reply
}

/// The rules that read these words as this machine's.
const OF_THIS_MACHINE: &[&str] = &["sockets/would-block", "sockets/no-process", "sockets/no-resource"];

#[cfg(test)]
mod tests {
    fn told(paste: &str) -> (String, String) {
        let found = crate::diagnose(paste).findings.remove(0);
        (found.cause, found.act)
    }

    #[test]
    fn what_a_programs_own_system_lacks_is_no_servers_answer() {
        let mine = |cause: &str, act: &str| (cause.to_owned(), act.to_owned());
        for paste in [
            "lettre error: network error: Resource temporarily unavailable (os error 11)",
            "msmtp: cannot read from server: Resource temporarily unavailable",
            "Traceback (most recent call last):\n  File \"/usr/lib/python3.11/smtplib.py\", line 398, in getreply\nBlockingIOError: [Errno 11] Resource temporarily unavailable",
            "Error: read EAGAIN\n    at TLSWrap.onStreamRead (node:internal/stream_base_commons:217:20) {\n  errno: -11,\n  code: 'ESOCKET',\n  command: 'CONN'\n}",
        ] {
            assert_eq!(told(paste), mine("connection-timeout", "sender"), "{paste}");
            let report = crate::diagnose(paste);
            assert!(report.findings[0].steps[0].text.contains("465"), "{paste}");
        }
        for paste in [
            "Nov 24 10:11:12 mail postfix/smtpd[2211]: fatal: accept connection: Resource temporarily unavailable",
            "Nov 24 10:11:12 mail postfix/master[2211]: warning: fork: Resource temporarily unavailable",
            "Nov 24 10:11:12 mail dovecot: imap-login: fork() failed: Resource temporarily unavailable",
            "Error: spawn /usr/sbin/sendmail EAGAIN\n    at ChildProcess._handle.onexit (node:internal/child_process:286:19)",
            "Nov 24 10:11:12 mx postfix/smtp[22]: 4F1A22B0C1: to=<b@example.org>, relay=none, delay=1, dsn=4.4.1, status=deferred (connect to \
             mx.example.org[192.0.2.4]:25: Resource temporarily unavailable)",
            "smtp send failed: dial tcp 192.0.2.1:587: socket: too many open files",
            "Nov 24 10:11:12 mail postfix/smtpd[2211]: fatal: accept connection: Too many open files",
            "mail: dial tcp 192.0.2.4:25: connect: no buffer space available",
        ] {
            assert_eq!(told(paste), mine("server-storage-full", "sender-admin"), "{paste}");
        }
    }

    #[test]
    fn what_a_server_says_of_itself_stays_its_answer() {
        assert_eq!(told("421 4.3.0 Resource temporarily unavailable").0, "server-unavailable");
        assert_eq!(
            told("host mx.example.org[192.0.2.1] said: 451 4.3.0 Resource temporarily unavailable").0,
            "server-unavailable"
        );
        let full = told("452 4.3.1 Too many open files");
        assert_eq!((full.0.as_str(), full.1.as_str()), ("server-storage-full", "recipient-admin"));
    }
}
