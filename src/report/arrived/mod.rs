//! The verdict on headers of mail that arrived: where it landed and why, how long it took, what was proved.
//!
//! It is put together from the observations, which hold the details and the evidence.

mod advice;
mod at_home;
mod author;
mod beyond;
mod chosen;
mod counted;
mod envelope;
mod forwarded;
mod gate;
mod home;
mod house;
mod letters;
mod moderated;
mod old;
mod outbound;
mod own;
mod own_device;
mod posed;
mod proof;
mod report_header;
mod sent;
mod signed;
pub mod signs;
mod site_form;
mod telling;
mod unsent;
mod wait;
mod words;

use crate::diagnose;
use crate::diagnose::checks::filters::UNDOCUMENTED;
use crate::diagnose::checks::filters::marks::BEFORE_SUBJECT;
use crate::diagnose::checks::timeline::first_stamp;
use crate::diagnose::checks::{Observation, Opinions, alignment, posing, service, speak};
use crate::facts::message::Message;
use crate::facts::{Facts, Kind};
use crate::report::text::local;
use crate::report::values::Values;
use crate::report::{Evidence, Fact, Finding, Step, standing};
use chosen::{Chosen, Handed, Passed, StandIn, author, chosen};
use envelope::Sender;
use letters::TO_RECIPIENT;
use report_header::of_report;
use unsent::Unsent;
use wait::{Wait, Waited};

/// From here on mail is called late, in seconds.
const LATE: i64 = 300;

/// Where a mail landed: the observation that tells, and what the verdict is then. The first that was seen decides.
const LANDED: &[(&str, &str)] = &[
    (QUARANTINED, "The mail was put in quarantine or in Junk"),
    ("virus-verdict", "A filter says that this mail carries malware"),
    ("in-junk", "The mail arrived, and was put in Junk"),
    ("phishing-verdict", "The mail arrived, and a filter calls it phishing"),
    (SPOOFED, "The mail arrived, and a filter takes its sender for forged"),
    ("imitation-suspected", "The mail arrived, and a filter sees signs of an imitated sender"),
    ("spam-verdict", "The mail arrived, and a filter calls it spam"),
    (ON_THE_WAY, "The mail arrived, and a filter on its way called it spam"),
];

/// Whether an observation is of a filter that speaks against the mail. The page marks that filter on the way.
#[cfg(feature = "web")]
pub fn is_against(id: &str) -> bool {
    LANDED.iter().any(|(known, _)| *known == id)
}

/// Whether a title tells of a list's moderator.
fn is_moderated(title: &str) -> bool {
    title.ends_with(moderated::HELD) || title.ends_with(moderated::LIKELY_HELD)
}

/// Where no filter speaks, and DMARC failed all the same.
const UNPROVED: &str = "The mail arrived, and nothing proves who sent it";

/// The same, where no server's stamp stands there: with `p=reject` the mail may have been refused for it.
const ONLY_FAILED: &str = "Nothing proves who sent it; whether it was taken in does not stand here";

/// Where a filter spoke against a mail that nothing proves, and the mailbox took it in all the same.
const LET_IN: &str = "The mail arrived in the inbox, though a filter calls it spam";

/// Who can mend what a server on the way broke, where none of them is named.
const UNSEEN_CHANGER: &str = "whoever runs the server that changed the mail: these lines do not show which";

/// Where nothing has to be mended for this mail, and steps say who may look for the next ones.
const NOBODY_HAS_TO: &str = "nobody has to: it arrived";

/// Where they want no more of it.
const BY_LEAVING: &str = "you: by unsubscribing, or by blocking the sender";

/// Where somebody let it out of quarantine.
const RELEASED: &str = "The mail arrived in the inbox, released from quarantine";

/// Where a filter's mark most likely means so, and no page says what it means.
const LIKELY_JUNK: &str = "The mail arrived, likely in the spam folder";

/// Where a filter wrote before the subject, and nothing else.
const MARKED: &str = "The mail arrived, and a filter marked its subject as spam";

/// Where a filter speaks against it, and no field says where the mailbox put it: what such mail is for, by default.
const UNFILED: &[(&str, &str)] = &[
    ("spam-verdict", "The mail arrived, likely in the spam folder: a filter calls it spam"),
    (
        "phishing-verdict",
        "The mail arrived, likely in the spam folder or in quarantine: a filter calls it phishing",
    ),
    (SPOOFED, "The mail arrived, likely in the spam folder: a filter takes its sender for forged"),
];

