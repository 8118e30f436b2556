//! The verdict on headers of mail that arrived: where it landed and why, how long it took, what was proved.
//!
//! It is put together from the observations, which hold the details and the evidence.

mod advice;
mod at_home;
mod author;
mod beyond;
mod counted;
mod envelope;
mod gate;
mod home;
mod house;
mod letters;
mod moderated;
mod old;
mod own;
mod proof;
mod report_header;
pub mod signs;
mod telling;
mod wait;
mod words;

use super::text::local;
use super::values::Values;
use super::{Evidence, Fact, Finding, Step, standing};
use crate::diagnose;
use crate::diagnose::checks::alignment::{Alignment, By, Detour};
use crate::diagnose::checks::filters::own::Own;
use crate::diagnose::checks::filters::{Counted, UNDOCUMENTED, is_released};
use crate::diagnose::checks::filters::{fraud, names_imitation, sees_imitation};
use crate::diagnose::checks::form::{Form, form};
use crate::diagnose::checks::timeline::first_stamp;
use crate::diagnose::checks::{
    Observation, Opinions, SignedIn, answers_to_mailbox, is_made_up, path, poses_as_another, posing, service,
    signed_in_elsewhere, speak,
};
use crate::facts::message::Message;
use crate::facts::{Facts, Kind};
use crate::knowledge::{self, Proving};
use envelope::Sender;
use letters::TO_RECIPIENT;
use proof::Proof;
use report_header::of_report;
use wait::{LONG, Wait, Waited, held};

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

/// Where a filter spoke against a mail that nothing proves, and the mailbox took it in all the same.
const LET_IN: &str = "The mail arrived in the inbox, though a filter calls it spam";

/// Who can mend what a server on the way broke, where none of them is named.
const UNSEEN_CHANGER: &str = "whoever runs the server that changed the mail: these lines do not show which";

/// Where somebody let it out of quarantine.
const RELEASED: &str = "The mail arrived in the inbox, released from quarantine";

/// Where a filter's mark most likely means so, and no page says what it means.
const LIKELY_JUNK: &str = "The mail arrived, likely in the spam folder";

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

/// The same, whatever the results are.
const ONLY_RESULTS: &str = "Results of checks; where the mail landed does not stand here";

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

