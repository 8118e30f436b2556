//! DMARC alignment, RFC 7489, section 3.1: whether a domain that was proved belongs to the one in From.
//!
//! Proved is what the receiving server states in Authentication-Results; nothing is checked anew. The mode that a
//! domain asks for (strict or relaxed) stands in DNS, so relaxed, the default, decides here.

mod asked;
mod before;
mod detour;
mod listed;
mod nameless;
mod results;
mod tell;
mod words;

pub use asked::Asked;
pub use before::is_gateway;
use before::{aside, earlier, filter_between, policy_elsewhere};
pub use detour::mailbox;
use detour::{detour, is_from_list_host, is_of_list};
use nameless::whose;
use results::{disposition, is_broken, is_keyless, may_be_of, policy};

use super::noted::{Noted, at_the_end, domain_by_rspamd, noted, noted_before};
use super::path;
use super::spf;
use super::timeline::Timeline;
use crate::facts::message::{Message, Of};
use crate::knowledge;
use crate::mail::address;
use crate::mail::auth_results::{AuthResults, Statement};
pub use results::{has_expired, is_unusable, lacks_key};
pub(super) use tell::check;

/// The small table, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment {
    /// The domain in From, in lower case.
    pub from: String,
    /// Its organizational domain.
    pub organization: String,
    pub rows: Vec<Row>,
    /// The result of DMARC that the server states.
    pub stated: Option<String>,
    /// The domain that this result is about: that in From, unless the server names another one, or none.
    pub stated_for: Option<String>,
    /// What the domain asks for when DMARC fails, where the server notes it: `none`, `quarantine`, `reject`.
    pub policy: Option<String>,
    /// From the table: whether an aligned domain was proved; none where too little is stated.
    pub outcome: Option<bool>,
    /// Who states the results.
    pub authserv: Option<String>,
    /// Whether they stand where the receiving network writes.
    pub is_trusted: bool,
    /// Who states them, where that is the author's own side and nobody whom the reader need trust.
    pub own_word: Option<String>,
    /// The field of results that stands below those of other servers and is not the receiving network's: one of those that
    /// are used, else any. An index into [`Message::fields`].
    pub elsewhere: Option<usize>,
    /// Why domain and proof came apart, where fields tell.
    pub detour: Option<Detour>,
    /// The server that passed the mail on for its recipient, where Received fields show it.
    pub forwarder: Option<String>,
    /// What a spam filter noted, where no server states a result of DMARC.
    pub noted: Option<Noted>,
    /// What the filter of the server that took it first noted for its author, where the mail was passed on and DMARC failed behind that.
    pub noted_before: Option<Noted>,
    /// The filter service in front of the mailbox's own servers, where the results that are used are its.
    pub gate: Option<String>,
    /// For whom a mail was that was passed on, and for whom it was at last.
    pub passed_on: Option<(String, String)>,
    /// What the server states that it did with a mail that failed (`dis=` of Gmail and OpenDMARC): `none`, `quarantine`,
    /// `reject`.
    pub disposition: Option<String>,
    /// What Microsoft's fields say of why its filter did not act on that, as they are written: `SFV:SKN`.
    pub skipped: Option<String>,
    /// Of a list's mail, what is known of its author.
    pub of_author: Option<String>,
    /// Whether a signature is stated not to fit, and neither for want of a key nor by its age.
    pub is_broken: bool,
    /// Whether a signature of the author's domain is stated to have expired.
    pub is_expired: bool,
    /// Whether a list wrote its own address into From.
    pub is_of_list: bool,
    /// Whether an archive wrote a domain of its own over the author's.
    pub is_masked: bool,
    /// Who states another result of DMARC for this domain, where the one used says that no policy is published: by whom, and the result.
    pub policy_elsewhere: Option<(String, String)>,
    /// Who states that DMARC passed before, where it failed at last.
    pub earlier: Option<Earlier>,
    /// The service that filters mail for others and had it just before, where DMARC failed at last and nobody before states a result.
    pub filter_between: Option<&'static str>,
    /// Whether no Received field is there: who sent it last, or changed it, is not seen.
    pub is_wayless: bool,
    /// Whether the mail is older than DMARC: no server can have stated a result.
    pub is_before_dmarc: bool,
    /// What was stated on the way, where nothing that is stated at the end proves anything.
    pub aside: Option<Aside>,
    /// What the filter of the last network noted, where the results that are used are another network's.
    pub own_filter: Option<Noted>,
    /// Why it passed or failed, in plain sentences.
    pub text: String,
}