/// The title of what is against a mail. Microsoft's filter puts such a one in Junk from SCL 5 on
/// (<https://learn.microsoft.com/defender-office-365/anti-spam-spam-confidence-level-scl-about>, checked 2026-11-28).
fn landed_title(
    one: &Observation,
    title: &'static str,
    message: &Message,
    seen: &[Observation],
) -> &'static str {
    const JUNK: i32 = 5;
    let level = |text: &str| text.trim().parse::<i32>().is_ok_and(|level| level >= JUNK);
    let is_high = || {
        message.filters.iter().any(|field| field.read.get("SCL").is_some_and(level))
            || message.field("X-MS-Exchange-Organization-SCL").is_some_and(|field| level(&field.value))
    };
    let unfiled = UNFILED.iter().find(|(id, _)| *id == one.id);
    match unfiled.filter(|_| seen.iter().all(|one| one.id != QUARANTINED && !PLACED.contains(&one.id))) {
        Some(("spam-verdict", _)) if one.text.contains(BEFORE_SUBJECT) => MARKED,
        Some(("spam-verdict", _)) if one.text.contains(UNDOCUMENTED) => LIKELY_JUNK,
        Some((id, likely)) if *id == "spam-verdict" || is_high() => likely,
        _ => title,
    }
}

/// Where no filter speaks, and the author's name and the address for answers are of others.
const POSES: &str = "The mail arrived, and shows signs of an imitated sender";

/// Where no check and no filter is against it, and it asks for care all the same, by the ids of [`posing::SIGNS`].
const CARE: &[(&str, &str)] = &[
    ("claimed-name", "The mail arrived: take care, the name that it shows may be borrowed"),
    ("own-domain-outside", "The mail arrived from outside under the reader's own domain: take care"),
    ("answers-led-away", "The mail arrived: take care, its answers go elsewhere"),
];

/// Where only results of checks stand there, and they passed.
const ONLY_PASSED: &str = "The checks passed; where the mail landed does not stand here";

/// The same, and what passed is of another domain than the author's.
const ONLY_ANOTHER: &str =
    "Checks passed, but not for the domain in From; where the mail landed does not stand here";

/// The same, whatever the results are.
const ONLY_RESULTS: &str = "Results of checks; where the mail landed does not stand here";

/// Where one server's stamp is all that stands there.
const ONLY_STAMP: &str = "One server took the mail over; where it landed does not stand here";

/// Where a rule of the reader's moved it.
const BY_READERS_RULE: &str = "The mail arrived, and a rule of the reader's moved it to a folder";

/// Where the newest server is that of a mailing list, which took it in.
const AT_LIST: &str = "The mail arrived at the mailing list's server";

/// What is not told of a mail whose mailbox says where it put it.
const QUARANTINED: &str = "quarantined";

/// Who wrote the mail cannot be told apart from who forges their name, until they prove it.
const SPOOFED: &str = "spoof-verdict";

/// The mailbox's own word on the place.
const PLACED: &[&str] = &["in-junk", "in-inbox", "in-folder"];

/// A verdict that nobody behind that filter has to share.
const ON_THE_WAY: &str = "spam-verdict-on-the-way";

/// What else is said of the landing, where nothing is against the mail.
const WELCOME: &[&str] = &["in-inbox", "in-folder", "clean-verdict", "filter-skipped"];

/// What proves the author, or does not: one of them is always there when there is a From domain.
const PROVED: &[&str] =
    &["dmarc-passed", "dmarc-failed", "dmarc-not-published", "dmarc-not-stated", "not-aligned"];

/// Those of them that say that nothing does.
const FAILED: &[&str] = &["dmarc-failed", "not-aligned"];

