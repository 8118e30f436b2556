//! Finds single facts for commands and messages in what was read.

use crate::diagnose::Finding;
use crate::diagnose::checks::speak;
use crate::facts::story::{Event, Log, Named, Step, Story};
use crate::facts::{Facts, Kind, Recipient, Statement};
use crate::knowledge::{self, CAUSES, LISTS, RULES, Stage};
use crate::mail::{address, date, shown};

/// The domain that the mail's author writes under, which is what DMARC is about (RFC 9989): the envelope's where no header
/// tells.
pub fn author_domain(facts: &Facts) -> Option<&str> {
    let mail = facts.returned.as_ref().or(facts.message.as_ref());
    let author = mail.and_then(|mail| mail.from.first()).map(|author| author.read.address.as_str());
    Some(author.or(facts.envelope.sender.as_deref())?.rsplit_once('@')?.1)
}

/// The address in the From line of the mail that a report brings back, or of the one that was pasted.
pub fn author(facts: &Facts) -> Option<&str> {
    let is_mail = matches!(facts.kind, Kind::Headers | Kind::Message);
    let mail = facts.returned.as_ref().or(facts.message.as_ref().filter(|_| is_mail));
    let author = mail?.from.first()?.read.address.as_str();
    author.contains('@').then_some(author)
}

pub fn is_report(facts: &Facts) -> bool {
    matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport)
}

/// Whether a reply names a host as the one behind it: `[Hostname=AB1PR01MB1234.eurprd01.prod.outlook.com]`.
pub fn is_back_end(words: &str, host: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    lower.contains(&format!("[hostname={}]", host.to_ascii_lowercase()))
}

/// Whose name was not to be sent in: `… not allowed to send as team@example.org`. The envelope may have the account's own.
pub fn sent_as<'a>(found: &Finding, words: &'a str) -> Option<&'a str> {
    let cause = CAUSES[usize::from(found.cause)].id;
    // `Rejected by header based Anti-Spoofing policy: ann@example.com`
    if cause == "sender-unauthenticated" {
        let (_, rest) = words.split_once("Spoofing policy: ")?;
        return in_sentences(rest.split_whitespace().next()?).next();
    }
    if cause != "send-as-denied" {
        return None;
    }
    if let Some((address, _)) = not_owned(words) {
        return Some(address);
    }
    let (_, rest) = words.split_once("send as ")?;
    let word = rest.split_whitespace().next()?.trim_matches(['<', '>', ';', ',', '.', '"', '\'']);
    let (local, domain) = word.split_once('@')?;
    (!local.is_empty() && domain.contains('.')).then_some(word)
}

/// The address and the account of `<team@example.org>: Sender address rejected: not owned by user ann@example.org` (Postfix).
fn not_owned(words: &str) -> Option<(&str, &str)> {
    let (front, rest) = words.split_once("not owned by user ")?;
    let ends = |c: char| c.is_whitespace() || matches!(c, ';' | ',' | '\'' | '"' | ')' | '>');
    let account = rest.split(ends).next()?.trim_end_matches('.');
    let address = address::in_brackets(front).last()?;
    (!account.is_empty()).then_some((address, account))
}

/// The address that a reply names beside the one that is no longer in use, where it is one.
pub fn new_address<'a>(found: &Finding, words: &'a str, known: &[&str]) -> Option<&'a str> {
    if CAUSES[usize::from(found.cause)].id != "recipient-moved" {
        return None;
    }
    let is_known = |word: &str| known.iter().any(|known| known.eq_ignore_ascii_case(word));
    let mut named = in_sentences(words).filter(|word| !is_known(word));
    let first = named.next()?;
    named.all(|other| other.eq_ignore_ascii_case(first)).then_some(first)
}

/// Whether the words are a server's own reply, whoever tells it: they begin with its code.
pub fn begins_with_code(words: &str) -> bool {
    let code = words.get(..3).and_then(|code| code.parse::<u16>().ok());
    code.is_some_and(|code| (400..600).contains(&code)) && words[3..].starts_with([' ', '-'])
}

/// Whether what is to be done is about the address that the words name.
pub fn asks_for_address(found: &Finding) -> bool {
    let steps = found.rule.map_or(&[][..], |rule| &RULES[usize::from(rule)].steps);
    steps.iter().any(|step| step.text.contains("{sending_ip}"))
}

/// The domain that a queue of Exchange is for, where one is shown (`Get-Queue`): what stands there for a smart host may be that host.
pub fn next_hop(facts: &Facts) -> Option<&str> {
    let mut found = None;
    for said in facts.statements.iter().take(8) {
        for (at, mark) in said.text.as_str().match_indices("NextHopDomain") {
            let rest = said.text.as_str()[at + mark.len()..].trim_start().strip_prefix(':')?;
            let domain = rest.split_whitespace().next().unwrap_or_default();
            let is_domain = domain.contains('.') && !domain.contains(['[', '@', '\\']);
            if is_domain && found.is_some_and(|known| known != domain) {
                return None;
            }
            found = found.or(is_domain.then_some(domain));
        }
    }
    let is_through_dns =
        facts.statements.iter().take(8).any(|said| said.text.as_str().contains("DnsConnectorDelivery"));
    found.filter(|domain| is_through_dns || domain.ends_with(".onmicrosoft.com"))
}