/// Results that do not count, and that somebody would miss if nothing were said of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aside {
    /// ARC-Authentication-Results (RFC 8617): by whom, and `spf=pass`, `dmarc=pass`.
    Sealed(String, Vec<String>),
    /// What Microsoft 365 writes on mail that it sends, in this name.
    Outgoing(String),
}

/// A server on the way, before those whose results are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub server: String,
    /// What passed there for the domain in From, by its name: DMARC, or else DKIM or SPF.
    pub check: &'static str,
    /// Where it says so, an index into [`Message::fields`].
    pub field: usize,
    /// It sealed the mail (ARC), and the seals were found intact.
    pub is_sealed: bool,
    /// It is of a filter service that handed the mail to the network where it ended: the reader's own gateway, and no forward.
    pub is_in_front: bool,
    /// It is of a filter service, and no Received field is there that could show on whose side it works.
    pub is_unplaced: bool,
}

/// One domain that could prove the author's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub by: By,
    pub domain: String,
    /// Of a DKIM signature.
    pub selector: Option<String>,
    /// As stated: `pass`, `fail`, …; none where nobody states it.
    pub result: Option<String>,
    pub relation: Relation,
    /// SPF of the name in HELO, in place of an empty envelope sender.
    pub is_helo: bool,
    /// SPF by a record that the checking server made up: it proves nothing.
    pub is_guess: bool,
    /// SPF of an address that stands in an older field: who checked it fetched the mail from another mailbox.
    pub is_fetched: bool,
    /// The server that SPF was asked about, where that is one of the recipient's own side.
    pub asked: Option<Asked>,
    /// The same, whosever it is, as far as the field that states the result names its address.
    pub client: Option<String>,
    /// Of a signature that could not be checked: the server found no key in DNS.
    pub is_keyless: bool,
    /// The server got a key, or a record for one, with which it could not check the signature.
    pub is_unusable: bool,
    /// Of signatures by rsa-sha1 alone, which no receiver is to count since 2018 (RFC 8301), where no server states that DMARC passed.
    pub is_weak: bool,
    /// The spam filter whose word the result is; none for Authentication-Results and its like.
    pub noted_by: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The envelope's sender.
    Spf,
    /// The `d=` of a signature.
    Dkim,
}

impl By {
    pub fn name(self) -> &'static str {
        match self {
            By::Spf => "spf",
            By::Dkim => "dkim",
        }
    }
}

/// How a domain stands to the one in From.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same: aligned also in strict mode.
    Same,
    /// Of the same organization: aligned in relaxed mode.
    Related,
    Other,
}

impl Relation {
    pub fn name(self) -> &'static str {
        match self {
            Relation::Same => "strict",
            Relation::Related => "relaxed",
            Relation::Other => "none",
        }
    }
}

/// What happened on the way that separates From from what can be proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detour {
    MailingList,
    /// Passed on with a rewritten envelope sender (SRS).
    Rewritten,
    Forwarded,
}

impl Detour {
    pub fn name(self) -> &'static str {
        match self {
            Detour::MailingList => "mailing-list",
            Detour::Rewritten => "rewritten",
            Detour::Forwarded => "forwarded",
        }
    }
}

impl Alignment {
    /// Whether SPF says outright that the server may not send for the domain in From, and nothing is signed for it.
    pub fn forbids_server(&self) -> bool {
        let is_own = |row: &&Row| row.relation != Relation::Other && !row.is_void();
        let mut own = self.rows.iter().filter(is_own);
        let is_signed = self.rows.iter().any(|row| row.by == By::Dkim);
        !is_signed
            && self.detour.is_none()
            && own.any(|row| row.by == By::Spf && row.result.as_deref() == Some("fail"))
    }

