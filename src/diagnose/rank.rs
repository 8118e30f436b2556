//! Orders what the statements tell, or says that they do not.

use super::candidate::{Candidate, Source};
use super::door::Strangers;
use super::overtaken::Overtaken;
use super::settings::Level;
use super::{Finding, apart, permanence_of, shown, window};
use crate::facts::story::Event;
use crate::facts::{Action, Facts, Kind, Recipient, Role, Settings, Statement};
use crate::knowledge::{self, Act, CAUSES, Cause, Confidence, OWNERS, OwnerKind, Permanence, RULES, Stage};
use crate::mail::place;
use crate::text::Span;
use crate::text::order;

/// How many causes are named where nothing ties them to recipients.
const MOST: usize = 4;
/// In a log each is some other message's.
const MOST_OF_LOG: usize = 12;

/// One finding for each recipient that failed; where there is none, the causes that the words tell of.
pub fn findings(facts: &Facts, judged: &[Vec<Candidate>], told_most: &[Told]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let shared = candidates(facts, judged, |statement| statement.recipient.is_none());
    let strangers = Strangers::of(facts, judged, told_most);
    let mut owns = by_recipient(facts, judged);
    let overtaken = Overtaken::of(facts, told_most);
    for own in &mut owns {
        overtaken.last(own);
        strangers.last(own);
    }
    // Words about all of them cannot tell of a failure and mean those too that were reached.
    let is_done = |recipient: &Recipient| {
        matches!(recipient.action, Some(Action::Delivered | Action::Relayed | Action::Expanded))
    };
    let is_mixed = facts.recipients.iter().any(|recipient| !is_done(recipient));
    for (index, (recipient, own)) in facts.recipients.iter().zip(&owns).enumerate() {
        let done = is_done(recipient);
        let own = own.first();
        let of_all =
            shared.first().filter(|best| !(done && is_mixed) || best.cause == cause_number("delivered"));
        let of_all = of_all.filter(|_| facts.kind != Kind::Log);
        let best = own.filter(|best| best.source > Source::Nothing).or(of_all).or(own);
        let mut finding =
            best.map_or_else(|| silent_on(facts, recipient), |best| finding(facts, best, Some(index)));
        finding.answer = answer(facts, &owns[index], &finding);
        if done {
            finding.cause = cause_number("delivered");
            finding.permanence = Permanence::None;
            if best.is_none() {
                let cause = &CAUSES[usize::from(finding.cause)];
                (finding.stage, finding.act, finding.confidence) =
                    (cause.stage, cause.act, Confidence::Certain);
                finding.evidence.extend(recipient.span);
            }
        } else if recipient.action == Some(Action::Delayed)
            && best
                .is_none_or(|best| telling(facts, best) == 0 || best.cause == cause_number("queue-expired"))
        {
            finding.cause = cause_number("delayed");
            finding.permanence = Permanence::Temporary;
        }
        finding.recipient = Some(index);
        findings.push(finding);
    }
    if let Some(sign_in) = sign_in_beside(facts, &findings, &shared, &owns) {
        findings.push(sign_in);
    }
    let is_log = facts.kind == Kind::Log;
    if facts.recipients.is_empty() || is_log {
        // What a log tells beside its one message is other people's.
        let mut told = match facts.recipients.is_empty() {
            true => candidates(facts, judged, |_| true),
            false => shared,
        };
        if is_log {
            // Who was reached says nothing of who was not.
            order::by_key(&mut told, |candidate| {
                candidate.cause == cause_number("delivered")
                    || facts.statements[candidate.statement].role == Role::Context
            });
            overtaken.last(&mut told);
            strangers.last(&mut told);
        }
        // What a line of a log tells less of is no failure beside what it tells most of.
        let is_aside = |candidate: &Candidate| {
            is_log && told_most[candidate.statement].0.is_some_and(|most| most != candidate.cause)
        };
        let most = if is_log { MOST_OF_LOG } else { MOST };
        let mut seen: Vec<u8> = findings.iter().map(|finding| finding.cause).collect();
        for (at, candidate) in told.iter().enumerate() {
            if is_aside(candidate) {
                continue;
            }
            let is_sure = || candidate.confidence > Confidence::Possible || came_back(facts, candidate);
            let is_apart = || at == 0 || apart::is_apart(facts, told[0], candidate);
            if !seen.contains(&candidate.cause) && (seen.is_empty() || (is_sure() && is_apart())) {
                seen.push(candidate.cause);
                findings.push(finding(facts, candidate, None));
            }
            if seen.len() == most {
                break;
            }
        }
    }
    if is_log {
        own_faults_first(facts, &mut findings);
    }
    if facts.success.is_some() {
        arrived(facts, &mut findings);
    }
    if let Some(settings) = &facts.settings {
        // What is proved comes before words that tell nothing.
        let mut faults: Vec<Finding> = faults(settings).collect();
        // A wrapper's words that do not tell take nothing away.
        let answered = facts.statements.iter().any(|said| said.role == Role::Reply);
        let says_nothing = |finding: &Finding| {
            finding.cause == cause_number("undetermined") && (finding.rule.is_none() || !answered)
        };
        if !faults.is_empty() && findings.iter().all(says_nothing) {
            findings.clear();
        }
        // A port that does not go with the encryption is why no conversation came about.
        let got_nowhere = !answered
            && findings.first().is_some_and(|first| matches!(first.stage, Stage::Connection | Stage::Tls));
        let mut is_one = false;
        if got_nowhere {
            // What failed is what the settings say: one answer, told by both.
            // Both sides waiting for the other to begin ends in silence, or in one hanging up.
            let is_mismatch = |fault: &Finding| fault.cause == cause_number("tls-handshake");
            let in_silence = ["connection-dropped", "connection-timeout"].map(cause_number);
            let all = findings.len();
            findings.retain(|failed| {
                let is_its = |fault: &&mut Finding| {
                    fault.cause == failed.cause || (is_mismatch(fault) && in_silence.contains(&failed.cause))
                };
                let fault = faults.iter_mut().find(is_its);
                fault.map(|fault| fault.evidence.extend(&failed.evidence)).is_none()
            });
            is_one = findings.len() < all;
        }
        // What a server refused for, and the settings show: the same answer says how to set it right.
        faults.retain(|fault| got_nowhere || findings.iter().all(|failed| failed.cause != fault.cause));
        // Who does not sign in is refused as a stranger: that is one answer, too.
        let is_stranger = |failed: &Finding| {
            ["relay-denied", "auth-credentials", "auth-method"].map(cause_number).contains(&failed.cause)
        };
        let needs_sign_in = |fault: &Finding| fault.cause == cause_number("auth-required");
        faults.retain(|fault| !(needs_sign_in(fault) && findings.iter().any(is_stranger)));
        // A server's settings may have a fault that has nothing to do with what its log tells.
        // What a server asks for once it is reached is no reason that it was not.
        let comes_later = ["tls-required", "auth-required"].map(cause_number);
        let is_later = faults.first().is_some_and(|fault| comes_later.contains(&fault.cause));
        let is_first = got_nowhere && (is_one || facts.kind != Kind::Log) && (is_one || !is_later);
        let at = if is_first { 0 } else { findings.len() };
        // The first stands for all of them: the others are among its steps.
        findings.splice(at..at, faults.into_iter().take(1));
    }
    if let Some(fault) = super::records::fault(facts) {
        let tells = |finding: &Finding| {
            finding.statement.is_some()
                && finding.confidence > Confidence::Possible
                && finding.cause != cause_number("undetermined")
        };
        findings.retain(tells);
        findings.insert(0, plain("spf-fail", Confidence::Certain, fault.spans()));
    }
    // Where nobody got as far as a word, the port itself tells why.
    let is_silent = |finding: &Finding| {
        matches!(finding.stage, Stage::Connection | Stage::Tls)
            || finding.cause == cause_number("undetermined")
            || finding.cause == cause_number("connection-dropped")
    };
    if findings.iter().all(is_silent)
        && findings.first().is_none_or(|first| !is_settings(facts, first))
        && let Some(slip) = super::first_byte::shown(facts)
    {
        findings.clear();
        let found = plain("tls-handshake", Confidence::Certain, vec![slip.evidence]);
        findings.push(Finding { act: Act::Sender, permanence: Permanence::Permanent, ..found });
    }
    if let Some((cause, packets)) = facts.capture.as_ref().and_then(super::capture::cause) {
        findings.push(plain(cause, Confidence::Certain, packets));
    }
    if findings.is_empty() {
        findings.push(silent(facts));
    }
    for finding in &mut findings {
        support(finding, judged);
        shown::choose(facts, finding);
        if facts.kind == Kind::Transcript {
            in_the_servers_words(facts, finding, judged);
        }
    }
    // Whom it did not reach comes before whom it did, and an answer before none.
    if facts.recipients.len() > 1 {
        let last = ["undetermined", "delivered"].map(cause_number);
        order::by_key(&mut findings, |finding| last.iter().position(|cause| *cause == finding.cause));
    }
    // Of a recipient there is one finding.
    if facts.recipients.is_empty() {
        one_meaning(&mut findings);
    }
    findings
}

