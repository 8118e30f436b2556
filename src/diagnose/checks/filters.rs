//! What the filters on the way made of the mail, in words, and so why it landed where it did.
//!
//! The vocabulary is data (`knowledge::filters`). A value that nobody documents is shown as it is, with no meaning.

use super::Notes;
use super::points::Points;
use super::side::{Side, sides};
use super::speak::join;
use super::timeline::Timeline;
use crate::facts::message::{Message, Of};
use crate::knowledge::filters::{AUTH, FOREFRONT, OTHERS, RSPAMD, SPAMASSASSIN};
use crate::knowledge::{self, FilterTerm};
use crate::mail::spam_headers::FilterReport;
use crate::text::Span;
use crate::text::order;

/// What one field of a filter says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// In words; none where the field holds no verdict, or nobody documents it.
    pub text: Option<String>,
    /// -1 speaks for the mail, 1 against it.
    pub leaning: i8,
    /// Each key, value or test that is explained: as written, what it means, which way it leans.
    pub notes: Vec<(String, &'static str, i8)>,
    /// Who speaks, for sentences.
    pub by: &'static str,
    /// Whether the receiving network may have written it: not so for fields that came from outside and were renamed.
    pub counts: bool,
}

/// A test and its points, where they are given.
type Test<'a> = (&'a str, Option<Points>);

/// A report has a few dozen tests.
const MOST_POINTS: usize = 100;
/// How many tests of a filter are named in its verdict.
const MOST_TESTS: usize = 3;

/// Explains each of the message's filter fields.
pub fn translate(message: &Message) -> Vec<Verdict> {
    let points = message.field("X-Spam-Report").map(|field| report_points(&field.value)).unwrap_or_default();
    message.filters.iter().map(|field| verdict(&points, &field.read)).collect()
}

fn verdict(in_report: &[Test], report: &FilterReport) -> Verdict {
    let mut verdict = match report.filter {
        "forefront" | "forefront-untrusted" => {
            forefront(report, "Microsoft's filter", &["SFV", "SCL", "CAT", "SRV", "IPV", "SFTY"])
        }
        "microsoft_antispam" | "microsoft-antispam-untrusted" => {
            forefront(report, "Microsoft's filter", &["BCL", "PCL"])
        }
        "microsoft-mailbox-delivery" => forefront(report, "the mailbox", &["dest", "OFR"]),
        "exchange-scl" => level(report, "SCL"),
        "exchange-pcl" => level(report, "PCL"),
        "spamassassin" => spamassassin(in_report, report),
        "rspamd" => rspamd(report),
        "rspamd-action" => known(report, "Rspamd", RSPAMD, ""),
        "proofpoint" => proofpoint(report),
        "mimecast-impersonation" => mimecast(report),
        "barracuda-status" => barracuda(report),
        "kaspersky" => known(report, "Kaspersky", OTHERS, "kaspersky:"),
        "spamexperts" => known(report, "SpamExperts", OTHERS, "spamexperts:"),
        "vade" => known(report, "Vade", OTHERS, "vade:"),
        "ironport-policy" | "cisco-amp" => known(report, "Cisco", OTHERS, "cisco:"),
        "bogofilter" => known(report, "Bogofilter", OTHERS, "bogofilter:"),
        "spam-flag" => flag(report, "the spam filter"),
        "proton-action" => proton(report),
        _ => Verdict::default(),
    };
    verdict.counts = !report.filter.ends_with("-untrusted");
    if !verdict.counts
        && let Some(text) = verdict.text.take()
    {
        verdict.text =
            Some(format!("It came from outside and was put aside; it is not the receiver's verdict. {text}"));
    }
    verdict
}