/// Which observations the verdict's own words tell, as indices.
pub fn told(finding: &Finding, facts: &Facts, opinions: Option<&Opinions>) -> Vec<usize> {
    let Some(opinions) = opinions.filter(|_| facts.report_header.is_none()) else { return Vec::new() };
    let seen = &opinions.observations;
    let chosen = chosen(facts, Some(opinions));
    let is_short = words::is_short(facts, Some(opinions), &chosen);
    // What the verdict says in short is said in full there.
    let in_full = |one: &&Observation| !is_short || (one.text.len() == one.main && !FAILED.contains(&one.id));
    let failed = chosen.proved.filter(|one| one.id == "dmarc-failed" && is_short);
    // Of a late mail the verdict says nothing of who wrote it.
    let is_late = finding.state == standing::LATE && finding.stage != "client";
    let told = [
        chosen.place.filter(in_full),
        chosen.slow,
        chosen.held.map(|(one, _)| one),
        chosen.proved.filter(|one| in_full(one) && !is_late),
    ];
    let is_told = |one: &Observation| told.into_iter().flatten().any(|told| std::ptr::eq(told, one));
    // Why it lies in Junk names the same category.
    let is_named = |one: &Observation| {
        let tail = one.text.split_once(": ").map_or("", |(_, tail)| tail);
        let place = chosen.place.filter(|place| place.id == "in-junk" && !std::ptr::eq(*place, one));
        one.id == SPOOFED
            && place.is_some_and(|place| place.text.to_lowercase().contains(&tail.to_lowercase()))
    };
    // Of three clocks there are no two readings: this one sentence is on both.
    let tells_clocks = words::tells_clocks(facts, opinions, &chosen);
    // Why DMARC failed says that much, too.
    let is_repeated = |one: &Observation| {
        (failed.is_some() && one.id == "not-aligned")
            || (finding.stage == "client" && matches!(one.id, "date-before" | "date-long-before"))
            || (tells_clocks && one.id == "clock-off")
            || is_named(one)
    };
    (0..seen.len()).filter(|&index| is_told(&seen[index]) || is_repeated(&seen[index])).collect()
}

/// The facts, the sender under the name of what it is: the envelope's, or that in From where the envelope has none.
fn named(mut told: Vec<Fact>, facts: &Facts) -> Vec<Fact> {
    let message = facts.message.as_deref();
    let path = message.and_then(|message| message.return_path.as_ref());
    let is_checked = |address: &str| message.is_some_and(|message| envelope::is_checked(message, address));
    let is_authors = |address: &str| {
        facts.message.iter().flat_map(|message| &message.from).any(|from| from.read.address == address)
    };
    for fact in told.iter_mut().filter(|fact| fact.name == "Sender") {
        let is_envelopes = path.map_or_else(
            || !is_authors(&fact.value) || is_checked(&fact.value),
            |path| path.read.address == fact.value,
        );
        fact.name = if is_envelopes { "Envelope sender" } else { "Address in From" }.to_owned();
    }
    told
}