    /// Whether something that the receiving network states to have passed is of this server's organization.
    pub fn vouches_for(&self, server: &str) -> bool {
        self.is_trusted
            && self.rows.iter().any(|row| row.has_passed() && path::same_owner(&row.domain, server))
    }

    /// Whether the author is proved, by somebody else than the author's side.
    pub fn is_proved(&self) -> bool {
        self.outcome == Some(true) && self.own_word.is_none()
    }

    /// Whether this check proved the domain in From, or one of its organization.
    pub fn is_proved_by(&self, by: By) -> bool {
        self.rows.iter().any(|row| row.by == by && row.proves())
    }

    /// Whether the domain in From is one word: nothing can be published for it where others look names up. Where DMARC was asked for
    /// another one, From was written over later.
    pub fn is_no_domain(&self) -> bool {
        let is_word = |domain: &str| !domain.contains('.');
        is_word(&self.from) && self.stated_for.as_deref().is_none_or(is_word)
    }

    /// Whether the SPF record that could prove the author has a fault, so that no server passes by it (RFC 7208, section 2.6.7).
    pub fn has_broken_spf_record(&self) -> bool {
        let mut own = self.rows.iter().filter(|row| row.by == By::Spf && row.relation != Relation::Other);
        own.any(|row| row.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case("permerror")))
    }

    /// Whether anybody states anything that the table holds.
    pub fn is_stated(&self) -> bool {
        self.stated.is_some() || self.noted.is_some() || self.rows.iter().any(|row| row.result.is_some())
    }

    /// Whether SPF can prove the domain in From at all: only where the envelope's domain belongs to it.
    pub fn may_pass_by_spf(&self) -> bool {
        let is_own = |row: &Row| row.by == By::Spf && row.relation != Relation::Other && !row.is_void();
        let is_passed_on = matches!(self.detour, Some(Detour::Rewritten | Detour::Forwarded));
        self.forwarder.is_none() && !is_passed_on && self.rows.iter().any(is_own)
    }

    /// The organization whose domains alone are proved, where no list and no forward put it there, and what proves it. A
    /// signature tells it better than the envelope.
    pub fn proved_instead(&self) -> Option<(&str, By)> {
        if self.detour.is_some() || self.outcome == Some(true) {
            return None;
        }
        let foreign = |by: By| {
            let mut rows =
                self.rows.iter().filter(move |row| row.by == by && row.has_passed() && !row.is_helo);
            rows.find(|row| row.relation == Relation::Other)
        };
        let row = foreign(By::Dkim).or(foreign(By::Spf))?;
        let domain = row.domain.as_str();
        let organization = knowledge::organizational_domain(domain).unwrap_or(domain);
        // At Microsoft 365 each customer has a domain of its own.
        let named = if organization == "onmicrosoft.com" { domain } else { organization };
        Some((named, row.by))
    }

    /// The same, where it is a known service that sends for the author.
    pub fn service(&self) -> Option<(&str, By)> {
        // Another domain is a stranger's: nobody is to have mail signed there.
        let is_known = |domain: &str| {
            knowledge::sending_service_of_host(domain).is_some()
                || path::network(Some(domain), None).is_some()
        };
        self.proved_instead().filter(|(domain, _)| is_known(domain))
    }

    /// Whether the server found no SPF record of the domain that could prove the author by one.
    pub fn lacks_spf_record(&self) -> bool {
        let mut own = self.rows.iter().filter(|row| row.by == By::Spf && row.relation != Relation::Other);
        own.any(|row| {
            row.is_guess || row.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case("none"))
        })
    }

    /// Whether SPF is stated to have failed for this domain.
    pub fn has_spf_failed_for(&self, domain: &str) -> bool {
        let is_failed =
            |result: &str| matches!(result.to_ascii_lowercase().as_str(), "fail" | "softfail" | "hardfail");
        let mut spf =
            self.rows.iter().filter(|row| row.by == By::Spf && row.domain == domain && !row.is_void());
        spf.any(|row| row.result.as_deref().is_some_and(is_failed))
    }
}

