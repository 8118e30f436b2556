//! What one statement tells, by all rules and codes that hold for it.

use super::codes::{by_code, by_owners_code, codes_hold};
use super::matcher::{self, Hit};
use super::{checked, classic, contrast, errno};
use crate::facts::{Moment, Role, Statement};
use crate::knowledge::{self, CAUSES, Confidence, LISTS, OWNERS, Owner, OwnerKind, RULES, Rule, Target};
use crate::text::Span;
use crate::text::order;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A cause that a statement speaks for.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub statement: usize,
    pub cause: u8,
    pub confidence: Confidence,
    /// What decides before and after the confidence; compared in order.
    pub priority: i8,
    pub source: Source,
    pub words: u8,
    pub rule: Option<u16>,
    /// BCP-47 tag of the phrase that told; empty for English.
    pub lang: &'static str,
    pub speaker: Option<u16>,
    pub product: Option<Product>,
    pub lists: Vec<u16>,
    pub evidence: Vec<Span>,
}

/// A program that shows itself in a statement. The greatest is the one that the words are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Product {
    /// By words of the text itself, and not by those that it quotes.
    own: bool,
    /// A sending service, in JSON: what a person's program says does not look so.
    service: bool,
    /// By a mark, and not only by words that a rule of its own knows.
    by_mark: bool,
    layer: u8,
    words: u8,
    pub owner: u16,
}

impl Product {
    /// Whether the text's own words show it, and not those that it quotes.
    pub fn is_own(&self) -> bool {
        self.own
    }

    /// Whether it writes reports on delivery: servers do, and services that name themselves.
    pub fn can_report(&self) -> bool {
        match OWNERS[usize::from(self.owner)].kind {
            OwnerKind::ApiError => self.service || (self.by_mark && self.words > 1),
            kind => kind == OwnerKind::Log,
        }
    }
}

/// What spoke for it, the weakest first: "order of trust" in the knowledge's README.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Only who speaks is known, or nothing at all.
    Nothing,
    BasicCode,
    EnhancedCode,
    OwnersCode,
    Phrase,
    OwnersPhrase,
}

/// Of what kind the whole is that a statement stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    Any,
    /// A mail system's report.
    Report,
    /// The log of a mail server.
    Log,
}

