//! A program that wants to sign in, where the server offers no sign-in, or not the kind that the program knows: no account is at
//! fault, and no app password helps.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::dialogue::Act;
use crate::knowledge::{self, PasswordKind, Topic};
use crate::report::advice::names_the_fault;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// `own_steps`: as in [`crate::report::adapted::adapt`].
pub fn adapt(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    own_steps: usize,
    values: &Values,
) {
    if told.cause != "auth-method" || names_the_fault(found) {
        return;
    }
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let words = words.to_lowercase().replace('’', "'");
    let quotes: Vec<String> = told.evidence.iter().map(|shown| shown.quote.to_lowercase()).collect();
    let says = |signs: &[&str]| {
        signs.iter().any(|sign| words.contains(sign) || quotes.iter().any(|quote| quote.contains(sign)))
    };
    if says(OTHER_KIND) {
        of_another_kind(told, own_steps, values, says(OAUTH));
    } else if says(NONE) {
        not_offered(told, own_steps, values);
        if offers_encryption(facts) {
            told.steps.insert(0, step("sender", BEGIN_TLS));
            told.note = None;
        }
    }
}

const BEGIN_TLS: &str = "The server offers STARTTLS here, and it was not used: switch it on (swaks: --tls; programs: STARTTLS in the account's \
                         settings), and the server says after that how one can sign in.";

/// The server offered STARTTLS, and nobody took it up.
fn offers_encryption(facts: &Facts) -> bool {
    const BEGINNING: usize = 64;
    let exchanges = || facts.dialogue.iter().flat_map(|dialogue| &dialogue.exchanges).take(BEGINNING);
    let offered = exchanges().any(|exchange| {
        exchange
            .reply
            .as_ref()
            .is_some_and(|reply| reply.text.as_str().to_ascii_uppercase().contains("STARTTLS"))
    });
    offered && !exchanges().any(|exchange| exchange.act == Act::StartTls)
}

/// Words that say that the server has no sign-in at all.
const NONE: &[&str] = &[
    "n't support auth",
    "not support auth",
    "not support smtp auth",
    "n't support smtp auth",
    "no support for auth",
    "not advertise auth",
    "n't advertise auth",
    "not offer auth",
    "n't offer auth",
    "smtp auth extension not supported",
    "auth extension not supported",
    "auth capability",
    "no auth capability",
    "auth not advertised",
    "when not advertised",
];

/// Words that say that one kind of sign-in is not known there.
const OTHER_KIND: &[&str] = &[
    "requested authentication type",
    "no suitable authentication method found",
    "supported by both server and client",
    "authentication methods supported by this client",
    "xoauth2 not supported",
    "not support xoauth",
    "n't support xoauth",
];

const OAUTH: &[&str] = &["xoauth", "oauthbearer", "oauth2"];

fn step(by: &'static str, text: impl Into<std::borrow::Cow<'static, str>>) -> Step {
    Step::new(by, text)
}

fn not_offered(told: &mut Finding, own_steps: usize, values: &Values) {
    told.title = "The server offers no sign-in on this connection".to_owned();
    told.summary = "The program wanted to sign in with user name and password, and the server did not offer that here. Many servers offer \
                    it only once the connection is encrypted, and those that take mail for their own domain (MX, port 25) not at all."
        .to_owned();
    told.retry = "Not before server, port or encryption are others.".to_owned();
    told.steps.truncate(own_steps);
    told.steps.push(step("sender", way_in(values)).about(Topic::Ports));
    told.steps.push(step(
        "sender",
        "Switch encryption on, the kind that goes with the port. If the server is to take the mail without a sign-in (mail for its own \
         domain), leave user name and password empty.",
    ));
    told.steps.push(step(
        "sender-admin",
        "On a server of your own, let the submission port offer the sign-in (Postfix: `-o smtpd_sasl_auth_enable=yes` under `submission` in \
         master.cf), and see that the program reaches that port.",
    ));
    told.act = "sender".to_owned();
    told.ask = None;
}

/// The server and port at which the provider takes a sign-in.
fn way_in(values: &Values) -> String {
    let known = values.get("remote").and_then(knowledge::service_of_host);
    let server =
        known.and_then(|service| service.servers.iter().find(|server| server.purpose == "submission"));
    match known.zip(server) {
        Some((service, server)) => format!(
            "For signing in, {} has the server {} with port {}: compare the program's settings with that.",
            service.name, server.host, server.port
        ),
        None => "Enter the server and the port that your provider names for sending: mostly port 587 with STARTTLS, or 465 with SSL/TLS. Port \
                 25, and a server that is named as MX, are for mail servers among themselves."
            .to_owned(),
    }
}