/// The domain that a reply says it checked: `SPF [example.org] with ip: [192.0.2.1] = did not pass`, `192.0.2.1 is not allowed to send
/// mail from example.org`, `The MAIL FROM domain [example.org] has an SPF record with …`.
pub fn checked_domain(words: &str) -> Option<&str> {
    const CUES: &[&str] = &[
        "mail from domain [",
        "not allowed to send from ",
        "not allowed to send mail from ",
        "not allowed to send mail for ",
        "not authorized to send mail from ",
        "not authorized to send mail for ",
        "not permitted to send mail from ",
        "not permitted to send mail for ",
    ];
    let lower = words.to_ascii_lowercase();
    let behind = |(at, _): (usize, &str)| words[at + 3..].trim_start().strip_prefix('[');
    let named = || CUES.iter().find_map(|cue| words.get(lower.find(cue)? + cue.len()..));
    let rest = words.match_indices("SPF").find_map(behind).or_else(named)?;
    let ends =
        |c: char| c.is_whitespace() || matches!(c, ']' | ',' | ';' | ':' | '(' | ')' | '>' | '"' | '\'');
    let domain = rest.split(ends).next()?.trim_end_matches('.');
    let domain = domain.rsplit_once('@').map_or(domain, |(_, domain)| domain);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    (domain.contains('.') && domain.split('.').all(is_label)).then_some(domain)
}

/// What DNS was asked for: `Name service error for name=example.org type=MX` (Postfix).
pub fn name_asked(words: &str) -> Option<&str> {
    let (_, rest) = words.split_once("error for name=")?;
    let name = rest.split(|c: char| c.is_whitespace() || matches!(c, ',' | ')')).next()?;
    name.contains('.').then_some(name)
}

/// Whether a failed look-up may have been one of the sender's side.
pub fn is_about_sender(words: &str) -> bool {
    const SIDES: &[&str] = &[
        "sender",
        "mail from",
        "helo",
        "ehlo",
        "client",
        "spf",
        "dkim",
        "dmarc",
        "reverse",
        "ptr",
        "rbl",
        "dnsbl",
    ];
    let lower = words.to_ascii_lowercase();
    SIDES.iter().any(|side| lower.contains(side))
}

/// Whose limit it is, in cPanel's words: `Domain example.org has exceeded the max emails per hour`.
pub fn limited_domain(words: &str) -> Option<&str> {
    let (before, _) = words.split_once(" has exceeded the max ")?;
    let (_, domain) = before.rsplit_once("Domain ")?;
    (domain.contains('.') && !domain.contains(char::is_whitespace)).then_some(domain)
}

/// Whether the report was written by this server. Microsoft's have two names with one first label.
pub fn is_reporter(facts: &Facts, host: &str) -> bool {
    let Some(reporter) = facts.envelope.reporter.as_deref() else { return false };
    let label = |host: &str| host.split('.').next().unwrap_or_default().to_ascii_lowercase();
    host.eq_ignore_ascii_case(reporter)
        || label(host) == label(reporter) && knowledge::same_organization(host, reporter)
}

/// The address that stands beside a server's name: `mx.example.org[192.0.2.1]`, `mx.example.org [192.0.2.1]`.
pub fn address_of(text: &str, host: &str) -> Option<String> {
    let lower = text.get(..text.floor_char_boundary(text.len().min(4000)))?.to_ascii_lowercase();
    lower.match_indices(&host.to_ascii_lowercase()).find_map(|(at, name)| {
        let rest = lower[at + name.len()..].trim_start_matches(['.', ' ']);
        let inner = rest.strip_prefix(['[', '('])?.split([']', ')']).next()?;
        inner.parse::<std::net::IpAddr>().ok().map(|address| address.to_string())
    })
}

/// Other servers whose words are about the same recipient.
pub fn others(about: &[&Statement], remote: &str) -> Option<String> {
    let mut found: Vec<&str> = Vec::new();
    for host in about.iter().filter_map(|statement| statement.remote.as_deref()) {
        // Another name of the same service is no other server.
        if !is_of_one_service(host, remote) && !host.eq_ignore_ascii_case(remote) && !found.contains(&host) {
            found.push(host);
        }
    }
    (!found.is_empty()).then(|| found.join(", "))
}

/// The message in a log that a finding's words are about, and the line of it. Where several have the same words, none.
pub fn tale<'a>(facts: &'a Facts, found: &Finding) -> Option<(&'a Story, &'a Step)> {
    let stories = &facts.log.as_ref()?.stories;
    // That the one message was taken in the end is no line's reason.
    if let ([story], None, Some(_)) = (&stories[..], found.statement, facts.success) {
        return story.steps.iter().rfind(|step| step.event == Event::Sent).map(|step| (story, step));
    }
    let mut told = stories.iter().flat_map(|story| story.steps.iter().map(move |step| (story, step)));
    let outcome = found.statement.map(|statement| facts.outcome_of(statement));
    let is_it = |(_, step): &(&Story, &Step)| {
        step.statement.is_some() && (step.statement == found.statement || step.statement == outcome)
    };
    let mut first = told.find(is_it)?;
    for other in told.filter(is_it) {
        if !std::ptr::eq(other.0, first.0) {
            return None;
        }
        match (&first.1.to, &other.1.to) {
            // What led to an outcome names nobody, and the outcome does.
            (None, Some(_)) => first = other,
            (Some(_), None) => {}
            (one, another) if one == another => {}
            _ => return None,
        }
    }
    Some(first)
}

/// The messages in a log that the same words are about, with their recipients, where there are several: `1rhAbc-0001Ab-2C to
/// ann@example.org`.
pub fn messages(log: &Log, statement: usize) -> Option<String> {
    const FEW: usize = 10;
    let is_it = |step: &&Step| step.statement == Some(statement);
    let of_story = |story: &Story| {
        let to = story.steps.iter().find(is_it)?.to.clone();
        Some(to.map_or(story.id.clone(), |to| format!("{} to {to}", story.id)))
    };
    let mut all = log.stories.iter().filter_map(of_story);
    let named: Vec<String> = all.by_ref().take(FEW).collect();
    let more = match all.count() {
        0 => String::new(),
        others => format!("; and {others} more"),
    };
    (named.len() > 1).then(|| named.join("; ") + &more)
}

