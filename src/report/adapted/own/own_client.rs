//! A client that got nowhere at the reader's own server: it hung up, spoke out of turn, or found no encryption in common. No mail
//! is named in such lines, and nobody at a recipient's can mend them.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::story::{Event, Group};
use crate::knowledge::RULES;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    // A rule that tells the whole of it knows more, but for encryption: what it says is for whoever connected.
    let is_whole = |rule: u16| RULES[usize::from(rule)].alone && told.cause != "tls-handshake";
    if found.rule.is_some_and(is_whole) {
        return;
    }
    let (title, what) = match told.cause.as_str() {
        "connection-dropped" | "connection-timeout" => {
            ("A client hung up at your server", "broke the connection off, or said nothing more")
        }
        "protocol-error" => (
            "A client did not keep to the rules at your server",
            "spoke in a way that mail servers do not speak",
        ),
        "rate-limited" | "too-many-connections" => (
            "A client connected to your server too often",
            "came more often than your server allows, so that it was turned away",
        ),
        "tls-handshake" => {
            ("A client and your server could not agree on encryption", "did not get the encryption to begin")
        }
        _ => return,
    };
    let of_it: Vec<&Group> = facts.groups_of(found.statement).collect();
    if of_it.is_empty() || !of_it.iter().all(|group| group.named.takes_in && group.event == Event::Note) {
        return;
    }
    told.title = title.to_owned();
    told.summary = format!(
        "Another server, a program or a scanner connected to yours, and {what}. No mail of your own failed here."
    );
    told.retry =
        "Whoever it was comes back by itself, if it is a mail server. Nothing waits here.".to_owned();
    told.steps = steps(told);
    told.commands.clear();
    told.ask = None;
    match of_it.iter().find_map(|group| group.named.inner.as_deref()) {
        Some(address) => of_the_house(told, address),
        None => told.turn_away(),
    }
}

fn steps(told: &Finding) -> Vec<Step> {
    const NOBODY: &str =
        "If nobody misses mail, nothing is to be done: scanners and spammers connect and hang up all day.";
    const OWN: &str = "If one of your own people or devices, or a sender that you know, cannot get through, look for its address in the lines \
                       around these (`connect from`, `sasl_username`, `rip=`), and see what was said last.";
    const OLD: &str = "Old devices and programs know only TLS 1.0 or 1.1, and some begin with TLS on a port that begins in plain text. Update them, \
                       or give them the right port, rather than switching old versions back on for all.";
    let mut texts = vec![NOBODY, OWN];
    if told.cause == "tls-handshake" {
        texts.push(OLD);
    }
    texts.into_iter().map(|text| Step::new("sender-admin", text)).collect()
}

/// A device or a program of the reader's own network is no stranger.
fn of_the_house(told: &mut Finding, address: &str) {
    told.summary = told.summary.replace(" No mail of your own failed here.", "");
    told.steps[0] = Step::new(
        "sender-admin",
        format!(
            "The client, {address}, is in your own network: see what it is, and what it says of this itself."
        ),
    );
    told.act = "sender-admin".to_owned();
    told.stage = "submission".to_owned();
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_client_that_hangs_up_is_no_recipients_matter() {
        for paste in [
            "Nov 26 10:00:00 mx postfix/smtpd[78]: lost connection after AUTH from unknown[203.0.113.50]",
            "Nov 26 10:00:00 mx postfix/smtpd[78]: improper command pipelining after EHLO from unknown[203.0.113.50]: QUIT",
            "Nov 26 10:00:00 mx postfix/smtpd[78]: SSL_accept error from unknown[203.0.113.50]: -1",
            "Nov 26 10:00:00 mx postfix/smtpd[3]: warning: Connection rate limit exceeded: 61 from x.example.net[203.0.113.50] for service smtp",
            "Nov 26 10:00:00 mx sm-mta[88]: STARTTLS=server, error: accept failed=-1, SSL_error=1, errno=0, retry=-1, relay=x.example.net [203.0.113.50]",
            "2026-11-26 10:00:00 SMTP command timeout on connection from x.example.net [203.0.113.50]",
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert!(
                told.is_turned_away() && told.ask.is_none() && told.commands.is_empty(),
                "{paste}: {told:?}"
            );
            assert!(told.steps.iter().all(|step| step.by == "sender-admin"), "{:?}", told.steps);
        }
        let own = crate::diagnose(
            "Nov 26 10:00:00 mx postfix/smtpd[78]: lost connection after AUTH from unknown[10.0.0.9]",
        )
        .findings
        .remove(0);
        assert!(own.act == "sender-admin" && own.steps[0].text.contains("10.0.0.9"), "{own:?}");
        let sent = crate::diagnose(
            "Nov 26 10:00:00 mx postfix/smtp[9]: 4F2A91C0B1: lost connection with mx.example.org[192.0.2.9] while sending MAIL FROM",
        );
        assert!(!sent.findings[0].is_turned_away());
    }
}
