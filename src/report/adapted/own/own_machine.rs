//! A program that checks the certificate of the mail server on its own machine. Nobody can be in between, and no public authority vouches
//! for `localhost` or 127.0.0.1 (CA/Browser Forum Baseline Requirements, as generally known).
//! How each program is told stands in its file (`local`): of Ruby, Symfony and Laravel looked up 2026-11-28, of the others as generally
//! known.

use crate::diagnose::Diagnosis;
use crate::facts::Facts;
use crate::knowledge::{OWNERS, Runs};
use crate::report::scene::is_own_machine;
use crate::report::values::Values;
use crate::report::{Finding, Step, seen};

const SUMMARY: &str = "The mail server is on the same machine as the program. It offers encryption with a certificate of its own, and the \
                       program switches to it and does not accept that certificate. No public authority gives one for localhost or 127.0.0.1. \
                       Between the two nothing leaves the machine, so encryption is not needed there, unless the port leads through a tunnel to \
                       another machine.";
const GENERALLY: &str = "in its mail settings choose no encryption (not STARTTLS, TLS or SSL), with port 25. Where it switches by itself, look for a \
                         setting with “auto TLS” or “STARTTLS” in its name.";
const OTHERWISE: &str = "Or keep the encryption, as through a tunnel, and let the program not check the certificate for localhost alone. Leave the check on for each \
                         server elsewhere.";

pub fn adapt(told: &mut Finding, facts: &Facts, kind: &str, diagnosis: &Diagnosis, values: &Values) {
    if told.cause != "tls-certificate" || kind != "library-error" || !is_here(facts, values) {
        return;
    }
    let owners: Vec<_> = seen::programs(facts, diagnosis).map(|owner| &OWNERS[usize::from(owner)]).collect();
    // A mail program on a desk reaches a bridge or a tunnel there.
    if owners.iter().any(|owner| owner.runs == Some(Runs::Desk)) {
        return;
    }
    // What an application has in place of its library's settings comes first.
    let layered = owners.iter().filter(|owner| !owner.local.is_empty()).max_by_key(|owner| owner.layer);
    let local = layered.map_or(GENERALLY, |owner| owner.local);
    told.title = "The program checks the certificate of its own machine".to_owned();
    told.summary = SUMMARY.to_owned();
    told.note = None;
    told.ask = None;
    told.commands.clear();
    told.act = "sender-admin".to_owned();
    told.retry = "As soon as the program sends to its own machine without encryption.".to_owned();
    let by = "sender-admin";
    told.steps = vec![
        Step::new(by, format!("Switch the encryption off between the program and its own machine: {local}")),
        Step::new(by, OTHERWISE),
    ];
}

/// Whether the server is on this machine. A bridge to a provider has ports of its own, and wants its certificate to be accepted.
fn is_here(facts: &Facts, values: &Values) -> bool {
    const BRIDGES: &[&str] = &["1025", "1143", "1026"];
    let set = facts.settings.as_ref();
    let port = set.and_then(|set| set.port.as_ref()).map(|port| port.is.to_string());
    let port = values.get("port").map(str::to_owned).or(port);
    let host = values.get("remote").or(set.and_then(|set| set.host.as_ref()).map(|host| host.is.as_str()));
    host.is_some_and(is_own_machine) && !port.is_some_and(|port| BRIDGES.contains(&port.as_str()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn nobody_is_in_between_on_ones_own_machine() {
        let ruby = "OpenSSL::SSL::SSLError (SSL_connect returned=1 errno=0 peeraddr=127.0.0.1:25 state=error: certificate verify failed \
                    (self-signed certificate)):\n\nnet-smtp (0.3.3) lib/net/smtp.rb:666:in `tlsconnect'\nmail (2.8.1) \
                    lib/mail/network/delivery_methods/smtp.rb:109:in `start_smtp_session'\n\nconfig.action_mailer.smtp_settings = { address: \
                    \"localhost\", port: 25 }\n";
        let django = "EMAIL_HOST = 'localhost'\nEMAIL_PORT = 25\nEMAIL_USE_TLS = True\n\n  File \"/app/django/core/mail/backends/smtp.py\", line \
                      131, in send_messages\nssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed \
                      certificate (_ssl.c:1006)\n";
        let mismatch = "SMTP ERROR: Failed to connect: stream_socket_enable_crypto(): Peer certificate CN=`mail.example.org' did not match \
                        expected CN=`localhost' in class.smtp.php (PHPMailer)\n$mail->Host = 'localhost';\n$mail->Port = 25;\n";
        let node = "Error: self-signed certificate\n    at TLSSocket.onConnectSecure (node:_tls_wrap:1674:34)\n  code: 'ESOCKET',\n  command: 'CONN'\n\n\
                    nodemailer.createTransport({ host: '127.0.0.1', port: 25 })\n";
        let java = "javax.mail.MessagingException: Could not convert socket to TLS;\n  nested exception is:\n\tjavax.net.ssl.SSLHandshakeException: PKIX \
                    path building failed: unable to find valid certification path\n\nmail.smtp.host=localhost\nmail.smtp.port=25\n\
                    mail.smtp.starttls.enable=true\n";
        for (paste, setting) in [
            (ruby, "enable_starttls_auto: false"),
            (django, "EMAIL_USE_TLS = False"),
            (mismatch, "SMTPAutoTLS = false"),
            (node, "ignoreTLS: true"),
            (java, "mail.smtp.starttls.enable=false"),
        ] {
            let report = crate::diagnose(paste);
            let told = &report.findings[0];
            assert_eq!((told.cause.as_str(), &told.ask), ("tls-certificate", &None), "{paste}");
            assert!(told.steps[0].text.contains(setting), "{setting}: {:?}", told.steps);
            assert!(told.steps.iter().all(|step| !step.text.contains("Let's Encrypt")), "{:?}", told.steps);
        }
        let elsewhere =
            crate::diagnose(&ruby.replace("127.0.0.1", "192.0.2.7").replace("localhost", "mail.example.org"));
        assert!(elsewhere.findings[0].ask.is_some());
    }
}
