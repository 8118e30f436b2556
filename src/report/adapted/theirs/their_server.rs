//! Whose server it is: what was said at port 25, by hand or to a server that keeps a log, a server said that takes mail for others,
//! and no outgoing server of the reader's.

use crate::diagnose;
use crate::facts::dialogue::Act;
use crate::facts::story::{Event, Group};
use crate::facts::{Facts, Kind};
use crate::knowledge::{self, Topic};
use crate::mail::ip::is_inner;
use crate::report::adapted::program::session::{exchanged, signed_in};
use crate::report::scene::{is_own_machine, is_theirs};
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    if told.stage == "submission" && takes_in(facts, found) && !is_about_sign_in(told) {
        told.stage = "inbound".to_owned();
        return;
    }
    let is_by_hand = facts.kind == Kind::Transcript;
    let is_of_it = told.stage == "submission" || told.cause == "tls-required";
    if !is_of_it
        || is_of_account(&told.cause)
        || asks_whose_mail(told)
        || !is_theirs_to_say(told, facts, found, values)
    {
        return;
    }
    match told.cause.as_str() {
        "relay-denied" => not_their_domain(told, values),
        "protocol-error" => spoken_wrongly(told, is_by_hand),
        "tls-required" if is_by_hand => begin_encryption(told, facts),
        _ => {}
    }
    if told.stage == "submission" {
        told.stage = "inbound".to_owned();
    }
}

/// The same where a bounce tells of it: the sender's own server did its part, and the server of the recipient's domain does not
/// know that domain.
pub fn of_report(told: &mut Finding, values: &Values) {
    if asks_whose_mail(told) {
        return;
    }
    let Some(remote) = values.get("remote").filter(|_| told.cause == "relay-denied") else { return };
    let is_senders = ["sender_domain", "reporter"]
        .iter()
        .any(|own| values.get(own).is_some_and(|own| knowledge::same_organization(remote, own)));
    if !is_senders && (is_theirs(values) || is_named_for_it(remote)) {
        not_their_domain(told, values);
    }
}

/// The reader's own server says it of itself, at the door where others come in.
fn takes_in(facts: &Facts, found: &diagnose::Finding) -> bool {
    let mut of_it = facts.groups_of(found.statement).peekable();
    of_it.peek().is_some() && of_it.all(|group| group.named.takes_in && !group.named.hands_in)
}

/// Microsoft 365 takes the mail of its own organisations at the same names as the mail to them. It says so where it took the one who sends
/// for one that hands in, and found no connector that fits: the recipient's domain is not what it asks after.
fn asks_whose_mail(told: &Finding) -> bool {
    matches!(told.rule.as_deref(), Some("microsoft/attribution" | "microsoft/relay-code"))
}

/// Whom the reader's server cannot let sign in hands mail in, at whichever door.
fn is_about_sign_in(told: &Finding) -> bool {
    matches!(told.rule.as_deref(), Some("postfix/sasl-broken" | "postfix/saslauthd"))
}

/// Only who has an account of the reader's can say so.
fn is_of_account(cause: &str) -> bool {
    matches!(
        cause,
        "auth-credentials"
            | "auth-method"
            | "auth-required"
            | "send-as-denied"
            | "sending-limit"
            | "account-blocked"
    )
}

fn is_theirs_to_say(told: &Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) -> bool {
    let Some(remote) = values.get("remote") else { return false };
    if is_own_machine(remote) || is_inner(remote) || knowledge::is_submission_server(remote) {
        return false;
    }
    let is_at_their_port = match facts.log.is_some() {
        true => goes_out(facts, found) && !values.get("port").is_some_and(|port| port != "25"),
        false => {
            !signed_in(facts)
                && !exchanged(facts, Act::Auth)
                && values.get("port").is_none_or(|port| port == "25")
        }
    };
    if !is_at_their_port {
        return false;
    }
    if is_theirs(values) || is_named_for_it(remote) {
        return true;
    }
    let is_own =
        values.get("sender_domain").is_some_and(|domain| knowledge::same_organization(remote, domain));
    // Who relays for customers may do so at port 25, too.
    let may_relay = told.cause == "relay-denied";
    !is_own && !may_relay && (facts.log.is_some() || values.get("port") == Some("25"))
}