/// Microsoft's pairs: the verdict is made of the keys that decide, the rest are notes.
fn forefront(report: &FilterReport, by: &'static str, deciding: &[&str]) -> Verdict {
    let mut verdict = Verdict { by, ..Verdict::default() };
    let mut sentences = Vec::new();
    for (key, _) in &report.fields {
        let Some(value) = report.get(key) else { continue };
        let pair = format!("{key}:{value}");
        let found = knowledge::filter_term(FOREFRONT, &pair);
        if let Some(term) = found.or_else(|| knowledge::filter_term(FOREFRONT, key)) {
            verdict.notes.push((
                if found.is_some() { pair } else { key.clone() },
                term.meaning,
                term.leaning,
            ));
        }
        if let Some(term) =
            found.filter(|_| deciding.contains(&key.as_str()) && value != "NONE" && value != "NLI")
        {
            sentences.push((deciding.iter().position(|known| known == key), term));
        }
    }
    order::by_key(&mut sentences, |(rank, _)| *rank);
    // The one that says spam speaks louder than one that says nothing.
    verdict.leaning = match sentences.iter().any(|(_, term)| term.leaning > 0) {
        true => 1,
        false => sentences.iter().map(|(_, term)| term.leaning).min().unwrap_or(0),
    };
    verdict.text = sentence(report, &sentences);
    verdict
}

/// What the deciding pairs say. The level goes with the verdict, and a category that repeats it is left out.
fn sentence(report: &FilterReport, pairs: &[(Option<usize>, &FilterTerm)]) -> Option<String> {
    let has_verdict = pairs.iter().any(|(_, term)| term.term.starts_with("SFV:"));
    let mut texts: Vec<String> = Vec::new();
    for (_, term) in pairs {
        let repeats = term.term.starts_with("SCL:") || term.term == "CAT:SPM";
        if has_verdict && repeats {
            continue;
        }
        let level = report.get("SCL").filter(|level| !level.is_empty() && term.term.starts_with("SFV:"));
        texts.push(match level {
            Some(level) => format!("{} (SCL {level}).", term.meaning.trim_end_matches('.')),
            None => term.meaning.to_owned(),
        });
    }
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// A bare spam or phishing confidence level.
fn level(report: &FilterReport, key: &str) -> Verdict {
    let pair = format!("{key}:{}", report.get("score").unwrap_or_default());
    let mut verdict = of_term(knowledge::filter_term(FOREFRONT, &pair), pair.clone(), "Exchange");
    if let Some(text) = &mut verdict.text {
        text.insert_str(text.len() - 1, &format!(" ({})", pair.replace(':', " ")));
    }
    verdict
}

fn of_term(term: Option<&'static FilterTerm>, shown: String, by: &'static str) -> Verdict {
    let Some(term) = term else { return Verdict { by, ..Verdict::default() } };
    Verdict {
        text: Some(term.meaning.to_owned()),
        leaning: term.leaning,
        notes: vec![(shown, term.meaning, term.leaning)],
        by,
        ..Verdict::default()
    }
}

/// The first word of a value that the vocabulary knows, under a prefix.
fn known(report: &FilterReport, by: &'static str, table: &'static [FilterTerm], prefix: &str) -> Verdict {
    let value = report.get("value").unwrap_or_default();
    let word = value.split([' ', ',', ';']).next().unwrap_or_default();
    let find = |text: &str| knowledge::filter_term(table, &format!("{prefix}{text}"));
    of_term(find(value).or_else(|| find(word)), value.to_owned(), by)
}

/// Yes or no.
fn flag(report: &FilterReport, by: &'static str) -> Verdict {
    let value = report.get("value").unwrap_or_default().trim();
    match value.get(..3).unwrap_or(value).to_ascii_lowercase().as_str() {
        "yes" => Verdict { text: Some("Taken for spam.".to_owned()), leaning: 1, by, ..Verdict::default() },
        "no" => {
            Verdict { text: Some("Not taken for spam.".to_owned()), leaning: -1, by, ..Verdict::default() }
        }
        _ => Verdict { by, ..Verdict::default() },
    }
}

/// `inbox`, `spam` or `phishing`, by its own words.
fn proton(report: &FilterReport) -> Verdict {
    let (text, leaning) = match report.get("value").unwrap_or_default() {
        "phishing" => ("Taken for phishing.", 1),
        "spam" => ("Taken for spam.", 1),
        "inbox" => ("Meant for the inbox.", -1),
        _ => return Verdict { by: "Proton", ..Verdict::default() },
    };
    Verdict { text: Some(text.to_owned()), leaning, by: "Proton", ..Verdict::default() }
}

fn spamassassin(in_report: &[Test], report: &FilterReport) -> Verdict {
    let spam = report.get("flag").map(|flag| flag == "yes");
    let points = tests(report.list("points"));
    let points = if points.is_empty() { in_report.to_vec() } else { points };
    let points = if points.is_empty() { tests(report.list("tests")) } else { points };
    scored(report, "SpamAssassin", spam, points, SPAMASSASSIN)
}

/// `*  2.6 RULE_NAME words on it`: the points, which X-Spam-Status leaves out.
fn report_points(value: &str) -> Vec<Test<'_>> {
    let is_name = |word: &str| {
        word.len() > 2
            && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
            && word.bytes().any(|byte| byte.is_ascii_uppercase())
    };
    let words: Vec<&str> = value.split_whitespace().collect();
    let pairs = words.windows(2).filter(|pair| pair[0].contains('.') && is_name(pair[1]));
    pairs.filter_map(|pair| Some((pair[1], Some(Points::read(pair[0])?)))).take(MOST_POINTS).collect()
}

