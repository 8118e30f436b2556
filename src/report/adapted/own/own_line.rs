//! A program that connected by itself, and was refused because its address is on a list: the server names the address that it sees, and
//! that is the line or the machine of whoever sends, not the provider's. Lists of home and office lines are for strangers: who signs in
//! at the outgoing server is mostly not looked up (RFC 6409, section 4.3; spamhaus.org/faqs/pbl, checked 2026-11-27).

use crate::diagnose::{self, Diagnosis};
use crate::facts::dialogue::Act as DialogueAct;
use crate::facts::{Facts, Role};
use crate::knowledge::{OWNERS, OwnerKind, Topic};
use crate::mail::ip::{is_inner, is_inner_name};
use crate::report::adapted::program::served::is_served;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// Mail on a web site: its server connects, and whoever reads the error has no say in how.
const WEB_MAIL: &[&str] = &["roundcube", "gmail-web", "outlook-web", "zoho-mail"];

/// `own_steps`: as in [`crate::report::adapted::adapt`].
pub fn adapt(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    own_steps: usize,
    values: &Values,
) {
    let product = diagnosis.product.map(|owner| &OWNERS[usize::from(owner)]);
    let is_web_mail = product.is_some_and(|product| WEB_MAIL.contains(&product.id));
    let is_theirs = told.act.starts_with("recipient");
    let is_said = found.statement.is_some_and(|index| facts.statements[index].role == Role::Reply);
    if told.cause != "ip-blocklisted" || is_web_mail || is_theirs || product.is_none() || !is_said {
        return;
    }
    let is_mail_program =
        product.is_some_and(|product| product.kind == OwnerKind::ClientError) && !is_served(facts, diagnosis);
    // A rule of whoever refused knows how that one is asked.
    let own: Vec<Step> = told.steps.drain(..own_steps.min(told.steps.len())).collect();
    let step = |text: &'static str| Step::new("sender", text);
    let sign_in = |text: &'static str| step(text).about(Topic::Ports);
    if is_mail_program {
        told.title = "Your own internet connection's address is on a block list".to_owned();
        told.summary = OF_A_LINE.to_owned();
        told.steps = [OWN_SERVER, ANOTHER_LINE, PROVIDER].map(step).into();
        told.steps.insert(0, sign_in(SIGN_IN));
        if told.links.iter().any(|link| link.url.contains("spamhaus")) {
            told.steps.insert(3, step(OF_MISUSE));
        }
        // It tells the owners of mail servers how an entry is taken off.
        told.note = None;
    } else {
        told.title = "The address that your program sends from is on a block list".to_owned();
        told.summary = OF_A_MACHINE.to_owned();
        told.steps = vec![sign_in(SIGN_IN_BY_CODE), step(NOT_DIRECTLY)];
        told.steps.extend(own);
        told.steps.push(step(OWN_MAIL_SERVER));
    }
    told.retry =
        "Not before the program signs in at its outgoing server, or sends from another address.".to_owned();
    told.stage = "submission".to_owned();
    told.act = "sender".to_owned();
    told.who = "you".to_owned();
    told.commands.clear();
    told.ask = Some(values.message(LETTER));
    own_address(told);
}

fn own_address(told: &mut Finding) {
    for part in told.reply.iter_mut().flat_map(|reply| &mut reply.parts) {
        if part.meaning == "The network address of the server that sent." {
            part.meaning = "The network address of your own connection, as the server saw it.".to_owned();
        }
    }
}

/// Somebody tried it by hand, without a sign-in: the server looks up the address of the very machine that the test ran on. Only on the mail server
/// itself is that the one that delivers.
pub fn adapt_test(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let is_said = found.statement.is_some_and(|index| facts.statements[index].role == Role::Reply);
    let signs_in = facts
        .dialogue
        .iter()
        .flat_map(|dialogue| &dialogue.exchanges)
        .any(|exchange| matches!(exchange.act, DialogueAct::Auth | DialogueAct::AuthData));
    if told.cause != "ip-blocklisted" || told.act.starts_with("recipient") || !is_said || signs_in {
        return;
    }
    told.title = "The address that this test came from is on a block list".to_owned();
    told.summary = OF_A_TEST.to_owned();
    told.note = None;
    let at_home = facts.envelope.helo.as_deref().is_some_and(is_no_servers);
    let mut steps = vec![Step::new("sender", FROM_HOME)];
    if !at_home {
        let served = told.steps.drain(..).filter(|step| step.by == "sender-admin");
        let first = Step::new("sender-admin", ON_THE_SERVER);
        steps.push(first);
        steps.extend(served);
        told.who = "you; or whoever runs the mail server, if the test ran on it".to_owned();
    } else {
        told.act = "sender".to_owned();
        told.who = "you".to_owned();
        told.retry = "From this line not, and it need not. By your provider's outgoing server, with a sign-in, at once.".to_owned();
        told.commands.clear();
        told.ask = None;
        own_address(told);
        steps.push(Step::new("sender", WHERE_IT_GOES));
    }
    told.steps = steps;
}