/// The same words mean one thing: what is told by nothing but (a part of) words that a surer finding is told by is none.
fn one_meaning(findings: &mut Vec<Finding>) {
    let within =
        |span: &Span, of: &[Span]| of.iter().any(|other| other.start < span.end && span.start < other.end);
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings.drain(..) {
        let again = kept.iter().any(|better| {
            better.recipient == finding.recipient
                && better.statement == finding.statement
                && better.confidence >= finding.confidence
                && finding.rule.is_some_and(|rule| knowledge::RULES[usize::from(rule)].has_phrases)
                && finding.evidence.iter().all(|span| within(span, &better.evidence))
        });
        if !again {
            kept.push(finding);
        }
    }
    *findings = kept;
}

/// Where the tool says of its own what the server said just before, the server's words are the reply.
fn in_the_servers_words(facts: &Facts, finding: &mut Finding, judged: &[Vec<Candidate>]) {
    let is_servers = |statement: &Statement| {
        let begins = statement.text.as_str().trim_start().get(..3).and_then(|code| code.parse::<u16>().ok());
        statement.role == Role::Reply && begins.is_some() && begins == statement.code
    };
    let Some(tools) = finding.statement.filter(|known| !is_servers(&facts.statements[*known])) else {
        return;
    };
    let code = facts.statements[tools].code;
    let agrees = |(number, own): &(usize, &Vec<Candidate>)| {
        let said = &facts.statements[*number];
        is_servers(said)
            && (code.is_none() || code == said.code)
            && own.iter().any(|candidate| candidate.cause == finding.cause)
    };
    if let Some((number, own)) = judged.iter().enumerate().find(agrees) {
        finding.statement = Some(number);
        let told =
            own.iter().find(|candidate| candidate.cause == finding.cause && !candidate.evidence.is_empty());
        let span =
            told.and_then(|told| told.evidence.first()).copied().or(facts.statements[number].code_span);
        if let Some(span) = span.filter(|span| !finding.evidence.contains(span)) {
            finding.evidence.insert(0, span);
        }
    }
}

