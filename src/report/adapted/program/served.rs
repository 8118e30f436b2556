//! A program that runs on a server: nobody sits before it with a phone or an antivirus program, and the way out that counts is
//! that server's.

use crate::diagnose::Diagnosis;
use crate::facts::Facts;
use crate::knowledge::{OWNERS, Owner, OwnerKind, Runs};
use crate::report::{Finding, Step};

/// `own_steps`: as in [`crate::report::adapted::adapt`].
pub fn adapt(
    told: &mut Finding,
    facts: &Facts,
    diagnosis: &Diagnosis,
    own_steps: usize,
    is_own_machine: bool,
) {
    let is_way = told.stage == "connection"
        || matches!(told.cause.as_str(), "server-name-unresolved" | "tls-handshake" | "connection-dropped");
    if !is_way || !is_served(facts, diagnosis) {
        return;
    }
    for step in &mut told.steps {
        let text = step
            .text
            .replace("In the account settings", "In its mail settings")
            .replace("the account settings", "its mail settings");
        step.text = text.into();
        if step.by == "sender" {
            step.by = "sender-admin".into();
        }
    }
    if !is_own_machine
        && told.steps.len() > own_steps
        && matches!(told.cause.as_str(), "connection-timeout" | "connection-refused" | "network-unreachable")
    {
        told.steps.push(Step::new("sender-admin", FROM_THERE));
    }
    if matches!(told.act.as_str(), "network" | "sender") {
        told.act = "sender-admin".to_owned();
    }
}

const FROM_THERE: &str = "Try the connection from the very server (or container) that the program runs on, not from your own computer: many hosting \
                          companies and clouds let nothing out on port 25, and some on none of the other mail ports either. If it works elsewhere and not \
                          there, the hosting company has to open the port, or names another way out. Where none is opened, sending services take mail by HTTPS, too.";

/// Whether the program that speaks runs on a server, as it is known for or as the paste shows.
pub fn is_served(facts: &Facts, diagnosis: &Diagnosis) -> bool {
    let product = diagnosis.product.map(|owner| &OWNERS[usize::from(owner)]);
    // Without a product, too: a framework of PHP's shows itself by nothing but its folders.
    product.is_some_and(runs_on_a_server) || names_a_server(facts)
}

/// Whether the paste shows a machine of a hosting company, a container or a web site's folder.
fn names_a_server(facts: &Facts) -> bool {
    const SIGNS: &[&str] = &[
        "/var/www/",
        "/usr/src/app/",
        "/srv/",
        "/home/site/",
        "public_html",
        "droplet",
        "docker",
        "kubernetes",
        "heroku",
        "ec2 instance",
        "/opt/venv/",
        "file \"/app/",
        "(/app/",
        "railway",
        "on render",
        "onrender",
        "shared hosting",
        "hosting compartido",
        "libraries/email.php",
    ];
    // Where a program runs is told at the beginning.
    const BEGINNING: usize = 8 << 10;
    facts.statements.iter().take(16).any(|said| {
        let text = said.text.as_str();
        let lower = text[..text.floor_char_boundary(BEGINNING.min(text.len()))].to_ascii_lowercase();
        SIGNS.iter().any(|sign| lower.contains(sign))
    })
}

fn runs_on_a_server(product: &Owner) -> bool {
    match product.runs {
        Some(Runs::Server) => true,
        Some(_) => false,
        // Applications that hold a mail library.
        None => product.kind == OwnerKind::LibraryError && product.layer >= 3,
    }
}

#[cfg(test)]
mod tests {
    /// What is only to be tried where somebody sits.
    const AT_A_DESK: &[&str] =
        &["hotspot", "your phone", "antivirus", "Wi-Fi", "flight mode", "VPN", "Versions from before"];

    #[test]
    fn a_programs_steps_are_for_whoever_runs_it() {
        for (paste, cause, has, has_not) in [
            (
                "In SmtpTransport.php line 342: Expected response code \"220\" but got code \"421\", with message \"421 4.7.0 mx.example.org Error: too many \
                 connections from 10.0.0.7\" (Symfony\\Component\\Mailer)",
                "too-many-connections",
                "smtpd_client_connection_count_limit",
                "Close the mail program",
            ),
            (
                "2231:20261118:031302.551 failed to send email: Failure when receiving data from the peer: Recv failure: Connection reset by peer (zabbix_server)",
                "connection-dropped",
                "Ask the recipient whether",
                "sent folder",
            ),
            (
                "could not notify via target `mail`: permanent error (535): 5.7.8 Error: authentication failed: no",
                "auth-credentials",
                "Type user name and password anew",
                "web site with the same address",
            ),
            (
                "[error][ERROR] SMTP 4xx error: lettre::transport::smtp::Error { kind: Transient(Code { severity: TransientNegativeCompletion, category: \
                 MailSystem, detail: One }), source: \"4.3.0 <vault@example.org>: Temporary lookup failure\" }",
                "server-error",
                "outgoing server's log",
                "Tell the recipient",
            ),
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(told.cause, cause, "{paste}");
            assert!(told.steps.iter().any(|step| step.text.contains(has)), "{:?}", told.steps);
            assert!(told.steps.iter().all(|step| !step.text.contains(has_not)), "{:?}", told.steps);
        }
    }

    #[test]
    fn nobody_holds_a_phone_to_a_server() {
        for paste in [
            "SMTP Error (-1): Connection to server failed.",
            "Error: connect ETIMEDOUT 192.0.2.5:587\n    at TCPConnectWrap.afterConnect (/usr/src/app/node_modules/nodemailer/lib/a.js:3:1)\n  code: 'ESOCKET', command: 'CONN'",
            "Net::OpenTimeout: execution expired\nnet-smtp (0.5.0) lib/net/smtp.rb:663:in 'tcp_socket'",
            "ERROR [org.keycloak.services] (executor-thread-1) KC-SERVICES0029: Failed to send email: MailConnectException: Couldn't connect to \
             host, port: smtp.example.org, 587; timeout 10000; nested exception is: java.net.SocketTimeoutException: Connect timed out",
            "Warning: mail(): Failed to connect to mailserver at \"localhost\" port 25, verify your \"SMTP\" and \"smtp_port\" setting in php.ini",
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!((told.stage.as_str(), told.act.as_str()), ("connection", "sender-admin"), "{paste}");
            assert!(
                told.steps.iter().all(|step| AT_A_DESK.iter().all(|sign| !step.text.contains(sign))),
                "{:?}",
                told.steps
            );
        }
    }
}