/// Lines of the reader's own server about its way to another one, at the port of the servers among themselves.
fn goes_out(facts: &Facts, found: &diagnose::Finding) -> bool {
    let is_out = |group: &Group| {
        matches!(group.event, Event::Bounced | Event::Deferred)
            && !group.named.takes_in
            && !group.named.submits
    };
    let mut of_it = facts.groups_of(found.statement).peekable();
    of_it.peek().is_some() && of_it.all(is_out) && !matches!(facts.program, Some("msmtp" | "ssmtp"))
}

/// Names that are given to servers for incoming mail: `mx1.example.org`, `example-org.mail.protection.outlook.com`,
/// `gmail-smtp-in.l.google.com`.
fn is_named_for_it(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let is_mx = |label: &str| {
        let rest = label.strip_prefix("mx");
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit() || c == '-'))
    };
    host.split('.').any(|label| is_mx(label) || label.ends_with("-smtp-in"))
        || host.ends_with(".mail.protection.outlook.com")
}

/// Their own server does not know the domain.
fn not_their_domain(told: &mut Finding, values: &Values) {
    told.title = "The server does not take mail for the recipient's domain".to_owned();
    told.summary = "A server that takes mail for others was asked, and says that the part after the @ is none of its domains: it was not added there, or the \
                    domain's MX record still names a server that no longer serves it."
        .to_owned();
    told.retry =
        "Not before the domain is added at that server, or its MX record names the right one.".to_owned();
    told.act = "recipient-admin".to_owned();
    told.steps.retain(|step| step.by.starts_with("recipient"));
    let domain = values.get("recipient_domain").unwrap_or("the part after the @");
    told.steps.insert(
        0,
        Step::new(
            "sender",
            format!(
                "Compare {domain} letter by letter with one that you have in writing. If it is right, telephone: this server refuses all mail for that domain, \
                 postmaster's too, from whichever account. The message below can go by another channel, or to an address of theirs at another provider."
            ),
        )
        .about(Topic::ByPhone),
    );
    told.ask = told.ask.is_some().then(|| values.message(LETTER));
    told.note = None;
    for command in &mut told.commands {
        if command.shell.contains(" MX ") {
            command.why = "The servers that DNS names for the domain. If the one that refused is among them, it lacks the domain. If it is not, some record \
                           or route still leads to an old server."
                .to_owned();
        }
    }
}

/// Both halves of the cure stand in it: whoever reads it may run the server, or the DNS.
const LETTER: &str = "Hello,\n\nyour mail server refuses mail to you: it does not know your own domain.\n\nServer that refused: {remote}\nRecipient: {recipient}\nSender: \
                      {sender}\nTime: {time}\nWords of the server: {reply}\nServer that reports: {reporter}\n\nCould your mail administrator look at two things: whether the \
                      domain stands among those that this server takes mail for, and whether the domain's MX record names the server where your mailboxes are \
                      now?\n\nThank you.";

/// Settings for sending have no part in it, and ports for sending are not open there.
fn spoken_wrongly(told: &mut Finding, is_by_hand: bool) {
    told.steps.retain(|step| {
        !step.is_about(Topic::OutgoingServer) && !(is_by_hand && step.is_about(Topic::OwnCode))
    });
    if is_by_hand && told.title != "The address has no angle brackets" {
        told.steps.insert(0, Step::new("sender", READ_BACK));
        told.act = "sender".to_owned();
        told.ask = None;
    }
    told.retry = told.retry.replace(
        "Change the port, the encryption or the program first.",
        "Change the command or the program first.",
    );
    told.commands.retain(|command| !command.shell.contains("s_client"));
    for command in &mut told.commands {
        let at_25 = |shell: &str| shell.replace(":587", ":25");
        (command.shell, command.windows) = (at_25(&command.shell), at_25(&command.windows));
    }
}

const READ_BACK: &str = "Look at the command directly before the answer: that one was refused. EHLO with a name comes first, then `MAIL FROM:<ann@example.org>`, \
                         `RCPT TO:<bob@example.net>` and DATA, each once the answer to the one before has come.";