/// How many places in the paste are shown for one cause.
const PLACES: usize = 3;

/// Other words of the same statement that say the same are shown beside those that decided: the number beside the code, the
/// server's own words beside the program's.
fn support(finding: &mut Finding, judged: &[Vec<Candidate>]) {
    let Some(own) = finding.statement.and_then(|statement| judged.get(statement)) else { return };
    let agrees = |candidate: &&Candidate| {
        candidate.cause == finding.cause
            && candidate.source >= Source::Phrase
            && (candidate.confidence > Confidence::Possible || candidate.words > 2)
    };
    for span in own.iter().filter(agrees).flat_map(|candidate| &candidate.evidence) {
        let apart = |known: &Span| span.end <= known.start || known.end <= span.start;
        if finding.evidence.len() < PLACES && finding.evidence.iter().all(apart) {
            finding.evidence.push(*span);
        }
    }
}

/// The mail was taken in the end: that comes first, and what held it up on the way after it.
fn arrived(facts: &Facts, findings: &mut Vec<Finding>) {
    let lasting = |finding: &Finding| {
        finding.rule.is_some()
            && finding.statement.is_some_and(|statement| facts.statements[statement].role > Role::Context)
    };
    if !findings.iter().any(lasting) {
        findings.retain(|finding| finding.rule.is_some());
        findings.insert(0, silent(facts));
    }
}

/// A fault of the server itself comes before single mails: as long as it lasts nobody's mail gets through, or nobody can sign in.
fn own_faults_first(facts: &Facts, findings: &mut Vec<Finding>) {
    const FAULTS: &[&str] = &["server-error", "server-unavailable", "server-storage-full"];
    let is_own = |finding: &Finding| {
        let rule = finding.rule.map(|rule| &RULES[usize::from(rule)]);
        let is_of_program = rule.is_some_and(|rule| {
            let kind = OWNERS[usize::from(rule.owner)].kind;
            kind == OwnerKind::Log && rule.act == Some(Act::SenderAdmin)
        });
        let is_note = |statement: usize| {
            facts.groups_of(Some(statement)).all(|group| group.event == Event::Note)
                && facts.statements[statement].role > Role::Context
        };
        is_of_program
            && FAULTS.contains(&CAUSES[usize::from(finding.cause)].id)
            && finding.statement.is_some_and(is_note)
    };
    order::by_key(findings, |finding| !is_own(finding));
}

