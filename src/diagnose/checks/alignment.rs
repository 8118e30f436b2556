//! DMARC alignment, RFC 7489, section 3.1: whether a domain that was proved belongs to the one in From.
//!
//! Proved is what the receiving server states in Authentication-Results; nothing is checked anew. The mode that a
//! domain asks for (strict or relaxed) stands in DNS, so relaxed, the default, decides here.

use super::Notes;
use super::path;
use super::speak::join;
use super::timeline::Timeline;
use crate::facts::message::{Message, Of};
use crate::knowledge;
use crate::mail::address;
use crate::mail::auth_results::{AuthResults, Statement};
use crate::text::Span;

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
    /// Why domain and proof came apart, where fields tell.
    pub detour: Option<Detour>,
    /// Why it passed or failed, in plain sentences.
    pub text: String,
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

impl Row {
    fn proves(&self) -> bool {
        self.relation != Relation::Other && self.has_passed()
    }

    fn has_passed(&self) -> bool {
        self.result.as_deref().is_some_and(|result| result.eq_ignore_ascii_case("pass"))
    }
}

/// Fills in the table. None where From has no domain.
pub fn work_out(message: &Message, timeline: &Timeline) -> Option<Alignment> {
    let from = message.from.first()?.read.domain()?;
    let results = chosen(message);
    let rows = rows(message, &results, &from);
    let dmarc = results.iter().flat_map(|field| &field.read.statements).find(|found| found.method == "dmarc");
    let mut alignment = Alignment {
        organization: knowledge::organizational_domain(&from).unwrap_or(&from).to_owned(),
        from,
        stated: dmarc.map(|found| found.result.to_ascii_lowercase()),
        stated_for: dmarc.and_then(|found| found.prop("header.from")).map(|named| {
            address::domain(named).unwrap_or_else(|| named.trim_end_matches('.').to_ascii_lowercase())
        }),
        policy: dmarc.and_then(policy),
        outcome: outcome(&rows),
        rows,
        authserv: results.first().and_then(|field| field.read.authserv.clone()),
        is_trusted: results.first().is_none_or(|field| is_trusted(message, timeline, field)),
        detour: detour(message),
        text: String::new(),
    };
    alignment.text = explain(&alignment);
    if alignment.stated.is_none() {
        alignment.text += &tests_of_proof(message);
    }
    Some(alignment)
}

/// The results to go by: the topmost field that speaks of SPF, DKIM or DMARC, and what the same server states below.
fn chosen(message: &Message) -> Vec<&Of<AuthResults>> {
    let speaks = |field: &&Of<AuthResults>| {
        field.read.statements.iter().any(|found| matches!(found.method.as_str(), "spf" | "dkim" | "dmarc"))
    };
    let real = || message.auth.iter().filter(|field| !is_outgoing_stamp(&field.read));
    let Some(first) = real().find(speaks) else { return Vec::new() };
    real().filter(|field| field.read.authserv == first.read.authserv).collect()
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
    let theirs = match results.read.authserv.as_deref() {
        Some(authserv) => path::same_network(authserv, network),
        // Microsoft leaves its name out.
        None => network == "outlook.com",
    };
    above || theirs
}

fn rows(message: &Message, results: &[&Of<AuthResults>], from: &str) -> Vec<Row> {
    let statements = || results.iter().flat_map(|field| &field.read.statements);
    let mut rows = Vec::new();
    let spf = statements().find(|found| found.method == "spf");
    let stated = spf.and_then(|found| {
        let names = ["smtp.mailfrom", "smtp.mail", "smtp.mfrom"];
        Some((names.iter().find_map(|name| found.prop(name))?, found.result.clone()))
    });
    let noted = message.received_spf.first().and_then(|spf| {
        Some((spf.read.prop("envelope_from").filter(|value| !value.is_empty())?, spf.read.result.clone()))
    });
    let envelope = message.return_path.as_ref().map(|path| (path.read.address.as_str(), String::new()));
    if let Some((address, result)) = stated.or(noted).or(envelope) {
        // Of a bare domain, or of an address.
        let domain = address::domain(address).unwrap_or_else(|| address.to_ascii_lowercase());
        let result =
            Some(result).filter(|result| !result.is_empty()).or(spf.map(|found| found.result.clone()));
        push(&mut rows, By::Spf, domain, None, result, from);
    }
    for found in statements().filter(|found| found.method == "dkim") {
        let identity = found.prop("header.i").and_then(address::domain);
        let domain = found.prop("header.d").map(str::to_ascii_lowercase).or(identity);
        let selector = found.prop("header.s").map(str::to_owned);
        push(&mut rows, By::Dkim, domain.unwrap_or_default(), selector, Some(found.result.clone()), from);
    }
    for signature in &message.dkim {
        let Some(domain) = signature.read.get("d").map(str::to_ascii_lowercase) else { continue };
        if !rows.iter().any(|row| row.by == By::Dkim && row.domain == domain) {
            push(&mut rows, By::Dkim, domain, signature.read.get("s").map(str::to_owned), None, from);
        }
    }
    rows
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
    rows.push(Row { by, domain, selector, result, relation });
}

