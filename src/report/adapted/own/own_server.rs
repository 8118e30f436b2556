//! A log of the server that refused, or judged, what others handed to it: whoever reads it runs that server.

use crate::diagnose;
use crate::facts::story::Event;
use crate::facts::{Facts, Kind};
use crate::knowledge::{Act, CAUSES, OWNERS, Permanence, RULES, Runs, Topic};
use crate::report::adapted::own::{house, own_mailbox};
use crate::report::adapted::theirs::unlisted_partner;
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    // A rule that knows of a stranger at the door has said all.
    if told.is_turned_away() {
        (told.ask, told.commands, told.links) = (None, Vec::new(), Vec::new());
        return;
    }
    // What arrived, or was let pass, was not refused, whatever a filter noted on it.
    if told.cause == "delivered" || own_mailbox::adapt(told, facts, found, values) {
        return;
    }
    let is_gates = facts.program.is_some_and(is_gate)
        || (facts.program == Some("rspamd") && !of_ones_own_user(facts, found));
    let is_receivers = is_gates && !is_handed_on(facts, found);
    let is_refusal = refused_here(facts, found);
    let of_rule = found.rule.and_then(|rule| RULES[usize::from(rule)].act);
    let has_answered =
        found.statement.and_then(|index| facts.statements[index].code).is_some_and(|code| code >= 400);
    if is_receivers && (told.cause == "greylisted" || (has_answered && !is_refusal)) {
        by_this_server(told, facts.program, found, values);
    } else if is_receivers && !is_refusal && of_rule != Some(Act::SenderAdmin) {
        by_this_filter(told);
        judged_here(told, facts, found);
    } else if facts.program == Some("rspamd") && of_ones_own_user(facts, found) {
        of_ones_own(told);
        told.stage = "submission".to_owned();
    } else if is_refusal && is_kept(facts, found) {
        kept_here(told);
    } else if (is_refusal || is_of_the_store(facts, found)) && is_own_fault(&told.cause) {
        broken_here(told, found);
    } else if is_refusal {
        match inner_client(facts, found) {
            _ if signed_in(facts, found) => {
                of_ones_own(told);
                told.stage = "submission".to_owned();
                filtered_of_ones_own(told);
            }
            Some(address) if told.cause == "relay-denied" => of_the_house(told, address),
            Some(address) => from_within(told, address),
            None => {
                by_this_server(told, facts.program, found, values);
                unlisted_partner::adapt(told, facts, values);
            }
        }
    }
}

/// Programs that look at mail that comes in. Where a rule says so, it is about signing what goes out.
fn is_gate(program: &str) -> bool {
    OWNERS.iter().any(|owner| owner.id == program && owner.runs == Some(Runs::Gate))
}

/// Rspamd looks at mail of the reader's own people, too, and names the user that had signed in.
fn of_ones_own_user(facts: &Facts, found: &diagnose::Finding) -> bool {
    found.statement.is_some() && signed_in(facts, found)
}

/// Whether the lines tell of mail that this server wanted to hand to another one: a filter's lines stand beside them.
fn is_handed_on(facts: &Facts, found: &diagnose::Finding) -> bool {
    let mut of_it = facts.groups_of(found.statement).peekable();
    of_it.peek().is_some() && of_it.all(|group| matches!(group.event, Event::Bounced | Event::Deferred))
}

/// Whether the log is of the server that refused: the mail came from outside.
fn refused_here(facts: &Facts, found: &diagnose::Finding) -> bool {
    let mut of_it = facts.groups_of(found.statement).peekable();
    of_it.peek().is_some() && of_it.all(|group| group.event == Event::Rejected)
}

/// Whether the program that puts mail into the mailboxes says it in its own log: they are on the reader's server.
fn is_of_the_store(facts: &Facts, found: &diagnose::Finding) -> bool {
    let is_said_there = || facts.groups_of(found.statement).all(|group| group.event != Event::Bounced);
    let is_store = |number: u16| OWNERS[usize::from(number)].id == "dovecot";
    // A rule that knows how long it lasts knows that nothing was handed in, and what to do.
    let speaks_for_itself = found
        .rule
        .map(|rule| &RULES[usize::from(rule)])
        .is_some_and(|rule| rule.alone && rule.permanence.is_some());
    facts.kind == Kind::Log && found.speaker.is_some_and(is_store) && !speaks_for_itself && is_said_there()
}

/// What a server says of itself is for its own administrator to mend, whoever was put off by it.
fn is_own_fault(cause: &str) -> bool {
    matches!(
        cause,
        "server-storage-full"
            | "server-error"
            | "server-unavailable"
            | "delivery-program-failed"
            | "dns-temporary"
    )
}