/// What the verdict is put together from.
#[derive(Clone, Copy, Default)]
struct Chosen<'a> {
    /// What is against the mail, and the title that follows.
    landed: Option<(&'a Observation, &'static str)>,
    /// Kept from the mailbox, or put in Junk.
    set_aside: bool,
    /// What of the reader's own put it into Junk, where no filter did and nothing shows a danger.
    own: Option<Own>,
    /// It shows signs of an imitation that no check of a domain can see.
    care: Option<&'a Observation>,
    /// Only what servers and filters noted stands there, and none of them says where it landed.
    is_unplaced: bool,
    /// A rule of the reader's moved it to a folder.
    by_readers_rule: bool,
    /// The server whose clock is wrong, where nothing speaks against the mail and nothing held it up.
    clock: Option<&'a str>,
    /// That server is the first on the way.
    is_authors_clock: bool,
    /// What is against it, or else what is for it.
    place: Option<&'a Observation>,
    slow: Option<&'a Observation>,
    /// Greylisting that the steps do not show, in seconds.
    held: Option<(&'a Observation, i64)>,
    /// The server that did so, where it is none of the network where the mail ended.
    held_by: Option<&'a str>,
    /// What stands below the border does not join it, and nothing that passed is of that server: who wrote it, nobody knows.
    is_apart: bool,
    /// The same, and the longest wait is told by those fields alone.
    is_beyond: bool,
    /// The mailbox filed it in the inbox.
    in_inbox: bool,
    /// Somebody released it from quarantine.
    is_released: bool,
    /// A mailing list passed it on.
    is_of_list: bool,
    proved: Option<&'a Observation>,
    /// A filter speaks of phishing or malware, or of fraud where answers go elsewhere.
    danger: bool,
    /// A filter speaks of nothing worse than a sender that may be forged, and nothing else shows that it is.
    forged: bool,
    /// Signs of fraud: beside a sender that may be forged, answers go elsewhere or a filter saw an imitation.
    imitated: bool,
    /// The domain in From says of the server that sent it that it may not, and nothing else binds the two.
    is_forbidden: bool,
    has_id: bool,
    /// Whether SPF could prove the domain in From.
    by_spf: bool,
    /// No SPF record of it is published.
    lacks_spf: bool,
    /// The one that is published has a fault.
    breaks_spf: bool,
    /// The domain in From is one word, which nothing can be published for.
    is_no_domain: bool,
    /// The mailbox took it in, though a filter there spoke against it, and nothing that is stated proves its author. No reason is stated.
    is_let_in: bool,
    /// The author's domain is proved, and the name shown for them holds another one.
    poses: bool,
    /// The same, or answers go to a provider's mailbox.
    is_warned: bool,
    /// Answers go to a provider's mailbox, which anybody can have, and nothing proves the author.
    is_suspect: bool,
    /// A program of a web site made it, under an address that is not the site's.
    form: Option<Form<'a>>,
    /// A filter names an imitated person, domain or brand as its reason.
    is_named_imitation: bool,
    /// The reader's own organization's server handed it to Microsoft 365 as its own: no check of the author is asked for.
    is_vouched: bool,
    /// A filter's points decided, and those for the missing proof are the smaller part.
    is_by_points: bool,
    /// Neither an author nor a result stands there.
    is_bare: bool,
    /// Who signed in to send it, where that is an account of another domain than the author's.
    account: Option<SignedIn<'a>>,
    /// The newest server took it for a mailing list's own address: whom the list sent it to, these headers do not show.
    is_at_list: bool,
    /// It says how to leave with one click (RFC 8058).
    leaves_by_click: bool,
    /// It says how to leave, and not by one click.
    lacks_click: bool,
    /// Microsoft's filter took it for spam by what it says or by who sent it (SFV:SPM), and names no other reason.
    is_microsofts_verdict: bool,
    /// Its reader has a mailbox at a provider, and looks into no log.
    is_to_person: bool,
    /// A service that sends for others shows itself.
    is_by_service: bool,
    /// Fields of lists and services, or many readers: what a newsletter has.
    is_to_many: bool,
    /// The domain in From is a provider's, where anybody has a mailbox: only its own servers can prove a sender there.
    is_of_provider: bool,
    /// A test says that it came straight from a connection for homes.
    from_home: bool,
    /// The mailbox is an organisation's at Microsoft 365, whose administrator can except a sender.
    at_microsoft: bool,
    /// Without the points for that, it would not be spam.
    by_home: bool,
    /// What counted against it, heaviest first.
    counted: &'a [Counted],
    /// What whoever runs the filter can do for the sender, where it is of the recipient's own house.
    exception: Option<&'static str>,
    /// The filter of this mailbox's provider is known to learn from what is marked.
    learns: bool,
    /// Which checks passed for the domain in From.
    passed: Passed,
    /// Where its Message-ID is Google's.
    stand_in: Option<StandIn>,
    /// What became of the author's signature.
    proof: Proof<'a>,
    /// Who signs or sends it in place of the author: what is proved is that domain alone.
    service: Option<(&'a str, By)>,
    /// Something that is stated proves the author, whatever DMARC came to.
    is_proved: bool,
    /// A filter counts it as bulk mail that people complain about.
    is_bulk: bool,
    /// The envelope sender, where it is of another domain than From.
    envelope: Option<&'a str>,
    /// Who handed it over, as the receiving server saw them, and under which id they had it.
    handed: Handed<'a>,
    /// Microsoft's result on the sender, as it stands there.
    compauth: Option<(&'a str, Option<&'a str>)>,
    /// The address in From, where one stands there.
    author: Option<&'a str>,
    /// What a filter has against it stands there.
    has_reason: bool,
    /// The reader's list of safe senders decided.
    by_safe_list: bool,
    /// Results are stated, and none of them proves the author.
    is_unproved: bool,
    /// What the checks came to.
    alignment: Option<&'a Alignment>,
    /// The server that handed it over, by the name that the receiving one found for it.
    sent_by: Option<&'a str>,
    /// Where the domain is proved at the service or host that sends the mail, as its own pages say.
    settings: Option<&'static Proving>,
    /// DMARC failed, though no filter says what it made of that, and neither a list nor a forward can be why: Gmail's fields, for
    /// one, never tell where it put a mail. Of one that took hours, the hours are told.
    failed_alone: bool,
}

/// The one address in From.
fn author(message: &Message) -> Option<&str> {
    match &message.from[..] {
        [only] if only.read.address.contains('@') => Some(&only.read.address),
        _ => None,
    }
}

/// What Google did about a Message-ID that it could not use.
#[derive(Clone, Copy)]
enum StandIn {
    /// The old one is kept in a field of its own.
    Replaced,
    Added,
}

/// What proved the domain in From.
#[derive(Clone, Copy, Default)]
struct Passed {
    spf: bool,
    dkim: bool,
}

fn chosen<'a>(facts: &'a Facts, opinions: Option<&'a Opinions>) -> Chosen<'a> {
    let seen = opinions.map_or(&[][..], |opinions| &opinions.observations);
    let alignment = opinions.and_then(|opinions| opinions.alignment.as_ref());
    let is_proved = alignment.is_some_and(Alignment::is_proved);
    let first = |ids: &[&str]| ids.iter().find_map(|id| seen.iter().find(|one| one.id == *id));
    let is_apart =
        opinions.zip(facts.message.as_deref()).is_some_and(|(opinions, message)| is_apart(message, opinions));
    let is_beyond = is_apart
        && opinions.map(|opinions| &opinions.timeline).is_some_and(|way| {
            way.slowest.is_some_and(|at| way.is_beyond(at) && way.steps[at].delay >= Some(LATE))
        });
    let slow = first(&["slow-hop"]).filter(|_| !is_beyond);
    let held = first(&["greylisted"]).zip(held(facts, opinions));
    // Of a mail that was only late, it says nothing that nothing is known of its author.
    let is_late = slow.is_some() || held.is_some();
    let proved = first(PROVED).filter(|one| one.id != "dmarc-not-stated" || !is_late);
    let is_placed = first(PLACED).is_some();
    // The mailbox has the last word: a safe list of the reader's outweighs a filter.
    let in_inbox = first(&["in-inbox"]).is_some();
    let poses = facts.message.as_deref().is_some_and(poses_as_another);
    let may_tell = |id: &str| match id {
        QUARANTINED => !is_placed,
        "spam-verdict" | ON_THE_WAY => !in_inbox,
        _ => true,
    };
    let landed = LANDED.iter().filter(|(id, _)| may_tell(id));
    let landed = landed.filter_map(|(id, title)| Some((first(&[id])?, *title))).next();
    let set_aside = landed.is_some_and(|(one, _)| one.id == QUARANTINED);
    // Where a filter names a worse reason, DMARC is not why.
    let landed = match first(&["phishing-verdict"]).filter(|_| set_aside) {
        Some(phishing) => Some((phishing, "The mail was put in quarantine or in Junk, as phishing")),
        None => landed,
    };
    let landed = landed.or_else(|| Some((first(&["display-name-imitates"]).filter(|_| poses)?, POSES)));
    // Who asks why a mail took hours does not ask whether a filter liked it.
    let is_long =
        is_late && opinions.and_then(|opinions| opinions.timeline.total).is_some_and(|total| total >= LONG);
    let care =
        posing::sign(seen).filter(|one| !is_long && (landed.is_none() || one.id != "own-domain-outside"));
    let is_of = |id: &str| care.filter(|one| one.id == id);
    let landed = landed.or_else(|| CARE.iter().find_map(|(id, title)| Some((is_of(id)?, *title))));
    let stand_in = facts.message.as_deref().and_then(|message| message.stand_in());
    let is_fraud = first(&["reply-to-elsewhere"]).is_some()
        && opinions.is_some_and(|opinions| fraud(&opinions.verdicts).is_some());
    let is_spoofed = first(&[SPOOFED]).is_some();
    let sees_imitation = || {
        let seen = facts.message.as_deref().zip(opinions);
        seen.is_some_and(|(message, opinions)| sees_imitation(message, &opinions.verdicts))
    };
    let imitated = is_fraud
        || poses
        || care.is_some()
        || first(&["imitation-suspected"]).is_some()
        || (is_spoofed
            && (first(&["reply-to-elsewhere", "display-name-imitates"]).is_some() || sees_imitation()));
    // Who a filter speaks against, and whose envelope no mail can come back to, need not be told how to be believed.
    let is_doubted = landed.is_some() || first(WELCOME).is_some_and(|one| one.text.len() > one.main);
    let imitated =
        imitated || (is_doubted && !is_proved && facts.message.as_deref().is_some_and(has_made_up_name));
    let proves = |by: By| alignment.is_some_and(|alignment| alignment.is_proved_by(by));
    let welcome = if is_long { first(PLACED) } else { first(WELCOME) };
    let place = landed.map(|(one, _)| one).or(welcome);
    let has_reason = |one: &Observation| one.text.len() > one.main || one.text.contains(" points");
    let message = facts.message.as_deref();
    let says_why = |message: &Message| message.filters.iter().any(|field| field.read.get("OFR").is_some());
    let is_let_in = landed.is_none()
        && alignment.is_some_and(|alignment| alignment.outcome == Some(false))
        && !message.is_some_and(says_why)
        && place.is_some_and(|place| place.id == "in-inbox" && place.text.len() > place.main);
    let says_safe = |message: &Message| {
        message.filters.iter().any(|field| field.read.get("OFR") == Some("TrustedSenderList"))
    };
    let own = opinions
        .and_then(|opinions| opinions.own)
        .filter(|_| landed.is_some_and(|(one, _)| matches!(one.id, "in-junk" | "spam-verdict")));
    let is_answered_elsewhere = first(&["reply-to-elsewhere"]).is_some()
        // A list that wrote itself into From has answers sent to the author.
        && !alignment.is_some_and(|alignment| alignment.is_of_list)
        && message.is_some_and(answers_to_mailbox);
    let shows_another =
        is_proved && first(&["display-name-imitates"]).is_some() && !message.is_some_and(service::is_list);
    let is_vouched = landed.is_none() && !is_proved && message.is_some_and(house::is_vouched);
    // That nothing is published for it is no matter inside one house.
    let proved = proved.filter(|_| !is_vouched);
    let clock = message
        .zip(opinions)
        .filter(|_| landed.is_none() && !is_late)
        .and_then(|(message, opinions)| wrong_clock(message, opinions));
    let mut chosen = Chosen {
        landed,
        form: message.and_then(form),
        is_named_imitation: message.is_some_and(names_imitation),
        is_vouched,
        is_by_points: proved.is_some_and(|one| one.id == "dmarc-not-published")
            && opinions.is_some_and(|opinions| counted::decide(counted::of(opinions))),
        is_bare: message.is_some_and(|message| message.from.is_empty()) && alignment.is_none(),
        set_aside,
        own,
        care,
        is_unplaced: message.is_some_and(words::is_only_noted) && first(PLACED).is_none() && landed.is_none(),
        by_readers_rule: landed.is_none()
            && first(&["in-folder"]).is_some()
            && message.is_some_and(placed_by_rule),
        clock: clock.map(|(name, _)| name),
        is_authors_clock: clock.is_some_and(|(_, is_first)| is_first),
        envelope: message.and_then(envelope_of_another),
        handed: message
            .zip(opinions)
            .map(|(message, opinions)| handed(message, opinions))
            .unwrap_or_default(),
        compauth: message.and_then(compauth),
        author: message.and_then(author),
        has_reason: place.is_some_and(has_reason),
        by_safe_list: facts.message.as_deref().is_some_and(says_safe),
        stand_in: stand_in.map(|(sent, _)| sent.map_or(StandIn::Added, |_| StandIn::Replaced)),
        proof: alignment.map(Proof::of).unwrap_or_default(),
        service: alignment.and_then(Alignment::service),
        from_home: message.zip(opinions).is_some_and(|(message, opinions)| home::is_told(message, opinions)),
        at_microsoft: message
            .zip(opinions)
            .is_some_and(|(message, opinions)| is_at_microsoft(message, opinions)),
        by_home: message.zip(opinions).is_some_and(|(message, opinions)| home::decides(message, opinions)),
        counted: opinions.map_or(&[], counted::of),
        exception: message.zip(opinions).and_then(|(message, opinions)| house::exception(message, opinions)),
        learns: message.zip(opinions).is_some_and(|(message, opinions)| house::learns(message, opinions)),
        passed: Passed { spf: proves(By::Spf), dkim: proves(By::Dkim) },
        place,
        slow,
        held,
        held_by: message.zip(opinions).and_then(|(message, opinions)| wait::held_by(message, opinions)),
        is_apart,
        is_beyond,
        in_inbox,
        is_released: in_inbox && message.is_some_and(is_released),
        is_of_list: message.is_some_and(service::is_list)
            || alignment.is_some_and(|alignment| alignment.detour == Some(Detour::MailingList)),
        proved,
        danger: first(&["phishing-verdict", SPOOFED, "virus-verdict"]).is_some()
            || (first(&["phishing-suspected"]).is_some() && !is_proved)
            || imitated,
        forged: is_spoofed && !imitated && first(&["phishing-verdict", "virus-verdict"]).is_none(),
        imitated,
        is_forbidden: !is_proved
            && landed.is_some()
            && alignment.is_some_and(Alignment::forbids_server)
            && facts
                .message
                .as_deref()
                .zip(opinions)
                .is_some_and(|(message, opinions)| is_made_up_helo(message, opinions)),
        has_id: facts.message.as_deref().is_some_and(|message| message.message_id.is_some()),
        // Where it is not seen who brought it, that a record lists the sender's servers may be so already.
        by_spf: alignment.is_some_and(|alignment| {
            let is_seen =
                !alignment.is_wayless || alignment.lacks_spf_record() || alignment.has_broken_spf_record();
            is_seen && alignment.may_pass_by_spf()
        }),
        lacks_spf: alignment.is_some_and(Alignment::lacks_spf_record),
        breaks_spf: alignment.is_some_and(Alignment::has_broken_spf_record),
        is_no_domain: alignment.is_some_and(Alignment::is_no_domain),
        is_let_in,
        poses: shows_another,
        is_warned: shows_another || (is_proved && is_answered_elsewhere),
        is_suspect: !is_proved && is_answered_elsewhere,
        account: message.filter(|_| first(&["signed-in-elsewhere"]).is_some()).and_then(signed_in_elsewhere),
        is_at_list: landed.is_none() && message.is_some_and(service::ends_at_list),
        leaves_by_click: message.is_some_and(|message| message.field("List-Unsubscribe-Post").is_some()),
        lacks_click: message.is_some_and(|message| {
            message.field("List-Unsubscribe").is_some() && message.field("List-Unsubscribe-Post").is_none()
        }),
        is_microsofts_verdict: message.is_some_and(is_microsofts_spam)
            && landed.is_some_and(|(one, _)| matches!(one.id, "in-junk" | "spam-verdict")),
        is_to_person: message.is_some_and(is_to_person),
        is_by_service: message.is_some_and(|message| service::seen(message).is_some()),
        is_to_many: message.is_some_and(service::is_to_many),
        is_of_provider: alignment
            .is_some_and(|alignment| knowledge::service_of_mailbox(&alignment.from).is_some()),
        is_proved,
        alignment,
        sent_by: facts.message.as_deref().zip(opinions).and_then(|(message, opinions)| {
            message.hops.get(opinions.timeline.trust.as_ref()?.hop)?.read.from_rdns.as_deref()
        }),
        settings: alignment.and_then(|alignment| {
            let instead = alignment.proved_instead().map(|(domain, _)| domain);
            let seen = || service::seen(facts.message.as_deref()?);
            match instead {
                Some(domain) => knowledge::proving_of_domain(domain),
                None => knowledge::proving(seen()?.name),
            }
        }),
        is_bulk: opinions
            .is_some_and(|opinions| opinions.observations.iter().any(|one| one.id == "bulk-verdict")),
        is_unproved: alignment.is_some_and(|alignment| alignment.outcome == Some(false)),
        failed_alone: landed.is_none()
            && !is_long
            && !is_proved
            && !imitated
            && first(&["in-inbox", "in-folder"]).is_none()
            && proved.is_some_and(|one| one.id == "dmarc-failed")
            && alignment.is_some_and(|alignment| {
                let proof = Proof::of(alignment);
                alignment.detour.is_none() && (proof.by() == "sender-admin" || proof == Proof::BrokenUnseen)
            }),
    };
    // What may do harm is told first, whoever put it there.
    if chosen.danger || chosen.is_forbidden {
        chosen.own = None;
    }
    chosen
}

impl Chosen<'_> {
    /// Results are stated, and the author is not proved by them.
    fn has_failed(&self) -> bool {
        !self.is_proved && self.proved.is_some_and(|one| FAILED.contains(&one.id))
    }

    /// Something changed the mail, and these lines do not show whose server did.
    fn is_broken_unseen(&self, act: &str) -> bool {
        self.proof == Proof::BrokenUnseen && act == self.proof.by()
    }

    /// Nothing failed: who it lies with all the same.
    fn rule_owner(&self) -> Option<String> {
        let who = match (self.by_readers_rule, self.is_unplaced, self.clock) {
            (true, ..) => "you, if the mailbox is yours: by your own rules".to_owned(),
            (_, true, _) if advice::act(*self).is_none() => {
                "nobody has to, as far as these lines tell".to_owned()
            }
            (.., Some(_)) if advice::act(*self).is_none() => {
                format!("{}, if the wrong time matters", self.clock_owner()?)
            }
            _ => return None,
        };
        Some(who)
    }

    /// Who looks after the server whose clock is wrong.
    fn clock_owner(&self) -> Option<String> {
        let name = self.clock?;
        Some(match self.is_authors_clock {
            true => format!("whoever runs {name} on the sender's side"),
            false => format!("whoever runs {name}"),
        })
    }

    /// Who looks after the web site whose form wrote under an address of somebody else's provider.
    fn form_owner(&self) -> Option<String> {
        if self.is_sites_own() && advice::act(*self) == Some("sender-admin") {
            return Some("the sender, with whoever hosts the web site that sent it".to_owned());
        }
        let form = self.form.filter(|_| self.is_elsewhere() && advice::act(*self) == Some("author"))?;
        Some(
            form.site.map_or("the web site's owner".to_owned(), |site| {
                format!("the owner of the web site {site}")
            }),
        )
    }

    /// A web site's program sent it by its own machine, under an address of the sender's own domain.
    fn is_sites_own(&self) -> bool {
        self.form.is_some()
            && !self.is_of_list
            && self.settings.is_none()
            && matches!(self.proof, Proof::Missing | Proof::Open)
            && !self.is_elsewhere()
    }

    /// No Received field shows how it came.
    fn is_wayless(&self) -> bool {
        self.alignment.is_some_and(|alignment| alignment.is_wayless)
    }

    /// The same, or nothing is published by which the author could be proved, and a filter speaks against the mail.
    fn is_doubted(&self) -> bool {
        let is_unproved = self.is_unproved && self.landed.is_some_and(|(one, _)| one.id != ON_THE_WAY);
        self.has_failed() || (is_unproved && self.proved.is_some_and(|one| one.id == "dmarc-not-published"))
    }

    /// The server that passed the mail on to another mailbox of the reader's.
    fn forwarder(&self) -> Option<&str> {
        self.alignment?.forwarder.as_deref()
    }

    /// Only another address in From, or another server, can mend it.
    fn is_elsewhere(&self) -> bool {
        self.is_of_provider && self.is_doubted() && matches!(self.proof, Proof::Missing | Proof::Open)
    }
}