/// All that a statement tells. The speakers that it shows come along even where no rule holds.
/// `program`: whose form the paste has, where it shows; a server's reply is not its words.
/// `writer`: in a mail system's words what programs on a desk say means nothing.
pub fn judge(index: usize, statement: &Statement, program: Option<u16>, writer: Writer) -> Vec<Candidate> {
    let mut hits = matcher::run(statement.text.as_str());
    hits.retain(|hit| !is_name(statement.text.as_str(), hit) && !is_setting(statement.text.as_str(), hit));
    hits.retain(|hit| !checked::is_passed(statement, hit) && !checked::is_field_name(statement, hit));
    hits.retain(|hit| !errno::is_anothers(statement, writer, hit));
    let mut speakers = speakers(statement, &hits);
    speakers.extend(program.filter(|program| statement.role != Role::Reply && !speakers.contains(program)));
    let lists = lists(&hits);
    let mut found: Vec<Candidate> = Vec::new();
    let mut holding = holding(statement, &speakers, &hits);
    holding.retain(|number| {
        let owner = RULES[usize::from(*number)].owner;
        match writer {
            Writer::Any => true,
            Writer::Report => !is_on_a_desk(owner),
            // What the system below it says, a server notes as it is; and a program may write to the log itself.
            Writer::Log => {
                !is_on_a_desk(owner) || program == Some(owner) || OWNERS[usize::from(owner)].layer == 0
            }
        }
    });
    for (number, best) in telling(&hits, &holding) {
        let rule = &RULES[usize::from(number)];
        let is_its_own = statement.role != Role::Reply && knows_itself(rule.owner);
        let source =
            if speakers.contains(&rule.owner) || is_its_own { Source::OwnersPhrase } else { Source::Phrase };
        let evidence = vec![statement.text.span(best.range.clone())];
        found.push(Candidate {
            lang: best.lang,
            ..of_rule(index, number, rule, source, best.words, evidence)
        });
    }
    lend(&mut found);
    if statement.moment == Some(Moment::Mail) && statement.role == Role::Reply {
        // The server knows no recipient yet: the address that it does not know is the sender's.
        const OF_ADDRESSES: &[&str] = &["user-unknown", "recipient-address-invalid", "domain-not-found"];
        instead(&mut found, OF_ADDRESSES, "sender-address-rejected");
    }
    // An answer to an attempt to sign in (RFC 4954, section 6): the mailbox that is switched off is one's own.
    if statement.code == Some(535) || statement.moment == Some(Moment::Auth) {
        instead(&mut found, &["mailbox-disabled"], "account-blocked");
    }
    // No message and no recipient has been named yet: who may not, or is not known, is whoever signs in.
    if statement.moment == Some(Moment::Auth) && statement.role == Role::Reply {
        const OF_MAIL: &[&str] = &[
            "user-unknown",
            "recipient-restricted",
            "recipient-address-invalid",
            "sender-address-rejected",
            "send-as-denied",
            "relay-denied",
            "policy-rejected",
        ];
        instead(&mut found, OF_MAIL, "auth-credentials");
    }
    // A log of who signs in: the name that is not known there is nobody's address.
    let is_rule =
        |candidate: &Candidate, id| candidate.rule.is_some_and(|rule| RULES[usize::from(rule)].id == id);
    if found.iter().any(|candidate| is_rule(candidate, "dovecot/auth-user")) {
        instead(&mut found, &["user-unknown"], "auth-credentials");
    }
    // Whoever connects is looked up there: the address that the list names is a stranger's.
    if found.iter().any(|candidate| is_rule(candidate, "postscreen/dnsbl")) {
        found.retain(|candidate| is_rule(candidate, "postscreen/dnsbl"));
    }
    found.extend(by_owners_code(index, statement, &speakers, &hits));
    found.extend(by_code(index, statement));
    if !lists.is_empty() && lists.iter().all(|list| LISTS[usize::from(*list)].lists == "domains") {
        // What is on a list of domains is a domain, whatever else is said: `Client host blocked using dbl.spamhaus.org`.
        instead(&mut found, &["ip-blocklisted"], "domain-blocklisted");
    }
    if found.is_empty() {
        found.push(nothing(index));
    }
    let product = product(statement, &hits, &found);
    for candidate in &mut found {
        candidate.speaker = speakers.first().copied();
        candidate.product = product;
        candidate.lists.clone_from(&lists);
    }
    found
}

/// Puts a cause in the place of others, where it is known what these are about.
fn instead(found: &mut [Candidate], of: &[&str], is: &str) {
    let Some(number) = knowledge::cause_number(is) else { return };
    for candidate in
        found.iter_mut().filter(|candidate| of.contains(&CAUSES[usize::from(candidate.cause)].id))
    {
        (candidate.cause, candidate.rule) = (number, None);
    }
}

/// Whether it is a program that somebody works with, and no server.
pub fn is_on_a_desk(owner: u16) -> bool {
    matches!(OWNERS[usize::from(owner)].kind, OwnerKind::ClientError | OwnerKind::LibraryError)
}

/// Whether an owner is a program on the sender's desk or a service: what its rules know is its own wording, and so a mark.
fn knows_itself(owner: u16) -> bool {
    let owner = &OWNERS[usize::from(owner)];
    owner.layer > 0
        && matches!(owner.kind, OwnerKind::ClientError | OwnerKind::LibraryError | OwnerKind::ApiError)
}

