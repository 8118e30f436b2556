//! A filter in front of the recipient's system took the mail, found SPF passed, and handed it on: the server behind it asked SPF
//! about the filter, which no sender's record can name.

use crate::diagnose::checks::path;
use crate::facts::Facts;
use crate::facts::message::Message;
use crate::report::values::Values;
use crate::report::{Finding, Step};

const LETTER: &str = "Hello,
your mail system refuses our mail for SPF, and asks about its own filter in front of it instead of our server.
Recipient: {recipient}
Envelope sender: {sender}
Your filter: {reporter}
Refused by: {remote}
Words of the server: {reply}
Time: {time}
Message-ID: {message_id}
The filter took the mail and found SPF passed. Could you leave mail that comes from the filter out of the check behind it? No sender's record can name your filter.
Thank you.";

pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    let is_spf = told.cause == "spf-fail";
    let Some(gateway) = facts.returned.as_deref().filter(|_| is_spf).and_then(|mail| gateway(mail, values))
    else {
        return;
    };
    told.title = "The recipient's system asked SPF about its own filter".to_owned();
    told.summary = format!(
        "{gateway} took the mail over and found SPF passed: the sender's list is as it should be. It handed the mail on, and the server behind \
         it asked SPF about {gateway} in place of the server that had sent."
    );
    told.note = None;
    told.confidence = "likely".to_owned();
    told.act = "recipient-admin".to_owned();
    told.retry = "Not before the recipient's side has changed the check.".to_owned();
    told.ask = Some(values.message(LETTER));
    told.commands.clear();
    let step = |by: &'static str, text: String| Step::new(by, text);
    told.steps = vec![
        step("sender", "Nothing on your side has to be changed. Tell the recipient by another way, and give them the ready message for whoever runs their mail.".to_owned()),
        step("recipient-admin", format!("On the server behind the filter, leave mail that comes from {gateway} out of the SPF check, or let the check read the address before it in Received. The filter has checked SPF already.")),
    ];
}

/// The last server that took the mail over before it was refused: not the sender's, and by its own word SPF passed.
fn gateway<'a>(mail: &'a Message, values: &Values) -> Option<&'a str> {
    let newest = &mail.hops.first()?.read;
    let by = newest.by.as_deref().filter(|by| path::is_host_name(by))?;
    let is_of = |domain: Option<&str>| domain.is_some_and(|domain| path::same_network(domain, by));
    let from_elsewhere = path::client(newest).is_some_and(|client| !path::same_network(client, by));
    let passed = mail.auth.iter().any(|auth| {
        auth.read.authserv.as_deref().is_some_and(|server| path::same_owner(server, by))
            && auth
                .read
                .statements
                .iter()
                .any(|said| said.method == "spf" && said.result.eq_ignore_ascii_case("pass"))
    });
    let is_handed_on = values.get("remote").is_some_and(|remote| !remote.eq_ignore_ascii_case(by));
    let is_theirs = from_elsewhere && is_of(values.get("reporter")) && !is_of(values.get("sender_domain"));
    (passed && is_handed_on && is_theirs && !newest.is_authenticated).then_some(by)
}

#[cfg(test)]
mod tests {
    fn told(result: &str) -> crate::report::Finding {
        crate::diagnose(&format!(
            "From: MAILER-DAEMON@filter.example.com\nTo: bob@example.org\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: text/plain\n\n\
             This is the mail system at host filter.example.com.\n\n<ann@example.net>: host mail.example.net[192.0.2.9] said: 550 5.7.23 \
             Message rejected due to: SPF fail - not authorized (in reply to RCPT TO command)\n\n--x\nContent-Type: message/delivery-status\n\n\
             Reporting-MTA: dns; filter.example.com\n\nFinal-Recipient: rfc822; ann@example.net\nAction: failed\nStatus: 5.7.23\n\n--x\n\
             Content-Type: text/rfc822-headers\n\nReturn-Path: <bob@example.org>\nReceived: from out.example.org (out.example.org [198.51.100.4])\n\
             \tby filter.example.com (Postfix) with ESMTPS id 3D4A01F2; Thu, 26 Nov 2026 18:03:09 +0000\n\
             Authentication-Results: filter.example.com; spf={result} smtp.mailfrom=bob@example.org\nFrom: bob@example.org\n\
             To: ann@example.net\nSubject: Offer\nDate: Thu, 26 Nov 2026 18:03:05 +0000\nMessage-ID: <1@example.org>\n\n--x--\n"
        ))
        .findings
        .remove(0)
    }

    #[test]
    fn a_filter_before_the_server_is_the_recipients_matter() {
        let passed = told("pass");
        assert_eq!((passed.cause.as_str(), passed.act.as_str()), ("spf-fail", "recipient-admin"));
        assert!(passed.ask.is_some_and(|ask| ask.contains("filter.example.com") && !ask.contains('{')));
        assert_eq!(told("fail").act, "sender-admin");
    }
}
