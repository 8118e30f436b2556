//! Lays out what was read and concluded.

use super::command::Values;
use super::scene::Scene;
use super::{Evidence, Finding, Link, Product, Recipient, Reply, Report, Returned, Source, Step};
use super::{
    Stretch, adapted, arrived, dialogue, grounded, honest, letter, message, opinions, said, settings, story,
    tools,
};
use crate::diagnose::{self, Diagnosis};
use crate::facts::{Facts, Kind, Moment, Role, Statement};
use crate::knowledge::{self, Act, CAUSES, LISTS, OWNERS, OwnerKind, Permanence, RULES};
use crate::mail::{charset, encoded_word};
use crate::text::Span;
use std::borrow::Cow;
use std::ops::Range;

/// How much of a report is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    Whole,
    /// What a row of a table shows: of thousands of cases hardly one is opened, and that one is explained anew.
    Row,
}

/// The report on one paste.
pub fn build(paste: &str, mut facts: Facts, diagnosis: &Diagnosis, depth: Depth) -> Report {
    let mut report = match depth {
        Depth::Whole => lay_out(paste, &facts, diagnosis),
        Depth::Row => in_brief(paste, &facts, diagnosis),
    };
    // What nothing looks at any more is moved and not copied.
    if let (Some(shown), Some(stated)) = (&mut report.message, facts.message.take()) {
        (report.hops, shown.fields) = message::hops_and_fields(*stated);
    }
    if let (Some(returned), Some(stated)) = (&mut report.returned, facts.returned.take()) {
        (returned.hops, returned.message.fields) = message::hops_and_fields(*stated);
    }
    report
}

/// What was found, and whose mail it is, without hops and fields.
fn in_brief(paste: &str, facts: &Facts, diagnosis: &Diagnosis) -> Report {
    let findings = diagnosis.findings.iter();
    Report {
        schema: 1,
        kind: kind(facts, diagnosis).to_owned(),
        findings: findings.map(|found| finding(paste, facts, found, diagnosis, Depth::Row)).collect(),
        message: facts.message.as_deref().map(message::message),
        ..Report::default()
    }
}

/// All but hops and fields.
fn lay_out(paste: &str, facts: &Facts, diagnosis: &Diagnosis) -> Report {
    let product = diagnosis.product.map(|owner| &OWNERS[usize::from(owner)]);
    let stated = facts.message.as_deref();
    let thought = diagnosis.opinions.as_deref();
    let verdicts = thought.map_or(&[][..], |thought| &thought.verdicts);
    Report {
        schema: 1,
        kind: kind(facts, diagnosis).to_owned(),
        language: diagnosis.language.map(str::to_owned),
        product: product.map(|owner| Product { id: owner.id.to_owned(), name: owner.name.to_owned() }),
        findings: diagnosis
            .findings
            .iter()
            .map(|found| spaced(finding(paste, facts, found, diagnosis, Depth::Whole)))
            .collect(),
        recipients: facts.recipients.iter().map(recipient).collect(),
        message: stated.map(message::message),
        hops: Vec::new(),
        auth: stated.map(message::auth).unwrap_or_default(),
        arc: stated.and_then(message::arc),
        received_spf: stated.map(message::received_spf).unwrap_or_default(),
        dkim_signatures: stated.map(message::dkim_signatures).unwrap_or_default(),
        dialogue: dialogue::dialogue(paste, facts),
        log: story::log(paste, facts, diagnosis),
        settings: settings::settings(paste, facts),
        covered: facts.covered.iter().map(|span| Stretch { start: span.start, end: span.end }).collect(),
        filters: stated.map(|stated| message::filters(stated, verdicts)).unwrap_or_default(),
        observations: thought
            .map(|thought| opinions::observations(paste, facts, thought))
            .unwrap_or_default(),
        timeline: thought.and_then(opinions::timeline),
        alignment: thought.and_then(opinions::alignment),
        returned: returned(paste, facts, diagnosis),
        told: diagnosis
            .findings
            .first()
            .filter(|found| is_arrival(facts, found))
            .map(|_| arrived::told(facts, thought))
            .unwrap_or_default(),
    }
}