/// What settings will fail with.
fn faults(settings: &Settings) -> impl Iterator<Item = Finding> {
    let faults = super::settings::remarks(settings).into_iter().filter(|remark| remark.level == Level::Fault);
    faults.filter_map(|remark| {
        let found = plain(remark.cause?, Confidence::Likely, remark.spans);
        let act = if settings.main_cf.is_some() { Act::SenderAdmin } else { Act::Sender };
        // Settings do not change by themselves.
        Some(Finding { act, permanence: Permanence::Permanent, ..found })
    })
}

/// Whether a finding is what settings prove, and nobody's words.
pub fn is_settings(facts: &Facts, found: &Finding) -> bool {
    let is_bare = found.statement.is_none() && found.rule.is_none() && !found.evidence.is_empty();
    is_bare
        && facts
            .settings
            .as_ref()
            .is_some_and(|settings| faults(settings).any(|fault| fault.cause == found.cause))
}

/// A cause that no rule told of: a check proved it, or the kind of the paste is the answer.
fn plain(id: &str, confidence: Confidence, evidence: Vec<Span>) -> Finding {
    let number = cause_number(id);
    let cause = &CAUSES[usize::from(number)];
    Finding {
        cause: number,
        confidence,
        permanence: cause.permanence,
        given_up: false,
        stated: None,
        stage: cause.stage,
        act: cause.act,
        recipient: None,
        statement: None,
        answer: None,
        rule: None,
        lists: Vec::new(),
        speaker: None,
        evidence,
    }
}

/// The program whose words these are: the one that shows itself most clearly.
/// In a report of a mail system the words of a program on a desk are but like its own.
/// In a conversation the server's words say nothing of the tool.
pub fn product(facts: &Facts, judged: &[Vec<Candidate>], is_report: bool) -> Option<u16> {
    let products = judged.iter().flatten().filter_map(|candidate| candidate.product);
    let products = products.filter(|product| facts.kind != Kind::Transcript || product.is_own());
    products.filter(|product| !is_report || product.can_report()).max().map(|product| product.owner)
}

/// The language of the words that were recognised: of a program's own words, where there are any; else of the replies.
/// What is a part of English words is English, too (`over quota` is said in Dutch).
pub fn language(facts: &Facts, judged: &[Vec<Candidate>]) -> Option<&'static str> {
    let told = || judged.iter().flatten().filter(|candidate| candidate.rule.is_some());
    told().next()?;
    let span = |candidate: &Candidate| candidate.evidence.first().copied();
    let foreign = |candidate: &&Candidate| {
        let holds = |other: &Candidate| {
            let inner = span(candidate);
            other.lang.is_empty()
                && inner.is_some_and(|inner| span(other).is_some_and(|outer| outer.contains(inner)))
        };
        !candidate.lang.is_empty() && !told().any(holds)
    };
    let own = |candidate: &&Candidate| facts.statements[candidate.statement].role != Role::Reply;
    let widest = |candidate: &&Candidate| (own(candidate), candidate.words);
    Some(told().filter(foreign).max_by_key(widest).map_or("en", |candidate| candidate.lang))
}

/// The cause that a statement speaks for most, and the rule that says so: indices into the knowledge.
pub type Told = (Option<u8>, Option<u16>);

/// What each statement by itself speaks for.
pub fn causes(facts: &Facts, judged: &[Vec<Candidate>]) -> Vec<Told> {
    let telling = |candidate: &&Candidate| candidate.source > Source::Nothing;
    judged
        .iter()
        .map(|own| {
            // Of equals the first, as among the findings.
            let best = own.iter().rev().filter(telling).max_by_key(|candidate| weight(facts, candidate));
            (best.map(|best| best.cause), best.and_then(|best| best.rule))
        })
        .collect()
}