fn rspamd(report: &FilterReport) -> Verdict {
    let spam = report.get("spam").and_then(|spam| match spam {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    });
    scored(report, "Rspamd", spam, tests(report.list("points")), RSPAMD)
}

/// `NAME=1.5` or `NAME`.
fn tests(list: &[String]) -> Vec<Test<'_>> {
    let parse = |item: &'_ String| item.split_once('=').and_then(|(_, points)| Points::read(points));
    list.iter().map(|item| (item.split('=').next().unwrap_or(item), parse(item))).collect()
}

/// `Spam: 7.2 of 5.0 points. Most against it: …`.
fn scored(
    report: &FilterReport,
    by: &'static str,
    spam: Option<bool>,
    tests: Vec<Test>,
    table: &'static [FilterTerm],
) -> Verdict {
    let mut against: Vec<(Points, &str, Option<&'static str>)> = Vec::new();
    let mut notes = Vec::new();
    let weighed = tests.iter().any(|(_, points)| points.is_some());
    for (name, points) in &tests {
        let term = knowledge::filter_term(table, name);
        if let Some(term) = term {
            notes.push(((*name).to_owned(), term.meaning, term.leaning));
        }
        let weight = points.unwrap_or(Points::whole(term.map_or(0, |term| term.leaning.into())));
        if weight > Points::default() {
            against.push((weight, name, term.map(|term| term.meaning)));
        }
    }
    order::by_key(&mut against, |(weight, ..)| std::cmp::Reverse(*weight));
    let stated = |key: &str| report.get(key).filter(|value| !value.is_empty());
    let score = match (stated("score"), stated("required")) {
        // The second number is where it refuses; marking begins earlier.
        (Some(score), Some(required)) if by == "Rspamd" => {
            format!(" ({score} points, refused from {required})")
        }
        (Some(score), Some(required)) => format!(" ({score} points, spam from {required})"),
        (Some(score), None) => format!(" ({score} points)"),
        _ => String::new(),
    };
    let head = match spam {
        Some(true) => "Taken for spam",
        Some(false) => "Not taken for spam",
        None => return Verdict { by, notes, ..Verdict::default() },
    };
    let most: Vec<String> = against
        .iter()
        .take(MOST_TESTS)
        .map(|(_, name, meaning)| match meaning {
            Some(meaning) => format!("{name} ({})", lower(meaning)),
            None => (*name).to_owned(),
        })
        .collect();
    let most = match most.is_empty() || spam == Some(false) {
        true => String::new(),
        false if weighed => format!(" Most against it: {}.", join(&most)),
        // Which of them weighs most, a list of names does not tell.
        false => format!(" Against it, among others: {}.", join(&most)),
    };
    let leaning = if spam == Some(true) { 1 } else { -1 };
    Verdict { text: Some(format!("{head}{score}.{most}")), leaning, notes, by, ..Verdict::default() }
}

/// A meaning inside of a sentence: without its full stop, its first letter small where it is no name.
fn lower(meaning: &str) -> String {
    let meaning = meaning.trim_end_matches('.');
    let first = meaning.split(' ').next().unwrap_or_default();
    let bare = first.trim_end_matches([',', ':']);
    let is_name = bare.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_punctuation())
        || first.contains("Message-ID")
        || [
            "From",
            "To",
            "Date",
            "Subject",
            "Spamhaus",
            "Validity",
            "Mailspike",
            "Barracuda",
            "Microsoft",
            "Google",
        ]
        .contains(&first);
    let mut letters = meaning.chars();
    match letters.next() {
        Some(letter) if !is_name => letter.to_lowercase().collect::<String>() + letters.as_str(),
        _ => meaning.to_owned(),
    }
}