/// The name that a computer at home gives: bare, or one of its own network.
fn is_no_servers(name: &str) -> bool {
    let name = name.trim_matches(['[', ']']).to_ascii_lowercase();
    is_inner_name(&name) || !name.contains('.') || name.ends_with(".fritz.box") || is_inner(&name)
}

const OF_A_TEST: &str = "The server looked up the address that this test by hand came from. Lines at home, in offices and for mobile phones are on such lists as a rule:                          it says that nobody is to deliver mail from there without a sign-in, and says nothing of your provider's mail server.";
const FROM_HOME: &str = "From a line at home or in an office test the way that your mail really takes: your provider's outgoing server, port 587 with STARTTLS or 465 with \
                         SSL/TLS, and a sign-in (`swaks --server SERVER --port 587 --tls --auth-user USER`).";
const ON_THE_SERVER: &str =
    "If the test ran on the mail server itself, the entry is in the way of its mail: do what follows.";
const WHERE_IT_GOES: &str = "If a program of yours connects to recipients' servers (port 25) like this test, let it send through that outgoing server with a sign-in \
                             instead. The entry itself need not be removed.";
const OF_A_LINE: &str = "Your mail program itself was refused, so the address on the list is that of your internet connection, and not your provider's. \
                         For lines at home, in offices and for mobile phones such an entry is normal: it says that nobody is to deliver mail from there \
                         without a sign-in, and it need not be removed.";
const OF_A_MACHINE: &str = "Your program itself was refused, so the address on the list is that of the machine it runs on, or of its internet line. Rented \
                            machines and lines at home are often on such lists, as nobody is to deliver mail from there without a sign-in.";
const SIGN_IN: &str = "In the settings of the outgoing server (SMTP) switch the sign-in on, with the user name and the password of the mailbox, and take port 587 with \
                       STARTTLS or 465 with SSL/TLS in place of 25. Who has signed in is mostly not looked up in such lists.";
const OWN_SERVER: &str = "Enter the outgoing server that the provider of your mailbox documents. That of your internet provider, or of the recipient, does not know \
                          your sign-in.";
const ANOTHER_LINE: &str = "Switch a VPN off for one attempt, or try over another connection, such as a phone's. If the mail leaves there, it is the line.";
const OF_MISUSE: &str = "See on the list's page which part it is: PBL is the normal one for such lines. XBL or CSS means that somebody on your line, or whoever had \
                         the address before, sends spam: then look through your devices for malicious programs.";
const PROVIDER: &str = "If sign-in and port are so already, write to the provider of your mailbox: its server should not look up customers who have signed in. The \
                        message below says it.";
const SIGN_IN_BY_CODE: &str = "Let the program sign in (user name and password) at the outgoing server of your mail provider or of a sending service, on port 587 with \
                               STARTTLS or 465 with SSL/TLS: who has signed in is mostly not looked up in such lists.";
const NOT_DIRECTLY: &str = "Do not let it connect to the recipients' own servers (MX, port 25): these look up each address that they do not know.";
const OWN_MAIL_SERVER: &str = "Only if it is meant as a mail server of its own, at a fixed address: read the reason on the list's page, mend it, and ask for removal there.";

const LETTER: &str = "Hello,

your outgoing server refuses my mail because the address of my own connection is on a block list.

Address: {sending_ip}
Server: {remote}
Port: {port}
Sender: {sender}
Time: {time}
Words of the server: {reply}

Which server, port and sign-in am I to use, so that my connection's address is not looked up?

Thank you.";