/// Whether the fields below the border do not join it, and nothing that passed speaks for the server that they begin with.
fn is_apart(message: &Message, opinions: &Opinions) -> bool {
    let border = opinions.timeline.trust.as_ref().map(|trust| trust.hop);
    let below = border.and_then(|border| message.hops.get(border + 1)?.read.by.as_deref());
    let is_vouched =
        |server: &str| opinions.alignment.as_ref().is_some_and(|alignment| alignment.vouches_for(server));
    // A list and a forwarder take the mail under one name, and send it on under another.
    let is_passed_on = service::is_list(message)
        || opinions.alignment.as_ref().is_some_and(|alignment| alignment.detour.is_some());
    opinions.timeline.is_apart && !is_passed_on && below.is_some_and(|server| !is_vouched(server))
}

/// The server that handed a mail over.
#[derive(Clone, Copy, Default)]
struct Handed<'a> {
    name: Option<&'a str>,
    address: Option<&'a str>,
    id: Option<&'a str>,
}

fn handed<'a>(message: &'a Message, opinions: &Opinions) -> Handed<'a> {
    let Some(border) = opinions.timeline.trust.as_ref().map(|trust| trust.hop) else {
        return Handed::default();
    };
    let Some(hop) = message.hops.get(border).map(|hop| &hop.read) else { return Handed::default() };
    let name = path::client(hop);
    let below = message.hops.get(border + 1).map(|hop| &hop.read);
    let is_its = |by: &str| name.is_some_and(|name| name.eq_ignore_ascii_case(by));
    let below = below.filter(|below| below.by.as_deref().is_some_and(is_its));
    Handed { name, address: hop.from_ip.as_deref(), id: below.and_then(|below| below.id.as_deref()) }
}