fn proofpoint(report: &FilterReport) -> Verdict {
    let mut verdict = Verdict { by: "Proofpoint", ..Verdict::default() };
    for (key, _) in &report.fields {
        if let Some(term) = knowledge::filter_term(OTHERS, &format!("proofpoint:{key}")) {
            verdict.notes.push((key.clone(), term.meaning, term.leaning));
        }
    }
    let rule = report.get("rule").unwrap_or_default();
    // A customer's prefix is common: `inbound_spam`, `acme_notspam`.
    let plain = match rule {
        rule if rule.ends_with("notspam") => "notspam",
        rule if rule.ends_with("spam") => "spam",
        rule => rule,
    };
    let exact = knowledge::filter_term(OTHERS, &format!("proofpoint:rule={rule}"));
    if let Some(term) = exact.or_else(|| knowledge::filter_term(OTHERS, &format!("proofpoint:rule={plain}")))
    {
        verdict.text = Some(term.meaning.to_owned());
        verdict.leaning = term.leaning;
        verdict.notes.push((format!("rule={rule}"), term.meaning, term.leaning));
    }
    verdict
}

/// Checks that hit are `true`.
fn mimecast(report: &FilterReport) -> Verdict {
    let mut verdict = Verdict { by: "Mimecast", ..Verdict::default() };
    for (key, _) in report.fields.iter().filter(|(key, _)| report.get(key) == Some("true")) {
        if let Some(term) = knowledge::filter_term(OTHERS, &format!("mimecast:{key}")) {
            verdict.notes.push((key.clone(), term.meaning, term.leaning));
            verdict.leaning = 1;
        }
    }
    let hits: Vec<String> = verdict.notes.iter().map(|(_, meaning, _)| lower(meaning)).collect();
    verdict.text = Some(match hits.is_empty() {
        true => "No sign of an imitated sender.".to_owned(),
        false => format!("Signs of an imitated sender: {}.", join(&hits)),
    });
    verdict
}

/// `No, SCORE=0.5 … TAG_LEVEL=3.0 QUARANTINE_LEVEL=6.0 KILL_LEVEL=9.0`.
fn barracuda(report: &FilterReport) -> Verdict {
    let mut verdict = flag(report, "Barracuda");
    let number = |key: &str| report.get(key).and_then(|value| Points::read(value.trim_end_matches(',')));
    let Some(score) = number("SCORE") else { return verdict };
    let levels = [("KILL_LEVEL", "blocks"), ("QUARANTINE_LEVEL", "quarantines"), ("TAG_LEVEL", "marks")];
    // A level of 1000 is switched off.
    let passed = levels
        .iter()
        .find(|(key, _)| number(key).is_some_and(|level| level < Points::whole(1000) && score >= level));
    if let Some((key, does)) = passed {
        verdict.leaning = 1;
        verdict.text =
            Some(format!("{score} points, and it {does} from {} on.", number(key).unwrap_or_default()));
    } else if let Some(text) = &mut verdict.text {
        text.insert_str(text.len() - 1, &format!(" ({score} points)"));
    }
    verdict
}