#[cfg(test)]
mod tests {
    fn told(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    const LISTED: &str =
        "5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org";

    #[test]
    fn a_mail_programs_own_line_is_on_the_list() {
        for paste in [
            format!(
                "An error occurred while sending mail. The mail server responded: {LISTED}. Please check the message recipient bob@example.org and try again."
            ),
            format!(
                "Beim Senden der Nachricht ist ein Fehler aufgetreten. Der Mail-Server antwortete: {LISTED}. Bitte überprüfen Sie die E-Mail-Adresse des Empfängers \
                 bob@example.org und wiederholen Sie den Vorgang."
            ),
            "The message could not be sent because one of the recipients was rejected by the server. The rejected e-mail address was 'bob@example.org'. Account: 'ann', \
             Server: 'mail.example.com', Protocol: SMTP, Server Response: '550 \"Rejected - pool.example.net [203.0.113.7]:5512 is in an RBL, see \
             https://www.spamhaus.org/query/ip/203.0.113.7\"', Port: 25, Secure(SSL): No, Server Error: 550, Error Number: 0x800CCC79"
                .to_owned(),
        ] {
            let told = told(&paste);
            assert_eq!((told.cause.as_str(), told.act.as_str(), told.who.as_str()), ("ip-blocklisted", "sender", "you"), "{paste}");
            assert!(told.title.contains("Your own internet connection") && told.commands.is_empty(), "{}", told.title);
            assert!(told.steps[0].text.contains("587") && told.steps[0].text.contains("sign-in"), "{:?}", told.steps);
            assert!(told.steps.iter().all(|step| !step.text.contains("theirs, not yours") && !step.text.contains("removal")));
            assert!(told.ask.is_some_and(|ask| ask.contains("203.0.113.7") && !ask.contains("removal")));
        }
    }

    #[test]
    fn a_programs_own_machine_is_on_the_list() {
        let told = told(&format!("smtplib.SMTPRecipientsRefused: {{'bob@example.org': (554, b'{LISTED}')}}"));
        assert_eq!((told.cause.as_str(), told.who.as_str()), ("ip-blocklisted", "you"));
        assert!(told.steps[0].text.contains("587"), "{:?}", told.steps);
        let meanings: Vec<String> =
            told.reply.into_iter().flat_map(|reply| reply.parts).map(|part| part.meaning).collect();
        assert!(meanings.iter().any(|meaning| meaning.contains("your own connection")), "{meanings:?}");
    }

    #[test]
    fn a_test_by_hand_comes_from_the_testers_own_line() {
        let test = |helo: &str, reply: &str| {
            told(&format!(
                "$ telnet mx.example.org 25\n220 mx.example.org ESMTP\nEHLO {helo}\n250 mx.example.org\nMAIL FROM:<a@example.com>\n250 2.1.0 Ok\nRCPT \
                 TO:<bob@example.org>\n{reply}\n"
            ))
        };
        let listed = format!("554 {LISTED}");
        let direct = "550-5.7.1 [203.0.113.7] The IP you're using to send mail is not authorized to\n550-5.7.1 send email directly to our servers. Please use the SMTP \
                      relay\n550 5.7.1 of your provider.";
        for (helo, reply) in [("laptop.fritz.box", listed.as_str()), ("pc", direct)] {
            let told = test(helo, reply);
            assert_eq!((told.cause.as_str(), told.who.as_str()), ("ip-blocklisted", "you"), "{reply}");
            assert!(
                told.steps[0].text.contains("587") && told.commands.is_empty() && told.ask.is_none(),
                "{:?}",
                told.steps
            );
        }
        let perhaps = test("mail.example.com", &listed);
        assert!(
            perhaps.steps[1].text.starts_with("If the test ran on the mail server"),
            "{:?}",
            perhaps.steps
        );
        assert!(perhaps.steps.iter().any(|step| step.text.contains("removal")), "{:?}", perhaps.steps);
    }

    #[test]
    fn what_a_server_tells_of_is_the_servers_address() {
        let bounce = format!(
            "This is the mail system at host out.example.net.\n\nYour message could not be delivered.\n\n<b@example.org>: host mx.example.org[192.0.2.9] said: 554 \
             {LISTED} (in reply to RCPT TO command)\n"
        );
        assert_eq!(told(&bounce).act, "sender-admin");
        assert_eq!(
            told(&format!(
                "SMTP Error (554): Failed to add recipient \"bob@example.org\" ({LISTED}). (Roundcube)"
            ))
            .act,
            "sender-admin"
        );
    }
}