/// Failed only where results are stated and none of them helps.
fn outcome(rows: &[Row]) -> Option<bool> {
    if rows.iter().any(Row::proves) {
        return Some(true);
    }
    let is_open = rows.iter().any(|row| row.relation != Relation::Other && row.result.is_none());
    let is_stated = rows.iter().any(|row| row.result.is_some());
    (is_stated && !is_open).then_some(false)
}

/// How many tests of a filter are looked at: each is named once.
const MOST_TESTS: usize = 40;

/// Where no server states a result, a spam filter's list of tests may: SPF_PASS, R_DKIM_ALLOW.
fn tests_of_proof(message: &Message) -> String {
    let starts = ["SPF_", "DKIM_VALID", "DKIM_INVALID", "DMARC_", "R_SPF_", "R_DKIM_"];
    let is_of_proof =
        |test: &&str| starts.iter().any(|start| test.starts_with(start)) && !test.starts_with("SPF_HELO");
    let tests =
        message.filters.iter().filter(|filter| matches!(filter.read.filter, "spamassassin" | "rspamd"));
    let tests = tests.flat_map(|filter| filter.read.list("points").iter().chain(filter.read.list("tests")));
    let tests =
        tests.map(|test| test.split('=').next().unwrap_or(test)).filter(is_of_proof).map(str::to_owned);
    let tests: Vec<String> = tests.take(MOST_TESTS).fold(Vec::new(), unique);
    match tests.is_empty() {
        true => String::new(),
        false => format!(" A spam filter on the way noted {}.", join(&tests)),
    }
}

/// `policy.dmarc=`, `policy.p=`, or `(p=REJECT sp=NONE dis=NONE)` in a comment.
fn policy(found: &Statement) -> Option<String> {
    let prop = ["policy.dmarc", "policy.p", "policy.published-domain-policy"]
        .iter()
        .find_map(|name| found.prop(name));
    let comment = found.comment.as_deref().unwrap_or_default();
    let in_comment = comment.split_whitespace().find_map(|word| word.trim_matches(',').strip_prefix("p="));
    Some(prop.or(in_comment)?.to_ascii_lowercase()).filter(|policy| !policy.is_empty())
}

/// Lists, SRS and forwards leave traces of their own.
fn detour(message: &Message) -> Option<Detour> {
    let has = |name: &str| message.field(name).is_some();
    let path =
        message.return_path.as_ref().map_or("", |path| path.read.address.as_str()).to_ascii_lowercase();
    let discussion = has("List-Post") || has("X-BeenThere") || has("X-Mailing-List") || has("Mailing-List");
    if discussion && !message.field("List-Post").is_some_and(|field| is_no(&field.value)) {
        return Some(Detour::MailingList);
    }
    if path.starts_with("srs0") || path.starts_with("srs1") {
        return Some(Detour::Rewritten);
    }
    let forwarded = ["X-Forwarded-To", "Resent-From", "X-Forwarding-Service"].iter().any(|name| has(name));
    (forwarded || path.contains("+caf_=")).then_some(Detour::Forwarded)
}

/// `NO (posting not allowed on this list)`: RFC 2369, section 3.4.
fn is_no(value: &str) -> bool {
    let word = value.trim().split(|c: char| !c.is_ascii_alphanumeric()).next();
    word.is_some_and(|word| word.eq_ignore_ascii_case("no"))
}

