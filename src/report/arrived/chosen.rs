//! What the verdict on arrived mail is put together from: what was seen of it, weighed once for all who word it.

use super::forwarded::{self, Mark};
use super::own_device::{OwnDevice, own_device};
use super::proof::Proof;
use super::signed::Signed;
use super::wait::{LONG, held};
use super::{
    CARE, FAILED, LANDED, LATE, ON_THE_WAY, PLACED, POSES, PROVED, QUARANTINED, SPOOFED, WELCOME, advice,
    counted, home, house, wait, words,
};
use crate::diagnose::checks::alignment::{Alignment, Asked, By, Detour};
use crate::diagnose::checks::filters::marks::BEFORE_SUBJECT;
use crate::diagnose::checks::filters::own::Own;
use crate::diagnose::checks::filters::{
    Counted, fraud, ironport, is_released, names_imitation, sees_imitation,
};
use crate::diagnose::checks::form::{Form, form, is_of_own_site};
use crate::diagnose::checks::{
    Observation, Opinions, SignedIn, answers_to_mailbox, is_made_up, path, poses_as_another, posing, service,
    signed_in_elsewhere, speak,
};
use crate::facts::Facts;
use crate::facts::message::Message;
use crate::knowledge::{self, Proving};

/// What the verdict is put together from.
#[derive(Clone, Copy, Default)]
pub(super) struct Chosen<'a> {
    /// What is against the mail, and the title that follows.
    pub(super) landed: Option<(&'a Observation, &'static str)>,
    /// Kept from the mailbox, or put in Junk.
    pub(super) set_aside: bool,
    /// What of the reader's own put it into Junk, where no filter did and nothing shows a danger.
    pub(super) own: Option<Own>,
    /// It shows signs of an imitation that no check of a domain can see.
    pub(super) care: Option<&'a Observation>,
    /// Only what servers and filters noted stands there, and none of them says where it landed.
    pub(super) is_unplaced: bool,
    /// A rule of the reader's moved it to a folder.
    pub(super) by_readers_rule: bool,
    /// A device of the reader's own house that writes a wrong date.
    pub(super) device: Option<OwnDevice<'a>>,
    /// The server whose clock is wrong, where nothing speaks against the mail and nothing held it up.
    pub(super) clock: Option<&'a str>,
    /// By how many seconds: ahead of the others, or behind them.
    pub(super) clock_off: i64,
    /// The words around the header ask about times.
    pub(super) is_time_asked: bool,
    /// They ask how not to get such mail any more.
    pub(super) is_unwanted: bool,
    /// The one whose stamp lies before the mail was written, likewise, and by how many seconds.
    pub(super) slow_clock: Option<(&'a str, i64)>,
    /// That server is the first on the way.
    pub(super) is_authors_clock: bool,
    /// What is against it, or else what is for it.
    pub(super) place: Option<&'a Observation>,
    pub(super) slow: Option<&'a Observation>,
    /// Greylisting that the steps do not show, in seconds.
    pub(super) held: Option<(&'a Observation, i64)>,
    /// The server that did so, where it is none of the network where the mail ended.
    pub(super) held_by: Option<&'a str>,
    /// What stands below the border does not join it, and nothing that passed is of that server: who wrote it, nobody knows.
    pub(super) is_apart: bool,
    /// The same, and the longest wait is told by those fields alone.
    pub(super) is_beyond: bool,
    /// The mailbox filed it in the inbox.
    pub(super) in_inbox: bool,
    /// Somebody released it from quarantine.
    pub(super) is_released: bool,
    /// A mailing list passed it on.
    pub(super) is_of_list: bool,
    pub(super) proved: Option<&'a Observation>,
    /// A filter speaks of phishing or malware, or of fraud where answers go elsewhere.
    pub(super) danger: bool,
    /// A filter speaks of nothing worse than a sender that may be forged, and nothing else shows that it is.
    pub(super) forged: bool,
    /// Signs of fraud: beside a sender that may be forged, answers go elsewhere or a filter saw an imitation.
    pub(super) imitated: bool,
    /// The domain in From says of the server that sent it that it may not, and nothing else binds the two.
    pub(super) is_forbidden: bool,
    pub(super) has_id: bool,
    /// Whether SPF could prove the domain in From.
    pub(super) by_spf: bool,
    /// No SPF record of it is published.
    pub(super) lacks_spf: bool,
    /// The one that is published has a fault.
    pub(super) breaks_spf: bool,
    /// The domain in From is one word, which nothing can be published for.
    pub(super) is_no_domain: bool,
    /// The mailbox took it in, though a filter there spoke against it, and nothing that is stated proves its author. No reason is stated.
    pub(super) is_let_in: bool,
    /// The author's domain is proved, and the name shown for them holds another one.
    pub(super) poses: bool,
    /// The same, or answers go to a provider's mailbox.
    pub(super) is_warned: bool,
    /// Answers go to a provider's mailbox, which anybody can have, and nothing proves the author.
    pub(super) is_suspect: bool,
    /// A web site's form wrote it to the site's own house: answers go to whoever filled it in.
    pub(super) is_contact_form: bool,
    /// That name claims to be a part of a known company, and the address is none of its own.
    pub(super) borrows_brand: bool,
    /// The name shown for the author claims an office inside a house.
    pub(super) claims_office: bool,
    /// A program of a web site made it, under an address that is not the site's.
    pub(super) form: Option<Form<'a>>,
    /// A filter names an imitated person, domain or brand as its reason.
    pub(super) is_named_imitation: bool,
    /// The reader's own organization's server handed it to Microsoft 365 as its own: no check of the author is asked for.
    pub(super) is_vouched: bool,
    /// A filter's points decided, and those for the missing proof are the smaller part.
    pub(super) is_by_points: bool,
    /// Neither an author nor a result stands there.
    pub(super) is_bare: bool,
    /// Who signed in to send it, where that is an account of another domain than the author's.
    pub(super) account: Option<SignedIn<'a>>,
    /// The newest server took it for a mailing list's own address: whom the list sent it to, these headers do not show.
    pub(super) is_at_list: bool,
    /// It says how to leave with one click (RFC 8058).
    pub(super) leaves_by_click: bool,
    /// It says how to leave, and not by one click.
    pub(super) lacks_click: bool,
    /// Microsoft's filter took it for spam by what it says or by who sent it (SFV:SPM), and names no other reason.
    pub(super) is_microsofts_verdict: bool,
    /// Its reader has a mailbox at a provider, and looks into no log.
    pub(super) is_to_person: bool,
    /// A service that sends for others shows itself.
    pub(super) is_by_service: bool,
    /// Fields of lists and services, or many readers: what a newsletter has.
    pub(super) is_to_many: bool,
    /// The domain in From is a provider's, where anybody has a mailbox: only its own servers can prove a sender there.
    pub(super) is_of_provider: bool,
    /// A test says that it came straight from a connection for homes.
    pub(super) from_home: bool,
    /// The mailbox is an organisation's at Microsoft 365, whose administrator can except a sender.
    pub(super) at_microsoft: bool,
    /// The mail ended at Google.
    pub(super) at_gmail: bool,
    /// Tests of lists that did not answer the filter, as it asked by a resolver that they refuse.
    pub(super) unanswered: Option<&'a str>,
    /// Without the points for that, it would not be spam.
    pub(super) by_home: bool,
    /// What counted against it, heaviest first.
    pub(super) counted: &'a [Counted],
    /// What whoever runs the filter can do for the sender, where it is of the recipient's own house.
    pub(super) exception: Option<&'static str>,
    /// The filter of this mailbox's provider is known to learn from what is marked.
    pub(super) learns: bool,
    /// Which checks passed for the domain in From.
    pub(super) passed: Passed,
    /// Where its Message-ID is Google's.
    pub(super) stand_in: Option<StandIn>,
    /// A filter's mark before the subject is all that is against it.
    pub(super) is_marked: bool,
    /// How a server of the reader's side marks mail from outside.
    pub(super) mark: Mark<'a>,
    /// What became of the author's signature.
    pub(super) proof: Proof<'a>,
    /// Where the author's own signature was broken on the sender's side.
    pub(super) signed: Option<Signed<'a>>,
    /// Who signs or sends it in place of the author: what is proved is that domain alone.
    pub(super) service: Option<(&'a str, By)>,
    /// Something that is stated proves the author, whatever DMARC came to.
    pub(super) is_proved: bool,
    /// The receiving gateway rated the sending address badly: that address, where it is noted.
    pub(super) rated: Option<Option<&'a str>>,
    /// A filter counts it as bulk mail that people complain about.
    pub(super) is_bulk: bool,
    /// The same, and not yet as many complaints as make it spam.
    pub(super) is_nearly_bulk: bool,
    /// The envelope sender, where it is of another domain than From.
    pub(super) envelope: Option<&'a str>,
    /// Who handed it over, as the receiving server saw them, and under which id they had it.
    pub(super) handed: Handed<'a>,
    /// Microsoft's result on the sender, as it stands there.
    pub(super) compauth: Option<(&'a str, Option<&'a str>)>,
    /// The address in From, where one stands there.
    pub(super) author: Option<&'a str>,
    /// What a filter has against it stands there.
    pub(super) has_reason: bool,
    /// The reader's list of safe senders decided.
    pub(super) by_safe_list: bool,
    /// Results are stated, and none of them proves the author.
    pub(super) is_unproved: bool,
    /// What the checks came to.
    pub(super) alignment: Option<&'a Alignment>,
    /// The server that handed it over, by the name that the receiving one found for it.
    pub(super) sent_by: Option<&'a str>,
    /// Where the domain is proved at the service or host that sends the mail, as its own pages say.
    pub(super) settings: Option<&'static Proving>,
    /// DMARC failed, though no filter says what it made of that, and neither a list nor a forward can be why: Gmail's fields, for
    /// one, never tell where it put a mail. Of one that took hours, the hours are told.
    pub(super) failed_alone: bool,
}

/// The one address in From.
pub(super) fn author(message: &Message) -> Option<&str> {
    match &message.from[..] {
        [only] if only.read.address.contains('@') => Some(&only.read.address),
        _ => None,
    }
}

/// What Google did about a Message-ID that it could not use.
#[derive(Clone, Copy)]
pub(super) enum StandIn {
    /// The old one is kept in a field of its own.
    Replaced,
    Added,
}

/// What proved the domain in From.
#[derive(Clone, Copy, Default)]
pub(super) struct Passed {
    pub(super) spf: bool,
    pub(super) dkim: bool,
}

pub(super) fn chosen<'a>(facts: &'a Facts, opinions: Option<&'a Opinions>) -> Chosen<'a> {
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
    let is_contact_form = facts.message.as_deref().is_some_and(is_of_own_site);
    // Whoever fills in a form has a mailbox of their own.
    let is_led_away = first(&["reply-to-elsewhere"]).is_some() && !is_contact_form;
    let sees_imitation = || {
        let seen = facts.message.as_deref().zip(opinions);
        seen.is_some_and(|(message, opinions)| sees_imitation(message, &opinions.verdicts))
    };
    let imitated = is_fraud
        || poses
        || care.is_some()
        || first(&["imitation-suspected"]).is_some()
        || (is_spoofed && (is_led_away || first(&["display-name-imitates"]).is_some() || sees_imitation()));
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
        // What waited for minutes is no reason to leave a clock that is hours off.
        .filter(|_| landed.is_none() && !is_long && held.is_none())
        .and_then(|(message, opinions)| {
            // Who asks about times asks about minutes, too.
            const FAR: u64 = 600;
            const ASKED: u64 = 120;
            wrong_clock(message, opinions, if facts.is_question_of_time { ASKED } else { FAR })
        });
    let mut chosen = Chosen {
        landed,
        is_contact_form,
        borrows_brand: message.is_some_and(posing::borrows_brand),
        claims_office: message.is_some_and(posing::claims_office),
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
        device: message.zip(opinions).and_then(|(message, opinions)| own_device(message, opinions, seen)),
        clock: clock.map(|(name, ..)| name),
        clock_off: clock.map_or(0, |(.., off)| off),
        is_time_asked: facts.is_question_of_time,
        is_unwanted: facts.is_unwanted,
        slow_clock: message
            .zip(opinions)
            .filter(|_| landed.is_none() && !is_long && held.is_none())
            .and_then(|(message, opinions)| slow_clock(message, opinions)),
        is_authors_clock: clock.is_some_and(|(_, is_first, _)| is_first),
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
        is_marked: landed
            .is_some_and(|(one, _)| one.id == "spam-verdict" && one.text.contains(BEFORE_SUBJECT)),
        mark: message.map(forwarded::mark).unwrap_or_default(),
        proof: alignment.map(Proof::of).unwrap_or_default(),
        signed: message.zip(opinions).and_then(|(message, opinions)| Signed::of(message, opinions)),
        service: alignment.and_then(Alignment::service),
        from_home: message.zip(opinions).is_some_and(|(message, opinions)| home::is_told(message, opinions)),
        at_microsoft: message
            .zip(opinions)
            .is_some_and(|(message, opinions)| is_at_microsoft(message, opinions)),
        at_gmail: opinions.is_some_and(|opinions| {
            let ends = opinions.timeline.trust.as_ref().map_or("", |trust| trust.network.as_str());
            path::same_network(ends, "google.com")
        }),
        by_home: message.zip(opinions).is_some_and(|(message, opinions)| home::decides(message, opinions)),
        unanswered: opinions.and_then(counted::unanswered),
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
        rated: first(&["sender-rated"]).and(message).map(ironport::address),
        is_bulk: first(&["bulk-verdict"]).is_some(),
        is_nearly_bulk: first(&["bulk-near-limit"]).is_some(),
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
        // A sender that a filter takes for forged may well be a device that nothing proves.
        chosen.device = chosen.device.filter(|_| chosen.forged && !chosen.is_forbidden);
    }
    chosen
}

impl Chosen<'_> {
    /// Results are stated, and the author is not proved by them.
    pub(super) fn has_failed(&self) -> bool {
        !self.is_proved && self.proved.is_some_and(|one| FAILED.contains(&one.id))
    }

    /// A server states that DMARC passed, whatever else stands there.
    pub(super) fn is_stated_pass(&self) -> bool {
        self.alignment.is_some_and(|alignment| alignment.stated.as_deref() == Some("pass"))
    }

    /// Something changed the mail, and these lines do not show whose server did.
    pub(super) fn is_broken_unseen(&self, act: &str) -> bool {
        self.proof == Proof::BrokenUnseen && act == self.proof.by()
    }

    /// Nothing failed: who it lies with all the same.
    pub(super) fn rule_owner(&self) -> Option<String> {
        let clock = self.clock.or(self.slow_clock.map(|(name, _)| name));
        let who = match (self.by_readers_rule, self.is_unplaced, clock) {
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

    /// Where times are what is asked about.
    pub(super) fn clock_title(&self) -> Option<String> {
        let name = self.clock.filter(|_| self.is_time_asked)?;
        let side = if self.clock_off < 0 { "behind" } else { "ahead of" };
        Some(format!(
            "The mail arrived, and the clock of {name} is {} {side} the others",
            speak::duration(self.clock_off.saturating_abs())
        ))
    }

    /// Who looks after the server whose clock is wrong.
    pub(super) fn clock_owner(&self) -> Option<String> {
        Some(match (self.clock, self.slow_clock) {
            (Some(name), Some((slow, _))) => format!("whoever runs {slow} and {name}"),
            (Some(name), None) if self.is_authors_clock => {
                format!("whoever runs {name} on the sender's side")
            }
            (Some(name), None) => format!("whoever runs {name}"),
            (None, slow) => format!("whoever runs {} on the sender's side", slow?.0),
        })
    }

    /// Who looks after the web site whose form wrote under an address of somebody else's provider.
    pub(super) fn form_owner(&self) -> Option<String> {
        if !self.is_shady() && self.is_sites_own() && advice::act(*self) == Some("sender-admin") {
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
    pub(super) fn is_sites_own(&self) -> bool {
        self.form.is_some()
            && !self.is_of_list
            && self.settings.is_none()
            && matches!(self.proof, Proof::Missing | Proof::Open)
            && !self.is_elsewhere()
    }

    /// No Received field shows how it came.
    pub(super) fn is_wayless(&self) -> bool {
        self.alignment.is_some_and(|alignment| alignment.is_wayless)
    }

    /// The same, or nothing is published by which the author could be proved, and a filter speaks against the mail.
    pub(super) fn is_doubted(&self) -> bool {
        let is_unproved = self.is_unproved && self.landed.is_some_and(|(one, _)| one.id != ON_THE_WAY);
        self.has_failed() || (is_unproved && self.proved.is_some_and(|one| one.id == "dmarc-not-published"))
    }

    /// The server of the reader's own side that SPF was asked about in place of the sender's.
    pub(super) fn asked_inside(&self) -> Option<&Asked> {
        let mut void = self.alignment?.rows.iter().filter(|row| row.is_void());
        void.find_map(|row| row.asked.as_ref())
    }

    /// Nothing proves the author, and answers are led to a mailbox that anybody can have, or an office is claimed: who would help such a
    /// mail through may help a fraud.
    pub(super) fn is_shady(&self) -> bool {
        !self.is_proved
            && (self.failed_alone || (self.landed.is_some() && self.has_failed()))
            && !self.is_contact_form
            && (self.is_suspect || self.claims_office)
    }

    /// The server that passed the mail on to another mailbox of the reader's.
    pub(super) fn forwarder(&self) -> Option<&str> {
        self.alignment?.forwarder.as_deref()
    }

    /// Only another address in From, or another server, can mend it.
    pub(super) fn is_elsewhere(&self) -> bool {
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
pub(super) struct Handed<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) address: Option<&'a str>,
    pub(super) id: Option<&'a str>,
}

pub(super) fn handed<'a>(message: &'a Message, opinions: &Opinions) -> Handed<'a> {
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
pub(super) fn compauth(message: &Message) -> Option<(&str, Option<&str>)> {
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

/// The server whose stamp lies before the mail was written, and by how many seconds.
fn slow_clock<'a>(message: &'a Message, opinions: &Opinions) -> Option<(&'a str, i64)> {
    let (hop, off) = opinions.timeline.slow_clock(message)?;
    Some((message.hops.get(hop)?.read.by.as_deref()?, off))
}

/// The server whose clock is known to be wrong, and whether it is the first on the way.
fn wrong_clock<'a>(message: &'a Message, opinions: &Opinions, least: u64) -> Option<(&'a str, bool, i64)> {
    let (hop, off) = opinions.timeline.wrong_clock(message, least)?;
    Some((message.hops.get(hop)?.read.by.as_deref()?, hop + 1 == message.hops.len(), off))
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
