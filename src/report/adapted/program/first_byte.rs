//! A program, or somebody's test, that began in plain text at a port that is encrypted from the first byte: what is shown of it, and
//! that nobody else has to do anything.

use crate::diagnose::{self, first_byte};
use crate::facts::Facts;
use crate::report::values::Values;
use crate::report::{Finding, Step, scene};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    if values.get("port").is_some_and(|port| !scene::IMPLICIT.contains(&port)) {
        without_the_other_port(told);
    }
    let is_bare = found.statement.is_none() && found.rule.is_none() && told.cause == "tls-handshake";
    let slip = first_byte::shown(facts).filter(|slip| is_bare && found.evidence == [slip.evidence]);
    let Some(slip) = slip else { return };
    let step = |text: &str| Step::new("sender", text.to_owned());
    told.title = "Plain text at a port that is encrypted from the first byte".to_owned();
    told.summary = "Port 465 waits for encryption (TLS) at once. What connected there waited for a greeting in plain text, which never comes: no word was \
                    exchanged, and no mail was handed over."
        .to_owned();
    told.steps = vec![step(slip.cure)];
    if slip.by_hand {
        told.retry = "Not so: each try will end the same way. Of real mail it says nothing.".to_owned();
    } else {
        told.retry = "Not before port and encryption fit each other.".to_owned();
        told.steps
            .push(step("Then send once. If it fails, paste here what the program says, word for word."));
    }
    told.stage = "client".to_owned();
    told.who = "you".to_owned();
    told.state = "permanent".to_owned();
    (told.ask, told.note) = (None, None);
    told.missing.clear();
    told.commands.retain(|command| command.shell.contains(":465") || command.shell.contains(":2465"));
}

/// What a rule notes of port 465 is beside the point where another one was used.
fn without_the_other_port(told: &mut Finding) {
    let Some(note) = told.note.take() else { return };
    let kept: Vec<&str> =
        note.split_inclusive(". ").filter(|said| !said.contains("ort 465 this is what")).collect();
    let kept = kept.concat().trim_end().to_owned();
    told.note = (!kept.is_empty()).then_some(kept);
}

#[cfg(test)]
mod tests {
    const PYTHON: &str = "Traceback (most recent call last):\n  File \"/srv/report/mail.py\", line 22, in <module>\n    s = smtplib.SMTP(\"mail.example.org\", \
                          PORT)\n  File \"/usr/lib/python3.12/smtplib.py\", line 255, in __init__\n    (code, msg) = self.connect(host, port)\n  File \
                          \"/usr/lib/python3.12/smtplib.py\", line 343, in connect\n    (code, msg) = self.getreply()\n";
    const CLOSED: &str = "smtplib.SMTPServerDisconnected: Connection unexpectedly closed";

    fn told(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn plain_text_at_port_465_never_passes() {
        for (paste, cure) in [
            (format!("{}{CLOSED}", PYTHON.replace("PORT", "465")), "SMTP_SSL"),
            (format!("{}TimeoutError: timed out", PYTHON.replace("PORT", "465")), "SMTP_SSL"),
            (
                "2026-11-20 09:12:51 Connection: opening to mail.example.org:465, timeout=30, options=array()\n2026-11-20 09:12:51 Connection: opened\n\
                 2026-11-20 09:13:21 SMTP NOTICE: EOF caught while checking if connected\nSMTP Error: Could not connect to SMTP host.\n"
                    .to_owned(),
                "ENCRYPTION_SMTPS",
            ),
            (
                "$ curl --url smtp://mail.example.org:465 --mail-from ann@example.org -T m.txt\ncurl: (56) Recv failure: Connection reset by peer\n".to_owned(),
                "smtps://",
            ),
            (
                "$ telnet mail.example.org 465\nTrying 192.0.2.4...\nConnected to mail.example.org.\nEscape character is '^]'.\nConnection closed by foreign host.\n"
                    .to_owned(),
                "openssl s_client",
            ),
            (
                "$ swaks --to bob@example.net --server mail.example.org:465\n=== Trying mail.example.org:465...\n=== Connected to mail.example.org.\n\
                 <** Timeout (30 secs) waiting for server response\n -> QUIT\n=== Connection closed with remote host.\n"
                    .to_owned(),
                "--tls-on-connect",
            ),
        ] {
            let told = told(&paste);
            assert_eq!((told.cause.as_str(), told.who.as_str(), told.state.as_str()), ("tls-handshake", "you", "permanent"), "{paste}");
            assert!(told.steps[0].text.contains(cure) && told.ask.is_none(), "{:?}", told.steps);
            assert!(told.retry.starts_with("Not") && told.steps.len() < 3, "{}", told.retry);
        }
    }

    #[test]
    fn at_another_port_nothing_is_said_of_465() {
        let told = told(&format!("{}{CLOSED}", PYTHON.replace("PORT", "587")));
        assert_eq!(told.cause, "connection-dropped");
        assert!(told.note.is_none_or(|note| !note.contains("465")));
        assert!(told.steps.iter().all(|step| !step.text.contains("SMTP_SSL")), "{:?}", told.steps);
    }

    #[test]
    fn what_begins_encrypted_is_no_slip() {
        let told = told(&format!(
            "{}{CLOSED}",
            PYTHON.replace("PORT", "465").replace("smtplib.SMTP(", "smtplib.SMTP_SSL(")
        ));
        assert_eq!(told.cause, "connection-dropped");
        // No connection came about, so that the port may be closed.
        let closed = self::told(&PYTHON.replace("PORT", "465").replace("getreply", "_get_socket").replace(
            "    (code, msg) = self._get_socket()\n",
            "TimeoutError: [Errno 110] Connection timed out\n",
        ));
        assert_eq!(closed.cause, "connection-timeout");
    }
}