/// A mail program's ports are no way to this server.
fn begin_encryption(told: &mut Finding, facts: &Facts) {
    if told.title.contains("firewall") {
        return;
    }
    told.note = told.note.take().filter(|note| !note.contains("587"));
    told.steps.retain(|step| !step.is_about(Topic::Ports));
    if !exchanged(facts, Act::StartTls) {
        told.steps.insert(0, Step::new("sender", WITH_TLS));
        told.act = "sender".to_owned();
    }
}

const WITH_TLS: &str = "Begin encryption before MAIL FROM, at the same port 25: with swaks add --tls; by hand use `openssl s_client -starttls smtp -crlf -connect` with \
                        the server's name and :25 in place of telnet.";

#[cfg(test)]
mod tests {
    use crate::report::Finding;

    fn first(paste: &str) -> Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    fn by_hand(host: &str, port: &str, offer: &str, end: &str) -> Finding {
        first(&format!(
            "=== Trying {host}:{port}...\n=== Connected to {host}.\n<-  220 {host} ESMTP\n -> EHLO box.example.org\n<-  250-{host}\n<-  250 {offer}\n{end} -> QUIT\n<-  221 \
             Bye\n"
        ))
    }

    const RELAY: &str = " -> MAIL FROM:<ann@example.org>\n<-  250 ok\n -> RCPT TO:<bob@example.net>\n<** 554 5.7.1 <bob@example.net>: Relay access denied\n";

    #[test]
    fn a_bounce_tells_of_a_server_that_does_not_know_its_own_domain() {
        let act = |host: &str| {
            let bounce = format!(
                "This is the mail system at host out.example.org.\n\nI'm sorry to have to inform you that your message could not\nbe \
                 delivered to one or more recipients.\n\n<bob@example.net>: host {host}[192.0.2.7] said: 554 5.7.1 <bob@example.net>: \
                 Relay access denied (in reply to RCPT TO command)\n"
            );
            crate::diagnose(&bounce).findings.remove(0).act
        };
        assert_eq!(
            (act("mail.example.net").as_str(), act("relay.example.com").as_str()),
            ("recipient-admin", "sender-admin")
        );
    }

    #[test]
    fn who_refuses_a_whole_domain_is_reached_by_telephone() {
        let refused = |who: &str| {
            format!(
                "<{who}@example.net>: host mail.example.net[192.0.2.7] said: 554 5.7.1 <{who}@example.net>: Relay access denied (in reply to RCPT TO command)\n"
            )
        };
        let told = first(&format!(
            "This is the mail system at host out.example.org.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more \
             recipients.\n\n{}{}",
            refused("bob"),
            refused("eva")
        ));
        assert!(told.steps[0].text.contains("telephone"), "{:?}", told.steps);
        assert!(told.steps.iter().all(|step| !step.text.contains("write to postmaster")), "{:?}", told.steps);
        assert!(told.commands.iter().all(|command| !command.why.contains("your outgoing server")));
        let letter = told.ask.expect("a letter");
        for part in ["your mail server refuses", "bob@example.net, eva@example.net", "MX record"] {
            assert!(letter.contains(part), "{part}: {letter}");
        }
    }

    #[test]
    fn what_a_server_for_incoming_mail_says_is_said_at_the_receiving_side() {
        let theirs = by_hand("mx.example.net", "25", "SIZE 100", RELAY);
        assert_eq!(
            (theirs.cause.as_str(), theirs.stage.as_str(), theirs.act.as_str()),
            ("relay-denied", "inbound", "recipient-admin")
        );
        assert!(theirs.title.contains("recipient's domain"), "{}", theirs.title);
        assert!(theirs.steps.iter().all(|step| !step.text.contains("sign-in")), "{:?}", theirs.steps);
        assert!(theirs.ask.is_some_and(|ask| !ask.contains("sign in")));
        for own in [
            by_hand("mail.example.org", "25", "SIZE 100", RELAY),
            by_hand("mail.example.com", "587", "AUTH PLAIN", RELAY),
        ] {
            assert_eq!(own.stage, "submission", "{own:?}");
        }
    }