impl Row {
    fn proves(&self) -> bool {
        self.relation != Relation::Other && self.has_passed()
    }

    /// SPF did not pass for a server of the recipient's own side, which no sender's record can list: nothing follows from that.
    pub fn is_void(&self) -> bool {
        let is_against = |result: &str| {
            matches!(result.to_ascii_lowercase().as_str(), "fail" | "softfail" | "hardfail" | "neutral")
        };
        let is_known = matches!(self.asked, Some(Asked::Inner(..) | Asked::Gate(..)));
        is_known && self.result.as_deref().is_some_and(is_against)
    }

    /// What the bare result does not tell.
    pub fn remark(&self) -> Option<String> {
        match &self.noted_by {
            Some(by) => Some(format!("as {by} noted")),
            None if self.is_fetched => {
                Some("of an address in an older field: the mail was fetched from a mailbox".to_owned())
            }
            None if self.is_guess => Some("by a guessed record: the domain publishes none".to_owned()),
            None if self.is_helo => Some("the name in HELO: the envelope sender is empty".to_owned()),
            None => None,
        }
    }

    fn has_passed(&self) -> bool {
        !self.is_guess
            && !self.is_fetched
            && !self.is_weak
            && self.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case("pass"))
    }
}

/// Fills in the table. None where From has no domain.
pub fn work_out(message: &Message, timeline: &Timeline) -> Option<Alignment> {
    let results = chosen(message);
    let from = author(message, &results)?;
    let mut rows = rows(message, timeline, &results, &from);
    if !results.is_empty() {
        fill_sealed(message, timeline, &mut rows);
    }
    let dmarc = results.iter().flat_map(|field| &field.read.statements).find(|found| found.method == "dmarc");
    if !dmarc.is_some_and(|found| in_one_word(&found.result) == "pass") {
        mark_weak(message, timeline, &mut rows);
    }
    // Signatures of another mail, whose fields were put into this one.
    let is_copied = |domain: &str| {
        let mut own =
            message.dkim.iter().filter(|of| of.read.get("d").is_some_and(|d| d.eq_ignore_ascii_case(domain)));
        own.clone().next().is_some() && own.all(|of| timeline.is_older_mails(message, of.field))
    };
    rows.retain(|row| row.by != By::Dkim || row.relation != Relation::Other || !is_copied(&row.domain));
    let noted = if dmarc.is_none() { noted(message, timeline) } else { None };
    // Where no Received field is there, nobody else is seen who could have written it.
    let is_alone = |noted: &Noted| message.hops.is_empty() && results.is_empty() && noted.speaks_for_author();
    if let Some(noted) = noted.as_ref().filter(|noted| noted.proves_author() || is_alone(noted)) {
        fill_noted(&mut rows, noted, &from);
    }
    let statements = || results.iter().flat_map(|field| &field.read.statements);
    let is_proved = outcome(&rows) == Some(true);
    let way = detour::passed_on(message);
    let passed_on = way.as_ref().map(|way| (way.was_for.to_owned(), way.went_to.to_owned()));
    let forwarder = way.map(|way| way.server.to_owned());
    let has_failed = dmarc.is_some_and(|found| found.result.eq_ignore_ascii_case("fail"));
    let before = (has_failed && forwarder.is_some()).then(|| noted_before(message, timeline)).flatten();
    let mut alignment = Alignment {
        noted_before: before,
        passed_on,
        gate: results.first().and_then(|field| {
            let name = field.read.authserv.as_deref()?;
            before::is_in_front(message, timeline, name, field.field).then(|| name.to_owned())
        }),
        is_broken: statements().any(is_broken),
        is_expired: statements().any(|found| has_expired(found) && may_be_of(found, &from)),
        is_of_list: is_of_list(message),
        is_masked: is_masked(&from),
        organization: knowledge::organizational_domain(&from).unwrap_or(&from).to_owned(),
        from,
        stated: dmarc.map(|found| in_one_word(&found.result)),
        stated_for: dmarc.and_then(|found| found.prop("header.from")).map(bare_domain),
        policy: dmarc.and_then(policy).or_else(|| results::policy_noted(message)),
        disposition: dmarc.filter(|found| found.result.eq_ignore_ascii_case("fail")).and_then(disposition),
        skipped: results::skipped(message),
        of_author: None,
        outcome: outcome(&rows),
        rows,
        authserv: results.first().and_then(|field| field.read.authserv.clone()),
        own_word: None,
        is_trusted: results.first().is_none_or(|field| is_trusted(message, timeline, field)),
        elsewhere: results
            .first()
            .copied()
            .or_else(|| others(message).next())
            .filter(|field| !is_trusted(message, timeline, field))
            .map(|field| field.field),
        detour: detour(message).filter(|detour| {
            // Where the proof holds, nobody changed anything.
            *detour != Detour::MailingList || !is_proved || is_of_list(message) || !is_from_list_host(message)
        }),
        forwarder,
        noted,
        policy_elsewhere: dmarc
            .filter(|found| found.result.eq_ignore_ascii_case("none"))
            .and_then(|_| policy_elsewhere(message, timeline, &results)),
        earlier: dmarc
            .filter(|found| found.result.eq_ignore_ascii_case("fail"))
            .and_then(|_| earlier(message, timeline, &results)),
        filter_between: None,
        is_wayless: message.hops.is_empty(),
        is_before_dmarc: is_before_dmarc(message, timeline),
        aside: aside(message),
        own_filter: None,
        text: String::new(),
    };
    if alignment.stated.as_deref() == Some("fail") && alignment.is_broken && alignment.earlier.is_none() {
        alignment.filter_between = filter_between(message, timeline);
    }
    if alignment.elsewhere.is_some() {
        alignment.own_filter = at_the_end(message, timeline);
    }
    alignment.own_word = alignment
        .authserv
        .clone()
        .filter(|server| !alignment.is_trusted && path::same_owner(server, &alignment.from));
    alignment.of_author = listed::of_author(message, &alignment);
    alignment.text = words::explain(&alignment);
    Some(alignment)
}