/// The program whose words a statement is, by its marks and by the rules of its own that hold.
fn product(statement: &Statement, hits: &[Hit], found: &[Candidate]) -> Option<Product> {
    let is_own = |span: Span| {
        statement.role != Role::Reply && !statement.quotes.iter().any(|quote| quote.contains(span))
    };
    let in_json = statement.text.as_str().trim().starts_with(['{', '[']);
    let text = statement.text.as_str();
    let marks = hits.iter().filter_map(|hit| match hit.target {
        Target::Mark(owner) if is_place_of_service(owner, text, &hit.range) => None,
        Target::Mark(owner) if !contrast::is_other(text, &hit.range) => {
            Some((is_own(statement.text.span(hit.range.clone())), true, owner, hit.words))
        }
        _ => None,
    });
    let rules = found.iter().filter_map(|candidate| {
        let owner = RULES[usize::from(candidate.rule?)].owner;
        // A server's wording is quoted by everybody: only its marks show that the text is its own.
        let of_server = OWNERS[usize::from(owner)].kind == OwnerKind::Log;
        let own = candidate.evidence.first().is_some_and(|span| is_own(*span));
        (OWNERS[usize::from(owner)].layer > 0 && !of_server).then_some((own, false, owner, candidate.words))
    });
    marks
        .chain(rules)
        .filter(|(_, _, owner, _)| is_program(*owner))
        .map(|(own, by_mark, owner, words)| {
            let owner = classic::of_outlook(text, owner);
            let Owner { layer, kind, .. } = OWNERS[usize::from(owner)];
            // The bare name of a service tells through whom somebody sends: a library that shows itself is the writer.
            let is_named_alone = kind == OwnerKind::ApiError && by_mark && words == 1 && !in_json;
            let layer = if is_named_alone { layer.min(1) } else { layer };
            Product { own, service: in_json && kind == OwnerKind::ApiError, by_mark, layer, words, owner }
        })
        .max_by_key(|product| {
            let Product { own, service, by_mark, layer, words, owner } = *product;
            (own, service, by_mark, layer, words, Reverse(owner))
        })
}

/// Whether a mark of a sending service is but a part of the name of its server for sending, or of an account there: settings name
/// these, and the program that speaks to the server writes what went wrong. An address of its interface, `https://api…`, is none.
fn is_place_of_service(owner: u16, text: &str, mark: &Range<usize>) -> bool {
    if OWNERS[usize::from(owner)].kind != OwnerKind::ApiError {
        return false;
    }
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+');
    let before = &text[..mark.start];
    let start = before.len() - before.chars().rev().take(LONGEST_NAME).take_while(|c| is_of_name(*c)).count();
    let rest = text[mark.end..].chars().take(LONGEST_NAME).take_while(|c| is_of_name(*c)).count();
    let name = text[start..mark.end + rest].trim_matches(['.', '-']);
    let is_of_account = name.rfind('@').is_some_and(|at| start + at < mark.start);
    let first = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    is_of_account
        || knowledge::is_submission_server(name)
        || (name.matches('.').count() > 1 && first.contains("smtp"))
}

/// More than this is no name of a host: RFC 1035, section 2.3.4.
const LONGEST_NAME: usize = 253;

/// Whether a rule's words are but (a part of) an address or of a host's name: `user-unknown@example.org`, `<ann@over-quota.example>` and
/// `mail-quota-upgrade.example` say nothing.
fn is_name(text: &str, hit: &Hit) -> bool {
    let is_rules = matches!(hit.target, Target::Rule(_) | Target::Unless(_));
    let is_generals = rule_of(hit)
        .is_some_and(|rule| OWNERS[usize::from(RULES[usize::from(rule)].owner)].kind == OwnerKind::General);
    if is_generals && hit.words == 1 && is_in_link(&text[..hit.range.start]) {
        return true;
    }
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '(' | ')' | ',' | ';' | '：' | '，' | '（' | '“' | '「')
    };
    let phrase = &text[hit.range.clone()];
    if is_rules && [hit.range.start, hit.range.end].iter().any(|at| is_in_id(text, *at)) {
        return true;
    }
    if !is_rules || phrase.contains(ends) {
        return false;
    }
    // `/home/user`: a path.
    if text[..hit.range.start].ends_with(['/', '\\']) && phrase.contains(['/', '\\']) {
        return true;
    }
    let end = text.floor_char_boundary((hit.range.end + 80).min(text.len()));
    let rest = text[hit.range.end..end].split(ends).next().unwrap_or_default();
    rest.contains('@')
        || phrase.contains('@')
        || is_domain_of_address(&text[..hit.range.start])
        || (is_generals && hit.words > 1 && is_in_label(text, &hit.range))
}

