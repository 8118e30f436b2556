//! A server that refuses another address than the one it was given: it passes the first one on to the second, and knows only the first.

use crate::facts::Facts;
use crate::knowledge::Topic;
use crate::mail::address;
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    if told.cause != "user-unknown" {
        return;
    }
    let Some(written) = values.get("recipient") else { return };
    let reply = told.reply.as_ref().map(|reply| reply.text.as_str());
    let Some(target) = reply.and_then(|reply| other_address(reply, written)).map(str::to_owned) else {
        return;
    };
    let is = |known: Option<&str>| known.is_some_and(|known| known.eq_ignore_ascii_case(&target));
    let is_others =
        |known: &crate::facts::Recipient| is(Some(&known.address)) || is(known.original.as_deref());
    // It may be what the server says of the sender, or of somebody else who was written to.
    if is(values.get("sender")) || is(values.get("original")) || facts.recipients.iter().any(is_others) {
        return;
    }
    told.title = "The address is passed on to one that does not exist".to_owned();
    told.summary = format!(
        "The server was given {written} and refused {target}: it passes the one on to the other, and has no mailbox with that name."
    );
    told.act = "recipient-admin".to_owned();
    told.retry = "Not before that is set right at their server. Their other addresses may work.".to_owned();
    told.did_you_mean = None;
    told.steps = vec![
        Step::new(
            "sender",
            format!("Reach them by phone or at another address, and tell them that mail to {written} is passed on to {target}, where it is refused. The ready message says so, too. You need change nothing."),
        )
        .about(Topic::ByPhone),
        Step::new(
            "recipient-admin",
            format!("Look {written} up among the aliases, groups and forwards, and take {target} out or put the right address in its place."),
        ),
    ];
    told.ask = told.ask.is_some().then(|| values.message(LETTER).replace(TARGET, &target));
}

const TARGET: &str = "TARGET-OF-THE-FORWARD";
const LETTER: &str = "Hello,\n\nmail to one of your addresses is passed on by your server to another one, which it does not know.\n\nAddress I used: {recipient}\n\
                      Passed on to: TARGET-OF-THE-FORWARD\nWhen: {time}\nAnswer of the server: {reply}\n\nCould whoever looks after your mail put the right address \
                      in its place?\n\nThank you.";

/// The one address that a reply names in angle brackets, where that is not the one that the server was given.
fn other_address<'a>(reply: &'a str, written: &str) -> Option<&'a str> {
    let bracketed = reply.split('<').skip(1).filter_map(|rest| Some(rest.split_once('>')?.0));
    let mut named = bracketed.filter(|word| !word.contains(' ') && address::domain(word).is_some());
    let first = named.next()?;
    let is_one = named.all(|other| other.eq_ignore_ascii_case(first));
    let is_given = reply.to_ascii_lowercase().contains(&written.to_ascii_lowercase());
    (is_one && !is_given).then_some(first)
}

#[cfg(test)]
mod tests {
    fn told(refused: &str) -> crate::report::Finding {
        crate::diagnose(&format!(
            "This is the mail system at host mx.example.com.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more \
             recipients.\n\n<orders@example.org>: host mx.example.org[192.0.2.61] said: 550 5.1.1 <{refused}>: Recipient address rejected: User unknown in local \
             recipient table (in reply to RCPT TO command)\n"
        ))
        .findings
        .remove(0)
    }

    #[test]
    fn whoever_passes_an_address_on_to_a_dead_one_mends_it() {
        let forwarded = told("sales-old@example.org");
        assert_eq!((forwarded.cause.as_str(), forwarded.act.as_str()), ("user-unknown", "recipient-admin"));
        assert!(forwarded.title.contains("passed on"), "{}", forwarded.title);
        assert!(forwarded.summary.contains("refused sales-old@example.org"), "{}", forwarded.summary);
        assert!(forwarded.ask.is_some_and(|ask| ask.contains("Passed on to: sales-old@example.org")));
        for same in ["orders@example.org", "Orders@example.org"] {
            let plain = told(same);
            assert!(!plain.title.contains("passed on"), "{}", plain.title);
        }
    }
}