/// What the statements that `which` chooses tell, the most telling first.
fn candidates<'a>(
    facts: &Facts,
    judged: &'a [Vec<Candidate>],
    which: impl Fn(&Statement) -> bool,
) -> Vec<&'a Candidate> {
    let mut found: Vec<&Candidate> =
        judged.iter().flatten().filter(|candidate| which(&facts.statements[candidate.statement])).collect();
    order::by_key(&mut found, |candidate| std::cmp::Reverse(weight(facts, candidate)));
    found
}

/// What the statements about each recipient tell, the most telling first.
fn by_recipient<'a>(facts: &Facts, judged: &'a [Vec<Candidate>]) -> Vec<Vec<&'a Candidate>> {
    let mut owns: Vec<Vec<&Candidate>> = vec![Vec::new(); facts.recipients.len()];
    for candidate in judged.iter().flatten() {
        let recipient = facts.statements[candidate.statement].recipient;
        if let Some(own) = recipient.and_then(|index| owns.get_mut(index)) {
            own.push(candidate);
        }
    }
    for own in &mut owns {
        order::by_key(own, |candidate| std::cmp::Reverse(weight(facts, candidate)));
    }
    owns
}

/// Compared from left to right: the README of the knowledge says it in words.
fn weight(facts: &Facts, candidate: &Candidate) -> impl Ord + use<> {
    let statement = &facts.statements[candidate.statement];
    let role = statement.role;
    let telling = telling(facts, candidate);
    // In a long log what happens ten times as often weighs more.
    let often = statement.times.max(1).ilog10();
    // Where a server refused for good, what it or another one said for the time being came before.
    // That a command is out of place afterwards is but a consequence.
    let is_consequence = statement.enhanced.is_some_and(|enhanced| enhanced.subject == 5);
    let is_final = telling == 4 && statement.code.is_some_and(|code| code >= 550) && !is_consequence;
    (
        telling,
        often,
        is_final,
        candidate.priority.max(-9),
        candidate.confidence,
        // Words, whoever's they are, before a bare code.
        candidate.source >= Source::Phrase,
        role,
        candidate.source,
        candidate.words,
    )
}

/// Nothing; a hint or an introduction; an introduction in plain words, or that trying goes on or ended, or that the speaker does not say why; a reason;
/// the reason of the server that refused.
pub fn telling(facts: &Facts, candidate: &Candidate) -> u8 {
    let introduces = facts.statements[candidate.statement].role == Role::Context;
    let is_hint = candidate.source <= Source::EnhancedCode && candidate.confidence == Confidence::Possible;
    match CAUSES[usize::from(candidate.cause)].id {
        _ if candidate.source == Source::Nothing => 0,
        _ if is_a_strangers(candidate) => 2,
        _ if introduces => 1 + u8::from(is_plain(candidate)),
        // Who is known to say just this means it.
        "queue-expired" | "delayed" if candidate.source < Source::OwnersPhrase => 2,
        "undetermined" if candidate.priority < 0 => 2,
        _ if is_hint => 1,
        // In a report the server that refused knows best: what surrounds its words are courtesies and footers.
        // So it does in what a program makes of the reply that it quotes.
        _ if (is_report(facts) || is_programs(facts)) && is_refusal(facts, candidate) => 4,
        _ => 3,
    }
}

/// Whether a rule knows that it is about a stranger at the door: nothing of the reader's failed.
pub fn is_a_strangers(candidate: &Candidate) -> bool {
    let rule = candidate.rule.map(|rule| &RULES[usize::from(rule)]);
    rule.is_some_and(|rule| rule.permanence == Some(Permanence::None) && rule.act == Some(Act::Nobody))
}

/// Whether words say it that mean only this, or that come before all others where they are likely to.
fn is_plain(candidate: &Candidate) -> bool {
    let sure = candidate.confidence == Confidence::Certain || candidate.priority > 0;
    candidate.source >= Source::Phrase && sure
}

fn is_report(facts: &Facts) -> bool {
    matches!(facts.kind, Kind::Bounce | Kind::DeliveryReport)
}