fn of_another_kind(told: &mut Finding, own_steps: usize, values: &Values, is_oauth: bool) {
    told.title = "The server does not know the kind of sign-in that the program uses".to_owned();
    told.summary = match is_oauth {
        true => "The program is set to sign in through the browser (OAuth 2), and this server does not take that. Name and password were not \
                 looked at."
            .to_owned(),
        false => "The program is set to one kind of sign-in, and this server offers others. Name and password were not looked at."
            .to_owned(),
    };
    told.retry = "As soon as the program is set to a kind of sign-in that the server offers.".to_owned();
    told.steps.truncate(own_steps);
    told.steps.push(kind_to_choose(values, is_oauth));
    told.act = "sender".to_owned();
    told.ask = None;
}

fn kind_to_choose(values: &Values, is_oauth: bool) -> Step {
    const WHERE: &str = "In the account's settings, under outgoing server (SMTP), authentication, choose";
    let service = values.get("remote").and_then(knowledge::service_of_host);
    let text = match service.map(|service| (service.name, service.password)) {
        Some((name, PasswordKind::Oauth)) => {
            format!("{WHERE} OAuth 2: {name} wants a sign-in in the browser from programs.")
        }
        Some((name, PasswordKind::AppPassword)) => format!(
            "{WHERE} the password (“normal password”, PLAIN or LOGIN), with an app password that {name} hands out in the account's security \
             settings."
        ),
        Some((name, PasswordKind::ApiKey)) => {
            format!("{WHERE} the password (PLAIN or LOGIN), with a key for sending from {name}'s own pages.")
        }
        _ if is_oauth => format!(
            "{WHERE} the password (“normal password”, PLAIN or LOGIN) instead of OAuth 2, over an encrypted connection."
        ),
        _ => format!(
            "{WHERE} a kind that stands in the server's line `250-AUTH`: the command below shows it. PLAIN and LOGIN are the password over \
             an encrypted connection; some servers show them only there."
        ),
    };
    let step = step("sender", text);
    match service.map(|service| service.password) {
        Some(PasswordKind::Oauth) => step.about(Topic::OAuth).about(Topic::OAuthHere),
        Some(PasswordKind::AppPassword) => step.about(Topic::AppPassword),
        _ => step,
    }
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    #[test]
    fn where_no_sign_in_is_offered_no_app_password_is_spoken_of() {
        for paste in [
            "smtp: server doesn't support AUTH",
            "smtplib.SMTPNotSupportedError: SMTP AUTH extension not supported by server.",
            "msmtp: the server does not support authentication",
            "<-  250 8BITMIME\n*** Host did not advertise authentication\n -> QUIT\n<-  221 2.0.0 Bye",
        ] {
            let told = first(paste);
            assert_eq!(told.title, "The server offers no sign-in on this connection", "{paste}");
            assert!(
                told.steps
                    .iter()
                    .all(|step| !step.text.contains("app password") && !step.text.contains("Microsoft")),
                "{:?}",
                told.steps
            );
        }
    }

    #[test]
    fn encryption_that_was_offered_is_to_be_used() {
        let session = |offer: &str| {
            first(&format!(
                "=== Connected to mx.example.org.\n<-  220 mx.example.org\n -> EHLO me\n<-  250-mx.example.org\n{offer}<-  250 8BITMIME\n*** Host did \
                 not advertise authentication\n -> QUIT\n<-  221 Bye\n"
            ))
        };
        let begins =
            |told: &crate::report::Finding| told.steps[0].text.starts_with("The server offers STARTTLS");
        assert!(begins(&session("<-  250-STARTTLS\n")) && !begins(&session("")));
    }

    #[test]
    fn the_kind_of_sign_in_follows_the_provider() {
        let told = |host: &str, kind: &str| {
            first(&format!(
                "The reported error was “SMTP server {host} does not support requested authentication type {kind}.”."
            ))
        };
        let own = told("smtp.example.org", "XOAUTH2");
        assert_eq!(own.title, "The server does not know the kind of sign-in that the program uses");
        assert!(own.steps[0].text.contains("instead of OAuth 2"), "{:?}", own.steps);
        let outlook = told("smtp-mail.outlook.com", "PLAIN");
        assert!(outlook.steps[0].text.contains("choose OAuth 2"), "{:?}", outlook.steps);
        let yahoo = told("smtp.mail.yahoo.com", "CRAM-MD5");
        assert!(yahoo.steps[0].text.contains("app password"), "{:?}", yahoo.steps);
    }
}