/// The envelope sender, where its domain does not belong to that in From.
fn envelope_of_another(message: &Message) -> Option<&str> {
    let path = message.return_path.as_ref().filter(|path| path.read.address.contains('@'))?;
    let (domain, from) = (path.read.domain()?, message.from.first()?.read.domain()?);
    (!path::same_owner(&domain, &from)).then_some(&path.read.address)
}

/// The newest result of Microsoft's own check of the sender, and its reason.
fn compauth(message: &Message) -> Option<(&str, Option<&str>)> {
    let mut stated = message.auth.iter().flat_map(|of| &of.read.statements);
    let found = stated.find(|found| found.method == "compauth")?;
    Some((&found.result, found.prop("reason")))
}

/// Whether all whom it is for have their mailbox at a provider.
fn is_to_person(message: &Message) -> bool {
    let mut domains = message.to.iter().filter_map(|to| to.read.domain()).peekable();
    domains.peek().is_some() && domains.all(|domain| knowledge::service_of_mailbox(&domain).is_some())
}

/// Whether Microsoft's filter says so, and names neither bulk nor an imitation.
fn is_microsofts_spam(message: &Message) -> bool {
    let is_plain = |category: &str| matches!(category, "SPM" | "HSPM" | "NONE" | "");
    message.filters.iter().any(|of| {
        of.read.filter == "forefront"
            && of.read.get("SFV") == Some("SPM")
            && of.read.get("CAT").is_none_or(is_plain)
    })
}