/// Whether what ends here is an address up to somewhere in its domain: `ann@mx.over-`.
fn is_domain_of_address(before: &str) -> bool {
    let is_of_host = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let domain = before.chars().rev().take(LONGEST_NAME).take_while(is_of_host).count();
    before.len().checked_sub(domain + 1).is_some_and(|at| before.as_bytes()[at] == b'@')
}

/// Whether the words are one label, or a part of one, of a name that somebody can have registered.
fn is_in_label(text: &str, words: &Range<usize>) -> bool {
    let is_of_host = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-');
    if !text[words.clone()].bytes().all(|b| b != b'.' && is_of_host(&b)) {
        return false;
    }
    let bytes = text.as_bytes();
    let start = words.start
        - bytes[..words.start].iter().rev().take(LONGEST_NAME).take_while(|b| is_of_host(b)).count();
    let end = words.end + bytes[words.end..].iter().take(LONGEST_NAME).take_while(|b| is_of_host(b)).count();
    let name = text[start..end].trim_matches(['.', '-']);
    name.contains('.') && knowledge::is_registrable(name)
}

/// How long to wait is set, `mail.smtp.timeout=5000`, `'timeout' => null`: nobody waited yet.
fn is_setting(text: &str, hit: &Hit) -> bool {
    let is_wait = |at: usize| is_set(&text[at..]);
    let phrase = &text[hit.range.clone()];
    matches!(hit.target, Target::Rule(_))
        && (phrase.len() >= 7)
        && phrase.to_ascii_lowercase().match_indices("timeout").any(|(at, word)| {
            // In another letter case every byte stands where it stood.
            is_wait(hit.range.start + at + word.len())
        })
}

/// Whether a value that is no more than a number, a switch or nothing is given to the name that ends here, up to the line's end.
fn is_set(rest: &str) -> bool {
    let end = rest.find('\n').unwrap_or(rest.len()).min(rest.ceil_char_boundary(80.min(rest.len())));
    let rest = rest[..end].trim_start_matches(['"', '\'', ']', ' ', '\t']);
    // `Timeout (sec): 30`
    let rest = match rest.split_once(')') {
        Some((unit, rest)) if unit.starts_with('(') && unit.len() < 16 => rest.trim_start(),
        _ => rest,
    };
    let value = ["=>", ":=", "=", ":"].iter().find_map(|sign| rest.strip_prefix(sign));
    let Some(value) = value else { return false };
    let value = value.trim_start_matches(['"', '\'', ' ', '\t']);
    let word: &str = value.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
    let is_number = word.starts_with(|c: char| c.is_ascii_digit()) && matches!(digits, "" | "s" | "ms" | "m");
    let after = value[word.len()..].trim_start_matches(['"', '\'', ' ']);
    let is_last = after.is_empty()
        || after.starts_with([',', ';', '}', ')', '#', '\r'])
        || ["s", "ms", "sec", "seconds", "//"].iter().any(|unit| after.trim_end() == *unit);
    let is_word = matches!(word, "null" | "None" | "nil" | "none" | "true" | "false" | "undefined");
    is_last && (is_number || is_word) || value.starts_with("env(") || value.starts_with("process.env")
}

/// Whether words stand in what JSON calls an id or a token: `"message_id":"spam.quota-7f"`. Machines make it up.
fn is_in_id(text: &str, at: usize) -> bool {
    const ENDS: &[&str] = &["id", "token", "uuid", "signature"];
    const LONGEST: usize = 200;
    let from = text.floor_char_boundary(at.saturating_sub(LONGEST));
    let to = text.ceil_char_boundary((at + LONGEST).min(text.len()));
    let Some((before, value)) = text[from..at].rsplit_once('"') else { return false };
    let Some(key) = before.trim_end().strip_suffix(':').and_then(|key| key.trim_end().strip_suffix('"'))
    else {
        return false;
    };
    let key = key.rsplit('"').next().unwrap_or_default().to_ascii_lowercase();
    let value = &text[at - value.len()..to];
    let value = value.split('"').next().unwrap_or_default();
    ENDS.iter().any(|end| key.ends_with(end))
        && !value.contains(char::is_whitespace)
        && value.contains(|c: char| c.is_ascii_digit() || c == '@')
}