/// Which of fail2ban's jails a line is about: `[postfix-sasl] Ban 192.0.2.1`.
pub fn jail(words: &str) -> Option<&str> {
    let (before, _) = words.split_once("] Ban ")?;
    before.rsplit_once('[').map(|(_, jail)| jail).filter(|jail| !jail.is_empty())
}

/// Under which name amavis keeps a copy: `quarantine: s/spam-sXyZ12.gz,`.
pub fn quarantine(words: &str) -> Option<&str> {
    let (_, rest) = words.split_once(", quarantine: ")?;
    rest.split([',', ' ']).next().filter(|name| !name.is_empty())
}

/// The file of a mailbox on a Domino server: `mail\\iholt.nsf`.
pub fn mail_file(words: &str) -> Option<&str> {
    let ends = |c: char| !(c.is_alphanumeric() || matches!(c, '\\' | '/' | '.' | '-' | '_'));
    let mut files = words.split(ends).map(|word| word.trim_end_matches('.'));
    files.find(|file| {
        file.len() > 4 && file.to_ascii_lowercase().ends_with(".nsf") && file.contains(['\\', '/'])
    })
}

/// Whom the lines of a log name that a finding's words are about. Where they are of several hosts, nobody.
pub fn named<'a>(facts: &'a Facts, found: &Finding) -> Option<&'a Named> {
    let mut told = facts.groups_of(found.statement);
    let first = told.next()?;
    told.next().is_none().then_some(&first.named)
}

/// The name of the key that the author's domain signed the mail with.
pub fn selector(facts: &Facts) -> Option<&str> {
    let mail = facts.returned.as_ref().or(facts.message.as_ref())?;
    let author = author_domain(facts)?;
    let of_author = |domain: &str| knowledge::same_organization(domain, author);
    let signature = mail.dkim.iter().find(|signature| signature.read.get("d").is_some_and(of_author))?;
    signature.read.get("s")
}

/// The key that a reply names, `no key for signature (SEL._domainkey.example.org)`: its selector, and whose it is.
pub fn key_named(words: &str) -> Option<(&str, &str)> {
    const MARK: &str = "._domainkey.";
    let at = words.find(MARK)?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let before = &words[..at];
    let selector = &before[before.trim_end_matches(is_name).len()..];
    let behind = &words[at + MARK.len()..];
    let domain = behind[..behind.find(|c| !is_name(c)).unwrap_or(behind.len())].trim_end_matches('.');
    (!selector.is_empty() && domain.contains('.')).then_some((selector, domain))
}

/// The key that a filter's line names by its values, `s=mail d=example.org`, `(s=mail, d=example.org)`, or as rspamd does,
/// `[example.org:s=mail]`: its selector, and whose it is where that is told.
pub fn key_told(words: &str) -> Option<(&str, Option<&str>)> {
    let name = |rest: &'_ str| {
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
            .unwrap_or(rest.len())
    };
    let value = |key: &str| {
        let is_apart = |at: usize| {
            !words[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        };
        let (at, _) = words.match_indices(key).find(|(at, _)| is_apart(*at))?;
        let rest = &words[at + key.len()..];
        let value = rest[..name(rest)].trim_end_matches('.');
        (!value.is_empty()).then_some((at, value))
    };
    let (at, selector) = value("s=")?;
    let before = words[..at].strip_suffix(':').map(|front| {
        let before = front.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
        &front[before.len()..]
    });
    let domain = before.or(value("d=").map(|(_, domain)| domain)).filter(|domain| domain.contains('.'));
    // `s=` alone is many things; beside a domain, or where DKIM is spoken of, it is the key's name.
    let is_of_dkim = domain.is_some() || words.to_ascii_lowercase().contains("dkim");
    is_of_dkim.then_some((selector, domain))
}

/// The key by which a server's log, or a filter's lines in it, shows a mail to have been signed.
pub fn key_in_log(paste: &str) -> Option<(&str, Option<&str>)> {
    /// So much is looked through, in bytes.
    const LONGEST: usize = 64 << 10;
    let start = &paste[..paste.floor_char_boundary(LONGEST.min(paste.len()))];
    start.lines().filter(|line| line.to_ascii_lowercase().contains("dkim")).find_map(key_told)
}

/// Whom JavaMail and the Email Extension of Jenkins call refused: `INVALID addresses: ann@example.org`, where it is one.
fn called_invalid(text: &str) -> Option<&str> {
    const MARK: &str = "invalid addresses";
    // A list of them is as long as a line.
    const NEAR: usize = 300;
    let at =
        text.as_bytes().windows(MARK.len()).position(|seen| seen.eq_ignore_ascii_case(MARK.as_bytes()))?;
    let rest = text.get(at + MARK.len()..)?;
    let line = rest[..rest.floor_char_boundary(NEAR.min(rest.len()))].lines().next()?;
    let mut named = in_sentences(line);
    named.next().filter(|_| named.next().is_none())
}

/// A program's words without what the label says, the name of a member (`"Message":"…"`), and brackets that close what was
/// opened before them.
pub fn bare(words: &str) -> &str {
    let words = words.strip_prefix("Error: ").unwrap_or(words);
    let words = match words.split_once(':') {
        Some((name, value)) if name.starts_with('"') && name.trim_end().ends_with('"') => {
            let value = value.trim();
            value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
        }
        _ => words,
    };
    match words.contains(['{', '[']) {
        true => words,
        false => words.trim_end_matches(['}', ']', ' ']),
    }
}

/// The address that others can write to: a mailbox of an inner host is known to that organisation alone.
pub fn reachable(recipient: &Recipient) -> &str {
    let is_inner = recipient.address.rsplit_once('@').is_none_or(|(_, domain)| !domain.contains('.'));
    recipient
        .original
        .as_deref()
        .filter(|original| is_inner && original.contains('@'))
        .unwrap_or(&recipient.address)
}