fn spaced(mut finding: Finding) -> Finding {
    finding.ask = finding.ask.as_deref().map(letter::spaced);
    finding
}

/// A header block that shows no failure.
fn is_arrival(facts: &Facts, found: &diagnose::Finding) -> bool {
    matches!(facts.kind, Kind::Headers | Kind::Message)
        && found.statement.is_none()
        && CAUSES[usize::from(found.cause)].id == "delivered"
}

/// The mail that a report brings back, without hops and fields.
fn returned(paste: &str, facts: &Facts, diagnosis: &Diagnosis) -> Option<Returned> {
    let stated = facts.returned.as_deref()?;
    let thought = diagnosis.returned.as_deref()?;
    Some(Returned {
        message: message::message(stated),
        hops: Vec::new(),
        auth: message::auth(stated),
        dkim_signatures: message::dkim_signatures(stated),
        filters: message::filters(stated, &thought.verdicts),
        observations: opinions::observations(paste, facts, thought),
        timeline: opinions::timeline(thought),
        alignment: opinions::alignment(thought),
    })
}

pub fn kind(facts: &Facts, diagnosis: &Diagnosis) -> &'static str {
    match facts.kind {
        Kind::Bounce | Kind::DeliveryReport if only_sounds_like_a_report(facts, diagnosis) => {
            kind_of_words(facts, Kind::Words, diagnosis)
        }
        Kind::Headers => "headers",
        Kind::Message => "message",
        Kind::Bounce => "bounce",
        Kind::DeliveryReport => "delivery-report",
        Kind::FeedbackReport => "feedback-report",
        Kind::AutoReply => "auto-reply",
        // A sending service's own wording is its answer, by whatever way it came.
        Kind::Reply if product_kind(diagnosis) == Some(OwnerKind::ApiError) => "api-error",
        Kind::Reply => "reply",
        Kind::Transcript => "transcript",
        Kind::Log => "log",
        Kind::Settings => "settings",
        Kind::Mixed => "mixed",
        Kind::Words | Kind::Exception | Kind::Traceback | Kind::Record | Kind::Source | Kind::Json => {
            kind_of_words(facts, facts.kind, diagnosis)
        }
    }
}

/// A program's error, or prose, in the words of reports: it names no recipient, and a program shows itself or nothing
/// is told.
fn only_sounds_like_a_report(facts: &Facts, diagnosis: &Diagnosis) -> bool {
    let bare = facts.message.is_none() && facts.returned.is_none() && facts.recipients.is_empty();
    let told = diagnosis.findings.iter().any(|finding| !finding.evidence.is_empty());
    let is_line = facts.statements.iter().all(|statement| !statement.text.as_str().trim().contains('\n'));
    let programs = [OwnerKind::ClientError, OwnerKind::LibraryError, OwnerKind::ApiError];
    bare && (!told || is_line || product_kind(diagnosis).is_some_and(|kind| programs.contains(&kind)))
}

pub fn product_kind(diagnosis: &Diagnosis) -> Option<OwnerKind> {
    diagnosis.product.map(|owner| OWNERS[usize::from(owner)].kind)
}