/// The domain in From; where the paste has no From, the one that the results are about (`header.from`).
fn author(message: &Message, results: &[&Of<AuthResults>]) -> Option<String> {
    if let Some(from) = message.from.first() {
        return from.read.domain();
    }
    let mut stated = results.iter().flat_map(|field| &field.read.statements);
    let named = stated.find_map(|found| found.prop("header.from")).map(bare_domain);
    named.filter(|domain| domain.contains('.')).or_else(|| domain_by_rspamd(message))
}

/// Gmane, an archive of lists that reads them as newsgroups, wrote `name-code@public.gmane.org` over addresses, so that nobody could
/// collect them (gmane.org/tmda.php, checked 2026-11-27).
fn is_masked(from: &str) -> bool {
    from == "public.gmane.org"
}

/// By the last stamp, or else by Date. DMARC was published on 30 January 2012 (dmarc.org).
fn is_before_dmarc(message: &Message, timeline: &Timeline) -> bool {
    const PUBLISHED: i64 = 1_327_881_600;
    let stamp = timeline.steps.iter().rev().find_map(|step| step.epoch.or(step.said));
    let written = || message.date.as_ref().and_then(|date| Some(date.read.1?.epoch));
    stamp.or_else(written).is_some_and(|moment| moment < PUBLISHED)
}

/// Whether who wrote this field took the mail out of another mailbox, and saw no server that sent it.
fn is_fetched(message: &Message, field: usize) -> bool {
    let below = message.hops.iter().find(|hop| hop.field > field);
    below.is_some_and(|hop| path::is_collected(&hop.read))
}

/// The domain that `header.from` names: some write the whole address.
fn bare_domain(named: &str) -> String {
    address::domain(named).unwrap_or_else(|| named.trim_end_matches('.').to_ascii_lowercase())
}