/// The block list to ask: the one that is named, if it can be asked, or the one that most servers ask.
pub fn zone(lists: &[u16], of_domains: bool) -> Option<&'static str> {
    let mut named = lists.iter().map(|list| &LISTS[usize::from(*list)]);
    match lists {
        [] if of_domains => Some("dbl.spamhaus.org"),
        [] => Some("zen.spamhaus.org"),
        _ => named.find(|list| !list.zone.is_empty() && !list.closed).map(|list| list.zone),
    }
}

/// Whose list it is, where one is named.
pub fn list(lists: &[u16]) -> Option<&'static str> {
    let [list] = lists else { return None };
    LISTS[usize::from(*list)].name.split(':').next()
}

/// The domain of the address in From: of the mail, or as Google and others refuse it (`email from example.org is not accepted`). The
/// envelope's may be another one.
pub fn from_domain<'a>(facts: &'a Facts, words: Option<&'a str>) -> Option<&'a str> {
    let of_mail = author(facts).and_then(|author| Some(author.rsplit_once('@')?.1));
    let refused = || {
        let (front, _) = words?.split_once(" is not accepted")?;
        front.rsplit_once("email from ").map(|(_, domain)| domain)
    };
    of_mail.or_else(refused).filter(|domain| domain.contains('.') && !domain.contains(char::is_whitespace))
}

/// The one address that a reply about a recipient names.
pub fn mentioned<'a>(facts: &'a Facts, found: &Finding, statement: &'a Statement) -> Option<&'a str> {
    const AND_THESE: &[&str] = &["relay-denied", "greylisted", "recipient-restricted", "suppressed"];
    let cause = &CAUSES[usize::from(found.cause)];
    let about_a_mailbox = cause.stage == Stage::Mailbox || AND_THESE.contains(&cause.id);
    if !facts.recipients.is_empty() {
        return None;
    }
    if let Some(address) = facts.statements.iter().take(8).find_map(|said| called_invalid(said.text.as_str()))
    {
        return Some(address);
    }
    let sender = verified_in(facts, None);
    if let Some(address) = facts.statements.iter().take(8).find_map(|said| sent_to(said.text.as_str())) {
        // cPanel says of the sender, too, that it could not deliver mail to it.
        return Some(address).filter(|address| Some(*address) != sender);
    }
    // The domain of an address that a server did not find is in it.
    let is_recipients = |text: &str| text.to_ascii_lowercase().contains("recipient address rejected");
    let is_no_domain = cause.id == "domain-not-found" && is_recipients(statement.text.as_str());
    if !about_a_mailbox && !is_no_domain {
        return None;
    }
    let sender = facts.envelope.sender.as_deref().unwrap_or_default();
    let text = statement.text.as_str();
    // A service's own list holds recipients alone, and names them within its sentences.
    let named: Vec<&str> = match cause.id {
        "suppressed" => in_sentences(text).collect(),
        _ => address::in_brackets(text).collect(),
    };
    let mut named = named.into_iter().filter(|address| *address != sender && !is_in_from(text, address));
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

/// The address in `Error sending "Alerts" to ann@example.org: …`: a program says whom it was writing to.
fn sent_to(text: &str) -> Option<&str> {
    const SENDING: [&str; 4] = ["sending", "send", "deliver", "delivering"];
    let begins = |line: &&str| {
        let head = line.split('@').next().unwrap_or_default().to_ascii_lowercase();
        let (sentence, _) = head.rsplit_once(" to ").unwrap_or_default();
        let mut words = sentence.split(|c: char| !c.is_ascii_alphabetic());
        let is_failure = ["error", "fail", "could not", "unable"].iter().any(|sign| sentence.contains(sign));
        is_failure && words.any(|word| SENDING.contains(&word))
    };
    let line = text.lines().take(LINES).find(begins)?;
    let (_, rest) = line[..line.find('@')?].rsplit_once(" to ")?;
    let start = rest.as_ptr() as usize - line.as_ptr() as usize;
    let word = line[start..].split_whitespace().next()?;
    let word = word.trim_matches(['<', '>', '"', '\'', '(', ')', ':', ',', ';', '.', '`', '[', ']']);
    in_sentences(word).next()
}

/// A known service's server for sending that is named in the words: nobody's mail is received there, so it is the one that was asked.
pub fn sending_server(text: &str) -> Option<&str> {
    let parts = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '@'));
    let mut hosts = text.split(parts).map(|word| word.trim_matches('.')).filter(|word| word.contains('.'));
    hosts.find(|host| knowledge::sending_service(host).is_some())
}

/// So many lines say what a program was doing.
const LINES: usize = 20;

/// Whether an address stands in the field From, as a mail program shows it in its language: whoever wrote is not written to.
fn is_in_from(text: &str, address: &str) -> bool {
    // The very text that the address is cut out of.
    let at = (address.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    let Some(above) = text.get(..at) else { return false };
    shown::is_from(&above[above.rfind('\n').map_or(0, |end| end + 1)..])
}

/// Addresses as words of a sentence.
pub fn in_sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | ':' | '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}')
    };
    let words = text.split(ends).map(|word| word.trim_end_matches('.'));
    words.filter(|word| {
        word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
    })
}

/// The name in `<mail.local>: Helo command rejected: …`, `Invalid HELO name (mail.local)`.
pub fn refused_name(words: &str) -> Option<&str> {
    let lower = words.to_ascii_lowercase();
    let at = lower.find("helo").or(lower.find("ehlo"))?;
    let host = |word: &'_ str| {
        word.contains('.') && !word.contains('@') && word.parse::<std::net::IpAddr>().is_err()
    };
    let front = words[..at].trim_end().strip_suffix(">:").and_then(|front| front.rsplit_once('<'));
    let inner = front
        .map(|(_, name)| name)
        .or_else(|| words[at..].split_once('(')?.1.split_once(')').map(|(name, _)| name));
    inner.filter(|name| host(name) && !name.contains(' '))
}

