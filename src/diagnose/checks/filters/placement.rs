//! Where the mail landed and why, as far as filters say: one sentence, and what single fields add to it.

use super::own::{self, Own};
use super::words::lower;
use super::{Verdict, ironport, marks, whose};
use crate::diagnose::checks::alignment::Alignment;
use crate::diagnose::checks::side::{self, Side};
use crate::diagnose::checks::speak::{duration, join, upper};
use crate::diagnose::checks::timeline::{Greylisted, LONG_GREYLISTING, Timeline};
use crate::diagnose::checks::{Notes, path};
use crate::facts::message::{Message, Of};
use crate::knowledge;
use crate::knowledge::filters::FOREFRONT;
use crate::mail::spam_headers::FilterReport;
use crate::text::Span;
use crate::text::order;
use std::fmt::Write;

/// How many other verdicts are named beside the first.
const MOST_REASONS: usize = 3;

pub(in crate::diagnose::checks) fn check(
    notes: &mut Notes,
    timeline: &Timeline,
    (sides, own): (&[Side], Option<Own>),
    verdicts: &[Verdict],
    alignment: Option<&Alignment>,
) {
    let message = notes.message;
    let all: Vec<Told> = message
        .filters
        .iter()
        .zip(verdicts)
        .zip(sides)
        .filter(|((_, verdict), _)| verdict.counts)
        .map(|((field, verdict), side)| Told { field, verdict, side })
        .collect();
    placement(notes, timeline, &all, own);
    ironport::check(notes, sides);
    for told in all.iter().filter(|told| !matches!(told.side, Side::Before(_))) {
        single(notes, told.field, told.verdict);
    }
    // Signs are signs, wherever they were seen.
    for told in all.iter().filter(|told| told.field.read.filter == "mimecast-impersonation") {
        imitation(notes, told.field, told.verdict);
    }
    // What the check called for, a filter that was skipped did not do, and the mailbox has the last word.
    let is_let_in = notes.has(&["in-inbox", "in-folder", "filter-skipped"]);
    if let Some((id, text, span)) = dmarc_action(message) {
        if !is_let_in && !is_passed_over(message) {
            notes.add(id, text, vec![span]);
        }
    } else if let Some((text, span)) = alignment.and_then(|alignment| set_aside(message, alignment)) {
        notes.add("quarantined", text, vec![span]);
    }
    if let Some(Greylisted { field, seconds, elsewhere }) = Greylisted::of(message, timeline.trust.as_ref()) {
        let who = elsewhere.unwrap_or("A server");
        // It asks for five minutes as a rule: what is more lies with whoever was asked to come back.
        let text = match seconds < LONG_GREYLISTING {
            true => format!("{who} held the mail back by greylisting for {}.", duration(seconds)),
            false => format!(
                "{who} put the mail off by greylisting, and let it in {} later. Greylisting asks for some minutes as a rule: \
                 the rest is how long the sending server took to come back.",
                duration(seconds)
            ),
        };
        let evidence = notes.value(field);
        notes.add("greylisted", text, evidence);
    }
}

/// What Microsoft's filter says of its reason, as it is written: why it lies in Junk, before the word that it does.
fn of_forefront(notes: &Notes, spam: &[Told]) -> Vec<Span> {
    let Some(told) = spam.iter().find(|told| told.field.read.filter == "forefront") else {
        return Vec::new();
    };
    let quoted = |key: &&str| {
        let value = told.field.read.get(key).filter(|value| !value.is_empty() && *value != "NONE")?;
        notes.message.span_of(told.field.field, &format!("{key}:{value}"))
    };
    ["SFV", "SCL", "CAT"].iter().filter_map(quoted).collect()
}

/// Somebody let it out of Microsoft's quarantine.
pub fn is_released(message: &Message) -> bool {
    message.filters.iter().any(|of| of.read.filter == "forefront" && of.read.get("SFV") == Some("SKQ"))
}

/// Whether Microsoft's own fields say that the filter, or its check of the sender, was passed over.
fn is_passed_over(message: &Message) -> bool {
    let mut reports = message.filters.iter().filter(|of| of.read.filter == "forefront");
    let mut stated = message.auth.iter().flat_map(|of| &of.read.statements);
    reports.any(|of| of.read.get("SCL") == Some("-1"))
        || stated.any(|found| found.method == "compauth" && found.result.eq_ignore_ascii_case("none"))
}