/// Words are of the kind of the program that wrote them, but a stack trace or a log record is never what it shows to
/// people. Where no program shows itself, the form tells, if there is anything to explain in the words at all.
fn kind_of_words(facts: &Facts, form: Kind, diagnosis: &Diagnosis) -> &'static str {
    let first = diagnosis.findings.first();
    let rule = first.and_then(|finding| finding.rule).map(|rule| &RULES[usize::from(rule)]);
    let owner = diagnosis.product.or(rule.map(|rule| rule.owner)).map(|owner| &OWNERS[usize::from(owner)]);
    // A server's wording in a text that has not the form of its log is quoted by somebody.
    let shows = |owner: &&knowledge::Owner| match owner.kind {
        OwnerKind::Log => diagnosis.product.is_some(),
        _ => owner.layer > 0 || diagnosis.product.is_some(),
    };
    let product = owner.filter(shows).map(|owner| owner.kind);
    let by_form = match form {
        Kind::Traceback | Kind::Exception | Kind::Source => "library-error",
        Kind::Json => "api-error",
        Kind::Record => "log",
        _ => "client-error",
    };
    let is_own_record = matches!(form, Kind::Traceback | Kind::Record);
    let is_empty = first.is_none_or(|finding| finding.evidence.is_empty());
    match product {
        _ if rule.is_some_and(|rule| OWNERS[usize::from(rule.owner)].kind == OwnerKind::Unrelated) => {
            "unknown"
        }
        // A program shows that it worked.
        _ if facts.success.is_some() => "unknown",
        // Somebody names the program that they use, and it said nothing.
        _ if is_empty && facts.told => "unknown",
        // A program is named, and nothing happened to it.
        _ if is_empty && (facts.quiet || form == Kind::Source) => "unknown",
        Some(OwnerKind::ClientError) if is_own_record || form == Kind::Json => "library-error",
        Some(OwnerKind::ApiError) if is_own_record => "library-error",
        Some(OwnerKind::ClientError) => "client-error",
        Some(OwnerKind::LibraryError) => "library-error",
        Some(OwnerKind::ApiError) => "api-error",
        Some(OwnerKind::Log) => "log",
        Some(OwnerKind::Transcript) => "transcript",
        _ if is_empty => "unknown",
        // Who goes on trying is a server that has the mail.
        _ if facts.waiting => "bounce",
        _ if owner.is_some_and(|owner| owner.kind == OwnerKind::LibraryError) && form == Kind::Words => {
            "library-error"
        }
        _ => by_form,
    }
}

/// A server has the mail, and tells of it, or had it until it gave up.
pub fn is_report(facts: &Facts, found: &diagnose::Finding, diagnosis: &Diagnosis) -> bool {
    found.given_up || matches!(kind(facts, diagnosis), "bounce" | "delivery-report" | "log")
}

fn finding(
    paste: &str,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    depth: Depth,
) -> Finding {
    let cause = &CAUSES[usize::from(found.cause)];
    let rule = found.rule.map(|rule| &RULES[usize::from(rule)]);
    let statement = found.statement.map(|index| &facts.statements[index]);
    let spoken = found.answer.map(|index| &facts.statements[index]).or(statement);
    let by_lines = !matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport);
    let words =
        spoken.and_then(|spoken| Some((spoken, said::said(spoken, told_by(facts, found), by_lines)?)));
    let words = words.map(|(spoken, range)| (spoken, &spoken.text.as_str()[range.clone()], range));
    let said = words.as_ref().map(|(spoken, words, _)| (*spoken, *words));
    let values = Values::new(facts, found, said, depth);
    if is_arrival(facts, found) {
        return arrived::finding(paste, facts, found, diagnosis.opinions.as_deref());
    }
    let mut told = Finding {
        cause: cause.id.to_owned(),
        title: own(rule, |rule| rule.title).unwrap_or(cause.title).to_owned(),
        summary: own(rule, |rule| rule.summary).unwrap_or(cause.summary).to_owned(),
        permanence: found.permanence.name().to_owned(),
        confidence: found.confidence.name().to_owned(),
        stage: found.stage.name().to_owned(),
        act: found.act.name().to_owned(),
        retry: match statement {
            // That codes of one class are tried again says nothing where there is none.
            Some(said) if cause.id == "undetermined" && said.code.is_none() && said.enhanced.is_none() => {
                String::new()
            }
            _ => retry(found, cause, rule),
        },
        note: note(found, rule),
        recipient: found
            .recipient
            .and_then(|index| facts.recipients.get(index))
            .map(|recipient| readable(&recipient.address).into_owned())
            .or_else(|| values.get("recipient").filter(|_| facts.recipients.len() < 2).map(str::to_owned)),
        will_retry_until: found.recipient.and_then(|index| facts.recipients.get(index)?.will_retry_until),
        reply: words.and_then(|(spoken, words, range)| {
            reply(paste, spoken, words, range, found, values.get("sending_ip"))
        }),
        provider: provider(found).map(str::to_owned),
        rule: rule.map(|rule| rule.id.to_owned()),
        source: rule.map(|rule| Source { url: rule.source.into(), checked: rule.checked.into() }),
        evidence: found
            .evidence
            .iter()
            .filter_map(|span| Some(decoded(evidence(paste, facts, *span)?, facts, statement)))
            .collect(),
        did_you_mean: found.recipient.and_then(|index| facts.recipients.get(index)).and_then(did_you_mean),
        ..Finding::default()
    };
    let own_steps = match depth {
        Depth::Whole => advise(&mut told, facts, found, diagnosis, &values),
        Depth::Row => 0,
    };
    adapted::adapt(&mut told, facts, found, diagnosis, own_steps, &values);
    trust(&mut told, rule, diagnosis);
    tools::adapt(&mut told, diagnosis, &values);
    grounded::ground(&mut told, facts, found, diagnosis, spoken, &values);
    settings::speak(&mut told, facts, found, &values);
    told
}

