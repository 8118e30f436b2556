//! A program that was told to encrypt, and a server that offered no encryption: the other way round than where the server
//! insists on it. Nothing was refused.

use crate::knowledge::Topic;
use crate::report::values::Values;
use crate::report::{Finding, Step};

const ASK: &str = "
Hello,

my program is set to encrypt, and the mail server offers no STARTTLS on the connection, so nothing is sent.

Server: {remote}
Port: {port}
Time: {time}
Words of the program: {reply}

Is STARTTLS offered on another port (587), or encryption from the first byte (465)? If it should be offered here, does something between us and the server take the offer out?

Thank you.
";

/// `own_steps`: as in [`crate::report::adapted::adapt`].
pub fn adapt(told: &mut Finding, own_steps: usize, values: &Values) {
    if told.cause != "tls-required" || !told.evidence.iter().any(|shown| is_not_offered(&shown.quote)) {
        return;
    }
    told.title = "The server offers no encryption on this port".to_owned();
    told.summary = "The program was told to encrypt, and the server did not offer it on this connection (STARTTLS is that offer). So the \
                    program stopped by itself: nothing was refused, and no message was sent."
        .to_owned();
    told.retry = "Not before port and encryption are others, or the server offers it.".to_owned();
    told.ask = Some(values.message(ASK)).filter(|ask| !ask.is_empty());
    told.steps.truncate(own_steps);
    if !told.steps.iter().any(|step| step.is_about(Topic::Ports)) {
        told.steps.push(Step::new("sender", "Try port 465 with SSL/TLS (encrypted from the first byte) or port 587 with STARTTLS, whichever the provider documents.").about(Topic::Ports));
    }
    told.steps.push(Step::new("sender-admin", "Run the command below from that machine and from another network: where only the other one shows the offer, a firewall or \
               an antivirus on the way takes it out. A server of your own needs a certificate before it offers STARTTLS.").about(Topic::Antivirus));
    told.commands.retain(|command| command.shell.contains("-starttls smtp"));
}

/// Whether words say that encryption is not to be had, and not that it must be used.
fn is_not_offered(words: &str) -> bool {
    const SIGNS: &[&str] = &[
        "not support",
        "n't support",
        "unsupported",
        "not advertise",
        "n't advertise",
        "not offer",
        "n't offer",
        "not available",
        "n't available",
        "unavailable",
        "no starttls",
        "n't find starttls",
        "n't found starttls",
        "requested ssl level failed",
        "missingcapability",
        "curl: (64",
    ];
    let words = words.to_lowercase().replace('’', "'");
    SIGNS.iter().any(|sign| words.contains(sign))
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn who_insists_on_encryption_is_told() {
        for paste in [
            "smtplib.SMTPNotSupportedError: STARTTLS extension not supported by server.",
            "msmtp: the server does not support TLS via the STARTTLS command",
            "<-  250 8BITMIME\n*** Host did not advertise STARTTLS\n -> QUIT\n<-  221 2.0.0 Bye",
            "curl: (64) Requested SSL level failed",
        ] {
            let told = first(paste);
            assert_eq!(told.title, "The server offers no encryption on this port", "{paste}");
            assert!(told.steps.iter().any(|step| step.text.contains("465")), "{:?}", told.steps);
            assert!(!told.ask.unwrap_or_default().contains("is refused"), "{paste}");
        }
        let insists = first("530 5.7.0 Must issue a STARTTLS command first");
        assert_eq!(insists.title, "The server insists on encryption, and it was not used");
    }
}