/// A verdict, and whose it is.
#[derive(Clone, Copy)]
struct Told<'a> {
    field: &'a Of<FilterReport>,
    verdict: &'a Verdict,
    side: &'a Side,
}

/// One sentence that says why the mail is in Junk, or is not.
fn placement(notes: &mut Notes, timeline: &Timeline, all: &[Told], own: Option<Own>) {
    let message = notes.message;
    // The receiver's filters speak for the place where the mail ended; others where it has none.
    let rank = |side: &Side| match side {
        Side::Receiver => 0,
        Side::Unknown | Side::Elsewhere(_) => 1,
        Side::Before(_) => 2,
    };
    let mut deciding: Vec<Told> =
        all.iter().filter(|told| decides(told.field.read.filter) && !is_phishing(told)).copied().collect();
    // A mere yes or no stands behind one with points; where it is not known whose it is, behind those on the way, too.
    let is_anybodys = |told: &Told| is_bare(told) && !matches!(told.side, Side::Receiver);
    order::by_key(&mut deciding, |told| (is_anybodys(told), rank(told.side), is_bare(told)));
    let of = |leaning: i8| deciding.iter().filter(move |told| told.verdict.leaning == leaning);
    let at_home = |told: &&Told| !matches!(told.side, Side::Before(_));
    let network = timeline.trust.as_ref().map_or("", |trust| trust.network.as_str());
    let judged = compauth(message).filter(|_| path::same_network(network, "outlook.com"));
    let (sender, judged) = judged.unzip();
    // A mailbox that passed the mail on tells nothing of the one that it reached.
    let is_delivery = |told: &&Told| told.field.read.filter == "microsoft-mailbox-delivery" && at_home(told);
    let delivery = all.iter().find(is_delivery).map(|told| told.field);
    let dest = delivery.and_then(|delivery| Some((delivery, delivery.read.get("dest")?)));
    if let Some((delivery, dest @ ("J" | "I" | "C"))) = dest {
        let decided =
            delivery.read.get("OFR").and_then(|by| knowledge::filter_term(FOREFRONT, &format!("OFR:{by}")));
        let decided = decided.map_or(".".to_owned(), |term| format!(": {}.", lower(term.meaning)));
        let mut evidence = match own {
            Some(own) => own::evidence(notes, own),
            None => notes.word(delivery.field, &format!("dest:{dest}")),
        };
        evidence.extend(judged.flatten().filter(|_| dest == "J" && own.is_none()));
        let spam: Vec<Told> = of(1).filter(at_home).copied().collect();
        if dest == "J" && own.is_none() {
            let why = of_forefront(notes, &spam);
            evidence.splice(0..0, why);
        }
        let (id, main, more) = match dest {
            "J" if let Some(own) = own => {
                let why = own::why(own, own::blocked(message), mailboxs_reason(message));
                let clean = of(-1).find(at_home).filter(|_| own != Own::Blocked);
                let more = match clean.and_then(|told| Some((told.verdict.by, told.verdict.text.as_deref()?)))
                {
                    Some((by, text)) => format!(" {} has nothing against it: {}.", upper(by), lower(text)),
                    None if own == Own::Blocked => {
                        " Microsoft's filter did not judge it: for a blocked sender it is passed over."
                            .to_owned()
                    }
                    None => String::new(),
                };
                ("in-junk", format!("The mailbox filed this mail in Junk: {why}."), more)
            }
            "J" => {
                let passed = spam.first().map_or(String::new(), |told| let_pass(&deciding, told, network));
                let main = format!("The mailbox filed this mail in Junk{decided}");
                ("in-junk", main, reasons(&spam, sender) + &passed)
            }
            "I" => {
                // The mailbox states a reason, or none.
                let why = match delivery.read.get("OFR") {
                    Some(_) => "",
                    None if is_released(message) => {
                        " That is why it is in the inbox all the same: somebody let it out of quarantine."
                    }
                    None => {
                        " Why it is in the inbox all the same, the headers do not show: a rule of the reader's or their Junk settings may \
                         be the reason."
                    }
                };
                let against = match spam.is_empty() {
                    true if is_released(message) => " Somebody let it out of quarantine.".to_owned(),
                    true => String::new(),
                    false => reasons(&spam, sender) + why,
                };
                ("in-inbox", format!("The mailbox filed this mail in the inbox{decided}"), against)
            }
            _ => (
                "in-folder",
                "The mailbox filed this mail in a folder that a rule of the reader chose.".to_owned(),
                String::new(),
            ),
        };
        notes.add_with_more(id, main, &more, evidence);
    } else if let Some((told, id)) = all.iter().find_map(filed) {
        let spam: Vec<Told> = of(1).filter(at_home).copied().collect();
        let against = if id == "in-folder" || spam.is_empty() { String::new() } else { reasons(&spam, None) };
        let text = told.verdict.text.as_deref().unwrap_or_default();
        let main = format!("{} filed this mail {}", told.verdict.by, text.trim_start_matches("Filed "));
        let evidence = notes.value(told.field.field);
        notes.add_with_more(id, main, &against, evidence);
    } else if let Some(told) = of(1).find(|told| at_home(told) || !of(-1).any(|clean| at_home(&clean))) {
        let others: Vec<Told> =
            of(1).filter(|other| adds(other, told) && rank(other.side) <= rank(told.side)).copied().collect();
        let reasons = match own {
            Some(_) => String::new(),
            None => reasons(&others, sender.filter(|_| at_home(&told))),
        };
        let (main, more) = match own.filter(|own| *own == Own::Blocked) {
            Some(own) => {
                let why = own::why(own, own::blocked(message), mailboxs_reason(message));
                let judge = " Microsoft's filter did not judge it: for a blocked sender it is passed over.";
                (format!("{}: such mail goes to Junk as a rule.", upper(&why)), judge.to_owned())
            }
            None => speech(told, network, "speaks against this mail", "spoke against this mail"),
        };
        let mut evidence = match own {
            Some(own) => own::evidence(notes, own),
            None => telling(notes, told.field, told.verdict),
        };
        // Rspamd's action stands in a field of its own, apart from what it rests on.
        let has_action =
            || all.iter().any(|other| other.field.read.filter == "rspamd-action" && other.side == told.side);
        let is_its = match told.field.read.filter {
            "rspamd-action" => true,
            "spam-flag" => has_action(),
            _ => false,
        };
        let counted =
            all.iter().find(|other| is_its && other.field.read.filter == "rspamd" && other.side == told.side);
        let most = counted.map_or("", |other| other.verdict.most.0.as_str());
        let points = counted.and_then(|other| {
            let read = &other.field.read;
            Some((read.get("score")?, read.get("required")?))
        });
        let points = points.map_or(String::new(), |(score, required)| {
            let who = if told.field.read.filter == "rspamd-action" { "It" } else { "Rspamd" };
            format!(" {who} counted {score} points, and refuses mail from {required} on.")
        });
        let more = format!("{more}{points}{most}");
        let main = main + &let_pass(&deciding, told, network);
        if let Some(other) = counted {
            let tests = other.verdict.most.1.iter();
            evidence.extend(tests.filter_map(|test| message.span_of(other.field.field, test)));
        }
        let id = if at_home(&told) { "spam-verdict" } else { "spam-verdict-on-the-way" };
        notes.add_with_more(id, main, &(more + &reasons), evidence);
    } else if marks::is_marked(message) {
        marks::check(notes);
    } else if let Some(told) = of(-1).find(at_home) {
        let junk = match told.side {
            Side::Receiver => {
                " If it is in Junk nevertheless, another filter, the mail program or a rule of the reader put it there."
            }
            _ => "",
        };
        let (main, more) =
            speech(told, network, "has nothing against this mail", "had nothing against this mail");
        let before: Vec<String> = of(1)
            .filter(|other| !is_of_one_house(other, told))
            .take(MOST_REASONS)
            .map(|other| {
                format!(
                    " {}",
                    speech(other, network, "speaks against this mail", "spoke against this mail").0
                )
            })
            .collect();
        let evidence = telling(notes, told.field, told.verdict);
        notes.add_with_more(
            "clean-verdict",
            main,
            &(more + junk + &before.concat() + &unowned(message, &deciding, told)),
            evidence,
        );
    } else if let Some(told) = of(-1).next() {
        let (main, more) =
            speech(told, network, "has nothing against this mail", "had nothing against this mail");
        let evidence = telling(notes, told.field, told.verdict);
        notes.add_with_more("filter-on-the-way", main, &more, evidence);
    } else {
        marks::check(notes);
    }
}