/// What to do, to run and to ask, and what else was considered. Returns how many of the steps are the rule's own.
fn advise(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    diagnosis: &Diagnosis,
    values: &Values,
) -> usize {
    let cause = &CAUSES[usize::from(found.cause)];
    let rule = found.rule.map(|rule| &RULES[usize::from(rule)]);
    let scene = Scene::of(facts, found, diagnosis, values);
    let system = system(facts, found, rule);
    let own = rule.map_or(&[][..], |rule| &rule.steps);
    let of_cause = if rule.is_some_and(|rule| rule.alone) { &[][..] } else { &cause.steps };
    let fitting = |steps: &'static [knowledge::Step]| steps.iter().filter(|step| scene.fits(step.only));
    let step = |step: &knowledge::Step| Step { by: step.by.name().into(), text: step.text.into() };
    told.steps = fitting(own).chain(fitting(of_cause)).map(step).collect();
    told.commands = values.commands(cause.commands.iter().filter(|command| {
        let has_zone = !command.unix.contains("{zone}") || values.get("zone").is_some();
        has_zone
            && can_run(command, system)
            && scene.fits(command.only)
            && (system.is_some() || can_be_readers(command, cause, values))
    }));
    if rule.is_some_and(|rule| !rule.title.is_empty()) {
        // They test what the cause says, and here it is another case.
        told.commands.clear();
    }
    told.links = links(found);
    let statement = found.statement.map(|index| &facts.statements[index]);
    told.considered =
        [honest::also_said(facts, found, &diagnosis.causes), honest::considered(found, statement)].concat();
    told.missing = honest::missing(facts, found, diagnosis.product);
    told.facts = values.facts();
    let ask = self::own(rule, |rule| rule.ask).unwrap_or(cause.ask);
    told.ask = Some(values.message(ask)).filter(|ask| !ask.is_empty());
    fitting(own).count()
}