/// One word in the address of a page says nothing: `https://help.example.org/residential/codes.html`.
fn is_in_link(before: &str) -> bool {
    let from = before.floor_char_boundary(before.len().saturating_sub(200));
    before[from..].rsplit(char::is_whitespace).next().is_some_and(|word| word.contains("://"))
}

/// Owners that show themselves: by their marks in the words, or by the name of the host that speaks.
fn speakers(statement: &Statement, hits: &[Hit]) -> Vec<u16> {
    let mut found: Vec<(u8, u16)> = Vec::new();
    if let Some(owner) = statement.remote.as_deref().and_then(knowledge::provider_of_host) {
        found.push((u8::MAX, owner));
    }
    for hit in hits {
        if let Target::Mark(owner) = hit.target {
            found.push((hit.words, owner));
        }
    }
    order::by_key(&mut found, |(words, _)| std::cmp::Reverse(*words));
    let mut owners: Vec<u16> = Vec::new();
    for (_, owner) in found {
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    owners
}

fn lists(hits: &[Hit]) -> Vec<u16> {
    let mut found = Vec::new();
    for hit in hits {
        if let Target::List(list) = hit.target
            && !found.contains(&list)
        {
            found.push(list);
        }
    }
    found
}

/// Rules with a phrase in the text, a speaker and a code that fit, and nothing that puts them off; ascending.
fn holding(statement: &Statement, speakers: &[u16], hits: &[Hit]) -> Vec<u16> {
    let mut numbers: Vec<u16> = Vec::new();
    // Few rules among any number of hits: cheaper than to sort these.
    for number in hits.iter().filter_map(rule_of) {
        if let Err(at) = numbers.binary_search(&number) {
            numbers.insert(at, number);
        }
    }
    numbers.retain(|number| {
        let rule = &RULES[usize::from(*number)];
        (!rule.only_here || speakers.contains(&rule.owner))
            && codes_hold(rule, statement)
            && !is_off(*number, hits)
    });
    numbers
}

fn rule_of(hit: &Hit) -> Option<u16> {
    match hit.target {
        Target::Rule(number) => Some(number),
        _ => None,
    }
}

/// Each rule that holds with its widest phrase, but for phrases that are only a part of a wider one of another cause:
/// `timeout exceeded` means something else in `retry timeout exceeded`.
fn telling<'a>(hits: &'a [Hit], holding: &[u16]) -> BTreeMap<u16, &'a Hit> {
    let mut ordered: Vec<(u16, &Hit)> = hits
        .iter()
        .filter_map(|hit| Some((rule_of(hit)?, hit)))
        .filter(|(number, _)| holding.binary_search(number).is_ok())
        .collect();
    order::by_key(&mut ordered, |(_, hit)| (hit.range.start, Reverse(hit.range.end)));
    let mut wider: Vec<(u16, &Hit)> = Vec::new();
    let mut best: BTreeMap<u16, &Hit> = BTreeMap::new();
    for (number, hit) in ordered {
        wider.retain(|(_, other)| other.range.end > hit.range.start);
        let cause = RULES[usize::from(number)].cause;
        if wider.iter().any(|(other, wide)| RULES[usize::from(*other)].cause != cause && wide.surrounds(hit))
        {
            continue;
        }
        if hit.solid {
            wider.push((number, hit));
        }
        let known = best.entry(number).or_insert(hit);
        if hit.words > known.words {
            *known = hit;
        }
    }
    best
}