/// Whether Microsoft's report says that the limit for bulk mail was passed.
fn message_says_bulk(message: &Message) -> bool {
    let mut reports = message.filters.iter().filter(|of| of.read.filter == "forefront");
    reports.any(|of| of.read.get("SRV") == Some("BULK"))
}

/// Other filters that were not against it, beside one that is: who asks which of them did it is told by that.
fn let_pass(deciding: &[Told], told: &Told, network: &str) -> String {
    let mut makers: Vec<&str> = Vec::new();
    let mut said = String::new();
    for other in deciding {
        let is_clean =
            other.verdict.leaning == -1 && other.verdict.text.is_some() && other.verdict.by != flag_maker();
        if !is_clean
            || is_of_one_house(other, told)
            || makers.contains(&other.verdict.by)
            || makers.len() == MOST_REASONS
        {
            continue;
        }
        makers.push(other.verdict.by);
        let (main, _) =
            speech(other, network, "has nothing against this mail", "had nothing against this mail");
        said.push(' ');
        said.push_str(&main);
    }
    if let [only] = makers[..] {
        let _ = write!(said, " Of these two, {} is against it, and not {only}.", told.verdict.by);
    }
    said
}

/// A word for the mail that may be the sender's own, beside the receiver's: whoever reads it takes it for the receiver's.
fn unowned(message: &Message, deciding: &[Told], told: &Told) -> String {
    let is_it = |other: &&Told| {
        other.side == &Side::Unknown
            && is_anybodys_word(other)
            && !is_of_one_house(other, told)
            && !is_bare(other)
    };
    let other = deciding.iter().find(is_it).filter(|_| told.side == &Side::Receiver);
    other.map_or(String::new(), |other| {
        format!(
            " {} stands there, too: whose filter wrote it, the fields do not state, and the sender's side can have done so.",
            message.fields[other.field.field].name
        )
    })
}