    #[test]
    fn whose_mail_it_is_is_asked_of_the_side_that_sends() {
        let refused = |words: &str| {
            format!(
                " -> MAIL FROM:<ann@example.org>\n<-  250 ok\n -> RCPT TO:<bob@example.net>\n<** 550 5.7.64 {words}\n"
            )
        };
        for words in ["TenantAttribution; Relay Access Denied", "refused"] {
            let told = by_hand("example-org.mail.protection.outlook.com", "25", "STARTTLS", &refused(words));
            assert_eq!((told.stage.as_str(), told.act.as_str()), ("submission", "sender-admin"), "{words}");
            assert!(told.title.contains("whose mail"), "{}", told.title);
            assert!(told.steps[0].text.contains("onnector"), "{:?}", told.steps);
        }
    }

    #[test]
    fn a_command_that_an_mx_does_not_take_is_the_typists() {
        let wrong = " -> MAIL FROM:<ann@example.org> XODD=1\n<** 555 5.5.4 Unsupported option\n";
        let told = by_hand("mail.example.com", "25", "SIZE 100", wrong);
        assert_eq!(
            (told.cause.as_str(), told.stage.as_str(), told.act.as_str()),
            ("protocol-error", "inbound", "sender")
        );
        assert!(told.steps.iter().all(|step| !step.text.contains("465")), "{:?}", told.steps);
        let ports = [":465", ":587"];
        assert!(
            told.commands.iter().all(|command| ports.iter().all(|port| !command.shell.contains(port))),
            "{:?}",
            told.commands
        );
    }

    #[test]
    fn an_mx_that_wants_encryption_wants_it_at_port_25() {
        let plain = " -> MAIL FROM:<ann@example.org>\n<** 530 5.7.0 Must issue a STARTTLS command first\n";
        let told = by_hand("mx1.example.net", "25", "STARTTLS", plain);
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("tls-required", "sender"));
        assert!(told.steps[0].text.contains("port 25"), "{:?}", told.steps);
        assert!(told.note.is_none_or(|note| !note.contains("587")));
    }

    #[test]
    fn a_log_line_about_an_mx_is_about_the_receiving_server() {
        let line = |host: &str, port: &str, code: &str, words: &str| {
            first(&format!(
                "Nov 20 08:03:40 www postfix/smtp[52]: 6D20B4011C: to=<bob@example.net>, relay={host}[203.0.113.61]:{port}, delay=2, dsn=5.0.0, status=bounced (host \
                 {host}[203.0.113.61] said: {code} {words} (in reply to RCPT TO command))\n"
            ))
        };
        let relay = "5.7.1 <bob@example.net>: Relay access denied";
        let theirs = line("mx.example.net", "25", "554", relay);
        assert_eq!((theirs.stage.as_str(), theirs.act.as_str()), ("inbound", "recipient-admin"));
        assert_eq!(line("smtp.example.com", "587", "554", relay).stage, "submission");
        let odd = line("mail.example.com", "25", "555", "5.5.2 Syntax error, cannot decode response");
        assert_eq!((odd.cause.as_str(), odd.stage.as_str()), ("protocol-error", "inbound"));
    }

    #[test]
    fn a_service_for_passwords_is_ones_own() {
        for end in [
            "SASL authentication failure: cannot connect to saslauthd server: No such file or directory",
            "SASL: Connect to private/auth failed: No such file or directory",
        ] {
            let told = first(&format!("postfix/smtpd[1187]: warning: {end}\n"));
            assert_eq!((told.cause.as_str(), told.stage.as_str()), ("server-error", "submission"), "{end}");
            let is_named = told.steps.iter().any(|step| step.text.contains("-m /var/spool/postfix"));
            assert_eq!(is_named, end.contains("saslauthd"), "{:?}", told.steps);
            assert!(
                told.steps.iter().all(|step| step.is_about(crate::knowledge::Topic::OwnServer)),
                "{:?}",
                told.steps
            );
        }
    }

    #[test]
    fn names_of_servers_for_incoming_mail() {
        for host in
            ["mx.example.net", "MX01.example.net", "a.mx-eu.example.net", "gmail-smtp-in.l.google.com"]
        {
            assert!(super::is_named_for_it(host), "{host}");
        }
        for host in ["mxroute.example.net", "mail.example.net", "smtp.example.net"] {
            assert!(!super::is_named_for_it(host), "{host}");
        }
    }
}