/// The server whose clock is known to be wrong, and whether it is the first on the way.
fn wrong_clock<'a>(message: &'a Message, opinions: &Opinions) -> Option<(&'a str, bool)> {
    let hop = opinions.timeline.wrong_clock(message)?;
    Some((message.hops.get(hop)?.read.by.as_deref()?, hop + 1 == message.hops.len()))
}

/// Whether Microsoft's mailbox says that a rule of the reader's chose the folder.
fn placed_by_rule(message: &Message) -> bool {
    message
        .filters
        .iter()
        .any(|of| of.read.filter == "microsoft-mailbox-delivery" && of.read.get("dest") == Some("C"))
}

/// Whether the mail ended at Microsoft, in a mailbox of a domain that is not one of those where people have theirs.
fn is_at_microsoft(message: &Message, opinions: &Opinions) -> bool {
    let ends = opinions.timeline.trust.as_ref().map_or("", |trust| trust.network.as_str());
    let mut readers = message.to.iter().filter_map(|to| to.read.domain()).peekable();
    path::same_network(ends, "outlook.com")
        && readers.peek().is_some()
        && readers.all(|domain| knowledge::service_of_mailbox(&domain).is_none())
}

/// Whether the server that handed the mail in gave itself a name that nobody can have registered.
fn is_made_up_helo(message: &Message, opinions: &Opinions) -> bool {
    let hop = opinions.timeline.trust.as_ref().and_then(|trust| message.hops.get(trust.hop));
    let name = hop.and_then(|hop| hop.read.from_helo.as_deref().or(hop.read.from_name.as_deref()));
    name.is_some_and(|name| {
        name.contains('.') && !name.ends_with(|c: char| c.is_ascii_digit() || c == ']') && is_made_up(name)
    })
}