/// What a flag is called whose maker is not known: mostly it repeats another field in short.
fn flag_maker() -> &'static str {
    "the spam filter"
}

/// Whether two fields are of one filter, in its several forms.
fn is_of_one_house(one: &Told, other: &Told) -> bool {
    const MICROSOFTS: &[&str] =
        &["forefront", "exchange-scl", "exchange-pcl", "microsoft_antispam", "microsoft-mailbox-delivery"];
    let is_microsofts = |told: &Told| MICROSOFTS.contains(&told.field.read.filter);
    one.verdict.by == other.verdict.by || (is_microsofts(one) && is_microsofts(other))
}

/// Where iCloud put it, by its own word.
fn filed<'a>(told: &'a Told<'a>) -> Option<(&'a Told<'a>, &'static str)> {
    let is_its = told.field.read.filter == "icloud-folder" && matches!(told.side, Side::Receiver);
    told.verdict.text.as_ref().filter(|_| is_its)?;
    Some((
        told,
        match told.verdict.leaning {
            1 => "in-junk",
            -1 => "in-inbox",
            _ => "in-folder",
        },
    ))
}

/// What is told of by itself.
fn is_phishing(told: &Told) -> bool {
    told.field.read.filter == "proton-action" && told.field.read.get("value") == Some("phishing")
}

/// A mere yes or no, without points or a probability beside it.
fn is_bare(told: &Told) -> bool {
    let read = &told.field.read;
    ["score", "points", "spamicity"].iter().all(|key| read.get(key).is_none() && read.list(key).is_empty())
}

/// Exchange notes the level that Microsoft's filter gave in a field of its own, too.
fn is_level_of(told: &Told, other: &Told) -> bool {
    let level = other.field.read.get("SCL");
    told.field.read.filter == "exchange-scl" && level.is_some() && told.field.read.get("score") == level
}