/// Yahoo wrote `success` for what RFC 8601 calls `pass`.
fn in_one_word(result: &str) -> String {
    let result = result.to_ascii_lowercase();
    if result == "success" { "pass".to_owned() } else { result }
}

/// The results to go by: the topmost field that speaks of SPF, DKIM or DMARC, and what the same server states below. Some
/// have one host for each check: those of one organization count as one where no server took the mail over in between.
fn chosen(message: &Message) -> Vec<&Of<AuthResults>> {
    let speaks = |field: &&Of<AuthResults>| {
        field.read.statements.iter().any(|found| matches!(found.method.as_str(), "spf" | "dkim" | "dmarc"))
    };
    let real = || message.auth.iter().filter(|field| !is_outgoing_stamp(&field.read));
    let Some(first) = real().find(speaks) else { return Vec::new() };
    let next = message.hops.iter().map(|hop| hop.field).find(|hop| *hop > first.field).unwrap_or(usize::MAX);
    let names = |field: &Of<AuthResults>| first.read.authserv.clone().zip(field.read.authserv.clone());
    let is_sister = |field: &Of<AuthResults>| {
        field.field < next && names(field).is_some_and(|(one, other)| path::same_owner(&one, &other))
    };
    real().filter(|field| field.read.authserv == first.read.authserv || is_sister(field)).collect()
}

/// Fields that speak of something else: `auth=pass`.
fn others(message: &Message) -> impl Iterator<Item = &Of<AuthResults>> {
    message.auth.iter().filter(|field| !field.read.statements.is_empty() && !is_outgoing_stamp(&field.read))
}

/// Microsoft 365 puts a field on what it sends that checks nothing, and names the recipient's domain as its author.
fn is_outgoing_stamp(results: &AuthResults) -> bool {
    let is = |method: &str, result: &str| {
        results
            .statements
            .iter()
            .any(|found| found.method == method && found.result.eq_ignore_ascii_case(result))
    };
    let acts = results.statements.iter().any(|found| found.prop("action") == Some("none"));
    let is_foreign = results.authserv.as_deref().is_some_and(|host| !path::same_network(host, "outlook.com"));
    let has_spf = results.statements.iter().any(|found| found.method == "spf");
    is_foreign && acts && !has_spf && is("dkim", "none") && is("dmarc", "none")
}

/// Above every Received field, or by a server of the receiving network.
fn is_trusted(message: &Message, timeline: &Timeline, results: &Of<AuthResults>) -> bool {
    let border = timeline.trust.as_ref().and_then(|trust| message.hops.get(trust.hop));
    let above = border.or(message.hops.first()).is_none_or(|hop| results.field < hop.field);
    let network = timeline.trust.as_ref().map_or("", |trust| trust.network.as_str());
    let mailbox = message.hops.first().and_then(|hop| path::mailbox(&hop.read));
    // One network may have servers under several domains.
    let inside = timeline.trust.as_ref().map_or(0, |trust| trust.hop + 1);
    let inside = message.hops.iter().take(inside).filter_map(|hop| hop.read.by.as_deref());
    let theirs = match results.read.authserv.as_deref() {
        Some(authserv) => {
            let mut own = [Some(network), mailbox].into_iter().flatten().chain(inside);
            own.any(|own| path::same_network(authserv, own))
        }
        // Microsoft leaves its name out.
        None => network == "outlook.com",
    };
    above || theirs
}