/// Less than this between taking a message and the report is no waiting; longer than this no server waits.
const WAITING: std::ops::RangeInclusive<i64> = 600..=30 * 86_400;

/// The server as the settings have it, where the one that answered is a machine of the same service: that is another one next time.
pub fn entered<'a>(facts: &'a Facts, said: &Statement) -> Option<&'a str> {
    let host = &facts.settings.as_ref()?.host.as_ref()?.is;
    is_of_one_service(said.remote.as_deref()?, host).then_some(host.as_str())
}

fn is_of_one_service(one: &str, other: &str) -> bool {
    let service = |host: &str| knowledge::service_of_host(host).map(|service| service.id);
    service(one).is_some() && service(one) == service(other)
}

/// The sender address that a server could not verify: `Verification failed for <ann@example.org>`, `while verifying <ann@example.org>`
/// (Exim), `<ann@example.org>: Sender address rejected: …` (Postfix), `The sender address "ann@example.org" was invalid` (Apple),
/// `Sender address has null MX (ann@example.org)`.
pub fn verified(words: &str) -> Option<&str> {
    let lower = words.to_ascii_lowercase();
    let behind =
        |cue: &str| words[lower.find(cue)? + cue.len()..].split_once('>').map(|(address, _)| address);
    let before = || Some(words[..lower.find(">: sender address rejected")?].rsplit_once('<')?.1);
    const CUES: [&str; 4] =
        ["verification failed for <", "while verifying <", "sender address \"", "sender address “"];
    let address = CUES.into_iter().find_map(behind).or_else(before).or_else(|| blamed(words));
    address.filter(|address| address.contains('@') && !address.contains(char::is_whitespace))
}

/// `Sender address has null MX (ann@example.org)`: the one address of a reply that speaks of the sender before it names any.
fn blamed(words: &str) -> Option<&str> {
    let at = words.to_ascii_lowercase().find("sender address ")?;
    let mut named = in_sentences(words);
    let address = named.next().filter(|_| named.next().is_none())?;
    // Whom the sender may not write to comes behind such a word.
    let mut between = words.get(at..words.find(address)?)?.split(|c: char| !c.is_alphanumeric());
    between
        .all(|word| !["to", "for", "recipient", "rcpt"].iter().any(|other| word.eq_ignore_ascii_case(other)))
        .then_some(address)
}

/// The same in the words that are quoted, or where a program shows the lines of one reply apart, in those beside them.
pub fn verified_in<'a>(facts: &'a Facts, words: Option<&'a str>) -> Option<&'a str> {
    let beside = || {
        let all =
            facts.statements.iter().take(8).filter(|_| facts.log.is_none() && facts.recipients.is_empty());
        all.filter(|said| said.text.len() < 4096).find_map(|said| verified(said.text.as_str()))
    };
    words.and_then(verified).or_else(beside)
}

/// Whether an address is that of a server which was asked: `Called: 192.0.2.1`, `host mx.example.org[192.0.2.1] said`.
pub fn is_called(words: &str, address: &str) -> bool {
    words.match_indices(address).any(|(at, _)| {
        let before = words[..at].trim_end_matches(['[', ' ']);
        before.ends_with("Called:") || words[at + address.len()..].starts_with("] said: ")
    })
}

/// The account, where a refusal names it: `ann@example.org not allowed to send as scan@example.org`.
pub fn signed_in(words: &str) -> Option<&str> {
    if let Some((_, account)) = not_owned(words) {
        return Some(account);
    }
    let before = words.split_once(" not allowed to send as ")?.0;
    before.rsplit([' ', ';']).next().filter(|account| account.contains('@'))
}

/// The account in `with username "ann@example.org"`, `smtp.login('ann@example.org', …)`.
pub fn login_in_code(facts: &Facts) -> Option<&str> {
    in_calls(facts, &["with username ", "with user ", ".login(", "for user "])
}

/// The first address that a call names as the sender: `smtp.sendmail('ann@example.org', …)`.
pub fn sender_in_code(facts: &Facts) -> Option<&str> {
    in_calls(facts, &[".sendmail(", "from_addr=", "fromaddr="])
}

/// Whose mailbox a call of Microsoft Graph sends for: `-UserId ann@example.org`, `/users/ann@example.org/sendMail`.
pub fn asked_mailbox(facts: &Facts) -> Option<&str> {
    in_calls(
        facts,
        &[
            "-UserId ",
            "graph.microsoft.com/v1.0/users/",
            "graph.microsoft.com/beta/users/",
            "/users/",
            ".users('",
            ".Users[",
            ".by_user_id(",
        ],
    )
}

/// The address right behind one of these, in quotes or not.
fn in_calls<'a>(facts: &'a Facts, cues: &[&str]) -> Option<&'a str> {
    let behind = |text: &'a str, cue: &str| {
        let mut rests = text.match_indices(cue).take(4).map(|(at, _)| &text[at + cue.len()..]);
        rests.find_map(|rest| {
            let rest = rest.trim_start_matches(['"', '\'', '\\', '[', '(', '{']);
            let end = rest.find(|c: char| {
                c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | '/' | ',' | ')' | ']' | '?' | ';')
            })?;
            in_sentences(&rest[..end]).next()
        })
    };
    let texts = || facts.statements.iter().take(8).map(|said| said.text.as_str());
    cues.iter().find_map(|cue| texts().find_map(|text| behind(text, cue)))
}

/// The domain in `Domain example.org has exceeded the max emails per hour` (cPanel's Exim).
pub fn counted_domain(words: &str) -> Option<&str> {
    let (front, _) = words.split_once(" has exceeded the max ")?;
    let domain = front.rsplit_once("Domain ")?.1.trim();
    (domain.contains('.') && !domain.contains(' ')).then_some(domain)
}