/// Whether it is another verdict, and not the same one in short or again.
fn adds(other: &Told, told: &Told) -> bool {
    other.verdict.text != told.verdict.text
        && !is_level_of(other, told)
        && !(is_bare(other) && matches!(told.verdict.by, "SpamAssassin" | "Rspamd"))
}

/// Who says what, and where it stood: "Rspamd has nothing against this mail: not taken for spam." And the reasons.
fn speech(told: &Told, network: &str, now: &str, then: &str) -> (String, String) {
    let text = told.verdict.text.as_deref().unwrap_or_default();
    let (text, more) = text.split_at(told.verdict.main);
    let by = told.verdict.by;
    // A mere count of points below the mark is no praise, nor is a filter that did not look.
    let plain = [
        ("Not taken for spam", "did not take this mail for spam"),
        ("The spam filter was skipped", "let this mail past the spam filter"),
    ];
    let plain = plain.iter().find_map(|(start, does)| Some((text.strip_prefix(start)?, *does)));
    let (now, then, said) = match plain {
        Some((rest, does)) => (does, does, rest.trim().trim_end_matches('.').to_owned()),
        None => (now, then, format!(": {}", lower(text))),
    };
    let said = if said.is_empty() || said.starts_with(':') { said } else { format!(" {said}") };
    let (main, whose) = match told.side {
        Side::Before(server) => {
            let to = if network.is_empty() { "its end" } else { network };
            let of = if server == side::MICROSOFT { String::new() } else { format!(" of {server}") };
            (format!("Before the mail came to {to}, {by}{of} {then}{said}."), String::new())
        }
        Side::Unknown if network.is_empty() && !is_anybodys_word(told) => {
            (format!("{} {now}{said}.", upper(by)), String::new())
        }
        side => (format!("{} {now}{said}.", upper(by)), whose(side)),
    };
    (main, format!("{more}{whose}"))
}

/// A field that every server may write, the sender's too, and that speaks for the mail: without a Received field nobody sees whose it is.
fn is_anybodys_word(told: &Told) -> bool {
    told.verdict.leaning < 0 && matches!(told.field.read.filter, "spamassassin" | "spam-flag" | "spam-score")
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
            | "spam-score"
            | "trend-micro"
            | "gmail-spam"
            | "gmx"
            | "gmx-results"
            | "proton-action"
            | "yahoo-bulk"
            | "microsoft_antispam"
    )
}