/// A text that a rule has of its own, in place of its cause's.
fn own(rule: Option<&knowledge::Rule>, text: fn(&knowledge::Rule) -> &'static str) -> Option<&'static str> {
    rule.map(text).filter(|text| !text.is_empty())
}

/// How the program is made to know the authority that it lacks, where that is the fault.
fn trust(told: &mut Finding, rule: Option<&knowledge::Rule>, diagnosis: &Diagnosis) {
    const UNKNOWN: &[&str] = &["tls/certificate-self-signed", "tls/certificate-issuer"];
    let Some(product) = diagnosis.product.map(|owner| &OWNERS[usize::from(owner)]) else { return };
    let text = match rule.map(|rule| rule.id) {
        Some(id) if UNKNOWN.contains(&id) => product.trust.to_owned(),
        Some("tls/certificate-verify") => {
            format!("If the authority behind it is not known here. {}", product.trust)
        }
        _ => return,
    };
    if !product.trust.is_empty() {
        told.steps.push(Step { by: "sender-admin".into(), text: text.into() });
    }
}

/// Whether a command belongs to the systems of who speaks: one for Exchange says nothing at Google.
fn can_run(command: &knowledge::Command, system: Option<u16>) -> bool {
    let Some(owner) = system.map(|system| &OWNERS[usize::from(system)]) else { return true };
    command.at.is_empty() || command.at.split(' ').any(|at| at == owner.id)
}

/// Whether a command that only the recipient's side can run may be the reader's own: where both sides are one organisation,
/// or one of them is not named.
fn can_be_readers(command: &knowledge::Command, cause: &knowledge::Cause, values: &Values) -> bool {
    let theirs = matches!(cause.act, Act::Recipient | Act::RecipientAdmin) && !command.at.is_empty();
    let (own, other) = (values.get("sender_organization"), values.get("recipient_organization"));
    !theirs || own.is_none() || other.is_none() || own == other
}

/// Whose systems it is about: of the organisation that is known to speak, or that has the recipient's domain.
fn system(facts: &Facts, found: &diagnose::Finding, rule: Option<&knowledge::Rule>) -> Option<u16> {
    let is_provider = |owner: &u16| OWNERS[usize::from(*owner)].kind == OwnerKind::Provider;
    let recipient = found.recipient.and_then(|index| facts.recipients.get(index));
    let domain = recipient.and_then(|recipient| recipient.address.rsplit_once('@')).map(|(_, domain)| domain);
    let spoken = rule.map(|rule| rule.owner).filter(is_provider).or(found.speaker.filter(is_provider));
    spoken.or_else(|| knowledge::provider_of_host(domain?))
}

/// Whether trying again helps. What clears by itself and was refused for good all the same has a text of its own, and so
/// has what the speaker's rule knows to clear, or not to clear, against its kind.
fn retry(found: &diagnose::Finding, cause: &knowledge::Cause, rule: Option<&knowledge::Rule>) -> String {
    if let Some(rule) = rule.filter(|rule| !rule.retry.is_empty()) {
        return rule.retry.to_owned();
    }
    let passes = found.permanence == Permanence::Temporary;
    let stated = match found.stated {
        Some(Permanence::Temporary) => cause.for_now,
        Some(Permanence::Permanent) if !passes => cause.for_good,
        _ => "",
    };
    match (cause.permanence, found.given_up) {
        (Permanence::Temporary, _) if found.permanence == Permanence::Permanent && !found.given_up => {
            "No: here it does not clear by itself, although the code says so.".to_owned()
        }
        (Permanence::Temporary, true) => cause.given_up.to_owned(),
        (Permanence::Permanent, true) if passes => {
            "Yes: here it clears by itself. This copy was given up, so send it anew then.".to_owned()
        }
        _ if !stated.is_empty() => stated.to_owned(),
        (Permanence::Permanent, false) if passes => {
            format!(
                "The code is a temporary one, so the server goes on trying for some days. {}",
                cause.retry
            )
        }
        _ => cause.retry.to_owned(),
    }
}

/// What the speaker means, and what is to know of the block lists that it names: whether they still run, how an entry
/// is taken off.
fn note(found: &diagnose::Finding, rule: Option<&knowledge::Rule>) -> Option<String> {
    const OF_LISTS: &[&str] = &["ip-blocklisted", "domain-blocklisted", "bad-reputation", "server-error"];
    let mut notes: Vec<&str> = rule.map(|rule| rule.note).into_iter().collect();
    if OF_LISTS.contains(&CAUSES[usize::from(found.cause)].id) {
        notes.extend(found.lists.iter().map(|list| LISTS[usize::from(*list)].note));
    }
    notes.retain(|note| !note.is_empty());
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// The whole address, with the domain that was probably meant.
fn did_you_mean(recipient: &crate::facts::Recipient) -> Option<String> {
    let (local, domain) = recipient.address.rsplit_once('@')?;
    diagnose::typo::meant(domain).map(|meant| format!("{local}@{meant}"))
}

/// Whose rule recognised it: only an organisation counts, a program is the report's product.
fn provider(found: &diagnose::Finding) -> Option<&'static str> {
    let owner = match found.rule {
        Some(rule) => RULES[usize::from(rule)].owner,
        None => found.speaker?,
    };
    let owner = &OWNERS[usize::from(owner)];
    (owner.kind == OwnerKind::Provider).then_some(owner.id)
}

fn links(found: &diagnose::Finding) -> Vec<Link> {
    let mut links = Vec::new();
    if let Some(link) = found.rule.and_then(|rule| RULES[usize::from(rule)].link) {
        links.push(Link { title: link.title.to_owned(), url: link.url.to_owned() });
    }
    for list in &found.lists {
        let list = &LISTS[usize::from(*list)];
        if !list.url.is_empty() {
            links.push(Link { title: list.name.to_owned(), url: list.url.to_owned() });
        }
    }
    links
}

/// Words with their encoded words (RFC 2047) decoded: some systems put addresses with other letters into them.
pub fn readable(words: &str) -> Cow<'_, str> {
    match words.contains("=?") {
        true => encoded_word::decode(words, charset::builtin),
        false => words.into(),
    }
}