fn rows(message: &Message, timeline: &Timeline, results: &[&Of<AuthResults>], from: &str) -> Vec<Row> {
    let statements = || results.iter().flat_map(|field| &field.read.statements);
    let mut rows = Vec::new();
    let of_spf = || statements().filter(|found| found.method == "spf");
    let spf = of_spf().next();
    // One that says what it was about, rather than the first.
    let checked = of_spf().take(spf::MOST).find_map(|found| spf::checked(message, found));
    let checked = checked.zip(results.first().map(|field| field.field));
    // What was found of the mail before a list wrote itself into From is of another author.
    let border =
        timeline.trust.as_ref().map(|trust| message.hops[trust.hop].field).filter(|_| is_of_list(message));
    let noted = || {
        let found = message.received_spf.first()?;
        let is_of_this = border.is_none_or(|border| found.field < border);
        Some((spf::noted(&found.read).filter(|_| is_of_this)?, found.field))
    };
    if let Some((checked, field)) = checked.or_else(noted) {
        push(&mut rows, By::Spf, checked.domain, None, Some(checked.result), from);
        if let Some(row) = rows.last_mut() {
            (row.is_helo, row.is_guess) = (checked.is_helo, checked.is_guess);
            row.is_fetched = is_fetched(message, field);
            let result = row.result.clone().unwrap_or_default();
            row.client = asked::client(message, field, &result);
            row.asked = asked::asked(message, timeline, field, &result).filter(|_| detour(message).is_none());
        }
    } else {
        let is_it =
            |field: &&&Of<AuthResults>| field.read.statements.iter().any(|found| found.method == "spf");
        let stated = results.iter().find(is_it).copied();
        let domain = whose(message, stated, stated.is_none_or(|field| is_trusted(message, timeline, field)));
        let domain = domain.filter(|_| stated.is_some() || !is_masked(from)).unwrap_or_default();
        push(&mut rows, By::Spf, domain, None, spf.map(|found| found.result.clone()), from);
    }
    for found in statements().filter(|found| found.method == "dkim") {
        let identity = found.prop("header.i").and_then(address::domain);
        let domain = found.prop("header.d").map(str::to_ascii_lowercase).or(identity);
        let selector = found.prop("header.s").map(str::to_owned);
        // Microsoft leaves the selector out: the signature has it.
        let named = domain.as_deref().unwrap_or_default();
        let mut own =
            message.dkim.iter().filter(|of| of.read.get("d").is_some_and(|d| d.eq_ignore_ascii_case(named)));
        let selector = selector.or_else(|| match (own.next(), own.next()) {
            (Some(only), None) => only.read.get("s").map(str::to_owned),
            _ => None,
        });
        let known = rows.len();
        push(&mut rows, By::Dkim, domain.unwrap_or_default(), selector, Some(found.result.clone()), from);
        for row in rows.iter_mut().skip(known) {
            (row.is_keyless, row.is_unusable) = (is_keyless(found), is_unusable(found));
        }
    }
    let unnamed = unnamed_result(statements(), message.dkim.len());
    for signature in &message.dkim {
        let Some(domain) = signature.read.get("d").map(str::to_ascii_lowercase) else { continue };
        if !rows.iter().any(|row| row.by == By::Dkim && row.domain == domain) {
            let selector = signature.read.get("s").map(str::to_owned);
            push(&mut rows, By::Dkim, domain, selector, unnamed.clone(), from);
        }
    }
    rows
}

/// What the receiving network states of a signature only where it sealed the mail (RFC 8617): the newest of such fields above the
/// Received field of its border.
fn fill_sealed(message: &Message, timeline: &Timeline, rows: &mut [Row]) {
    let border = timeline.trust.as_ref().and_then(|trust| message.hops.get(trust.hop));
    let sealed =
        message.arc_auth.iter().find(|field| border.is_some_and(|border| field.field < border.field));
    let stated =
        || sealed.iter().flat_map(|field| &field.read.statements).filter(|found| found.method == "dkim");
    for row in rows.iter_mut().filter(|row| row.by == By::Dkim && row.result.is_none()) {
        let is_its =
            |found: &&Statement| found.prop("header.d").is_some_and(|d| d.eq_ignore_ascii_case(&row.domain));
        let Some(found) = stated().find(is_its) else { continue };
        row.result = Some(found.result.clone());
        (row.is_keyless, row.is_unusable) = (is_keyless(found), is_unusable(found));
    }
}