/// Whether failures, or answers, are to go to an end that does not exist.
fn has_made_up_name(message: &Message) -> bool {
    let envelope = message.return_path.iter().filter_map(|path| path.read.domain());
    let authors = || message.from.iter().filter_map(|from| from.read.domain());
    envelope.chain(authors()).any(|domain| is_made_up(&domain))
        || authors().any(|one| is_nobodys_word(message, &one))
}

/// Whether a domain is one word, and not the name of the machine that the mail began at: programs write from that one. What the sender
/// wrote itself (HELO, Message-ID, the envelope) tells nothing.
fn is_nobodys_word(message: &Message, domain: &str) -> bool {
    let hop = message.hops.last().map(|hop| &hop.read);
    let mut machines = hop.into_iter().flat_map(|hop| [&hop.by, &hop.from_rdns]).flatten();
    let is_its =
        |machine: &String| machine.split('.').next().is_some_and(|first| first.eq_ignore_ascii_case(domain));
    !domain.is_empty() && !domain.contains('.') && domain != "localhost" && !machines.any(is_its)
}

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
    let is_late = finding.state == standing::LATE;
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
    // Why DMARC failed says that much, too.
    let is_repeated = |one: &Observation| (failed.is_some() && one.id == "not-aligned") || is_named(one);
    (0..seen.len()).filter(|&index| is_told(&seen[index]) || is_repeated(&seen[index])).collect()
}

