//! Somebody asks why their own server turned a partner away whose SPF record lacks the server that sent: it lasts until that record is
//! changed, and whoever runs the partner's domain changes it.
//!
//! Where nobody asks, the same line in a log is one of many strangers, and nothing failed: see [`crate::report::adapted::own::own_server`].

use crate::facts::Facts;
use crate::knowledge::{self, Topic};
use crate::report::values::Values;
use crate::report::{Command, Finding, Step};

const LETTER: &str = "Hello,

our mail server refuses messages from {sender_domain}: the SPF record of that domain does not list the server that sends them.

Sender: {sender}
Address of the sending server: {sending_ip}
Name that it gives: {helo}
Recipient: {recipient}
Time: {time}
Answer of our server: {reply}

Could you add that address, or the include of the service that it belongs to, to the one SPF record of {sender_domain}, and then send anew what came back?

Thank you.
";

const ANEW: &str = "What came back to the sender is not sent again by itself: once the record is changed and the old copy in DNS has run out, mostly within an \
                    hour, they send it anew.";

pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    let domain =
        values.get("sender_domain").filter(|domain| knowledge::organizational_domain(domain).is_some());
    let Some(domain) = domain.filter(|_| told.cause == "spf-fail" && told.is_turned_away() && facts.asked)
    else {
        return;
    };
    let machine = values.get("sending_ip").unwrap_or("the server that sent it");
    told.permanence = "permanent".to_owned();
    told.act = "author".to_owned();
    told.who = format!("whoever runs the domain {domain}");
    told.summary = format!(
        "A server wanted to hand in mail of {domain} at yours. The domain's own list of servers that may send for it (SPF) does not have {machine}, so yours said \
         no, as the domain asks. Your server did as it should."
    );
    told.retry =
        "Not before the domain's record is changed: until then each of these messages is refused.".to_owned();
    let listed = format!(
        "Nothing has to be opened here. Is the mail wanted, send the letter below to whoever runs {domain}, by another way than mail from there: they add \
         {machine}, or the include of the service that it belongs to, to their SPF record."
    );
    let exception = "Until then an exception for this one sender in the SPF check of your server lets its mail in. Anybody can write under that name as long as \
                     it stands: take it out again.";
    let unwanted = "If you do not expect mail from there, nothing is to be done: somebody else wrote under that name, and the refusal was right.";
    told.steps.clear();
    told.steps.extend([
        Step::new("sender-admin", listed).about(Topic::Spf),
        Step::new("sender-admin", exception),
        Step::new("author", ANEW),
        Step::new("sender-admin", unwanted),
    ]);
    told.commands.insert(
        0,
        Command {
            shell: format!("dig +short TXT {domain}"),
            windows: format!("nslookup -type=TXT {domain}"),
            why: format!("The one line that begins with v=spf1 is the record: {machine}, or an include that covers it, is missing there. Two such lines, or none, are a fault as well."),
        },
    );
    told.ask = Some(values.message(LETTER));
}

/// Whether the answer is that one: a refusal at the reader's own server that somebody outside has to mend.
pub fn is_told(told: &Finding) -> bool {
    told.cause == "spf-fail" && told.act == "author"
}

#[cfg(test)]
mod tests {
    const LOG: &str = "Nov 25 09:30:01 mx postfix/smtpd[70]: NOQUEUE: reject: RCPT from out.example.com[192.0.2.44]: 550 5.7.23 <bob@example.org>: Recipient \
                       address rejected: Message rejected due to: SPF fail - not authorized. Please see http://www.openspf.net/Why?s=mfrom;id=shop@example.net;\
                       ip=192.0.2.44;r=<UNKNOWN>; from=<shop@example.net> to=<bob@example.org> proto=ESMTP helo=<out.example.com>\n";

    #[test]
    fn a_partner_whom_somebody_asks_about_mends_the_record() {
        let told = crate::diagnose(&format!(
            "{LOG}\nThe shop says that its bills come back. Do we have to open something?\n"
        ))
        .findings
        .remove(0);
        assert_eq!((told.cause.as_str(), told.state.as_str()), ("spf-fail", "permanent"), "{told:?}");
        assert_eq!(told.who, "whoever runs the domain example.net");
        assert!(
            told.steps[0].text.contains("192.0.2.44") && told.steps[0].text.contains("letter"),
            "{:?}",
            told.steps
        );
        assert_eq!(told.commands[0].shell, "dig +short TXT example.net");
        let ask = told.ask.clone().unwrap_or_default();
        assert!(
            ask.contains("192.0.2.44")
                && ask.contains("SPF record of example.net")
                && !ask.contains("our domain"),
            "{ask}"
        );
        assert_eq!(crate::report::text::met(&told), "at your own server, where mail comes in");
        // In a log alone it is one of many strangers.
        assert!(crate::diagnose(LOG).findings[0].is_turned_away());
    }
}
