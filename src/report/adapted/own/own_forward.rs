//! Somebody who passes their own address on to a mailbox elsewhere, and sees what others write to it refused there: neither the senders
//! nor whoever runs that mailbox can mend it, but the reader and whoever runs the server that passes it on.

use crate::diagnose;
use crate::facts::Facts;
use crate::report::scene::written;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// So much of what stands above a report is somebody's own words.
const LONGEST: usize = 2_000;

pub fn adapt(told: &mut Finding, paste: &str, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    let is_of_proof = matches!(told.cause.as_str(), "spf-fail" | "dmarc-fail" | "sender-unauthenticated");
    if !is_of_proof || !tells_of_own_forward(paste) {
        return;
    }
    let Some(address) = written(facts, found).or_else(|| expanded_from(paste)) else { return };
    let target = values.get("recipient").or_else(|| mailbox_before(paste)).unwrap_or("the other mailbox");
    let domain = address.rsplit_once('@').map_or(address, |(_, domain)| domain);
    let server = values.get("reporter").map_or_else(|| format!("the mail server of {domain}"), str::to_owned);
    let author = values.get("sender_domain").unwrap_or("the sender's domain");
    told.title = "Your forward passes on mail that the other mailbox takes from nobody else".to_owned();
    told.summary = format!(
        "What others write to {address} is passed on to {target} in their name. There SPF is asked whether {server} may send for {author}, which it may \
         not, and no DKIM signature proves the mail either. Nobody wrote anything wrong."
    );
    told.note = None;
    told.retry =
        "No. All senders without a DKIM signature are refused so, until the way of passing on is changed."
            .to_owned();
    told.act = "sender".to_owned();
    told.who = "you, with whoever runs the server that passes it on".to_owned();
    told.stage = "outbound".to_owned();
    let way = match told.cause.as_str() {
        "dmarc-fail" => "pass mail on just as it came, so that a DKIM signature holds, and seal it (ARC)",
        _ => "pass mail on with an envelope sender of its own (SRS, sender rewriting), so that SPF passes",
    };
    told.steps = vec![
        Step::new(
            "sender",
            format!(
                "Take the forward out, keep a mailbox for {address}, and add it as a second account (IMAP) in the mail program or app in which you read {target}: \
                 then nothing is passed on, and nothing can be refused."
            ),
        ),
        Step::new(
            "sender",
            format!("Or ask whoever runs {server}, as a rule your hosting company, with the ready message."),
        ),
        Step::new(
            "sender-admin",
            format!("At {server}: {way}. No sender can put this server into their SPF."),
        ),
        Step::new(
            "sender",
            "Until then tell those whose mail was refused: they got the report, and what they wrote did not arrive.",
        ),
    ];
    told.commands.clear();
    told.ask = Some(format!(
        "Hello,\n\nmail to {address} is passed on by {server} to {target}, and refused there, because it still carries the sender's own address in the \
         envelope and the server is not in their SPF.\n\nCould you {way}? If that is not possible, please set up a mailbox for {address} in place of \
         the forward.\n\nThank you.\n"
    ));
}

/// Whether the words above the report say that the reader passes the address on.
fn tells_of_own_forward(paste: &str) -> bool {
    const FORWARDS: &[&str] = &[
        "forward",
        "redirect",
        "weitergeleit",
        "weiterleit",
        "umgeleit",
        "umleit",
        "reenvi",
        "redirig",
        "redireccion",
        "transfér",
        "transfer",
        "inoltr",
        "reindirizz",
        "redirecion",
        "encaminh",
        "doorstuur",
        "doorgestuur",
        "przekier",
        "přepos",
        "vidarebef",
        "videresend",
    ];
    const OWN: &[&str] = &[
        "my", "our", "i", "we", "mein", "meine", "meinem", "meinen", "meiner", "unser", "unsere", "unserer",
        "unserem", "ich", "wir", "mi", "mis", "nuestra", "nuestro", "tenemos", "tengo", "mon", "ma", "mes",
        "notre", "nos", "nous", "je", "mio", "mia", "nostra", "nostro", "meu", "minha", "nosso", "nossa",
        "temos", "mijn", "onze", "ik", "wij", "mój", "moja", "moją", "nasz", "nasza", "mojej", "můj", "moje",
        "naše", "min", "vår",
    ];
    const OTHERS: &[&str] = &["their", "they", "his", "recipient"];
    let end = ["\n>", "mail system", "expanded from", "Final-Recipient", "550", "554"]
        .into_iter()
        .filter_map(|sign| paste.find(sign))
        .min()
        .unwrap_or(paste.len())
        .min(LONGEST);
    let own = &paste[..paste.floor_char_boundary(end)];
    // An address has dots, too.
    let said = own.split(". ").flat_map(|part| part.split(['?', '!'])).map(str::to_lowercase);
    let has = |said: &str, words: &[&str]| {
        said.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
    };
    said.into_iter()
        .any(|said| FORWARDS.iter().any(|stem| said.contains(stem)) && has(&said, OWN) && !has(&said, OTHERS))
}

/// `<box@example.net> (expanded from <info@example.org>)`
fn expanded_from(paste: &str) -> Option<&str> {
    let (_, rest) = paste.split_once("(expanded from <")?;
    rest.split('>').next().filter(|address| address.contains('@'))
}

fn mailbox_before(paste: &str) -> Option<&str> {
    let (before, _) = paste.split_once("(expanded from <")?;
    let inner = before.trim_end().strip_suffix('>')?.rsplit('<').next()?;
    (inner.contains('@') && !inner.contains(char::is_whitespace)).then_some(inner)
}

#[cfg(test)]
mod tests {
    const REFUSED: &str = "<ann77@gmail.com> (expanded from <orders@example.org>): host gmail-smtp-in.l.google.com[192.0.2.27] said: 550-5.7.26 Your email has been \
                           blocked because the sender is unauthenticated. 550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. \
                           550-5.7.26 DKIM = did not pass 550-5.7.26 SPF [example.net] with ip: [198.51.100.83] = did not pass (in reply to end of DATA command)";

    #[test]
    fn who_passes_an_address_on_is_told_what_to_do_with_the_forward() {
        for words in [
            "My orders@example.org is forwarded to my Gmail, and what customers send comes back to them:",
            "Wir haben die Adresse auf mein Gmail umgeleitet. Was tun?",
            "esto llega cada vez que un cliente escribe (la tenemos reenviada a mi gmail)",
        ] {
            let told = crate::diagnose(&format!("{words}\n\n{REFUSED}\n")).findings.remove(0);
            assert!(told.title.starts_with("Your forward"), "{words}: {}", told.title);
            assert!(told.steps[0].text.contains("mailbox for orders@example.org"), "{:?}", told.steps);
            assert!(told.steps.iter().any(|step| step.text.contains("SRS")), "{:?}", told.steps);
            assert!(told.steps.iter().all(|step| !step.text.contains("Publish")), "{:?}", told.steps);
            assert!(told.ask.is_some_and(|ask| ask.contains("ann77@gmail.com")));
        }
        for words in [
            "I wrote to orders@example.org and got this:",
            "They forward their mail to Gmail, and I got this:",
        ] {
            let told = crate::diagnose(&format!("{words}\n\n{REFUSED}\n")).findings.remove(0);
            assert!(!told.title.starts_with("Your forward"), "{words}");
        }
    }
}