/// Where a general rule names the same cause as the rule of a recognised owner, or as a longer phrase of another one,
/// theirs says it best: it knows what the speaker means and what to do there. So it gets the general rule's standing.
fn lend(found: &mut [Candidate]) {
    let general = |candidate: &Candidate| {
        let owner = candidate.rule.map(|rule| RULES[usize::from(rule)].owner);
        owner.is_some_and(|owner| OWNERS[usize::from(owner)].kind == OwnerKind::General)
    };
    // One that has all its steps for itself says it best by itself.
    let is_whole = |candidate: &Candidate| {
        candidate.priority > 1 && candidate.rule.is_some_and(|rule| RULES[usize::from(rule)].alone)
    };
    let lenders: Vec<(u8, i8, Confidence, u8)> = found
        .iter()
        .filter(|candidate| general(candidate) && !is_whole(candidate))
        .map(|candidate| (candidate.cause, candidate.priority, candidate.confidence, candidate.words))
        .collect();
    for candidate in found.iter_mut().filter(|candidate| !general(candidate)) {
        let here = candidate.source == Source::OwnersPhrase;
        for (cause, priority, confidence, words) in &lenders {
            if *cause == candidate.cause && (here || candidate.words > *words) {
                candidate.priority = candidate.priority.max(*priority);
                candidate.confidence = candidate.confidence.max(*confidence);
            }
        }
    }
}

pub(super) fn is_off(number: u16, hits: &[Hit]) -> bool {
    hits.iter().any(|hit| hit.target == Target::Unless(number))
}

pub(super) fn of_rule(
    statement: usize,
    number: u16,
    rule: &Rule,
    source: Source,
    words: u8,
    evidence: Vec<Span>,
) -> Candidate {
    Candidate {
        cause: rule.cause,
        confidence: rule.confidence,
        priority: rule.priority,
        source,
        words,
        rule: Some(number),
        evidence,
        ..nothing(statement)
    }
}

pub(super) fn nothing(statement: usize) -> Candidate {
    static UNDETERMINED: LazyLock<u8> =
        LazyLock::new(|| knowledge::cause_number("undetermined").unwrap_or(0));
    Candidate {
        statement,
        cause: *UNDETERMINED,
        confidence: Confidence::Possible,
        priority: i8::MIN,
        source: Source::Nothing,
        words: 0,
        rule: None,
        lang: "",
        speaker: None,
        product: None,
        lists: Vec::new(),
        evidence: Vec::new(),
    }
}