/// This server refused others for a fault of its own: no sender is to do anything, and nobody else is to be asked.
fn broken_here(told: &mut Finding, found: &diagnose::Finding) {
    const LINES: &str = "Read the lines of this log right before the refusal, with the same number in square brackets: a warning there names the \
                         service, the filter (milter), the table or the disk that did not answer.";
    const SERVICE: &str = "See whether that service runs (`systemctl --failed`, `systemctl status` with its name), and what was changed last: an \
                           update, a certificate, a password, a full disk.";
    const SUMMARY: &str = "Another server, or one of your own people, wanted to hand in mail at yours, and yours could not take it: something that it needs \
                           does not work. They are not to blame, and as long as it stays so others are turned away, too.";
    const FULL: &str = "A file system of your server has no room left, or no inodes (entries for files): it can put down no mail. Whoever sends is not to \
                        blame, and as long as it stays so nobody's mail comes in.";
    const ANEW: &str = "Not before it is mended here. What was refused came back to its senders, and they have to send it anew.";
    const EITHER: &str = "Not before it is mended here. What the log shows as put off (deferred) comes in by itself then; what was refused for good has to \
                          be sent anew.";
    const AGAIN: &str = "The others' servers try again by themselves for some days: what they hold comes in once it is mended here.";
    let knows_the_fault = found.rule.is_some_and(|rule| RULES[usize::from(rule)].alone);
    // Whose rule knows the fault says all that is to be done, to whoever runs this server.
    told.steps.retain(|step| step.by == "recipient-admin" || (knows_the_fault && step.by == "sender-admin"));
    told.title = match title(&told.cause) {
        Some(title) if !knows_the_fault => title.to_owned(),
        _ => told.title.replace("The receiving server", "Your server"),
    };
    let step = |text: &'static str| Step::new("sender-admin", text);
    // The rule knows what else than a disk is used up.
    if told.cause == "server-storage-full" && !knows_the_fault {
        told.summary = FULL.to_owned();
    } else if !knows_the_fault {
        told.summary = SUMMARY.to_owned();
        told.steps = vec![step(LINES), step(SERVICE)];
    }
    for step in &mut told.steps {
        step.by = "sender-admin".into();
    }
    told.summary = told.summary.replace("the receiving server", "your server");
    // What its rule says of this very fault holds for both.
    if found.rule.is_none_or(|rule| RULES[usize::from(rule)].retry.is_empty()) {
        told.retry = match found.permanence {
            Permanence::Temporary => AGAIN,
            Permanence::Permanent => ANEW,
            Permanence::None => EITHER,
        }
        .to_owned();
    }
    told.act = "sender-admin".to_owned();
    told.ask = None;
    // They ask another server, and this one is it.
    told.commands.retain(|command| !command.why.contains("Put in the place of"));
    refused_with(told);
}

/// Whether words that were read say what became of the mail that a filter took (amavis: `{DiscardedInbound,Quarantined}`).
fn is_kept(facts: &Facts, found: &diagnose::Finding) -> bool {
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    ["{Discarded", ",Quarantined"].iter().any(|sign| words.contains(sign)) && !words.contains("{Rejected")
}

/// The server took the mail, and its filter kept it or threw it away: nobody was refused.
fn kept_here(told: &mut Finding) {
    const FIRST: &str = "This is your own server's filter, judging mail that it had taken. Nothing is to be mended on the sender's side, as \
                         far as this line tells.";
    told.steps.insert(0, Step::new("recipient-admin", FIRST));
    told.act = "recipient-admin".to_owned();
    told.ask = None;
}

/// Whether all who were refused so had signed in, or came over the port that is for signing in.
fn signed_in(facts: &Facts, found: &diagnose::Finding) -> bool {
    facts.groups_of(found.statement).all(|group| group.named.hands_in)
}

/// A client in the reader's own network among those that were refused so.
fn inner_client<'a>(facts: &'a Facts, found: &diagnose::Finding) -> Option<&'a str> {
    facts.groups_of(found.statement).find_map(|group| group.named.inner.as_deref())
}

/// One of the reader's own people or programs: what the cause says to senders is for them.
fn of_ones_own(told: &mut Finding) {
    const FIRST: &str = "Your own server refused this while somebody who sends through it handed it in, at the port or with the sign-in \
                         that is for its own people and programs. Tell them, or change the rule that refused.";
    house::both_sides(told);
    told.steps.insert(0, Step::new("sender-admin", FIRST));
    refused_with(told);
}

/// What the server's filter judged of a mail of one's own: it never left, and nobody at the other side has seen it.
fn filtered_of_ones_own(told: &mut Finding) {
    if !matches!(told.cause.as_str(), "spam-content" | "virus-or-attachment" | "policy-rejected") {
        return;
    }
    const LOOK: &str = "Look the message up in the history or the log of the filter, by its queue id or Message-ID: it names what it found, and which \
                        rule weighed most.";
    /// <https://rspamd.com/doc/configuration/settings.html>, checked 2026-11-27.
    const SPARE: &str = "If the verdict is wrong, weaken that rule for those who signed in (Rspamd: a block in local.d/settings.conf with \
                         `authenticated = yes`), and leave the rest of the filter on: an account whose password was stolen is found by it.";
    const WORDS: &str = "Until then write it without what the filter disliked: shortened links, links that show another address, files that are programs, \
                         text of a mail that was spam itself.";
    if told.cause != "policy-rejected" {
        told.steps.truncate(1);
        told.steps.push(Step::new("sender", WORDS));
        told.retry =
            "Not before the text or the rule is changed: the same message is judged the same.".to_owned();
    }
    told.act = "sender-admin".to_owned();
    told.steps.splice(1..1, [LOOK, SPARE].map(|text| Step::new("sender-admin", text)));
    told.add_note("Your own server's filter stopped it: it never left, and the recipient's mail system has not seen it.");
}

