//! A client that broke off because of a certificate, in the log of the server that showed it: it is the reader's own.

use crate::diagnose;
use crate::facts::Facts;
use crate::report::{Command, Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    if told.cause != "tls-certificate" || !was_shown_here(facts, found) {
        return;
    }
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let lower = words.to_ascii_lowercase();
    told.title = match () {
        () if lower.contains("expired") => "A client takes your server's certificate for expired",
        () if lower.contains("unknown ca") => {
            "A client does not know who vouches for your server's certificate"
        }
        () => "A client refused your server's certificate",
    }
    .to_owned();
    told.summary = "A mail program or another server connected to yours, was shown its certificate, and broke off because of it. It is \
                    your own server's certificate."
        .to_owned();
    told.note = None;
    told.retry =
        "Clients come back by themselves, once the server shows a certificate that they take.".to_owned();
    let is_mailbox = lower.contains("imap") || lower.contains("pop3");
    told.stage = if is_mailbox { "mailbox" } else { "submission" }.to_owned();
    told.act = "sender-admin".to_owned();
    told.ask = None;
    let step = |text: &'static str| Step::new("sender-admin", text);
    told.steps = vec![step(LOOK), step(RENEW), step(ALONE)];
    let way = match () {
        () if lower.contains("pop3") => "localhost:995",
        () if is_mailbox => "localhost:993",
        () => "localhost:587 -starttls smtp",
    };
    told.commands = vec![Command {
        shell: format!("openssl s_client -connect {way} </dev/null 2>/dev/null | openssl x509 -noout -subject -dates"),
        windows: String::new(),
        why: "On the server itself: the name in the certificate that it shows, and until when it holds (notAfter).".to_owned(),
    }];
    for fact in told.facts.iter_mut().filter(|fact| fact.name == "Reply") {
        fact.name = "Error".to_owned();
    }
}

const LOOK: &str = "Look with the command below which certificate the service shows, and until when it holds. The file on the disk tells nothing: \
                    many renew it, and the service goes on with the old one in memory.";
const RENEW: &str = "Renew it if it has run out, give it with its intermediate certificates in one file, and reload the service (`doveadm reload`, \
                     `postfix reload`).";
const ALONE: &str = "If it is one client alone, and others take the certificate, that client's clock or its list of authorities is wrong; one that you \
                     signed yourself has to be made known to each client.";

/// All lines of these words are of a service that others connect to, and the other side raised the alarm.
fn was_shown_here(facts: &Facts, found: &diagnose::Finding) -> bool {
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let mut of_it = facts.groups_of(found.statement).peekable();
    of_it.peek().is_some() && of_it.all(|group| group.named.takes_in) && words.contains("alert")
}

#[cfg(test)]
mod tests {
    #[test]
    fn whoever_showed_the_certificate_renews_it() {
        for (paste, port) in [
            (
                "Nov 26 09:01:17 mail dovecot: imap-login: Disconnected: Connection closed: SSL_accept() failed: error:0A000415:SSL \
                 routines::sslv3 alert certificate expired: SSL alert number 45 (no auth attempts in 0 secs): user=<>, rip=198.51.100.23, \
                 lip=192.0.2.5, TLS handshaking, session=<kM1x2u8>",
                ":993",
            ),
            (
                "Nov 26 09:01:17 mail postfix/submission/smtpd[12]: SSL_accept error from ann.example.org[198.51.100.23]: -1\n\
                 Nov 26 09:01:17 mail postfix/submission/smtpd[12]: warning: TLS library problem: error:0A000418:SSL routines::tlsv1 alert \
                 unknown ca:../ssl/record/rec_layer_s3.c:1605:SSL alert number 48:",
                ":587",
            ),
        ] {
            let report = crate::diagnose(paste);
            let first =
                report.findings.iter().find(|found| found.cause == "tls-certificate").expect("a certificate");
            assert_eq!((first.act.as_str(), &first.ask), ("sender-admin", &None), "{paste}");
            assert!(first.title.contains("your server's certificate"), "{}", first.title);
            assert!(
                first.commands.len() == 1 && first.commands[0].shell.contains(port),
                "{:?}",
                first.commands
            );
            assert!(first.steps.iter().all(|step| !step.text.contains("MX")), "{:?}", first.steps);
        }
    }
}