/// The facts, the sender under the name of what it is: the envelope's, or that in From where the envelope has none.
fn named(mut told: Vec<Fact>, facts: &Facts) -> Vec<Fact> {
    let path = facts.message.as_deref().and_then(|message| message.return_path.as_ref());
    let is_authors = |address: &str| {
        facts.message.iter().flat_map(|message| &message.from).any(|from| from.read.address == address)
    };
    for fact in told.iter_mut().filter(|fact| fact.name == "Sender") {
        let is_envelopes =
            path.map_or_else(|| !is_authors(&fact.value), |path| path.read.address == fact.value);
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
        values.add_wait(speak::duration(wait.seconds), &wait.servers, (&wait.next, wait.next_id), wait.id);
        values.add_recipient(wait.recipient);
        let offset = facts.message.as_deref().map_or(0, |message| wait.offset(message));
        values.add_stamps(local(wait.from, offset), local(wait.until, offset));
        values.add_greylisted(wait.greylisted().map(speak::duration));
    }
    if wait.is_none()
        && let [only] = facts.message.as_deref().map_or(&[][..], |message| &message.to)
    {
        values.add_recipient(Some(&only.read.address));
    }
    if let Some((message, opinions)) = facts.message.as_deref().zip(opinions).filter(|_| chosen.by_home) {
        values.add_home(home::address(message, opinions));
    }
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
        values.set_time_by(wait.offset(message));
        match wait.sender(message, opinions) {
            Sender::AsArrived => {}
            Sender::Noted(sender) => values.replace_sender(Some(sender)),
            Sender::Unknown => values.replace_sender(None),
        }
    }
    let came = opinions.and_then(|opinions| beyond::field(facts, &opinions.timeline));
    let came = came.filter(|_| late.is_some()).and_then(|span| super::evidence::evidence(paste, facts, span));
    let age = opinions.and_then(|opinions| old::year(facts, &opinions.timeline));
    let is_recent = age.is_none();
    let may_write = is_recent && is_findable(facts);
    let sought = last_seen.filter(|_| landed.is_none() && !chosen.is_let_in).map(|seen| seen.step());
    let title = words::title(
        own.map(own::title)
            .or(chosen.is_released.then_some(RELEASED))
            .or(landed.map(|(one, title)| {
                match one.id == "spam-verdict" && one.text.contains(UNDOCUMENTED) {
                    true => LIKELY_JUNK,
                    false => title,
                }
            }))
            .or(chosen.failed_alone.then_some(UNPROVED))
            .or(chosen.is_let_in.then_some(LET_IN))
            .or((chosen.by_readers_rule && late.is_none()).then_some(BY_READERS_RULE))
            .or((chosen.is_unplaced && chosen.alignment.is_some()).then_some(match chosen.is_proved {
                true => ONLY_PASSED,
                false => ONLY_RESULTS,
            }))
            .or((chosen.is_at_list && late.is_none() && held.is_none()).then_some(AT_LIST)),
        late,
        held.map(|(_, seconds)| seconds),
        wait.as_ref().zip(late).map_or(String::new(), |(wait, total)| words::held_by(wait, total)),
    );
    Finding {
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
            None => own.map_or(String::new(), |_| standing::JUNK.to_owned()),
        },
        evidence: once(telling::telling(
            paste,
            facts,
            told.flat_map(|one| evidence(paste, facts, one)).chain(came).collect(),
        )),
        steps: old::steps(
            age,
            attached(paste, facts)
                .into_iter()
                .chain(advice::steps(chosen, wait.as_ref()))
                .chain(sought)
                .collect(),
        ),
        facts: known,
        // Who has these headers has the mail, or was sent them: only its author can write that letter, and it has to name the mail.
        ask_if_sent: match letters::letter_of_forbidden(&chosen) {
            Some(letter) => Some(values.message(&letter)),
            // Who shows another's name is not to be let in for the asking.
            None => (is_of_landing && !chosen.poses && may_write).then(|| match own {
                Some(own) => values.message(&own::letter(own)),
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
            .or_else(|| chosen.rule_owner())
            .or_else(|| chosen.is_broken_unseen(act).then(|| UNSEEN_CHANGER.to_owned()))
            .unwrap_or_default(),
        ..Finding::default()
    }
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
    one.evidence.iter().filter_map(|span| super::evidence::evidence(paste, facts, *span)).collect()
}

#[cfg(test)]
mod apart_tests;
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
mod tests;
#[cfg(test)]
mod way_tests;