/// A refused sign-in that somebody shows below reports: a server that brings mail to a recipient asks for none (RFC 4954, section 4), so
/// that it is of another program.
fn sign_in_beside(
    facts: &Facts,
    findings: &[Finding],
    shared: &[&Candidate],
    owns: &[Vec<&Candidate>],
) -> Option<Finding> {
    const REFUSED: [u16; 3] = [534, 535, 538];
    let is_sign_in = |cause: u8| {
        let id = CAUSES[usize::from(cause)].id;
        id.starts_with("auth-") || id == "account-blocked"
    };
    if findings.is_empty() || findings.iter().any(|finding| is_sign_in(finding.cause)) {
        return None;
    }
    let is_it = |candidate: &&&Candidate| {
        let said = &facts.statements[candidate.statement];
        is_sign_in(candidate.cause)
            && candidate.source >= Source::Phrase
            && said.code.is_some_and(|code| REFUSED.contains(&code))
            && said.role == Role::Reply
    };
    owns.iter().flatten().chain(shared).find(is_it).map(|candidate| finding(facts, candidate, None))
}

/// Whether a message of a log came back for it: however little the reply tells, somebody has to know of it.
fn came_back(facts: &Facts, candidate: &Candidate) -> bool {
    facts.statements[candidate.statement].role == Role::Reply
        && candidate.cause != cause_number("undetermined")
        && facts.groups_of(Some(candidate.statement)).any(|group| group.event == Event::Bounced)
}

fn is_programs(facts: &Facts) -> bool {
    matches!(facts.kind, Kind::Words | Kind::Exception | Kind::Traceback)
}

/// Whether it is the words of a quoted reply that tell.
fn is_refusal(facts: &Facts, candidate: &Candidate) -> bool {
    let role = facts.statements[candidate.statement].role;
    role == Role::Reply && candidate.source >= Source::Phrase && candidate.confidence > Confidence::Possible
}

/// Limits on how much is sent, of which one counts anew after a while.
fn is_limit(cause: &str) -> bool {
    matches!(cause, "sending-limit" | "rate-limited")
}

/// `about`: the recipient that is asked about, since some words are about all of them.
fn finding(facts: &Facts, candidate: &Candidate, about: Option<usize>) -> Finding {
    let statement = &facts.statements[candidate.statement];
    let cause = &CAUSES[usize::from(candidate.cause)];
    let rule = candidate.rule.map(|rule| &RULES[usize::from(rule)]);
    let recipient = about.or(statement.recipient).and_then(|index| facts.recipients.get(index));
    let action = permanence_of(recipient.and_then(|recipient| recipient.action))
        .or(facts.answer_around(candidate.statement).and_then(class_of));
    let class = class_of(statement);
    // A rule knows where the speaker's class is not what happens: a 5xx that clears, a 4xx that never will.
    // What the service that gave a copy up calls a failure for now is one, where no server said more.
    let is_soft = recipient.is_some_and(|known| known.is_soft) && class != Some(Permanence::Permanent);
    let soft = is_soft.then_some(Permanence::Temporary);
    let known = rule.and_then(|rule| rule.permanence);
    let ends =
        (is_limit(cause.id) && window::is_named(statement.text.as_str())).then_some(Permanence::Temporary);
    let permanence = known.or(ends).or(soft).or(action).or(class).unwrap_or(cause.permanence);
    Finding {
        cause: candidate.cause,
        confidence: candidate.confidence,
        permanence: if is_no_failure(cause.id) { Permanence::None } else { permanence },
        given_up: action.or(class) == Some(Permanence::Permanent),
        stated: action.or(class).or_else(|| in_log(facts, candidate.statement)),
        stage: rule.and_then(|rule| rule.stage).unwrap_or_else(|| stage(facts, statement, cause)),
        act: rule.and_then(|rule| rule.act).unwrap_or_else(|| act(facts, statement, cause)),
        recipient: statement.recipient,
        statement: Some(candidate.statement),
        answer: None,
        rule: candidate.rule,
        lists: candidate.lists.clone(),
        speaker: candidate.speaker,
        evidence: candidate.evidence.clone(),
    }
}

/// What a server's log says became of the mail that a statement is about, where the words name no code.
fn in_log(facts: &Facts, statement: usize) -> Option<Permanence> {
    let all = |event: Event| {
        let mut groups = facts.groups_of(Some(facts.outcome_of(statement))).peekable();
        groups.peek().is_some() && groups.all(|group| group.event == event)
    };
    match () {
        () if all(Event::Deferred) => Some(Permanence::Temporary),
        () if all(Event::Bounced) => Some(Permanence::Permanent),
        () => None,
    }
}