/// Whether an owner is a program (and so a product), and not a provider.
pub fn is_program(owner: u16) -> bool {
    !matches!(OWNERS[usize::from(owner)].kind, OwnerKind::General | OwnerKind::Provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_writes_to_the_log_itself_is_heard_there() {
        let log = "Nov 27 14:00:01 box sSMTP[8841]: Unable to connect to \"smtp.example.org\" port 465.\n\
                   Nov 27 14:00:01 box sSMTP[8841]: Cannot open smtp.example.org:465\n";
        let told = crate::diagnose(log).findings.remove(0);
        assert_eq!(told.title, "sSMTP reached no mail server");
        let of_postfix = crate::diagnose(&log.replace("sSMTP", "postfix/local")).findings.remove(0);
        assert_ne!(of_postfix.title, told.title);
    }

    #[test]
    fn a_wait_that_is_set_is_no_wait() {
        for rest in [
            "=5000",
            ": 15",
            "' => null,",
            "\" = 10;",
            " = 10000",
            " (sec): 30",
            ": 20 seconds",
            "=env('T', 5),",
        ] {
            assert!(is_set(rest), "{rest}");
        }
        for rest in [
            " exceeded",
            ": 192.0.2.1 did not answer",
            "",
            " after 30 s",
            ": connect to mx.example.org",
            ", 10",
        ] {
            assert!(!is_set(rest), "{rest}");
        }
    }

    #[test]
    fn the_program_writes_the_error_and_not_the_service_that_it_sends_through() {
        let product = |paste: &str| crate::diagnose(paste).product.map(|product| product.id);
        for (host, user) in [
            ("smtp-relay.brevo.com", "7a1@smtp-brevo.com"),
            ("in-v3.mailjet.com", "key"),
            ("smtp.sendgrid.net", "apikey"),
            ("smtp.mailgun.org", "postmaster@mg.example.org"),
        ] {
            let nodemailer = format!(
                "const transport = nodemailer.createTransport({{\n  host: '{host}',\n  port: 587,\n  auth: {{ user: '{user}', pass: key }},\n}});\n\n\
                 Error: Invalid login: 535 5.7.8 Authentication failed\n    at SMTPConnection._formatError (/a/node_modules/nodemailer/lib/b.js:1:2) {{\n  \
                 code: 'EAUTH',\n  command: 'AUTH PLAIN'\n}}\n"
            );
            assert_eq!(product(&nodemailer).as_deref(), Some("nodemailer"), "{host}");
            let spring = format!(
                "spring.mail.host={host}\nspring.mail.username={user}\n\norg.springframework.mail.MailAuthenticationException: Authentication failed"
            );
            assert_eq!(product(&spring).as_deref(), Some("spring"), "{host}");
        }
        // Its own answer, and the address of its interface.
        assert_eq!(
            product(
                r#"{"code":"unauthorized","message":"Key not found"} https://api.brevo.com/v3/smtp/email"#
            )
            .as_deref(),
            Some("brevo")
        );
    }

    #[test]
    fn a_reply_in_a_pair_of_pythons_begins_behind_the_quote() {
        for (said, cause) in [
            ("User unknown", "user-unknown"),
            ("Mailbox full", "mailbox-full"),
            ("Relaying denied", "relay-denied"),
            ("Spam detected", "spam-content"),
            ("DT:SPM 163 smtp4,AAAA.11S2 1700000000", "spam-content"),
        ] {
            for paste in [
                format!("smtplib.SMTPDataError: (554, b'{said}')"),
                format!("smtplib.SMTPRecipientsRefused: {{'bob@example.org': (554, b'{said}')}}"),
                format!("{{'bob@example.org': (554, b\"{said}\")}}"),
                format!("(554, b'{said}')"),
                format!("Error: (554, u'{said}')"),
            ] {
                let report = crate::diagnose(&paste);
                assert_eq!(report.findings[0].cause, cause, "{paste}");
                assert_ne!(report.kind, "api-error", "{paste}");
                assert_ne!(report.kind, "unknown", "{paste}");
            }
        }
    }

    #[test]
    fn each_refused_recipient_has_an_answer_of_its_own() {
        let paste = "{'ann@example.org': (552, b'Mailbox full'), 'bob@example.org': (550, b'User unknown')}";
        for paste in [paste.to_owned(), format!("smtplib.SMTPRecipientsRefused: {paste}")] {
            let report = crate::diagnose(&paste);
            let told: Vec<_> = report
                .findings
                .iter()
                .map(|found| (found.recipient.as_deref(), found.cause.as_str()))
                .collect();
            let want = [(Some("ann@example.org"), "mailbox-full"), (Some("bob@example.org"), "user-unknown")];
            assert_eq!(told, want, "{paste}");
        }
        let one = crate::diagnose("{'ann@example.org': (550, b'No such user here')}");
        assert!(
            one.findings[0].facts.iter().any(|fact| fact.value == "ann@example.org"),
            "{:?}",
            one.findings[0].facts
        );
    }

    #[test]
    fn the_class_of_a_failed_sign_in_decides_where_the_words_do_not_tell() {
        let said = "550 User has no permission";
        for paste in [
            "smtplib.SMTPAuthenticationError: (550, b'User has no permission')".to_owned(),
            "aiosmtplib.errors.SMTPAuthenticationError: (550, 'User has no permission')".to_owned(),
            format!("Net::SMTPAuthenticationError: {said}"),
            format!("javax.mail.AuthenticationFailedException: {said}"),
            format!("MailKit.Security.AuthenticationException: {said}"),
            format!(
                "org.springframework.mail.MailAuthenticationException: Authentication failed; nested exception is {said}"
            ),
            format!("Error: Invalid login: {said}"),
            format!("SMTP Error: Could not authenticate. {said}"),
            "smtplib.SMTPAuthenticationError: (554, b'Access denied by policy')".to_owned(),
            said.to_owned(),
        ] {
            let told = crate::diagnose(&paste).findings.remove(0);
            assert_eq!((told.cause.as_str(), told.act.as_str()), ("auth-credentials", "sender"), "{paste}");
        }
        // What is said to a message stays.
        let group =
            crate::diagnose("smtplib.SMTPDataError: (550, b'You have no permission to write to this group')");
        assert_eq!(group.findings[0].cause, "recipient-restricted");
    }
}