/// What else speaks against it: other filters, and Microsoft's judgement of the sender.
fn reasons(spam: &[Told], sender: Option<String>) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for told in spam {
        if spam.iter().any(|other| is_level_of(told, other)) {
            continue;
        }
        let Some(text) = &told.verdict.text else { continue };
        let reason = format!("{}: {}", told.verdict.by, lower(text));
        if !reasons.contains(&reason) && reasons.len() < MOST_REASONS {
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

/// `compauth=fail reason=001`: what Microsoft made of the sender, and where that stands.
fn compauth(message: &Message) -> Option<(String, Option<Span>)> {
    let mut all =
        message.auth.iter().flat_map(|of| of.read.statements.iter().map(move |found| (of.field, found)));
    let (field, found) = all.find(|(_, found)| found.method == "compauth")?;
    if !found.result.eq_ignore_ascii_case("fail") {
        return None;
    }
    let code = found.prop("reason").unwrap_or_default();
    let term =
        knowledge::compauth_reason(code).map_or(String::new(), |term| format!(": {}", lower(term.meaning)));
    let text = format!("Microsoft did not take the sender for real (compauth=fail, reason {code}{term}).");
    Some((text, message.span_in(field, found.range.clone())))
}

/// What single fields add: phishing, bulk, virus, skipped filters.
fn single(notes: &mut Notes, field: &Of<FilterReport>, verdict: &Verdict) {
    let read = &field.read;
    let said = |key: &str, value: &str| read.get(key).is_some_and(|found| found == value);
    let phishing = ["PHSH", "HPHSH", "HPHISH", "INTOS", "DIMP", "UIMP", "GIMP", "BIMP"];
    let virus = ["MALW", "AMP", "FTBP", "SAP"];
    if let Some(category) = read.get("CAT").filter(|_| read.filter == "forefront") {
        let meaning =
            knowledge::filter_term(FOREFRONT, &format!("CAT:{category}")).map_or("", |term| term.meaning);
        let evidence = notes.word(field.field, &format!("CAT:{category}"));
        if phishing.contains(&category) {
            notes.add("phishing-verdict", format!("Microsoft's filter: {}.", lower(meaning)), evidence);
        } else if category == "SPOOF" {
            notes.add("spoof-verdict", format!("Microsoft's filter: {}.", lower(meaning)), evidence);
        } else if virus.contains(&category) {
            notes.add("virus-verdict", format!("Microsoft's filter: {}.", lower(meaning)), evidence);
        }
    }
    if read.filter == "proton-action" && said("value", "phishing") {
        let evidence = notes.word(field.field, "phishing");
        notes.add("phishing-verdict", "Proton's filter: taken for phishing.".to_owned(), evidence);
    }
    let suspicion = read.get("PCL").or(read.get("score").filter(|_| read.filter == "exchange-pcl"));
    if let Some(level) = suspicion.filter(|level| level.parse::<u8>().is_ok_and(|level| level >= 4)) {
        let text = format!("Exchange finds the text suspicious, as phishing is (PCL {level} of 8).");
        let evidence = notes.value(field.field);
        notes.add("phishing-suspected", text, evidence);
    }
    // The bands are Microsoft's (<https://learn.microsoft.com/defender-office-365/anti-spam-bulk-complaint-level-bcl-about>, checked
    // 2026-11-28): 4 to 7 a mixed number of complaints, 8 and 9 a high one. So are the limits: from 7 on in the default policy and new ones,
    // from 6 in the Standard preset, from 5 in the Strict one.
    let bcl = read.get("BCL").and_then(|level| level.parse::<u8>().ok());
    let bcl = bcl.filter(|_| read.filter == "microsoft_antispam");
    // A field beside it says that the limit of that house was passed.
    let is_over =
        said("SRV", "BULK") || message_says_bulk(notes.message) || bcl.is_some_and(|level| level >= 7);
    if let Some(level @ 4..7) = bcl.filter(|_| !is_over) {
        let near = if level == 6 { ", so this is next to the limit" } else { "" };
        let text = format!(
            "Microsoft counts the sender as bulk with a mixed number of complaints (BCL {level} of 9); from 7 on it is spam by default{near}."
        );
        let evidence = notes.word(field.field, "BCL:");
        notes.add_once("bulk-near-limit", text, evidence);
    }
    let bulk = bcl.is_some_and(|level| level >= 7);
    if let Some(level @ 1..7) = bcl.filter(|_| is_over) {
        let text = format!(
            "Microsoft counts the sender as bulk (BCL {level} of 9), and that passed the limit that is set there: the default is 7, the Standard preset has 6 and the \
             Strict one 5."
        );
        let evidence = notes.word(field.field, "BCL:");
        notes.add_once("bulk-verdict", text, evidence);
    }
    if bulk || said("SRV", "BULK") {
        let level = read.get("BCL").map_or(String::new(), |level| format!(" (BCL {level} of 9)"));
        let text = match bcl {
            Some(known @ 7..) => format!(
                "Microsoft counts the sender as bulk with a {} number of complaints{level}; from 7 on it is spam by default.",
                if known == 7 { "mixed" } else { "high" }
            ),
            _ => "Microsoft counts the sender as bulk, and the number of complaints passed the limit that is set there (SRV:BULK).".to_owned(),
        };
        let evidence = notes.word(field.field, if bulk { "BCL:" } else { "SRV:BULK" });
        notes.add_once("bulk-verdict", text, evidence);
    }
    let skipped = ["SKN", "SKA", "SKI", "SKQ", "SFE"].iter().find(|value| said("SFV", value));
    // Why it is in the inbox says that already.
    let is_told = |value: &str| value == "SKQ" && notes.has(&["in-inbox"]);
    if let Some(value) = skipped.filter(|value| !is_told(value)) {
        let evidence = notes.word(field.field, &format!("SFV:{value}"));
        notes.add(
            "filter-skipped",
            format!("Microsoft's filter: {}.", lower(verdict.text.as_deref().unwrap_or_default())),
            evidence,
        );
    }
    if read.filter == "cisco-amp" && said("value", "MALICIOUS") {
        let evidence = notes.word(field.field, "MALICIOUS");
        notes.add("virus-verdict", "Cisco found malware in an attachment.".to_owned(), evidence);
    }
}

/// One sign alone, as a domain that is new, is common.
fn imitation(notes: &mut Notes, field: &Of<FilterReport>, verdict: &Verdict) {
    if verdict.notes.len() < 2 {
        return;
    }
    let hits: Vec<String> = verdict.notes.iter().map(|(_, meaning, _)| lower(meaning)).collect();
    let text = format!("Mimecast sees signs of an imitated sender: {}.", join(&hits));
    let evidence = verdict.notes.iter().flat_map(|(hit, ..)| notes.word(field.field, hit)).collect();
    notes.add("imitation-suspected", text, evidence);
}

/// Microsoft's `action=quarantine` beside a DMARC result. By `oreject` it lets the mail in, and no filter speaks: see `alignment`.
fn dmarc_action(message: &Message) -> Option<(&'static str, String, Span)> {
    for field in &message.auth {
        for found in field.read.statements.iter().filter(|found| found.method == "dmarc") {
            let Some(action) = found.prop("action") else { continue };
            if !matches!(action, "quarantine" | "reject") {
                continue;
            }
            let meaning = knowledge::filter_term(FOREFRONT, &format!("action={action}"))?.meaning;
            let span = message.span_in(field.field, found.range.clone())?;
            return Some((
                "quarantined",
                format!("DMARC failed, and that had consequences (action={action}). {meaning}"),
                span,
            ));
        }
    }
    None
}

/// That the receiving server set the mail aside, as `dis=` beside a failed DMARC result of Gmail and OpenDMARC says.
fn set_aside(message: &Message, alignment: &Alignment) -> Option<(String, Span)> {
    alignment.disposition.as_deref().filter(|done| *done == "quarantine" && alignment.is_trusted)?;
    let is_gmail =
        alignment.authserv.as_deref().is_some_and(|authserv| path::same_network(authserv, "google.com"));
    let what = match is_gmail {
        true => "Gmail puts such mail into Spam, as the domain asks.",
        false => "The server set it aside, as the domain asks.",
    };
    let span =
        message.auth.iter().filter(|field| field.read.authserv == alignment.authserv).find_map(|field| {
            let found = field.read.statements.iter().find(|found| found.method == "dmarc")?;
            message.span_in(field.field, found.range.clone())
        })?;
    Some((format!("DMARC failed, and that had consequences (dis=QUARANTINE). {what}"), span))
}

/// The words that a verdict rests on.
fn telling(notes: &Notes, field: &Of<FilterReport>, verdict: &Verdict) -> Vec<Span> {
    let leans = |leaning: i8| leaning == verdict.leaning && leaning != 0;
    let against = verdict.notes.iter().filter(|(_, _, leaning)| leans(*leaning)).map(|(term, ..)| term);
    let against: Vec<&String> =
        if verdict.named.is_empty() { against.collect() } else { verdict.named.iter().collect() };
    let found = against.into_iter().filter_map(|term| notes.message.span_of(field.field, term));
    // That it stayed below the mark, its points say, and no single test.
    let score = field.read.get("score").filter(|_| verdict.leaning < 0 && verdict.named.is_empty());
    let score = score.and_then(|score| {
        let stated = notes.message.span_of(field.field, &format!("score={score}"));
        stated.or_else(|| notes.message.span_of(field.field, score))
    });
    if let Some(score) = score {
        return vec![score];
    }
    let spans: Vec<Span> = found.take(8).collect();
    if spans.is_empty() { notes.value(field.field) } else { spans }
}
/// By what the mailbox says that it decided.
fn mailboxs_reason(message: &Message) -> Option<&str> {
    message.filters.iter().find_map(|field| field.read.get("OFR"))
}