/// The reply of a server that stands for the same cause, where the words that tell it best are somebody else's.
fn answer(facts: &Facts, own: &[&Candidate], finding: &Finding) -> Option<usize> {
    let is_reply = |index: usize| facts.statements[index].role == Role::Reply;
    if finding.statement.is_none_or(is_reply) {
        return None;
    }
    // An enhanced code alone may stand in any sentence.
    let answers = |index: usize| is_reply(index) && facts.statements[index].code.is_some();
    let same = |candidate: &&&Candidate| candidate.cause == finding.cause && answers(candidate.statement);
    own.iter().find(same).map(|candidate| candidate.statement)
}

/// Who can mend it: where a server that had the mail could not get through to another one, the other one's people can. At a
/// port that is for signing in (RFC 8314) that is the sender's own.
fn act(facts: &Facts, statement: &Statement, cause: &knowledge::Cause) -> Act {
    let is_servers = is_report(facts) || facts.kind == Kind::Log;
    if cause.act != Act::Network || !is_servers {
        return cause.act;
    }
    let hands_in = matches!(facts.program, Some("msmtp" | "ssmtp"));
    match place::first(statement.text.as_str(), |_| false).port {
        Some(465 | 587 | 2525) => Act::SenderAdmin,
        _ if hands_in => Act::SenderAdmin,
        _ => Act::RecipientAdmin,
    }
}

/// Where it happened: what another server answered to ours is none of the outgoing server's.
fn stage(facts: &Facts, statement: &Statement, cause: &Cause) -> Stage {
    // Only the own provider knows how it stands with an account.
    let is_providers = matches!(cause.id, "account-blocked" | "sending-limit");
    let is_theirs = (is_report(facts) && statement.remote.is_some()) || facts.event;
    let answered = is_theirs && statement.role == Role::Reply;
    if answered && cause.stage == Stage::Submission && !is_providers { Stage::Inbound } else { cause.stage }
}

fn is_no_failure(cause: &str) -> bool {
    matches!(cause, "delivered" | "auto-reply" | "feedback-report")
}

/// RFC 5321, section 4.2.1: 4yz is temporary, 5yz permanent. The reply code decides before the enhanced one.
fn class_of(statement: &Statement) -> Option<Permanence> {
    let class =
        statement.code.map(|code| code / 100).or(statement.enhanced.map(|enhanced| enhanced.class.into()))?;
    match class {
        4 => Some(Permanence::Temporary),
        5 => Some(Permanence::Permanent),
        _ => None,
    }
}

/// Nothing in the paste tells. What kind it is may still be an answer.
fn silent(facts: &Facts) -> Finding {
    let id = match facts.kind {
        _ if facts.success.is_some() => "delivered",
        Kind::Headers | Kind::Message if arrives(facts) => "delivered",
        Kind::AutoReply => "auto-reply",
        Kind::FeedbackReport => "feedback-report",
        _ => "undetermined",
    };
    let confidence = if id == "undetermined" { Confidence::Possible } else { Confidence::Certain };
    plain(id, confidence, facts.success.into_iter().collect())
}

/// Whether the header says that a server took the mail over, or that it is a report's.
fn arrives(facts: &Facts) -> bool {
    facts.report_header.is_some() || facts.message.as_ref().is_some_and(|message| message.was_taken_over())
}

/// Nothing tells why, but the report says what became of the recipient.
fn silent_on(facts: &Facts, recipient: &Recipient) -> Finding {
    let action = permanence_of(recipient.action);
    let finding = silent(facts);
    let soft = recipient.is_soft.then_some(Permanence::Temporary);
    let permanence = soft.or(action).unwrap_or(finding.permanence);
    Finding { permanence, stated: action, given_up: action == Some(Permanence::Permanent), ..finding }
}

fn cause_number(id: &str) -> u8 {
    knowledge::cause_number(id).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_shown_below_two_reports_does_not_vanish() {
        let paste = "Undelivered: <ann@example.org>: host mx.example.org[192.0.2.1] said: 550 5.1.1 <ann@example.org>: User unknown (in reply to RCPT TO \
                     command)\n\nand this one came too today:\n\nYour message to bob@example.com couldn't be delivered.\n550 5.7.509 Access denied, sending \
                     domain example.net does not pass DMARC verification and has a DMARC policy of reject.\n\nand printer: 535 5.7.3 Authentication \
                     unsuccessful\n";
        let causes: Vec<String> =
            crate::diagnose(paste).findings.into_iter().map(|found| found.cause).collect();
        assert_eq!(causes, ["user-unknown", "dmarc-fail", "auth-credentials"]);
    }
}