pub(super) fn check(notes: &mut Notes, timeline: &Timeline, verdicts: &[Verdict]) {
    let message = notes.message;
    let sides = sides(message, timeline);
    let all: Vec<Told> = message
        .filters
        .iter()
        .zip(verdicts)
        .zip(&sides)
        .filter(|((_, verdict), _)| verdict.counts)
        .map(|((field, verdict), side)| Told { field, verdict, side })
        .collect();
    placement(notes, timeline, &all);
    for told in all.iter().filter(|told| !matches!(told.side, Side::Before(_))) {
        single(notes, told.field, told.verdict);
    }
    if let Some(action) = dmarc_action(message) {
        let (text, span) = action;
        notes.add("quarantined", text, vec![span]);
    }
    if let Some((field, value)) = notes.named("X-Greylist")
        && let Some(seconds) = super::timeline::greylist_delay(value)
    {
        let text =
            format!("A server held the mail back by greylisting for {}.", super::speak::duration(seconds));
        let evidence = notes.value(field);
        notes.add("greylisted", text, evidence);
    }
}

/// A verdict, and whose it is.
#[derive(Clone, Copy)]
struct Told<'a> {
    field: &'a Of<FilterReport>,
    verdict: &'a Verdict,
    side: &'a Side,
}

/// One sentence that says why the mail is in Junk, or is not.
fn placement(notes: &mut Notes, timeline: &Timeline, all: &[Told]) {
    let message = notes.message;
    // The receiver's filters speak for the place where the mail ended; others where it has none.
    let rank = |side: &Side| match side {
        Side::Receiver => 0,
        Side::Unknown => 1,
        Side::Before(_) => 2,
    };
    let mut deciding: Vec<Told> =
        all.iter().filter(|told| decides(told.field.read.filter) && !is_phishing(told)).copied().collect();
    // A mere yes or no stands behind one with points.
    let is_bare = |told: &Told| matches!(told.field.read.filter, "spam-flag" | "rspamd-action");
    order::by_key(&mut deciding, |told| (rank(told.side), is_bare(told)));
    let of = |leaning: i8| deciding.iter().filter(move |told| told.verdict.leaning == leaning);
    let at_home = |told: &&Told| !matches!(told.side, Side::Before(_));
    let network = timeline.trust.as_ref().map_or("", |trust| trust.network.as_str());
    let sender = compauth(message).filter(|_| super::path::same_network(network, "outlook.com"));
    // A mailbox that passed the mail on tells nothing of the one that it reached.
    let is_delivery = |told: &&Told| told.field.read.filter == "microsoft-mailbox-delivery" && at_home(told);
    let delivery = all.iter().find(is_delivery).map(|told| told.field);
    let dest = delivery.and_then(|delivery| Some((delivery, delivery.read.get("dest")?)));
    if let Some((delivery, dest @ ("J" | "I" | "C"))) = dest {
        let decided =
            delivery.read.get("OFR").and_then(|by| knowledge::filter_term(FOREFRONT, &format!("OFR:{by}")));
        let decided = decided.map_or(".".to_owned(), |term| format!(": {}.", lower(term.meaning)));
        let evidence = notes.word(delivery.field, &format!("dest:{dest}"));
        let spam: Vec<Told> = of(1).filter(at_home).copied().collect();
        let (id, text) = match dest {
            "J" => {
                let reasons = reasons(&spam, sender);
                ("in-junk", format!("The mailbox filed this mail in Junk{decided}{reasons}"))
            }
            "I" => ("in-inbox", format!("The mailbox filed this mail in the inbox{decided}")),
            _ => (
                "in-folder",
                "The mailbox filed this mail in a folder that a rule of the reader chose.".to_owned(),
            ),
        };
        notes.add(id, text, evidence);
    } else if let Some(told) = of(1).find(|told| at_home(told) || !of(-1).any(|clean| at_home(&clean))) {
        let others: Vec<Told> =
            of(1).filter(|other| adds(other, told) && rank(other.side) <= rank(told.side)).copied().collect();
        let reasons = reasons(&others, sender.filter(|_| at_home(&told)));
        let text = format!(
            "{}{reasons}",
            speech(told, network, "speaks against this mail", "spoke against this mail")
        );
        let evidence = telling(notes, told.field, told.verdict);
        notes.add("spam-verdict", text, evidence);
    } else if let Some(told) = of(-1).find(at_home) {
        let junk = match told.side {
            Side::Receiver => {
                " If it is in Junk nevertheless, the mail program or a rule of the reader put it there."
            }
            _ => "",
        };
        let text = format!(
            "{}{junk}",
            speech(told, network, "has nothing against this mail", "had nothing against this mail")
        );
        let evidence = telling(notes, told.field, told.verdict);
        notes.add("clean-verdict", text, evidence);
    } else if let Some(told) = of(-1).next() {
        let text = speech(told, network, "has nothing against this mail", "had nothing against this mail");
        let evidence = telling(notes, told.field, told.verdict);
        notes.add("filter-on-the-way", text, evidence);
    }
}