/// The account that whoever asks calls theirs, in a sentence beside a program's words: `mi cuenta es ann@example.org`.
pub fn account<'a>(facts: &'a Facts, found: &Finding) -> Option<&'a str> {
    const CUES: &[&str] = &[
        "account is ",
        "account: ",
        "account, ",
        "konto ist ",
        "konto: ",
        "cuenta es ",
        "cuenta: ",
        "compte est ",
        "compte : ",
        "account è ",
        "casella è ",
        "conta é ",
        "conta: ",
        "konto to ",
    ];
    let text = facts.statements[found.statement?].text.as_str();
    // In another letter case every byte stands where it stood.
    let lower = text.to_ascii_lowercase();
    let address = |cue: &&str| {
        let at = lower.find(*cue)? + cue.len();
        let word = text[at..]
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '"' | '\''))
            .next()?;
        Some(word.trim_end_matches('.')).filter(|word| word.contains('@') && word.contains('.'))
    };
    CUES.iter().find_map(address)
}

/// When it was: as the report has it, unless that names no zone and the reply ends with a moment of its own, as Exchange Online's do
/// (`2026-11-20T08:00:00.113Z`).
pub fn time<'a>(reported: Option<&'a str>, words: Option<&'a str>) -> Option<&'a str> {
    let is_whole = |time: &str| date::parse(time).is_ok_and(|date| date.offset.is_some());
    let is_moment = |word: &&str| word.ends_with('Z') && word.contains('T') && is_whole(word);
    let said = || words?.split([' ', '[', ']', '\n']).rfind(is_moment);
    match reported {
        Some(time) if is_whole(time) => reported,
        _ => said().or(reported),
    }
}

/// How long the reporting server had the message before it gave it back.
pub fn waited(facts: &Facts) -> Option<String> {
    // Without a zone a time is some clock's, and between two clocks there is nothing to count.
    let epoch = |time: Option<&str>| {
        date::parse(time?).ok().filter(|date| date.offset.is_some()).map(|date| date.epoch)
    };
    let (taken, given) = (facts.envelope.taken.as_deref(), facts.envelope.time.as_deref());
    let seconds = epoch(given)?.checked_sub(epoch(taken)?)?;
    (is_report(facts) && WAITING.contains(&seconds))
        .then(|| format!("{} (taken {})", speak::duration(seconds), taken.unwrap_or_default()))
}