/// What happened at the reader's own server, where the cause's title speaks to the one that was refused.
const TITLES: &[(&str, &str)] = &[
    ("user-unknown", "Mail from outside named a mailbox that your server does not have"),
    ("relay-denied", "Somebody outside wanted your server to pass mail on, and it refused"),
    ("ptr-missing", "Your server refused another one whose address has no proper name"),
    ("helo-invalid", "Your server refused another one that gave an improper name"),
    ("ip-blocklisted", "Your server refused another one whose address is on a block list"),
    ("greylisted", "Your server put off a sender that it does not know yet"),
    ("mailbox-full", "Your server refused mail for a mailbox that is full"),
    ("policy-rejected", "A rule of your own server refused mail from outside"),
    ("geo-blocked", "Your server refused mail for the country that it came from"),
    ("message-too-large", "Your server refused a message that is larger than it takes"),
    ("sender-address-rejected", "Your server did not accept the sender's address of mail from outside"),
    ("spf-fail", "Your server refused mail that its sender's domain does not allow (SPF)"),
    ("dkim-fail", "Your server refused mail for its DKIM signature"),
    ("dmarc-fail", "Your server refused mail that failed DMARC"),
    ("sender-unauthenticated", "Your server refused mail that nothing proves to be the sender's"),
    ("spam-content", "Your server's filter took mail from outside for spam"),
    ("virus-or-attachment", "Your server's filter refused mail for what is attached to it"),
    ("rate-limited", "Your server slowed down another one that sent too much at once"),
    ("too-many-connections", "Your server turned away another one with too many connections"),
    ("server-error", "Your server turns mail away because of a fault of its own"),
    ("server-unavailable", "Your server puts mail off because something in it does not answer"),
    ("server-storage-full", "Your server takes no mail because its disk is full"),
    ("dns-temporary", "Your server puts mail off because it gets no answer from the DNS"),
    ("domain-blocklisted", "Your server refused mail that names a domain on a block list"),
];

/// What this server did, where others were refused for such a cause.
pub fn title(cause: &str) -> Option<&'static str> {
    TITLES.iter().find(|(known, _)| *known == cause).map(|(_, title)| *title)
}

/// Whoever reads this log runs that server: nobody else is to be asked.
fn by_this_server(told: &mut Finding, program: Option<&str>, found: &diagnose::Finding, values: &Values) {
    const SUMMARY: &str = "Another server, or somebody who had not signed in, wanted to hand in mail at yours, and yours said no.";
    const TURNED_AWAY: &str = " No mail of your own failed here.";
    told.title = match title(&told.cause) {
        Some(title) => title.to_owned(),
        None => format!("Refused at your own server: {}", in_a_sentence(&told.title)),
    };
    told.summary = SUMMARY.to_owned();
    told.retry = match found.permanence {
        Permanence::Temporary => {
            "The other side tries again by itself, if it is a mail server. Nothing waits here."
        }
        _ => "The other side got this answer. Nothing waits here.",
    }
    .to_owned();
    told.steps.retain(|step| step.by.starts_with("recipient") && !step.is_about(Topic::OwnDomain));
    let step = |text: std::borrow::Cow<'static, str>| Step::new("sender-admin", text);
    let firsts = [step(EXPECTED.into()), step(if_wanted(told, program, values).into())];
    told.steps.splice(0..0, firsts);
    for step in told.steps.iter_mut().filter(|step| step.by == "recipient-admin") {
        step.by = "sender-admin".into();
    }
    told.act = "sender-admin".to_owned();
    told.ask = None;
    // To have an entry removed is for the one that stands on the list.
    told.links.clear();
    // They test the way to a server, and this is the server itself.
    told.commands.retain(|command| is_about_the_client(&command.shell, values));
    if is_others_matter(found) {
        told.summary.push_str(TURNED_AWAY);
        told.turn_away();
        if told.cause == "spf-fail" {
            told.who = "whoever runs the sender's domain; no mail of yours failed".to_owned();
        }
    }
    refused_with(told);
}

/// Whether what it was refused for lies with whoever sent it, or is a rule of this server's: then the server did as it
/// should. A full mailbox and the like are for this side to mend.
fn is_others_matter(found: &diagnose::Finding) -> bool {
    let cause = &CAUSES[usize::from(found.cause)];
    matches!(cause.act, Act::Sender | Act::SenderAdmin)
        || matches!(cause.id, "greylisted" | "policy-rejected" | "geo-blocked")
}

/// A look-up of the address that was refused.
fn is_about_the_client(shell: &str, values: &Values) -> bool {
    shell.starts_with("dig +short -x ")
        && values.get("sending_ip").is_some_and(|address| shell.ends_with(address))
}

const EXPECTED: &str = "If you do not expect mail from there, nothing is to be done: servers refuse the like all day, and most of it is spam or \
                        somebody who tries addresses.";