/// What is told of by itself.
fn is_phishing(told: &Told) -> bool {
    told.field.read.filter == "proton-action" && told.field.read.get("value") == Some("phishing")
}

/// Whether it is another verdict, and not the same one in short or again.
fn adds(other: &Told, told: &Told) -> bool {
    let is_bare = matches!(other.field.read.filter, "spam-flag" | "rspamd-action");
    other.verdict.text != told.verdict.text
        && !(is_bare && matches!(told.verdict.by, "SpamAssassin" | "Rspamd"))
}

/// Who says what, and where it stood: "Rspamd has nothing against this mail: not taken for spam."
fn speech(told: &Told, network: &str, now: &str, then: &str) -> String {
    let text = told.verdict.text.clone().unwrap_or_default();
    let by = told.verdict.by;
    // A mere count of points below the mark is no praise.
    let (now, then, said) = match text.strip_prefix("Not taken for spam") {
        Some(rest) => {
            let does = "did not take this mail for spam";
            (does, does, rest.trim().trim_end_matches('.').to_owned())
        }
        None => (now, then, format!(": {}", lower(&text))),
    };
    let said = if said.is_empty() || said.starts_with(':') { said } else { format!(" {said}") };
    match told.side {
        Side::Receiver => format!("{} {now}{said}.", upper(by)),
        Side::Before(server) => {
            let to = if network.is_empty() { "its end" } else { network };
            format!("Before the mail came to {to}, {by} of {server} {then}{said}.")
        }
        Side::Unknown if network.is_empty() => format!("{} {now}{said}.", upper(by)),
        Side::Unknown => {
            format!("{} {now}{said}. Whose filter that is, the fields do not state.", upper(by))
        }
    }
}

/// Fields whose verdict is about spam as a whole.
fn decides(filter: &str) -> bool {
    matches!(
        filter,
        "forefront"
            | "exchange-scl"
            | "spamassassin"
            | "rspamd"
            | "rspamd-action"
            | "proofpoint"
            | "barracuda-status"
            | "kaspersky"
            | "spamexperts"
            | "vade"
            | "bogofilter"
            | "spam-flag"
            | "proton-action"
            | "microsoft_antispam"
    )
}

/// What else speaks against it: other filters, and Microsoft's judgement of the sender.
fn reasons(spam: &[Told], sender: Option<String>) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for told in spam {
        let Some(text) = &told.verdict.text else { continue };
        let reason = format!("{}: {}", told.verdict.by, lower(text));
        if !reasons.contains(&reason) && reasons.len() < MOST_TESTS {
            reasons.push(reason);
        }
    }
    let mut out = match reasons.is_empty() {
        true => String::new(),
        false => format!(" {}.", upper(&reasons.join("; "))),
    };
    if let Some(sender) = sender {
        out.push(' ');
        out.push_str(&sender);
    }
    out
}

/// `compauth=fail reason=001`: what Microsoft made of the sender.
fn compauth(message: &Message) -> Option<String> {
    let found = message
        .auth
        .iter()
        .flat_map(|field| &field.read.statements)
        .find(|found| found.method == "compauth")?;
    if !found.result.eq_ignore_ascii_case("fail") {
        return None;
    }
    let code = found.prop("reason").unwrap_or_default();
    let term =
        knowledge::compauth_reason(code).map_or(String::new(), |term| format!(": {}", lower(term.meaning)));
    Some(format!("Microsoft did not take the sender for real (compauth=fail, reason {code}{term})."))
}