/// The plain sentences.
fn explain(a: &Alignment) -> String {
    let from = a.stated_for.as_ref().unwrap_or(&a.from);
    let stated = a.stated.as_deref();
    let verdict = match (stated, a.outcome) {
        (Some("none" | "bestguesspass"), _) if from.is_empty() => {
            "The server found no domain in From whose DMARC policy it could look up.".to_owned()
        }
        (Some(result), _) if *from != a.from => {
            format!("The server states dmarc={result} for {from}, while From shows {}.", a.from)
        }
        (Some("pass"), Some(true)) => format!("DMARC passed: {}.", proofs(a)),
        (Some("pass"), _) => format!(
            "The server states that DMARC passed for {from}. The other fields do not show by which domain."
        ),
        (Some("fail"), Some(true)) => format!(
            "The server states that DMARC failed, though {}. The domain may ask for strict alignment, where only the same \
             name counts.",
            proofs(a)
        ),
        (Some("fail"), _) => format!("DMARC failed: {}.", failures(a)),
        (Some("none" | "bestguesspass"), Some(true)) => {
            format!("{from} publishes no DMARC policy. The mail would have passed: {}.", proofs(a))
        }
        (Some("none"), _) => format!("{from} publishes no DMARC policy. {}.", upper(&failures(a))),
        (Some(other), _) => {
            let meaning = super::filters::meaning_of_result("dmarc", other);
            let meaning = meaning.map_or(String::new(), |meaning| format!(" {meaning}"));
            format!("The server states dmarc={other} for {from}.{meaning}")
        }
        (None, Some(true)) => {
            format!("No server states a DMARC result, but the mail would pass: {}.", proofs(a))
        }
        (None, Some(false)) => {
            format!(
                "No server states a DMARC result, and nothing that is stated proves {from}: {}.",
                failures(a)
            )
        }
        (None, None) => format!(
            "No server states a result that proves or disproves {from}, so nothing can be said on DMARC.",
        ),
    };
    let failed = stated == Some("fail") || (stated != Some("pass") && a.outcome == Some(false));
    let why = match a.detour.filter(|_| failed) {
        Some(Detour::MailingList) => {
            " It has the fields of a mailing list: a list replaces the envelope sender and often changes the text, which \
             breaks the proof without any fault of the author's."
        }
        Some(Detour::Rewritten | Detour::Forwarded) => {
            " It was forwarded: SPF then speaks of the forwarding server, and a change of the text breaks DKIM."
        }
        None => "",
    };
    verdict + why
}

fn proofs(a: &Alignment) -> String {
    let proofs: Vec<String> = a
        .rows
        .iter()
        .filter(|row| row.proves())
        .map(|row| match row.by {
            By::Spf => format!("SPF passed for {}", row.domain),
            By::Dkim => format!("a DKIM signature of {} is valid", row.domain),
        })
        .fold(Vec::new(), unique);
    let is_same = a.rows.iter().filter(|row| row.proves()).all(|row| row.relation == Relation::Same);
    let belongs = match (proofs.len(), is_same) {
        (_, true) => ", the domain in From itself".to_owned(),
        (1, false) => format!(", which belongs to the domain in From ({})", a.from),
        (_, false) => format!("; these belong to the domain in From ({})", a.from),
    };
    join(&proofs) + &belongs
}

fn failures(a: &Alignment) -> String {
    let clauses: Vec<String> = a.rows.iter().map(|row| failure(row, &a.from)).fold(Vec::new(), unique);
    let has_dkim = a.rows.iter().any(|row| row.by == By::Dkim);
    let unsigned = (!has_dkim).then(|| "there is no DKIM signature that could help".to_owned());
    let clauses: Vec<String> = clauses.into_iter().chain(unsigned).collect();
    clauses.join("; ")
}

fn failure(row: &Row, from: &str) -> String {
    let Some(result) = row.result.as_deref() else {
        return match row.by {
            By::Spf => format!("no result of SPF is stated for {}", row.domain),
            By::Dkim => format!("no result is stated for the DKIM signature of {}", row.domain),
        };
    };
    let result = format!("{}={}", row.by.name(), result.to_ascii_lowercase());
    let other = format!("which does not belong to {from}");
    match (row.by, row.has_passed(), row.relation) {
        (By::Spf, true, _) => format!("SPF passed only for {}, {other}", row.domain),
        (By::Spf, false, _) => format!("SPF did not pass for {} ({result})", row.domain),
        (By::Dkim, true, _) => format!("a DKIM signature is valid only for {}, {other}", row.domain),
        (By::Dkim, false, _) => {
            format!("no DKIM signature of {} is known to be valid ({result})", row.domain)
        }
    }
}