/// A reply for people: encoded words decoded, but for an address, which is asked for as it was said; its part tells how it
/// reads.
pub fn as_said(words: &str) -> Cow<'_, str> {
    let words = undressed(words);
    match &words {
        _ if words.contains("?=@") => words,
        Cow::Borrowed(words) => readable(words),
        Cow::Owned(words) => readable(words).into_owned().into(),
    }
}

/// A reply without what a language puts around it: Python's pair of code and words, `550, b'5.1.1 …`, and the class that Ruby
/// names behind, `(Net::SMTPFatalError)`.
fn undressed(words: &str) -> Cow<'_, str> {
    let is_rubys = |class: &str| {
        class.starts_with("Net::SMTP") && class.bytes().all(|b| b.is_ascii_alphabetic() || b == b':')
    };
    let words = match words.strip_suffix(')').and_then(|words| words.rsplit_once(" (")) {
        Some((said, class)) if is_rubys(class) => said,
        _ => words,
    };
    let pair =
        words.get(..3).zip(words.get(3..)).filter(|(code, _)| code.bytes().all(|b| b.is_ascii_digit()));
    let said = pair.and_then(|(code, rest)| {
        let rest = rest.strip_prefix(", ")?;
        let said = rest.strip_prefix('b').unwrap_or(rest).strip_prefix(['\'', '"'])?;
        Some(format!("{code} {}", said.trim_end_matches(['\'', '"'])))
    });
    said.map_or(words.into(), Cow::Owned)
}

/// Where the words stand that the cause was known by, if they are those that are quoted.
fn told_by(facts: &Facts, found: &diagnose::Finding) -> Option<Span> {
    let own = found.answer.is_none() || found.answer == found.statement;
    let code = || facts.statements[found.statement?].code_span;
    own.then(|| found.evidence.first().copied().or_else(code)).flatten()
}

fn reply(
    paste: &str,
    statement: &Statement,
    words: &str,
    range: Range<usize>,
    found: &diagnose::Finding,
    sender: Option<&str>,
) -> Option<Reply> {
    // What a report says of its own is no reply, though a status may stand beside it.
    let is_own = statement.role == Role::Words && statement.code_span.is_none();
    if is_own || (statement.code.is_none() && statement.enhanced.is_none()) {
        return None;
    }
    Some(Reply {
        code: statement.code,
        enhanced: statement.enhanced.map(|code| code.to_string()),
        text: as_said(words).into_owned(),
        remote: statement.remote.clone(),
        moment: statement.moment.map(|moment| moment_name(moment).to_owned()),
        parts: super::parts::parts(paste, statement, range, found, sender),
    })
}

fn moment_name(moment: Moment) -> &'static str {
    match moment {
        Moment::Connect => "connect",
        Moment::Helo => "helo",
        Moment::StartTls => "starttls",
        Moment::Auth => "auth",
        Moment::Mail => "mail",
        Moment::Rcpt => "rcpt",
        Moment::Data => "data",
        Moment::EndOfData => "end-of-data",
        Moment::AfterAcceptance => "after-acceptance",
    }
}

/// Evidence with its words as they read, where an encoding of the mail hides them.
fn decoded(evidence: Evidence, facts: &Facts, statement: Option<&Statement>) -> Evidence {
    let reads = reading(&evidence, facts, statement);
    Evidence { reads, ..evidence }
}

fn reading(evidence: &Evidence, facts: &Facts, statement: Option<&Statement>) -> Option<String> {
    let span = Span::new(evidence.start, evidence.end);
    if facts.covered.iter().any(|hidden| hidden.start < span.end && hidden.end > span.start) {
        return None;
    }
    let text = &statement?.text;
    let words = text.get(text.range_of(span)?);
    let plain = |words: &str| words.split_whitespace().collect::<String>();
    // Quoted-printable and base64 leave other signs; a code that was taken out of a reply's lines is none.
    let is_encoded =
        evidence.quote.contains('=') || !evidence.quote.contains(words.split_whitespace().next()?);
    (is_encoded && plain(words) != plain(&evidence.quote)).then(|| words.trim().to_owned())
}