/// What the receiver's own filter found, where no field of results states it.
fn fill_noted(rows: &mut Vec<Row>, noted: &Noted, from: &str) {
    let is_dmarc = noted.has(&["DMARC_PASS", "DMARC_POLICY_ALLOW"]);
    let is_open = |row: &Row, by: By| row.by == by && row.result.is_none();
    let is_aligned = |row: &Row| match is_dmarc {
        true => row.relation != Relation::Other,
        false => row.relation == Relation::Same,
    };
    let is_signed = noted.has(&["DKIM_VALID_AU", "R_DKIM_ALLOW"]) || !is_dmarc;
    let is_listed = is_dmarc && noted.has(&["SPF_PASS", "R_SPF_ALLOW"]);
    let at = rows
        .iter()
        .position(|row| is_signed && is_open(row, By::Dkim) && is_aligned(row))
        .or_else(|| rows.iter().position(|row| is_listed && is_open(row, By::Spf) && is_aligned(row)));
    let at = at.or_else(|| {
        // A report alone, of which nothing else is there.
        let is_bare = is_dmarc && rows.is_empty();
        is_bare.then(|| {
            push(rows, if is_signed { By::Dkim } else { By::Spf }, from.to_owned(), None, None, from)
        });
        is_bare.then_some(0).filter(|_| !rows.is_empty())
    });
    if let Some(row) = at.and_then(|at| rows.get_mut(at)) {
        row.result = Some("pass".to_owned());
        row.noted_by = Some(noted.by.clone());
    }
}

/// Domains all of whose signatures are by rsa-sha1, in mail since 2018.
fn mark_weak(message: &Message, timeline: &Timeline, rows: &mut [Row]) {
    /// Seconds of UTC since 1970.
    const YEAR_2018: i64 = 1_514_764_800;
    let arrived = timeline.steps.iter().rev().find_map(|step| step.epoch);
    if arrived.is_none_or(|arrived| arrived < YEAR_2018) {
        return;
    }
    for row in rows.iter_mut().filter(|row| row.by == By::Dkim) {
        let of = message
            .dkim
            .iter()
            .filter(|of| of.read.get("d").is_some_and(|d| d.eq_ignore_ascii_case(&row.domain)));
        let mut methods = of.map(|of| of.read.get("a").unwrap_or_default()).peekable();
        row.is_weak =
            methods.peek().is_some() && methods.all(|method| method.eq_ignore_ascii_case("rsa-sha1"));
    }
}

/// The one result of DKIM that names no domain, where there is one signature that it can be about.
fn unnamed_result<'a>(statements: impl Iterator<Item = &'a Statement>, signatures: usize) -> Option<String> {
    let mut results = statements.filter(|found| found.method == "dkim");
    let (only, others) = (results.next()?, results.next());
    let is_named = ["header.d", "header.i"].iter().any(|name| only.prop(name).is_some());
    (others.is_none() && signatures == 1 && !is_named).then(|| only.result.clone())
}

fn push(
    rows: &mut Vec<Row>,
    by: By,
    domain: String,
    selector: Option<String>,
    result: Option<String>,
    from: &str,
) {
    let domain = domain.trim_matches(['<', '>', '.', ' ']).to_owned();
    if domain.is_empty() || !domain.contains('.') {
        return;
    }
    let relation = match domain == from {
        true => Relation::Same,
        false if knowledge::same_organization(&domain, from) => Relation::Related,
        false => Relation::Other,
    };
    rows.push(Row {
        by,
        domain,
        selector,
        result,
        relation,
        is_helo: false,
        is_guess: false,
        is_fetched: false,
        asked: None,
        client: None,
        is_keyless: false,
        is_unusable: false,
        is_weak: false,
        noted_by: None,
    });
}

/// Failed only where results are stated and none of them helps.
fn outcome(rows: &[Row]) -> Option<bool> {
    if rows.iter().any(Row::proves) {
        return Some(true);
    }
    let is_open = rows.iter().any(|row| row.relation != Relation::Other && row.result.is_none());
    let is_stated = rows.iter().any(|row| row.result.is_some() && !row.is_fetched && !row.is_void());
    (is_stated && !is_open).then_some(false)
}

#[cfg(test)]
mod proof_tests;