/// What single fields add: phishing, bulk, virus, skipped filters.
fn single(notes: &mut Notes, field: &Of<FilterReport>, verdict: &Verdict) {
    let read = &field.read;
    let said = |key: &str, value: &str| read.get(key).is_some_and(|found| found == value);
    let phishing = ["PHSH", "HPHSH", "HPHISH", "SPOOF", "INTOS", "DIMP", "UIMP", "GIMP", "BIMP"];
    let virus = ["MALW", "AMP", "FTBP", "SAP"];
    if let Some(category) = read.get("CAT").filter(|_| read.filter == "forefront") {
        let meaning =
            knowledge::filter_term(FOREFRONT, &format!("CAT:{category}")).map_or("", |term| term.meaning);
        let evidence = notes.word(field.field, &format!("CAT:{category}"));
        if phishing.contains(&category) {
            notes.add("phishing-verdict", format!("Microsoft's filter: {}.", lower(meaning)), evidence);
        } else if virus.contains(&category) {
            notes.add("virus-verdict", format!("Microsoft's filter: {}.", lower(meaning)), evidence);
        }
    }
    if read.filter == "proton-action" && said("value", "phishing") {
        let evidence = notes.word(field.field, "phishing");
        notes.add("phishing-verdict", "Proton's filter: taken for phishing.".to_owned(), evidence);
    }
    let bulk = read.filter == "microsoft_antispam"
        && read.get("BCL").and_then(|level| level.parse::<u8>().ok()).is_some_and(|level| level >= 7);
    if bulk || said("SRV", "BULK") {
        let level = read.get("BCL").map_or(String::new(), |level| format!(" (BCL {level} of 9)"));
        let text = format!(
            "Microsoft counts the sender as bulk that people complain about{level}; from 7 on it is spam by default."
        );
        let evidence = notes.word(field.field, if bulk { "BCL:" } else { "SRV:BULK" });
        notes.add("bulk-verdict", text, evidence);
    }
    let skipped = ["SKN", "SKA", "SKI", "SKQ", "SFE"].iter().find(|value| said("SFV", value));
    if let Some(value) = skipped {
        let evidence = notes.word(field.field, &format!("SFV:{value}"));
        notes.add(
            "filter-skipped",
            format!("Microsoft's filter: {}", verdict.text.clone().unwrap_or_default()),
            evidence,
        );
    }
    if read.filter == "cisco-amp" && said("value", "MALICIOUS") {
        let evidence = notes.word(field.field, "MALICIOUS");
        notes.add("virus-verdict", "Cisco found malware in an attachment.".to_owned(), evidence);
    }
}

/// Microsoft's `action=quarantine` or `oreject` beside a DMARC result.
fn dmarc_action(message: &Message) -> Option<(String, Span)> {
    for field in &message.auth {
        for found in field.read.statements.iter().filter(|found| found.method == "dmarc") {
            let Some(action) = found.prop("action") else { continue };
            if !matches!(action, "quarantine" | "oreject" | "reject") {
                continue;
            }
            let meaning = knowledge::filter_term(FOREFRONT, &format!("action={action}"))?.meaning;
            let span = message.span_in(field.field, found.range.clone())?;
            return Some((
                format!("DMARC failed, and that had consequences (action={action}). {meaning}"),
                span,
            ));
        }
    }
    None
}

/// The words that a verdict rests on.
fn telling(notes: &Notes, field: &Of<FilterReport>, verdict: &Verdict) -> Vec<Span> {
    let against = verdict.notes.iter().filter(|(_, _, leaning)| *leaning == verdict.leaning && *leaning != 0);
    let spans: Vec<Span> =
        against.filter_map(|(term, ..)| notes.message.span_of(field.field, term)).take(8).collect();
    if spans.is_empty() { notes.value(field.field) } else { spans }
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// What a statement of Authentication-Results means: `spf=pass`.
pub fn meaning_of_result(method: &str, result: &str) -> Option<&'static str> {
    let pair = format!("{}={}", method.to_ascii_lowercase(), result.to_ascii_lowercase());
    knowledge::filter_term(AUTH, &pair).map(|term| term.meaning)
}