/// The words of the paste that a span names; what is covered in them stays covered.
pub fn evidence(paste: &str, facts: &Facts, span: Span) -> Option<Evidence> {
    paste.get(span.range()).filter(|quote| !quote.is_empty())?;
    let mut quote = String::new();
    let mut done = span.start;
    for hidden in facts.covered.iter().filter(|hidden| hidden.start < span.end && hidden.end > span.start) {
        if hidden.start > done {
            quote.push_str(paste.get(done..hidden.start)?);
        }
        quote.push('•');
        done = done.max(hidden.end);
    }
    quote.push_str(paste.get(done..span.end.max(done))?);
    Some(Evidence { start: span.start, end: span.end, quote, reads: None })
}

fn recipient(recipient: &crate::facts::Recipient) -> Recipient {
    Recipient {
        address: readable(&recipient.address).into_owned(),
        original: recipient.original.clone(),
        action: recipient.action.map(|action| action.name().to_owned()),
        status: recipient.status.map(|status| status.to_string()),
        reply_code: recipient.reply_code,
        will_retry_until: recipient.will_retry_until,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_program_that_got_nowhere_names_its_server() {
        let paste = "The connection to the server failed. Account: 'a@example.com', Server: 'smtp.example.com', \
                     Protocol: SMTP, Port: 587, Secure(SSL): No, Socket Error: 10060, Error Number: 0x800CCC0E";
        let first = crate::diagnose(paste).findings.remove(0);
        assert!(first.commands[0].shell.ends_with("smtp.example.com 587"), "{:?}", first.commands[0]);
        let quotes: Vec<&str> = first.evidence.iter().map(|evidence| evidence.quote.as_str()).collect();
        assert!(quotes.contains(&"10060"), "{quotes:?}");
        let names: Vec<&str> = first.facts.iter().map(|fact| fact.name.as_str()).collect();
        assert_eq!(names, ["Server that was tried", "Error"]);
    }

    #[test]
    fn of_a_stack_the_line_that_tells_is_passed_on() {
        let paste = "Traceback (most recent call last):\n  File \"send.py\", line 9, in <module>\n    server.login(u, p)\n\
                     smtplib.SMTPServerDisconnected: Connection unexpectedly closed: [SSL: WRONG_VERSION_NUMBER] wrong version number";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.act, "sender");
        assert!(first.facts[0].value.starts_with("smtplib.SMTPServerDisconnected"), "{:?}", first.facts);
    }

    #[test]
    fn whom_an_event_tells_to_be_reached_the_others_failure_is_none_of() {
        let paste = r#"[{"email":"a@example.org","event":"delivered","response":"250 OK"},
            {"email":"b@example.org","event":"deferred","response":"452 4.2.2 mailbox full"},
            {"email":"c@example.org","event":"dropped","reason":"Bounced Address"}]"#;
        let findings = crate::diagnose(paste).findings;
        let told: Vec<_> = findings.iter().map(|found| (found.cause.as_str(), found.act.as_str())).collect();
        // What failed comes first.
        assert_eq!((told[0].0, told[1].0), ("mailbox-full", "suppressed"), "{told:?}");
        assert_eq!(told[2], ("delivered", "nobody"), "{told:?}");
    }

    #[test]
    fn what_a_language_puts_around_a_reply_is_no_reply() {
        for (paste, want) in [
            (
                "smtplib.SMTPDataError: (550, b'5.7.1 Message rejected as spam')",
                "550 5.7.1 Message rejected as spam",
            ),
            (
                "aiosmtplib.errors.SMTPSenderRefused: (552, '5.3.4 Message size exceeds fixed limit', 'a@example.org')",
                "552 5.3.4 Message size exceeds fixed limit",
            ),
            (
                "smtp.rb:9:in `check_response': 550 5.7.1 Message rejected as spam. (Net::SMTPFatalError)",
                "550 5.7.1 Message rejected as spam.",
            ),
            ("550 5.1.1 no such user (Net::ERR)", "550 5.1.1 no such user (Net::ERR)"),
        ] {
            let first = crate::diagnose(paste).findings.remove(0);
            assert_eq!(first.reply.expect("a reply").text, want);
            assert!(first.ask.is_none_or(|ask| ask.contains(want)), "{paste}");
        }
    }

    #[test]
    fn the_servers_words_come_before_the_tools() {
        let paste = "SERVER -> CLIENT: 220 smtp.example.org ESMTP\nCLIENT -> SERVER: EHLO localhost\n\
                     SERVER -> CLIENT: 250 AUTH LOGIN\nCLIENT -> SERVER: AUTH LOGIN\nSERVER -> CLIENT: 535 5.7.0 Incorrect username or password.\n\
                     SMTP ERROR: Password command failed: 535 5.7.0 Incorrect username or password.\nSMTP Error: Could not authenticate.\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.reply.expect("a reply").text, "535 5.7.0 Incorrect username or password.");
        assert_eq!(first.evidence[0].quote.to_lowercase().matches("incorrect username").count(), 1);
    }

    #[test]
    fn a_session_names_its_one_recipient_and_its_server() {
        let paste = "$ openssl s_client -connect mail.example.org:465 -crlf\n235 2.0.0 Authentication succeeded\n\
                     mail from: <ann@example.org>\n250 2.0.0 Ok\nrcpt to: <bob@example.net>\n250 2.1.5 Ok\ndata\n354 go on\n.\n550 message rejected\n";
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.recipient.as_deref(), Some("bob@example.net"));
        assert_eq!(first.reply.expect("a reply").remote.as_deref(), Some("mail.example.org"));
    }

    #[test]
    fn the_one_address_of_a_refusal_is_the_recipient() {
        let paste = "An error occurred while sending mail. The mail server responded: 5.1.1 <nobody@example.org>: User unknown. \
                     Please check the message recipient \"nobody@example.org\" and try again.";
        let first = crate::diagnose(paste).findings.remove(0);
        assert!(
            first.facts.iter().any(|fact| fact.name == "Recipient" && fact.value == "nobody@example.org")
        );
    }

    #[test]
    fn a_reply_in_json_ends_with_its_string() {
        let paste = r#"{"notificationType":"Bounce","bounce":{"bounceType":"Transient","bounceSubType":"MailboxFull",
            "bouncedRecipients":[{"emailAddress":"ann@example.net","status":"5.2.2",
            "diagnosticCode":"smtp; 552 5.2.2 <ann@example.net>: Mailbox is full"}]}}"#;
        let first = crate::diagnose(paste).findings.remove(0);
        assert_eq!(first.reply.expect("a reply").text, "552 5.2.2 <ann@example.net>: Mailbox is full");
        assert!(first.ask.is_some_and(|ask| ask.contains("ann@example.net")));
    }

    #[test]
    fn replies_leave_the_brackets_and_quotes_around_them() {
        let reply = |paste: &str| crate::diagnose(paste).findings.remove(0).reply.map(|reply| reply.text);
        let mail = "Exception Message: Cannot send mails to mail server. (Mailbox unavailable. The server response was: 5.7.1 \
                    Unable to relay for ann@example.com). )";
        assert_eq!(reply(mail).as_deref(), Some("5.7.1 Unable to relay for ann@example.com"));
        let http = "AccountSendingPausedException: Email sending is disabled for your AWS account. (Service: \
                    AmazonSimpleEmailService; Status Code: 400; Error Code: AccountSendingPausedException)";
        assert_eq!(reply(http), None);
    }

    #[test]
    fn a_name_that_was_not_found_is_looked_up() {
        for paste in [
            "dial tcp: lookup smtp.exmaple.example on 127.0.0.53:53: no such host",
            "Error: getaddrinfo ENOTFOUND smtp.exmaple.example { code: 'EDNS', command: 'CONN' }",
        ] {
            let first = crate::diagnose(paste).findings.remove(0);
            assert_eq!(first.commands[0].shell, "nslookup smtp.exmaple.example", "{paste}");
        }
    }
}