/// What is to be done at the server that refused, if the mail should have been taken.
fn if_wanted(told: &Finding, program: Option<&str>, values: &Values) -> String {
    let recipient = values.get("recipient").unwrap_or("the address");
    match told.cause.as_str() {
        "user-unknown" | "mailbox-disabled" | "recipient-address-invalid" => {
            let tables = tables(program);
            format!(
                "If {recipient} should exist here, make the mailbox or an alias, or add it to the table in which the server \
                 looks{tables}."
            )
        }
        // Where it is not, the refusal is right, and mending it would make the server swallow others' mail.
        "relay-denied" => "If the recipient's domain is one of yours, add it to those that this server accepts. If it is not, the refusal is \
                           right: whoever is to send from here has to sign in."
            .to_owned(),
        "mailbox-full" => "Make room in the mailbox, or allow it more.".to_owned(),
        "spf-fail" => {
            let domain = values.get("sender_domain").unwrap_or("the sender's domain");
            let machine = values.get("sending_ip").unwrap_or("the server that was refused");
            format!(
                "If the sender is wanted, nothing has to be opened here: whoever runs {domain} has to add {machine}, or the service that it \
                 belongs to, to the SPF record of the domain. Send them the line. Until then an exception for this sender in the SPF \
                 check lets its mail in."
            )
        }
        "greylisted" => "Wait for the next try of the other server. Senders that are not to wait belong on the list of exceptions.".to_owned(),
        _ => "If the sender is wanted, find the rule or the list that refused, and make an exception there for this sender. What it was \
              refused for, the sender's own administrator can mend; send them the line."
            .to_owned(),
    }
}

/// The tables in which the server looks for mailboxes, where its program is known to have such.
pub fn tables(program: Option<&str>) -> &'static str {
    match program {
        Some("postfix") => " (local_recipient_maps, virtual_mailbox_maps or virtual_alias_maps)",
        _ => "",
    }
}

/// A title behind a colon: `The message …` begins small, `DKIM …` does not.
fn in_a_sentence(title: &str) -> String {
    let small = title.chars().nth(1).is_some_and(|second| !second.is_uppercase());
    let mut signs = title.chars();
    match signs.next().filter(|_| small) {
        Some(first) => first.to_lowercase().chain(signs).collect(),
        None => title.to_owned(),
    }
}

fn refused_with(told: &mut Finding) {
    for fact in told.facts.iter_mut().filter(|fact| matches!(fact.name.as_str(), "Reply" | "Error")) {
        fact.name = "Refused with".to_owned();
    }
}

/// What a server's own check says of mail that was handed to it: whoever reads it runs that server.
fn by_this_filter(told: &mut Finding) {
    const FIRST: &str = "This is your own server's judgement of mail that was handed to it. It is the sender's side that mends what it found; if \
                         the mail is wanted all the same, let this sender through here.";
    // What senders can do is none of this server's.
    told.steps.retain(|step| step.by.starts_with("recipient"));
    for step in told.steps.iter_mut().filter(|step| step.by == "recipient-admin") {
        step.by = "sender-admin".into();
    }
    // Malware is let through for nobody.
    if told.cause != "virus-or-attachment" {
        told.steps.insert(0, Step::new("sender-admin", FIRST));
    }
    told.act = "sender-admin".to_owned();
    told.ask = None;
    refused_with(told);
}

/// Mail that came in was checked: the line does not say that it was refused.
fn judged_here(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    if facts.program != Some("opendkim") || told.cause != "dkim-fail" {
        return;
    }
    told.title = "Mail that came in has a DKIM signature that does not hold".to_owned();
    told.summary = "OpenDKIM on your server checked the signature of a mail from outside, and it does not fit, or its key was not found. The \
                    line does not say that the mail was refused: without a rule for it OpenDKIM only writes its result into the header."
        .to_owned();
    told.permanence = "none".to_owned();
    told.retry =
        "Nothing waits here. Mail of this sender will be judged so until its side mends the signature."
            .to_owned();
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    let value = |key: &str| {
        let rest = words.split_once(key)?.1;
        let end = rest.find([' ', ',', ')', ';']).unwrap_or(rest.len());
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        (end > 0 && rest[..end].bytes().all(is_name)).then(|| &rest[..end])
    };
    let key = value("s=").zip(value("d="));
    // What signs is the other side's.
    told.commands.retain(|command| command.shell.starts_with("dig ") && key.is_some());
    for command in &mut told.commands {
        let Some((selector, domain)) = key else { break };
        command.shell = format!("dig +short TXT {selector}._domainkey.{domain}");
        command.windows = format!("nslookup -type=TXT {selector}._domainkey.{domain}");
        command.why = "The sender's key: a text with p= and a long key. Nothing: it is not published. Where it is there, the mail was \
                       changed on the way, or signed with another key."
            .to_owned();
    }
}

/// A program or a device of the reader's own wants to send through the reader's own server, and is not known there.
pub fn of_the_house(told: &mut Finding, address: &str) {
    told.summary = "A program or a device in your own network handed your mail server a message for somewhere else. It did not \
                    sign in, and the server does not pass mail on for whoever does not."
        .to_owned();
    told.retry = "Not before it signs in, or the server knows it.".to_owned();
    let first = "Let that program sign in: a user name and a password of this server, port 587 with STARTTLS or 465 with SSL/TLS.";
    let second = format!(
        "Or, where it cannot sign in, tell the server that {address} may send (Postfix: mynetworks; Exim: relay_from_hosts; Exchange: a receive \
         connector for that address alone, which may relay), that address or its own network and no more. Do not add the recipient's domain to this server's own: it would keep all mail for it."
    );
    told.steps = vec![Step::new("sender-admin", first), Step::new("sender-admin", second)];
    told.act = "sender-admin".to_owned();
    told.ask = None;
    told.commands.clear();
    refused_with(told);
}