/// `Command died with status 127: "/opt/bin/gate --queue x"`, `pipe to |/opt/bin/gate`: the first word that is a whole path.
pub fn program(words: &str) -> Option<&str> {
    let signs = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '|' | '(' | ')' | ',' | ';');
    words.split(signs).map(|word| word.trim_end_matches([':', '.'])).find(|word| {
        let mut parts = word.split('/');
        parts.next() == Some("")
            && parts.clone().count() > 1
            && parts.all(|part| !part.is_empty() && !part.contains(['<', '>', '@']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_key_is_read_from_filters_lines() {
        for (words, want) in [
            (
                "4F2A91C0B1: DKIM-Signature field added (s=mail, d=example.org)",
                Some(("mail", Some("example.org"))),
            ),
            ("‘–example.org:s=mail’", Some(("mail", Some("example.org")))),
            (
                "4F2A91C0B1: s=k1 d=example.org a=rsa-sha256 SSL error:04091068",
                Some(("k1", Some("example.org"))),
            ),
            ("R_DKIM_REJECT(1.00){example.org:s=k1;}", Some(("k1", Some("example.org")))),
            ("opendkim: 4F2A91C0B1: key retrieval failed (s=k1)", Some(("k1", None))),
            ("delays=0.1/0/0/0, status=sent", None),
            ("took s=4", None),
        ] {
            assert_eq!(key_told(words), want, "{words}");
        }
    }

    #[test]
    fn a_sender_that_is_looked_up_is_no_recipient() {
        let told = crate::diagnose(
            "Sending failed. 550-Verification failed for <kim@example.org>\n550-The mail server could not deliver mail to kim@example.org.  The account or \
             domain may not exist, they may be blacklisted, or missing the proper dns entries.\n550 Sender verify failed\n",
        )
        .findings
        .remove(0);
        assert_eq!((told.cause.as_str(), told.recipient.as_deref()), ("sender-address-rejected", None));
        assert!(
            told.facts.iter().any(|fact| fact.name == "Sender" && fact.value == "kim@example.org"),
            "{:?}",
            told.facts
        );
        assert!(told.commands.iter().all(|command| !command.shell.contains("SENDER")), "{:?}", told.commands);
    }

    #[test]
    fn the_mail_file_and_the_messages_that_are_meant_are_named() {
        let first = |paste: &str| crate::diagnose(paste).findings.remove(0);
        let quota = first(
            "DELIVERY FAILURE: Error transferring to mail file\nwas not delivered to:\n  bob@example.net\nbecause:\n  Unable to open or write to database \
             mail\\bobh.nsf. Error: database would exceed its disk quota.\n",
        );
        let steps = format!("{:?}", quota.steps);
        assert!(steps.contains("load compact -B mail\\\\bobh.nsf") && !steps.contains('…'), "{steps}");
        let line = |id: &str, to: &str| {
            format!(
                "2026-11-24 03:17:55 {id} ** {to} R=enforce_mail_permissions: Domain example.org has exceeded the max defers and failures per hour (5/5 (100%)) \
                 allowed.  Message discarded.\n"
            )
        };
        let lost = first(
            &(line("1vNdTy-0004Qf-2K", "bob@example.net") + &line("1vNdU5-0004R1-9A", "eve@example.com")),
        );
        assert_eq!(lost.state, "lost");
        assert!(lost.retry.contains("gone") && lost.retry.contains("limit ends by itself"), "{}", lost.retry);
        let ask = lost.ask.unwrap_or_default();
        assert!(!ask.contains("holds all mail"), "{ask}");
        assert!(
            ask.contains("1vNdTy-0004Qf-2K to bob@example.net; 1vNdU5-0004R1-9A to eve@example.com"),
            "{ask}"
        );
    }

    #[test]
    fn what_the_paste_has_is_in_the_steps_and_what_is_nobodys_is_not() {
        let first = |paste: &str| crate::diagnose(paste).findings.remove(0);
        let sap = first(
            "SOST: Message cannot be transferred to node SMTP due to connection error (final)\nSCOT node SMTP: mail host 10.30.0.4, port 25\n",
        );
        let steps = format!("{:?}", sap.steps);
        assert!(steps.contains("nc -v 10.30.0.4 25") && !steps.contains("MAILHOST"), "{steps}");
        // The filter of the server that one sends through: its administrator is the one who is asked.
        let own = first(
            "smtplib.SMTPDataError: (554, b'DT:SPM 163 smtp10, please see http://mail.163.com/help/help_spam_16.htm')",
        );
        assert!(own.steps.iter().all(|step| !step.text.contains("DKIM")), "{:?}", own.steps);
        assert!(own.ask.is_some_and(|ask| !ask.contains("your administrator")));
        // Nobody but mail servers is held to what MTA-STS promises.
        let seen = first(
            "* Connected to mail.example.org (192.0.2.1) port 465 (#0)\n* SSL certificate problem: self-signed certificate\n* Closing connection 0\n\
             curl: (60) SSL certificate problem: self-signed certificate\n",
        );
        assert!(seen.ask.is_none_or(|ask| !ask.contains("MTA-STS")));
        let slow = first(
            "Nov 20 10:00:00 mx postfix/smtp[71]: 4F2A91C0: to=<bob@example.net>, relay=none, delay=2, dsn=4.7.0, status=deferred (host \
             mx.example.net[192.0.2.4] refused to talk to me: 421 Too many connections)",
        );
        let steps = format!("{:?}", slow.steps);
        assert!(!steps.contains("transport_maps = ") && steps.contains("to `transport_maps`"), "{steps}");
    }

    #[test]
    fn what_was_read_is_not_left_to_the_reader() {
        let told = |paste: &str| crate::diagnose(paste).findings.remove(0);
        let first = |paste: &str| told(paste).steps.remove(0).text.into_owned();
        let owned =
            first("553 5.7.1 <team@example.org>: Sender address rejected: not owned by user ann@example.org");
        assert!(owned.contains("to ann@example.org in place of team@example.org"), "{owned}");
        let moved = first(
            "This is the mail system at host mx.example.com.\n\n<old@example.org>: host mx.example.org[192.0.2.9] said: 551 5.1.6 User has moved to \
             new.home@example.net; please try that address (in reply to RCPT TO command)\n",
        );
        assert!(moved.contains("another address: new.home@example.net."), "{moved}");
        let limited = told(
            "This is the mail system at host mx.example.com.\n\n<u@example.org>: host mx.example.org[192.0.2.9] said: 550 Ip frequency limited [aBc+12 \
             198.51.100.9]. (in reply to end of DATA command)\n",
        );
        let ip =
            limited.facts.iter().find(|fact| fact.name == "Sending address").map(|fact| fact.value.as_str());
        assert_eq!(ip, Some("198.51.100.9"));
        let brevo = told(
            r#"Brevo API: 401 {"message":"We have detected you are using an unrecognised IP address 198.51.100.44. If you performed this action make sure to add the new IP address in this link: https://app.brevo.com/security/authorised_ips","code":"unauthorized"}"#,
        );
        assert!(brevo.steps.iter().any(|step| step.text.contains("add 198.51.100.44")), "{:?}", brevo.steps);
    }

    #[test]
    fn a_queue_of_exchange_names_the_domain_that_it_is_for() {
        let told = crate::diagnose(
            "Identity      : MX2\\7\nDeliveryType  : DnsConnectorDelivery\nStatus        : Retry\nMessageCount  : 9\nNextHopDomain : \
             example.net\nLastError     : [{LED=454 4.7.5 The certificate could not be trusted};{FQDN=};{IP=}]\n",
        )
        .findings
        .remove(0);
        let all: String =
            told.commands.iter().map(|command| format!("{}{}\n", command.shell, command.windows)).collect();
        assert!(!all.contains("RECIPIENT_DOMAIN"), "{all}");
    }

    #[test]
    fn a_sender_that_is_set_is_the_sender() {
        let told = crate::diagnose(
            "EMAIL_HOST=mail.example.org\nEMAIL_PORT=587\nEMAIL_USE_TLS=True\nDEFAULT_FROM_EMAIL=shop@example.org\n\nsmtplib.SMTPSenderRefused: (553, b'5.1.8 \
             Sender address rejected: Domain not found', 'x')",
        )
        .findings
        .remove(0);
        let all: String = told.commands.iter().map(|command| command.shell.clone() + "\n").collect();
        assert!(!all.contains("SENDER"), "{all}");
    }

    #[test]
    fn a_programs_words_stand_without_what_holds_them() {
        assert_eq!(bare("\"Message\":\"No API tokens were supplied.\""), "No API tokens were supplied.");
        assert_eq!(bare("reject_reason: 'invalid-sender' } ] }"), "reject_reason: 'invalid-sender'");
        assert_eq!(bare("Error: kind { a: 1 }"), "kind { a: 1 }");
    }

    #[test]
    fn the_time_of_the_last_attempt_counts_wherever_it_stands() {
        let time = "Last-Attempt-Date: Fri, 20 Nov 2026 02:14:55 -0800 (PST)\n";
        let reply = "Diagnostic-Code: smtp; 550 5.1.1 no such user\n";
        for fields in [format!("{reply}{time}"), format!("{time}{reply}")] {
            let paste =
                format!("Final-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.1.1\n{fields}");
            let told = crate::diagnose(&paste).findings.remove(0);
            assert!(told.facts.iter().any(|fact| fact.name == "Time"), "{fields}: {:?}", told.facts);
        }
    }

    #[test]
    fn what_a_call_names_is_not_left_to_the_reader() {
        let first = |paste: &str| crate::diagnose(paste).findings.remove(0);
        let graph = first(
            "Send-MgUserMail -UserId scan@example.com -BodyParameter $params\nSend-MgUserMail : The mailbox is either inactive, soft-deleted, or is \
             hosted on-premise.\nStatus: 404 (NotFound)\nErrorCode: MailboxNotEnabledForRESTAPI\n",
        );
        assert!(graph.steps[0].text.contains("mailbox of scan@example.com"), "{:?}", graph.steps);
        assert!(graph.ask.is_some_and(|ask| ask.contains("Mailbox of the call: scan@example.com")));
        let url = first(
            "POST https://graph.microsoft.com/v1.0/users/scan@example.com/sendMail failed: {\"error\":{\"code\":\"MailboxNotEnabledForRESTAPI\",\
             \"message\":\"REST API is not yet supported for this mailbox.\"}}",
        );
        assert!(url.steps[0].text.contains("mailbox of scan@example.com"), "{:?}", url.steps);
        let limit = first(
            "2026-11-24 10:00:00 1rhAbc-0001Ab-2C ** a@example.org R=enforce_mail_permissions: Domain example.net has exceeded the max defers and \
             failures per hour (5/5 (100%)) allowed. Message discarded.",
        );
        assert!(limit.steps[0].text.contains("exigrep example.net "), "{:?}", limit.steps);
        let login = first(
            "TransportException: Failed to authenticate on SMTP server with username \"app@example.com\" using the following authenticators: \
             \"LOGIN\". Authenticator \"LOGIN\" returned \"Expected response code \"235\" but got code \"535\", with message \"535 5.7.8 Error: \
             authentication failed\".",
        );
        assert!(
            login.commands.iter().any(|command| command.shell.contains("--auth-user app@example.com")),
            "{:?}",
            login.commands
        );
        let alert = first("Error sending \"Alerts\" to ann@example.org: 550 5.7.1 Relaying denied");
        assert_eq!(alert.recipient.as_deref(), Some("ann@example.org"));
    }

    #[test]
    fn a_server_that_a_program_names_is_the_one_that_is_tried() {
        for paste in [
            "ConnectException: failed to connect to smtp.example.net/192.0.2.10 (port 465) from /10.0.0.4 (port 41212) after 30000ms",
            "aiosmtplib.errors.SMTPConnectTimeoutError: Timed out connecting to smtp.example.net on port 465",
            "… weil die Verbindung mit dem SMTP-Server smtp.example.net ihre Ablaufzeit (Timeout) überschritten hat.",
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert!(told.commands[0].shell.contains("smtp.example.net"), "{paste} {:?}", told.commands);
        }
        let hello = "OUT: EHLO client.example.net\nIN:  250-smtp.example.org\nIN:  250 AUTH LOGIN PLAIN\nOUT: AUTH PLAIN AGFubgBub3QtYS1yZWFsLW9uZQ==\n\
                     IN:  535 5.7.8 Error: authentication failed\n";
        let told = crate::diagnose(hello).findings.remove(0);
        assert_eq!(told.reply.and_then(|reply| reply.remote).as_deref(), Some("smtp.example.org"));
    }

    const BOUNCE: &str = "This is the mail system at host mx.example.com.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more \
                          recipients. It's attached below.\n\n                   The mail system\n\n<desk@example.com>: Command died with status 127:\n    \
                          \"/opt/rt5/bin/gate --queue General\". Command output: sh: 1:\n    /opt/rt5/bin/gate: not found\nReporting-MTA: dns; mx.example.com\nX-Postfix-Queue-ID: \
                          4c7Kx23qZrz9sW1\nX-Postfix-Sender: rfc822; ann@example.com\nArrival-Date: Tue, 17 Nov 2026 09:41:17 +0000 (GMT)\n\nFinal-Recipient: rfc822; \
                          desk@example.com\nAction: failed\nStatus: 5.3.0\nDiagnostic-Code: x-unix; sh: 1: /opt/rt5/bin/gate: not found\n";

    #[test]
    fn a_report_below_somebodys_words_keeps_its_own() {
        let quoted: String = BOUNCE.lines().map(|line| format!("> {line}\n")).collect();
        for paste in [
            BOUNCE.to_owned(),
            format!("Any idea?\n\n{BOUNCE}"),
            format!(
                "Any idea?\n\nSent from my iPad\n\nBegin forwarded message:\n\n> From: MAILER-DAEMON@mx.example.com (Mail Delivery System)\n> To: \
                     ann@example.com\n> Subject: Undelivered Mail Returned to Sender\n> \n{quoted}"
            ),
        ] {
            let report = crate::diagnose(&paste);
            assert_eq!(
                report.product.as_ref().map(|product| product.id.as_str()),
                Some("postfix"),
                "{paste}"
            );
            let told = &report.findings[0];
            assert!(
                told.evidence.iter().any(|shown| shown.quote.contains("status 127")),
                "{:?}",
                told.evidence
            );
            for (name, value) in [
                ("Queue id", "4c7Kx23qZrz9sW1"),
                ("Server that reports", "mx.example.com"),
                ("Sender", "ann@example.com"),
            ] {
                assert!(
                    told.facts.iter().any(|fact| fact.name == name && fact.value == value),
                    "{name}: {:?}",
                    told.facts
                );
            }
            assert!(
                told.commands.iter().any(|command| command.shell.contains("/opt/rt5/bin/gate'")),
                "{:?}",
                told.commands
            );
            assert!(
                told.commands.iter().any(|command| command.shell.starts_with("postalias -q desk ")),
                "{:?}",
                told.commands
            );
        }
    }
}