/// The finding on a header block that shows no failure.
pub fn finding(
    paste: &str,
    facts: &Facts,
    found: &diagnose::Finding,
    opinions: Option<&Opinions>,
) -> Finding {
    if let Some(header) = &facts.report_header {
        return of_report(paste, facts, header);
    }
    if let Some(service) = at_home::with_service(facts) {
        return at_home::at_service(paste, facts, service);
    }
    if let Some(opinions) = opinions
        && let Some(whom) = at_home::bound_for(facts, &opinions.timeline)
            .or_else(|| at_home::sent_by_provider(facts, &opinions.timeline))
    {
        return at_home::finding(paste, facts, &opinions.timeline, whom);
    }
    let chosen = chosen(facts, opinions);
    let Chosen { landed, place, slow, held, proved, danger, own, .. } = chosen;
    let late = opinions.and_then(|opinions| match chosen.is_beyond {
        true => opinions.timeline.at_home(),
        false => opinions.timeline.since_written(),
    });
    let late = late.filter(|total| *total >= LATE);
    // Beside where it was put, what the filter took its sender for.
    let spoofed = opinions
        .into_iter()
        .flat_map(|opinions| &opinions.observations)
        .find(|one| one.id == SPOOFED && place.is_some_and(|place| place.id == "in-junk"));
    let wait = opinions.and_then(|opinions| Wait::of(facts, opinions)).filter(|_| slow.is_some());
    // What a filter has against the mail outweighs that it was late.
    let last_seen = opinions.and_then(|opinions| beyond::LastSeen::of(facts, &opinions.timeline));
    let waited = Waited::of(wait.as_ref(), late, held, chosen.held_by)
        .or_else(|| last_seen.as_ref().and_then(beyond::LastSeen::waited))
        .filter(|_| landed.is_none() && !chosen.is_let_in);
    let held_back = held.into_iter().map(|(one, _)| one);
    // Why it took so long comes before where it was put, and that the sender is proved is no reason for either.
    let told: Vec<&Observation> = match waited.is_some() {
        true => slow.into_iter().chain(held_back).chain(place).collect(),
        false => held_back.chain(place).chain(spoofed).chain(slow).collect(),
    };
    let is_reason = |one: &&Observation| {
        let is_for_it = one.id == "dmarc-passed" && landed.is_some();
        waited.is_none() && !is_for_it && (own.is_none() || chosen.is_doubted())
    };
    let told = told.into_iter().chain(proved.filter(is_reason));
    let mut values = Values::plain_at(facts, sure_time(paste, facts, opinions));
    let zone = || words::zone(facts.message.as_deref()?, &opinions?.timeline);
    let stamps = wait.as_ref().filter(|_| waited.is_some()).and_then(|wait| wait.stamps(zone().unwrap_or(0)));
    let (summary, note) = words::words(facts, opinions, &chosen, waited.is_some().then_some(stamps));
    if let Some(wait) = &wait {
        let next = ((&*wait.next).into(), wait.next_id);
        values.add_wait(speak::duration(wait.seconds), &wait.servers, next, wait.id);
        values.add_recipient(wait.recipient);
        values.add_stamps(
            local(wait.from, wait.offset),
            local(wait.until, wait.offset),
            wait.left.map(|left| local(left, wait.offset)),
        );
        values.add_greylisted(wait.greylisted().map(speak::duration), wait.client(), wait.first_try());
    }
    if wait.is_none()
        && let [only] = facts.message.as_deref().map_or(&[][..], |message| &message.to)
    {
        values.add_recipient(Some(&only.read.address));
    }
    // A list's owner is not asked about one of its readers.
    if wait.as_ref().is_some_and(|wait| wait.recipient.is_none() && wait.list.is_none()) {
        values.add_recipient(reader(facts, opinions));
    }
    if let Some((message, opinions)) = facts.message.as_deref().zip(opinions).filter(|_| chosen.by_home) {
        values.add_home(home::address(message, opinions));
    }
    values.add_counted(counted::in_words(chosen.counted));
    let act = advice::act(chosen).or(waited.as_ref().map(|waited| waited.act)).unwrap_or(found.act.name());
    // Of a short wait nobody need write.
    let is_told = |wait: &&Wait| wait.is_unexplained() || wait.is_long_greylisting() || wait.list.is_some();
    let to_holder = wait.as_ref().filter(|_| waited.is_some()).filter(is_told).map(Wait::letter);
    let is_to_holder = to_holder.is_some();
    // Nobody is to be asked to dig out what may do harm, but how to prove the author may be asked.
    let is_of_proof = act == chosen.proof.by() && chosen.forged;
    let letter = letters::letter(chosen).or(to_holder).filter(|_| !danger || is_of_proof);
    let is_of_landing =
        matches!(act, "author" | "recipient" | "recipient-admin") && landed.is_some() && letter.is_some();
    let mut known = named(values.facts(), facts);
    if let Some(reader) =
        reader(facts, opinions).filter(|_| known.iter().all(|fact| fact.name != "Recipient"))
    {
        known.push(Fact { name: "Recipient".to_owned(), value: reader.to_owned() });
    }
    // Whoever searches at the mailbox's provider needs its own address, and not the one that the mail was forwarded from.
    let mailbox = facts.message.as_deref().and_then(alignment::mailbox).filter(|mailbox| {
        let is_it = |fact: &Fact| fact.name == "Recipient" && !fact.value.eq_ignore_ascii_case(mailbox);
        mailbox.contains('@') && known.iter().any(is_it)
    });
    known.extend(mailbox.map(|mailbox| Fact { name: "Delivered to".to_owned(), value: mailbox.to_owned() }));
    let owner =
        wait.as_ref().filter(|_| waited.is_some()).and_then(|wait| wait.list.as_ref()?.owner.as_ref());
    known.extend(owner.map(|owner| Fact {
        name: "Owner of the list".to_owned(),
        value: format!("{}{}", if owner.is_stated { "" } else { "mostly " }, owner.address),
    }));
    if facts.message.as_deref().is_some_and(posing::hides_its_readers) && values.get("recipient").is_none() {
        known.push(Fact {
            name: "Recipient".to_owned(),
            value: "not named in the header (undisclosed recipients)".to_owned(),
        });
    }
    if let Some((wait, opinions)) = wait.as_ref().zip(opinions).filter(|_| is_to_holder)
        && let Some(message) = facts.message.as_deref()
    {
        values.set_time_by(wait.offset);
        match wait.sender(message, opinions) {
            Sender::AsArrived => {}
            Sender::Noted(sender) => values.replace_sender(Some(sender)),
            Sender::Unknown => values.replace_sender(None),
        }
    }
    let came = opinions.and_then(|opinions| beyond::field(facts, &opinions.timeline));
    let came = came
        .filter(|_| late.is_some())
        .and_then(|span| crate::report::evidence::evidence(paste, facts, span));
    let age = opinions.and_then(|opinions| old::year(facts, &opinions.timeline));
    let is_recent = age.is_none();
    let may_write = is_recent && is_findable(facts);
    let sought = last_seen.filter(|_| landed.is_none() && !chosen.is_let_in).map(|seen| seen.step());
    // Results alone may be of a mail that was refused for them.
    let is_noted_alone = chosen.failed_alone && facts.message.as_deref().is_some_and(words::is_only_noted);
    let clock = chosen.clock_title();
    let title = words::title(
        own.map(own::title)
            .or(chosen.is_released.then_some(RELEASED))
            .or(landed.zip(facts.message.as_deref()).map(|((one, title), message)| {
                landed_title(one, title, message, opinions.map_or(&[], |opinions| &opinions.observations))
            }))
            .or(chosen.failed_alone.then_some(if is_noted_alone { ONLY_FAILED } else { UNPROVED }))
            .or(chosen.is_let_in.then_some(LET_IN))
            .or((chosen.by_readers_rule && late.is_none()).then_some(BY_READERS_RULE))
            .or(chosen.is_unplaced.then_some(match chosen.alignment {
                Some(_) if chosen.is_proved || chosen.is_stated_pass() => ONLY_PASSED,
                Some(alignment) if alignment.proved_instead().is_some() => ONLY_ANOTHER,
                None if facts.message.as_deref().is_some_and(words::is_lone_stamp) => ONLY_STAMP,
                _ => ONLY_RESULTS,
            }))
            .or((chosen.is_at_list && late.is_none() && held.is_none()).then_some(AT_LIST))
            .or(clock.as_deref().filter(|_| late.is_none())),
        late,
        held.map(|(_, seconds)| seconds),
        wait.as_ref().zip(late).map_or(String::new(), |(wait, total)| words::held_by(wait, total)),
    );
    let advice = advice::advice(chosen, wait.as_ref());
    let steps = attached(paste, facts).into_iter().chain(advice.steps).chain(sought).collect();
    let told_steps = old::steps(age, steps);
    // Nothing failed: what can be done for later mail, and by whom.
    let may_see = wait.as_ref().filter(|_| advice.tells_holder).and_then(Wait::who);
    let mender = advice.mender.filter(|_| act == "nobody" && is_recent);
    let act = if act == "nobody" && advice.is_care_asked { "recipient" } else { act };
    let mut told = Finding {
        cause: "delivered".to_owned(),
        sign: match own {
            _ if is_moderated(&title) => signs::MODERATED,
            Some(own) if waited.is_none() => own::sign(own),
            _ => "",
        }
        .into(),
        title,
        summary,
        note,
        permanence: found.permanence.name().to_owned(),
        // Headers are claims, and the rest is concluded.
        confidence: match wait.as_ref().zip(waited.as_ref()) {
            Some((wait, _)) if wait.is_surely_moderated() => "certain".to_owned(),
            _ => "likely".to_owned(),
        },
        stage: words::stage(chosen.set_aside, chosen.is_at_list || chosen.is_unplaced).to_owned(),
        act: act.to_owned(),
        // Where nothing is against the mail, who acts is who held it up.
        state: match &waited {
            Some(_) => standing::LATE.to_owned(),
            None if chosen.is_unplaced && act == "nobody" => standing::PART.to_owned(),
            None if is_noted_alone && own.is_none() => standing::PART.to_owned(),
            None if mender.is_some() && act == "nobody" => standing::MEND.to_owned(),
            None => own.map_or(String::new(), |_| standing::JUNK.to_owned()),
        },
        evidence: once(telling::telling(
            paste,
            facts,
            told.flat_map(|one| evidence(paste, facts, one)).chain(came).collect(),
        )),
        steps: told_steps,
        facts: known,
        // Who has these headers has the mail, or was sent them: only its author can write that letter, and it has to name the mail.
        ask_if_sent: match letters::letter_of_forbidden(&chosen) {
            Some(letter) => Some(values.message(&letter)),
            // Who shows another's name is not to be let in for the asking.
            None => (is_of_landing && !chosen.poses && may_write).then(|| match own {
                Some(own) => values.message(&own::letter(own)),
                None if let Some(listing) = counted::listing(&chosen) => values.message(&listing.letter()),
                None if chosen.is_to_person => values.plain_message(letters::TO_PERSON),
                None => values.message(TO_RECIPIENT),
            }),
        },
        ask: letter
            .filter(|letter| {
                let may_write = may_write || (is_recent && letter.contains("Results: "));
                letter != TO_RECIPIENT && may_write
            })
            .map(|letter| values.message(&letter)),
        about: match &waited {
            Some(_) if wait.as_ref().map_or(held.is_some(), Wait::is_greylisting) => "greylisted".to_owned(),
            None if chosen.is_elsewhere() && act == "author" => "dmarc-fail".to_owned(),
            None if chosen.is_shady() && chosen.failed_alone => "dmarc-fail".to_owned(),
            None if chosen.is_broken_unseen(act) => "dmarc-fail".to_owned(),
            _ => String::new(),
        },
        to_tell: waited
            .as_ref()
            .and(wait.as_ref())
            .zip(opinions)
            .and_then(|(wait, opinions)| wait.to_tell(facts.message.as_deref()?, opinions)),
        who: waited
            .map(|waited| waited.who)
            .or_else(|| chosen.form_owner())
            .or_else(|| (chosen.is_unwanted && act == "nobody").then(|| BY_LEAVING.to_owned()))
            .or_else(|| chosen.rule_owner())
            .or_else(|| forwarded::owner(&chosen).filter(|_| act == "network"))
            .or_else(|| chosen.is_broken_unseen(act).then(|| UNSEEN_CHANGER.to_owned()))
            .or_else(|| {
                let seen_by = may_see.map(|(_, who)| who);
                let for_later = for_later(&chosen, mender.as_deref(), seen_by.as_deref());
                let sees = seen_by.map(|who| format!("; why it waited, {who} can see"));
                let told = [sees, for_later].into_iter().flatten().collect::<String>();
                (act == "nobody" && !told.is_empty()).then(|| format!("{NOBODY_HAS_TO}{told}"))
            })
            .unwrap_or_default(),
        ..Finding::default()
    };
    let unsent = || Unsent::of(facts.message.as_deref()?, &opinions?.timeline);
    let posed = facts.message.as_deref().and_then(|message| posed::Posed::of(message, &chosen));
    if let Some(posed) = posed.filter(|_| is_recent) {
        posed.adapt(&mut told, &chosen, &values);
    } else if let Some(site) = site_form::SiteForm::of(&chosen).filter(|_| is_recent) {
        site.adapt(&mut told, &chosen, may_write.then_some(&values));
    } else if let Some(device) = chosen.device.filter(|_| told.state != standing::LATE) {
        own_device::adapt(&mut told, &chosen, &device);
    } else if sent::is_meant(&chosen, facts.is_senders_question) {
        sent::adapt(&mut told, &chosen, &values, may_write);
    } else if let Some(unsent) = unsent() {
        unsent.adapt(&mut told, paste, facts, &chosen, &mut values);
    }
    told
}