fn unique(mut found: Vec<String>, next: String) -> Vec<String> {
    if !found.contains(&next) {
        found.push(next);
    }
    found
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

pub(super) fn check(notes: &mut Notes, a: &Alignment) {
    let evidence = statements_of(notes.message, a);
    let id = match a.stated.as_deref() {
        Some("fail") => "dmarc-failed",
        Some("pass") => "dmarc-passed",
        Some("none" | "bestguesspass") if a.stated_for.as_deref() != Some("") => "dmarc-not-published",
        _ => "dmarc-not-stated",
    };
    notes.add(id, a.text.clone(), evidence.clone());
    not_aligned(notes, a, evidence);
    elsewhere(notes, a);
    detours(notes, a);
    if notes.message.arc_chain() == Some("fail")
        && let Some(seal) = notes.message.seals.iter().max_by_key(|seal| seal.read.instance)
    {
        let text = "A forwarding server states that the chain of ARC seals was broken when the mail reached it, so what \
                    earlier servers had found does not count.";
        let evidence = notes.word(seal.field, "cv=fail");
        notes.add("arc-broken", text.to_owned(), evidence);
    }
}

/// Something passed, but for another domain, and nothing that counts did.
fn not_aligned(notes: &mut Notes, a: &Alignment, evidence: Vec<Span>) {
    if a.rows.iter().any(Row::proves) {
        return;
    }
    let passed = a.rows.iter().filter(|row| row.has_passed());
    let domains: Vec<String> = passed.map(|row| row.domain.clone()).fold(Vec::new(), unique);
    if domains.is_empty() {
        return;
    }
    let text = format!(
        "What passed proves {}, not {}. A pass counts for DMARC only if its domain belongs to the one in From.",
        join(&domains),
        a.from
    );
    notes.add("not-aligned", text, evidence);
}

fn elsewhere(notes: &mut Notes, a: &Alignment) {
    let Some(first) = chosen(notes.message).first().map(|field| field.field).filter(|_| !a.is_trusted) else {
        return;
    };
    let who = a.authserv.as_deref().unwrap_or("a server that does not give its name");
    let text = format!(
        "The authentication results were written by {who}, below fields of other servers, and not by the network where \
         the mail ended up. They count only if you trust that server."
    );
    let evidence = notes.word(first, a.authserv.as_deref().unwrap_or_default());
    notes.add("results-from-elsewhere", text, evidence);
}

fn detours(notes: &mut Notes, a: &Alignment) {
    match a.detour {
        Some(Detour::MailingList) => {
            let names = ["List-Id", "X-BeenThere", "X-Mailing-List", "Mailing-List", "List-Post"];
            let Some((field, value)) = names.iter().find_map(|name| notes.named(name)) else { return };
            let text = format!(
                "{} says that the mail came by a mailing list: {}.",
                notes.message.fields[field].name,
                value.trim()
            );
            let evidence = notes.value(field);
            notes.add("mailing-list", text, evidence);
        }
        Some(Detour::Rewritten) => {
            let Some(path) = &notes.message.return_path else { return };
            let text = format!(
                "The mail was forwarded: the envelope sender {} was rewritten by the forwarding server (SRS), so that its \
                 own SPF record applies.",
                path.read.address
            );
            let evidence = notes.word(path.field, &path.read.address);
            notes.add("forwarded", text, evidence);
        }
        Some(Detour::Forwarded) => {
            let names = ["X-Forwarded-To", "Resent-From", "X-Forwarding-Service", "Return-Path"];
            let Some((field, value)) = names.iter().find_map(|name| notes.named(name)) else { return };
            let text = format!(
                "The mail was forwarded, as {} says: {}.",
                notes.message.fields[field].name,
                value.trim()
            );
            let evidence = notes.value(field);
            notes.add("forwarded", text, evidence);
        }
        None => {}
    }
}

/// The words that state SPF, DKIM and DMARC; where none do, the From field.
fn statements_of(message: &Message, a: &Alignment) -> Vec<Span> {
    let mut spans = Vec::new();
    for field in chosen(message) {
        for found in &field.read.statements {
            if matches!(found.method.as_str(), "spf" | "dkim" | "dmarc") {
                spans.extend(message.span_in(field.field, found.range.clone()));
            }
        }
    }
    if spans.is_empty() {
        let field = message.from.first().map_or(0, |from| from.field);
        spans.extend(message.span_of(field, &a.from).or_else(|| super::value_span(message, field)));
    }
    spans.truncate(8);
    spans
}