/// A program or a device of the reader's own, or a filter that hands mail back, was refused.
fn from_within(told: &mut Finding, address: &str) {
    let first = format!(
        "Your own server refused this, and the client that handed it in, {address}, is in your own network: a program, a device or \
         colleague of yours, or a filter that hands mail back. Look in this log for the rule or the filter that refused it."
    );
    house::both_sides(told);
    told.steps.insert(0, Step::new("sender-admin", first));
    refused_with(told);
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_full_disk_below_the_mailboxes_is_the_readers_own() {
        let log = "Nov 25 03:41:10 mx dovecot: lmtp(ann@example.org)<33><k1>: Error: sieve: msgid=<7@example.net>: failed to store into mailbox 'INBOX': Internal error occurred.\n\
             Nov 25 03:41:10 mx dovecot: lmtp(ann@example.org)<33><k1>: Error: open(/var/vmail/ann/tmp/1.M1.mx) failed: No space left on device\n\
             Nov 25 03:41:10 mx postfix/lmtp[34]: 4V9b2k: to=<ann@example.org>, relay=mx[private/dovecot-lmtp], delay=1.2, dsn=4.2.0, status=deferred \
             (host mx[private/dovecot-lmtp] said: 451 4.2.0 <ann@example.org> Execution of Sieve filters was aborted due to temporary failure (in reply to end of DATA command))\n\
             Nov 25 03:41:10 mx rspamd[91]: <a81f02>; proxy; rspamd_task_write_log: id: <7@example.net>, qid: <4V9b2k>, ip: 192.0.2.40, from: <b@example.net>, (default: F (no action): [2.10/15.00] [DMARC_POLICY_ALLOW(-0.50){example.net;none;}]), len: 1, time: 4.1ms\n";
        let told = crate::diagnose(log).findings.remove(0);
        assert_eq!(
            (told.cause.as_str(), told.act.as_str(), told.ask.is_none()),
            ("server-storage-full", "sender-admin", true)
        );
        assert!(told.steps.iter().all(|step| step.by == "sender-admin"), "{:?}", told.steps);
    }

    #[test]
    fn a_fault_of_the_server_that_refuses_is_its_own_administrators() {
        let line = |client: &str, reply: &str| {
            format!(
                "Nov 25 10:02:17 mx postfix/smtpd[9]: NOQUEUE: reject: RCPT from {client}: {reply}; from=<a@example.net> to=<b@example.org> \
                 proto=ESMTP helo=<x>\n"
            )
        };
        let listed = |address: &str| {
            format!(
                "554 5.7.1 Service unavailable; Client host [{address}] blocked using zen.spamhaus.org; Error: open resolver; \
                 https://check.spamhaus.org/returnc/pub/192.0.2.53/"
            )
        };
        let all = line("out.example.net[203.0.113.50]", &listed("203.0.113.50"))
            + &line("mx.example.com[198.51.100.8]", &listed("198.51.100.8"));
        let report = crate::diagnose(&all);
        let [told] = &report.findings[..] else { panic!("{:?}", report.findings) };
        assert_eq!(
            (told.cause.as_str(), told.act.as_str(), &told.ask),
            ("server-error", "sender-admin", &None)
        );
        assert!(told.title.starts_with("Your server asks a block list wrongly"), "{}", told.title);
        assert!(told.steps.iter().all(|step| step.by == "sender-admin"), "{:?}", told.steps);
        assert!(told.steps.iter().any(|step| step.text.contains("127.0.0.[2..11]")) && told.links.is_empty());
        let said = report.log.expect("a log").sentences.join("\n");
        assert!(said.contains("Your server asks") && said.contains("(from out.example.net"), "{said}");
        // Whoever was refused reads the same from the other side.
        let bounce = format!(
            "This is the mail system at host out.example.net.\n\nYour message could not be delivered.\n\n<b@example.org>: host \
             mx.example.org[192.0.2.9] said: {} (in reply to RCPT TO command)\n",
            listed("203.0.113.50")
        );
        let told = crate::diagnose(&bounce).findings.remove(0);
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("server-error", "recipient-admin"));
        assert!(told.title.starts_with("The receiving server") && told.ask.is_some(), "{}", told.title);
        let policy = line(
            "out.example.net[203.0.113.50]",
            "451 4.3.5 <b@example.org>: Recipient address rejected: Server configuration problem",
        );
        let told = crate::diagnose(&policy).findings.remove(0);
        assert_eq!((told.act.as_str(), told.ask), ("sender-admin", None));
        assert!(told.title.starts_with("Your server") && told.steps[0].text.contains("lines of this log"));
    }

    #[test]
    fn a_stranger_that_a_list_names_is_nobody_of_the_house() {
        let knock = "Nov 12 02:14:01 mx postfix/dnsblog[100]: addr 203.0.113.9 listed by domain bl.spamcop.net as 127.0.0.2\n\
                     Nov 12 02:14:01 mx postfix/dnsblog[101]: addr 203.0.113.9 listed by domain zen.spamhaus.org as 127.0.0.4\n\
                     Nov 12 02:14:07 mx postfix/postscreen[99]: DNSBL rank 5 for [203.0.113.9]:40100\n";
        let report = crate::diagnose(knock);
        assert!(report.findings.len() == 1 && report.findings[0].is_turned_away(), "{:?}", report.findings);
        let log = report.log.expect("a log");
        assert_eq!(log.groups.iter().map(|group| group.count).sum::<usize>(), 1, "{:?}", log.groups);
        // Beside a failure of one's own it is none, even if that is a listing.
        let own = "Nov 12 02:15:33 mx postfix/smtp[150]: 9A3F1401C2: to=<b@example.org>, relay=mx.example.org[192.0.2.26]:25, delay=2, dsn=5.7.1, \
                   status=bounced (host mx.example.org[192.0.2.26] said: 550 5.7.1 Client host [192.0.2.77] blocked using zen.spamhaus.org (in reply \
                   to RCPT TO command))\n";
        let report = crate::diagnose(&format!("{knock}{own}"));
        let [told] = &report.findings[..] else { panic!("{:?}", report.findings) };
        assert_eq!((told.cause.as_str(), told.is_turned_away()), ("ip-blocklisted", false));
        let said = report.log.expect("a log").sentences.join("\n");
        assert!(said.contains("connected to yours") && said.contains(": 1 time"), "{said}");
    }

    #[test]
    fn a_name_that_a_stranger_gives_itself_signs_nobody_in() {
        let title = |client: &str| {
            let line = format!(
                "Nov 25 10:02:17 mx postfix/smtpd[9]: NOQUEUE: reject: RCPT from x[203.0.113.50]: 554 5.7.1 <b@example.org>: Relay \
                 access denied; from=<a@example.net> to=<b@example.org> proto=ESMTP {client}"
            );
            crate::diagnose(&line).findings.remove(0).steps.remove(0).text
        };
        assert!(title("helo=<x>, sasl_username=ann").contains("somebody who sends through it"));
        assert!(!title("helo=<sasl_username=ann>").contains("somebody who sends through it"));
    }

    #[test]
    fn what_a_servers_own_filter_says_is_for_whoever_runs_it() {
        let paste = "Nov 25 13:10:01 mx opendkim[7]: 4b9Fx92kZ9: key retrieval failed (s=one, d=example.net): \
                     'one._domainkey.example.net' record not found";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!((first.act.as_str(), first.ask), ("sender-admin", None));
        assert!(first.steps[0].text.starts_with("This is your own server's"), "{:?}", first.steps[0]);
        let paste = "Nov 26 10:00:00 mx clamav-milter[5]: Message 4XyZbC12Q3z1 from <a@example.net> to <b@example.org> infected by Win.Test.EICAR";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!((first.act.as_str(), first.ask), ("sender-admin", None));
        assert!(first.steps.iter().all(|step| step.by != "sender"), "{:?}", first.steps);
    }

    #[test]
    fn a_stranger_who_was_turned_away_is_no_failure_of_ones_own() {
        let from = "RCPT from x.example.net[203.0.113.50]";
        let told = "from=<a@example.net>, to=<b@example.org>, proto=ESMTP, helo=<mx>";
        for (cause, paste) in [
            (
                "ip-blocklisted",
                format!(
                    "Nov 25 10:02:17 mx postfix/postscreen[9]: NOQUEUE: reject: RCPT from [203.0.113.50]:41022: 550 5.7.1 Service \
                     unavailable; client [203.0.113.50] blocked using zen.spamhaus.org; {told}"
                ),
            ),
            (
                "helo-invalid",
                format!(
                    "Nov 25 10:02:17 mx postfix/smtpd[9]: NOQUEUE: reject: {from}: 504 5.5.2 <x>: Helo command rejected: need \
                     fully-qualified hostname; {told}"
                ),
            ),
            (
                "spam-content",
                format!(
                    "Nov 25 10:02:17 mx postfix/cleanup[9]: 4b9Fx92kZ9z1: milter-reject: END-OF-MESSAGE from x.example.net[203.0.113.50]: \
                     5.7.1 Spam message rejected; {told}"
                ),
            ),
            (
                "user-unknown",
                "2026-11-25 10:03:11 H=(x) [203.0.113.50] F=<a@example.net> rejected RCPT <b@example.org>: Unknown user".to_owned(),
            ),
        ] {
            let report = crate::diagnose(&paste);
            let first = &report.findings[0];
            assert_eq!((first.cause.as_str(), first.is_turned_away()), (cause, true), "{paste}");
            assert!(first.ask.is_none() && first.steps[0].text.starts_with("If you do not expect"), "{paste}");
            let shells = || first.commands.iter().map(|command| command.shell.as_str());
            assert!(shells().all(|shell| !shell.contains("REMOTE") && !shell.contains("postqueue")), "{paste}");
            let said: String = first.steps.iter().map(|step| step.text.as_ref()).collect();
            assert!(!said.contains("virtual_mailbox_maps"), "{said}");
            let text = crate::report::text::write(&report, None, &|_, words| words.to_owned());
            assert!(text.contains("No failure") && !text.contains("Will not pass"), "{text}");
        }
    }

    #[test]
    fn a_sender_that_ones_own_filter_puts_off_waits_elsewhere() {
        let paste = "2026-11-26 12:44:10 #1290(rspamd_proxy) <c41d07>; proxy; rspamd_task_write_log: id: <1@mail.example.com>, qid: <9C1F22018D>, ip: \
                     203.0.113.77, from: <a@example.com>, (default: F (soft reject): [4.70/15.00] [GREYLIST(0.00){greylisted;Thu, 26 Nov 2026 \
                     11:49:10 GMT;new record;}]), len: 3391, rcpts: <b@example.net>";
        let first = crate::diagnose(paste).findings.remove(0);
        assert!(first.cause == "greylisted" && first.is_turned_away(), "{first:?}");
        assert!(first.commands.is_empty());
    }

    #[test]
    fn among_many_one_of_the_own_network_is_not_passed_over() {
        let line = |address: &str| {
            format!(
                "Nov 25 14:00:11 mail postfix/smtpd[12]: NOQUEUE: reject: RCPT from unknown[{address}]: 554 5.7.1 <bob@example.net>: Relay \
                 access denied; from=<shop@example.org> to=<bob@example.net> proto=ESMTP helo=<web>\n"
            )
        };
        let told =
            crate::diagnose(&format!("{}{}", line("203.0.113.8"), line("10.0.0.5"))).findings.remove(0);
        assert!(told.steps[1].text.contains("10.0.0.5"), "{:?}", told.steps);
        assert!(!told.is_turned_away());
    }

    #[test]
    fn who_is_refused_in_ones_own_network_has_to_sign_in() {
        let log = |address: &str| {
            crate::diagnose(&format!(
                "Nov 25 14:00:11 mail postfix/smtpd[12]: NOQUEUE: reject: RCPT from unknown[{address}]: 554 5.7.1 <bob@example.net>: \
                 Relay access denied; from=<shop@example.org> to=<bob@example.net> proto=ESMTP helo=<web>"
            ))
            .findings
            .remove(0)
        };
        for address in ["172.18.0.4", "127.0.0.1", "::1", "fd00::2"] {
            let inner = log(address);
            assert_eq!(
                (inner.cause.as_str(), inner.act.as_str()),
                ("relay-denied", "sender-admin"),
                "{address}"
            );
            assert!(inner.steps[0].text.contains("sign in") && inner.ask.is_none());
            assert!(inner.steps.iter().all(|step| !step.text.starts_with("Add the domain")));
        }
        let outer = log("192.0.2.7");
        assert!(outer.is_turned_away() && outer.commands.is_empty(), "{outer:?}");
        assert!(outer.title.contains("outside") && outer.ask.is_none(), "{}", outer.title);
        assert!(outer.steps.iter().all(|step| !step.text.starts_with("Add the domain")), "{:?}", outer.steps);
    }

    #[test]
    fn what_a_policy_service_says_and_its_server_answers_is_one_refusal_at_ones_own_server() {
        const VERDICT: &str = "550 5.7.23 Message rejected due to: SPF fail - not authorized. Please see \
                               http://www.openspf.net/Why?s=mfrom;id=shop@example.net;ip=192.0.2.44;r=<UNKNOWN>";
        let service = format!("Nov 25 09:30:01 mx policyd-spf[71]: {VERDICT}\n");
        let server = format!(
            "Nov 25 09:30:01 mx postfix/smtpd[70]: NOQUEUE: reject: RCPT from out.example.com[192.0.2.44]: 550 5.7.23 <bob@example.org>: \
             Recipient address rejected: {}; from=<shop@example.net> to=<bob@example.org> proto=ESMTP helo=<out.example.com>\n",
            VERDICT.trim_start_matches("550 5.7.23 ")
        );
        let other = "Nov 25 09:29:11 mx postfix/smtpd[70]: 4XwBq31n2Pz9: client=mx.example.com[198.51.100.9]\n\
                     Nov 25 09:29:12 mx postfix/virtual[72]: 4XwBq31n2Pz9: to=<bob@example.org>, relay=virtual, delay=0.6, dsn=2.0.0, \
                     status=sent (delivered to maildir)\n";
        for log in [[other, &service, &server].concat(), [other, &service].concat()] {
            let report = crate::diagnose(&log);
            let [told] = &report.findings[..] else { panic!("{:?}", report.findings) };
            assert!(told.is_turned_away() && told.title.starts_with("Your server refused"), "{}", told.title);
            assert!(
                told.who.starts_with("whoever runs the sender's domain") && told.ask.is_none(),
                "{told:?}"
            );
            assert!(told.steps[1].text.contains("nothing has to be opened here"), "{:?}", told.steps);
            assert!(told.facts.iter().all(|fact| fact.name != "Queue id"), "{:?}", told.facts);
            let said = report.log.expect("a log").sentences;
            assert_eq!(said.iter().filter(|line| line.contains("SPF")).count(), 1, "{said:?}");
            assert!(said.iter().any(|line| line.contains("1 time")), "{said:?}");
        }
    }

    #[test]
    fn a_device_in_the_own_network_is_no_stranger_in_exchanges_log() {
        let log = |client: &str| {
            let row = |rest: &str| {
                format!(
                    "2024-02-19T08:41:20.301Z,MX1\\Default MX1,08DC2B1A5E3F0001,8,10.0.0.2:25,{client}:51544,{rest}"
                )
            };
            let rows = [
                row("<,RCPT TO:<bob@example.net>,"),
                row(">,550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain,"),
            ];
            crate::diagnose(&format!("#Software: Microsoft Exchange Server\n{}\n", rows.join("\n")))
                .findings
                .remove(0)
        };
        for address in ["10.0.0.8", "192.168.3.4", "[fd00::8]", "[::1]"] {
            let inner = log(address);
            assert_eq!(inner.cause, "relay-denied", "{address}");
            assert!(!inner.summary.contains("None of your own mail"), "{address}");
            assert!(
                inner.steps[0].text.contains("sign in") && inner.steps[1].text.contains("connector"),
                "{address}"
            );
        }
        assert!(log("192.0.2.7").title.contains("outside"));
    }

    #[test]
    fn a_key_that_cannot_be_used_is_the_signers_own() {
        let paste = "Jan 23 06:25:14 web opendkim[8]: key data is not secure: /etc/dkim/a.private is in group 113 which has multiple users\n\
                     Jan 23 06:25:14 web opendkim[8]: 5D1AE8004C: error loading key 'a._domainkey.example.org'";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!((first.cause.as_str(), first.act.as_str()), ("server-error", "sender-admin"));
        assert!(first.title.contains("could not sign"), "{}", first.title);
        assert!(first.steps.iter().all(|step| !step.text.contains("from outside")), "{:?}", first.steps);
    }

    #[test]
    fn who_signed_in_is_no_stranger() {
        let log = |tag: &str, login: &str| {
            crate::diagnose(&format!(
                "Nov 25 14:00:11 mail {tag}[12]: NOQUEUE: reject: RCPT from dsl.example.net[203.0.113.8]: 553 5.7.1 <boss@example.org>: Sender \
                 address rejected: not owned by user ann@example.org; from=<boss@example.org> to=<b@example.net> proto=ESMTP helo=<pc>{login}"
            ))
            .findings
            .remove(0)
        };
        for (tag, login) in
            [("postfix/smtpd", " sasl_username=ann@example.org"), ("postfix/submission/smtpd", "")]
        {
            let told = log(tag, login);
            assert!(told.steps[0].text.contains("its own people"), "{:?}", told.steps);
            assert!(!told.title.contains("own server"), "{}", told.title);
        }
    }

    #[test]
    fn the_own_filter_stops_mail_of_ones_own() {
        let log = |login: &str| {
            crate::diagnose(&format!(
                "Nov 25 14:00:10 mail postfix/smtpd[12]: 4cXK1Q0bZz1: client=pc.example.net[203.0.113.8]{login}\nNov 25 14:00:11 mail \
                 postfix/cleanup[13]: 4cXK1Q0bZz1: milter-reject: END-OF-MESSAGE from pc.example.net[203.0.113.8]: 5.7.1 Spam message rejected; \
                 from=<ann@example.org> to=<b@example.net> proto=ESMTP helo=<pc>"
            ))
            .findings
            .remove(0)
        };
        let own = log(", sasl_method=PLAIN, sasl_username=ann@example.org");
        assert_eq!(
            (own.cause.as_str(), own.stage.as_str(), own.act.as_str()),
            ("spam-content", "submission", "sender-admin")
        );
        assert!(
            own.steps[1].text.contains("queue id") && own.steps[2].text.contains("signed in"),
            "{:?}",
            own.steps
        );
        assert!(own.steps.iter().all(|step| !step.text.contains("same person")), "{:?}", own.steps);
        assert_eq!(log("").title, "Your server's filter took mail from outside for spam");
    }

    #[test]
    fn who_reads_a_refusal_in_a_log_of_ones_own_is_asked_themselves() {
        let paste = "Dec 21 21:17:30 mx postfix/smtpd[71]: NOQUEUE: reject: RCPT from out.example.com[192.0.2.34]: 450 4.7.25 Client host \
                     rejected: cannot find your hostname, [192.0.2.34]; from=<a@example.com> to=<bob@example.org> proto=ESMTP helo=<x>";
        let first = crate::diagnose(paste).findings.remove(0);
        assert!(first.is_turned_away(), "{first:?}");
        assert!(first.ask.is_none() && first.title.starts_with("Your server refused"), "{}", first.title);
        assert!(first.steps[0].text.contains("nothing is to be done"), "{:?}", first.steps);
        assert!(first.steps.iter().all(|step| !step.text.contains("PTR")), "{:?}", first.steps);
        let fact =
            |name: &str| first.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.as_str());
        assert_eq!(fact("Recipient"), Some("bob@example.org"));
        assert_eq!(fact("Sending address"), Some("192.0.2.34"));
    }

    #[test]
    fn a_filters_line_beside_it_makes_no_other_servers_refusal_ones_own() {
        let signed = "Nov 24 09:31:03 mail opendkim[9]: 4F2A91C0B1: DKIM-Signature field added (s=mail, d=example.org)\n";
        let refused = "Nov 24 09:31:04 mail postfix/smtp[30]: 4F2A91C0B1: to=<ann@example.net>, relay=mx.example.net[192.0.2.8]:25, delay=1, \
                       dsn=5.7.20, status=bounced (host mx.example.net[192.0.2.8] said: 550 5.7.20 No passing DKIM signature found (in reply to \
                       end of DATA command))\n";
        let told = crate::diagnose(&format!("{signed}{refused}")).findings.remove(0);
        assert!(!told.is_turned_away(), "{}", told.title);
        let shells: Vec<&str> = told.commands.iter().map(|command| command.shell.as_str()).collect();
        assert!(shells.iter().any(|shell| shell.contains("mail._domainkey.example.org")), "{shells:?}");
    }
}