/// Of a mail that arrived in order: who can mend something for later ones, beside whoever can see why it waited.
fn for_later(chosen: &Chosen, mender: Option<&str>, seen_by: Option<&str>) -> Option<String> {
    let who = standing::mender(mender?, "delivered");
    Some(match seen_by {
        _ if chosen.signed.is_some() && chosen.is_proved => {
            "; the signature, the sender's mail administrator can mend".to_owned()
        }
        Some(same) if same == who => ", and do more for later mail".to_owned(),
        _ => format!("; for later mail, {who} can do more"),
    })
}

/// Whose mailbox it came to: by a field above all others, by the servers where it ended, or as the only one that it was written to.
fn reader<'a>(facts: &'a Facts, opinions: Option<&'a Opinions>) -> Option<&'a str> {
    let message = facts.message.as_deref()?;
    let last = opinions?.timeline.trust.as_ref().map(|trust| trust.hop);
    let ended = last.map_or(&[][..], |last| message.hops.get(..=last).unwrap_or_default());
    let by_hop = || ended.iter().find_map(|hop| hop.read.r#for.as_deref());
    let only = || match &message.to[..] {
        [only] if !service::is_list(message) => Some(only.read.address.as_str()),
        _ => None,
    };
    let reader = alignment::mailbox(message).or_else(by_hop).or_else(only);
    reader.filter(|reader| reader.contains('@'))
}

/// Whether anything stands there by which somebody else can find the mail.
fn is_findable(facts: &Facts) -> bool {
    facts.message.as_deref().is_some_and(|message| {
        message.message_id.is_some()
            || message.subject.is_some()
            || !message.from.is_empty()
            || message.return_path.is_some()
            || !message.hops.is_empty()
    })
}

/// Where the mail brings another one along (RFC 2046, section 5.2.1; RFC 6532, section 3.7): who forwards one as an attachment
/// asks about that.
fn attached(paste: &str, facts: &Facts) -> Option<Step> {
    const FIELD: &str = "content-type:";
    let is_mail = |line: &str| {
        let (name, value) = line.split_at_checked(FIELD.len()).unwrap_or_default();
        let kind = value.trim_start().to_ascii_lowercase();
        name.eq_ignore_ascii_case(FIELD)
            && ["message/rfc822", "message/global"].iter().any(|mail| kind.starts_with(mail))
    };
    // A text that speaks of the field is no part's header.
    let mut is_header = false;
    let mut starts_one = |line: &str| {
        is_header = line.starts_with("--") || (is_header && !line.trim().is_empty());
        is_header && is_mail(line)
    };
    let holds_one = facts.kind == Kind::Message && paste.lines().any(&mut starts_one);
    holds_one.then(|| Step::new("recipient", "All of this is about the outer mail. It holds another one as an attachment: to have that one explained, open it \
               and paste its headers alone."))
}

/// The stamp of the first server, where the author's Date does not fit it.
fn sure_time(paste: &str, facts: &Facts, opinions: Option<&Opinions>) -> Option<String> {
    let opinions = opinions?;
    let is_off = |one: &Observation| matches!(one.id, "date-ahead" | "date-long-before" | "unreadable-date");
    opinions.observations.iter().find(|one| is_off(one))?;
    let span = first_stamp(facts.message.as_deref()?, &opinions.timeline)?;
    let stamp = paste.get(span.start..span.end)?;
    Some(stamp.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The same words can tell two things.
fn once(mut evidence: Vec<Evidence>) -> Vec<Evidence> {
    let mut seen = Vec::new();
    evidence.retain(|one| {
        let is_new = !seen.contains(&(one.start, one.end));
        seen.push((one.start, one.end));
        is_new
    });
    evidence
}

fn evidence(paste: &str, facts: &Facts, one: &Observation) -> Vec<Evidence> {
    one.evidence.iter().filter_map(|span| crate::report::evidence::evidence(paste, facts, *span)).collect()
}

#[cfg(test)]
mod apart_tests;
#[cfg(test)]
mod asked_tests;
#[cfg(test)]
mod care_tests;
#[cfg(test)]
mod counted_tests;
#[cfg(test)]
mod doubt_tests;
#[cfg(test)]
mod moderated_tests;
#[cfg(test)]
mod own_tests;
#[cfg(test)]
mod proof_tests;
#[cfg(test)]
mod rated_tests;
#[cfg(test)]
mod sent_tests;
#[cfg(test)]
mod signed_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod way_tests;
