//! A case in a few signs, for a link that explains without the paste: `550,5.7.26,google` behind the address of the article.
//!
//! Codes, a provider's id and that of the rule, and nothing that belongs to a person. Links live long: what is written today must be read for
//! ever, and what is not known any more is passed over.

use crate::knowledge::{self, Act, CAUSES, Rule, worded};
use crate::report::Finding;
use crate::report::adapted::words::lasting;
use crate::report::arrived::signs::{self, A_MAIL};
use crate::report::parts::{basic_meaning, beside, enhanced_meaning, owners_meaning};
use crate::report::standing::{self, LASTING, LOST, headed};

/// The signs of a finding; empty where it has none.
pub fn written(finding: &Finding) -> String {
    let reply = finding.reply.as_ref();
    let code = reply.and_then(|reply| reply.code).map(|code| code.to_string());
    let enhanced = reply.and_then(|reply| reply.enhanced.clone());
    let signs = [code, enhanced, finding.provider.clone(), signs::of(finding).map(str::to_owned)];
    signs
        .into_iter()
        .chain(otherwise(finding))
        .chain([ruled(finding)])
        .flatten()
        .collect::<Vec<_>>()
        .join(",")
}

/// The rule, where it says another thing than the article on its cause, and the finding says it so.
fn ruled(finding: &Finding) -> Option<String> {
    let rule = knowledge::rule(finding.rule.as_deref()?)?;
    let is_said = rule.title.is_empty() || rule.title == finding.title;
    let says_more = !rule.title.is_empty() || !rule.summary.is_empty() || !rule.retry.is_empty();
    (is_said && says_more).then(|| rule.id.to_owned())
}

/// What a rule says in place of the article, and what is to be done then.
fn of_rule(rule: &Rule) -> Vec<(String, String)> {
    let fault = [rule.title.into(), worded::plain(rule.summary)];
    let fault = fault.iter().map(|words| words.trim_end_matches('.')).filter(|words| !words.is_empty());
    let fault = fault.collect::<Vec<_>>().join(". ");
    let fault = (!fault.is_empty()).then(|| (IN_THIS_CASE.to_owned(), format!("{fault}.")));
    let again = (!rule.retry.is_empty()).then(|| (AGAIN.to_owned(), rule.retry.to_owned()));
    let mut told: Vec<(String, String)> = fault.into_iter().chain(again).collect();
    for step in &rule.steps {
        // Commands stand between backticks, which are no signs here.
        let text = worded::plain(step.text).replace('`', "");
        let by = headed(standing::mender(step.by.name(), ""));
        match told.last_mut() {
            Some((last, said)) if *last == by => *said = format!("{said} {text}"),
            _ => told.push((by, text)),
        }
    }
    told
}

/// How it stands and who mends it, where that is otherwise than the article says of the cause.
fn otherwise(finding: &Finding) -> [Option<String>; 2] {
    let state = finding.state.as_str();
    let about = |cause: &&knowledge::Cause| cause.id == standing::about(finding);
    let Some(cause) = CAUSES.iter().find(about).filter(|_| STATES.contains(&state)) else {
        return [None, None];
    };
    let usual = standing::state(cause.permanence.name(), cause.id, cause.act.name());
    let is_anothers = finding.act != cause.act.name() && cause.id != "undetermined";
    [(state != usual).then(|| state.to_owned()), is_anothers.then(|| format!("{BY}{}", finding.act))]
}

/// The states of what failed.
const STATES: &[&str] = &["temporary", LASTING, LOST, "permanent", "unsaid"];
/// What a link is made of at most.
const MOST: usize = 8;
/// Stands before the titles of sections that are not shown.
pub const LEFT_OUT: &str = "Left out";
const OF_OTHER_FAULTS: &[&str] =
    &["What you can do", "What an administrator can do", "On the sending side", "On the receiving side"];
const IN_THIS_CASE: &str = "In this case";
/// Stands in place of the article's own answer to it.
pub const AGAIN: &str = "Does trying again help?";
/// Stands before who mends it.
const BY: &str = "by-";

/// What was read of a case that is about a mail that arrived.
pub fn of_arrived(signs: &[(String, String)]) -> Option<&(String, String)> {
    signs.iter().find(|(sign, _)| sign.starts_with(A_MAIL))
}

/// The same for whoever shows the article, behind the titles of its sections that do not hold in this case.
pub fn told(signs: &str) -> Vec<(String, String)> {
    let told = read(signs);
    let titles = left_out(signs, &told);
    let titles = (!titles.is_empty()).then(|| (LEFT_OUT.to_owned(), titles.join("\n")));
    titles.into_iter().chain(told).collect()
}

fn left_out(signs: &str, told: &[(String, String)]) -> &'static [&'static str] {
    if let Some((title, _)) = of_arrived(told) {
        return signs::ARRIVED.iter().find(|(_, name, ..)| name == title).map_or(&[], |row| row.4);
    }
    // A rule that stands alone says what to do in place of the article, which is about other faults of the kind, too.
    let alone = |sign| knowledge::rule(sign).is_some_and(|rule| rule.alone && !rule.steps.is_empty());
    if signs.split(',').take(MOST).any(alone) { OF_OTHER_FAULTS } else { &[] }
}

/// What each sign says, beside the sign.
pub fn read(signs: &str) -> Vec<(String, String)> {
    let signs: Vec<&str> = signs.split(',').take(MOST).collect();
    let owner = signs.iter().find_map(|sign| knowledge::owner_number(sign));
    let longer = signs.iter().find_map(|sign| sign.split_once('.')?.1.split_once('.')?.0.parse().ok());
    let lasts = signs.contains(&LASTING);
    let told: Vec<(String, String)> =
        signs.iter().filter_map(|sign| knowledge::rule(sign)).flat_map(of_rule).collect();
    let read = signs.into_iter().filter_map(|sign| stood(sign).or_else(|| one(sign, owner, longer)));
    let read = read.map(|(sign, meaning)| (sign, if lasts { lasting::said(&meaning) } else { meaning }));
    let mut read: Vec<(String, String)> = told.into_iter().chain(read).collect();
    let how =
        of_arrived(&read).and_then(|(title, _)| signs::ARRIVED.iter().find(|(_, name, ..)| name == title));
    if let Some((_, _, _, deeds, _)) = how {
        read.extend(deeds.iter().map(|(who, what)| ((*who).to_owned(), (*what).to_owned())));
    }
    read
}

/// What is otherwise in this case than the article says at large.
fn stood(sign: &str) -> Option<(String, String)> {
    if STATES.contains(&sign) {
        return Some((IN_THIS_CASE.to_owned(), format!("{}.", standing::word(sign))));
    }
    let act = Act::from_name(sign.strip_prefix(BY)?)?;
    Some(("Who can mend it".to_owned(), format!("In this case {}.", standing::mender(act.name(), ""))))
}

/// `owner`: whose the case is, who may mean something of their own by a code. `longer`: the subject of the code beside a basic one.
fn one(sign: &str, owner: Option<u16>, longer: Option<u16>) -> Option<(String, String)> {
    if let Some((_, name, meaning, ..)) = signs::ARRIVED.iter().find(|(known, ..)| *known == sign) {
        return Some(((*name).to_owned(), (*meaning).to_owned()));
    }
    let numbers: Option<Vec<u16>> = sign.split('.').map(|part| part.parse().ok()).collect();
    match numbers.as_deref() {
        // As the answer says it: the longer code narrows what stands for nearly everything.
        Some(&[code @ 200..=599]) => Some((
            sign.to_owned(),
            longer.map_or_else(
                || basic_meaning(code),
                |subject| beside(code, Some(subject), "The longer code beside it says more."),
            ),
        )),
        Some(&[class @ (2 | 4 | 5), subject @ 0..=999, detail @ 0..=999]) => {
            let own = owner.and_then(|owner| owners_meaning(owner, (class as u8, subject, detail)));
            Some((sign.to_owned(), own.unwrap_or_else(|| enhanced_meaning(class as u8, subject, detail))))
        }
        _ => knowledge::owner(sign).map(|owner| (owner.name.to_owned(), "Who said it.".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::arrived::signs::{
        ARRIVED, BLOCKED, CAME_LATE, MODERATED, OWN_RULE, OWN_SETTING, WITH_DOUBTS,
    };

    #[test]
    fn a_case_is_read_as_it_was_written() {
        let report = crate::diagnose("452 4.2.2 <ann@example.org> mailbox full");
        let signs = written(&report.findings[0]);
        assert_eq!(signs, "452,4.2.2");
        let said: Vec<String> = read(&signs).into_iter().map(|(sign, _)| sign).collect();
        assert_eq!(said, ["452", "4.2.2"]);
        assert!(read(&signs).iter().all(|(_, meaning)| meaning.len() > 10));
    }

    #[test]
    fn what_is_otherwise_than_the_article_says_is_told() {
        let signs = |paste: &str| written(&crate::diagnose(paste).findings[0]);
        let silent = signs("Lexmark X: scan to e-mail error: connection to the server failed");
        let told: Vec<(String, String)> = read(&silent);
        assert_eq!(silent, "unsaid,by-sender");
        assert_eq!(told[0], ("In this case".to_owned(), "Not said whether it lasts.".to_owned()));
        assert_eq!(told[1], ("Who can mend it".to_owned(), "In this case you.".to_owned()));
        // As the answer says them, too.
        let meanings = |signs: &str| read(signs).into_iter().map(|(_, meaning)| meaning).collect::<Vec<_>>();
        assert_eq!(meanings("552,5.7.0")[0], "A refusal. The longer code beside it says more.");
        assert_eq!(
            meanings("451,4.7.5,lasting")[0],
            "A refusal for now. The longer code beside it says more."
        );
        assert!(!meanings("451,4.7.5,lasting")[1].contains("a later attempt may succeed"));
        assert!(meanings("552")[0].contains("room"));
    }

    #[test]
    fn what_a_rule_says_otherwise_is_told() {
        let paste = "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org; Error: open resolver";
        let finding = &crate::diagnose(paste).findings[0];
        let signs = written(finding);
        assert!(signs.ends_with(",server-error/list-asked-wrongly"), "{signs}");
        let told = read(&signs);
        assert!(told[0].1.starts_with(&format!("{}. ", finding.title)), "{told:?}");
        assert_eq!(told[1], (AGAIN.to_owned(), finding.retry.clone()));
        for step in &finding.steps {
            assert!(told.iter().any(|(_, said)| said.contains(&step.text.replace('`', ""))), "{}", step.text);
        }
    }

    #[test]
    fn a_mail_that_arrived_is_told_from_one_that_waits() {
        let way = |hour: u8| {
            format!(
                "Received: from out.example.com (out.example.com [192.0.2.1]) by mx.example.org with ESMTPS id b2; Tue, 3 Nov 2026 \
                 {hour}:00:00 +0100\nReceived: from pc (pc.example.com [192.0.2.9]) by out.example.com with ESMTPSA id a1; Tue, 3 Nov \
                 2026 10:00:00 +0100\nFrom: bob@example.com\nSubject: a\n"
            )
        };
        let signs = |paste: &str| written(&crate::diagnose(paste).findings[0]);
        assert_eq!((signs(&way(14)).as_str(), signs(&way(10)).as_str()), ("late", ""));
        let junk = format!("X-Spam-Status: Yes, score=7.2 required=5.0 tests=RAZOR2_CHECK\n{}", way(10));
        assert_eq!(signs(&junk), "doubted");
        let is_told = |signs| of_arrived(&read(signs)).is_some();
        assert_eq!(["late", "doubted", "452,4.2.2,google"].map(is_told), [true, true, false]);
    }

    #[test]
    fn a_mail_that_no_filter_held_up_is_told_as_that() {
        let way = |more: &str| {
            format!(
                "Received: from out.example.com (192.0.2.1) by a.mail.protection.outlook.com with Microsoft SMTP Server id 15.20.1; Tue, \
                 3 Nov 2026 10:00:00 +0000\nFrom: bob@example.com\nSubject: a\n{more}"
            )
        };
        let signs = |more: &str| written(&crate::diagnose(&way(more)).findings[0]);
        let filed = "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;dest:J;OFR:";
        assert_eq!(signs(&format!("{filed}ExclusiveSettings;\n")), OWN_SETTING);
        assert_eq!(signs(&format!("{filed}CustomRules;\n")), OWN_RULE);
        assert_eq!(signs("X-Forefront-Antispam-Report: SCL:6;SFV:BLK;DIR:INB;\n"), BLOCKED);
        for sign in [OWN_SETTING, OWN_RULE, BLOCKED, MODERATED] {
            let told = read(sign);
            assert!(told.len() > 2 && of_arrived(&told) == told.first(), "{told:?}");
            let all: String = told.iter().map(|(_, said)| said.as_str()).collect();
            assert!(
                !all.contains("its log")
                    && !all.contains("doubts it")
                    && !all.contains("check of its sender"),
                "{all}"
            );
        }
        // Of these the article still says why it happens.
        for sign in [CAME_LATE, WITH_DOUBTS] {
            assert!(
                !told(sign)[0].1.contains("Why it happens") && told(OWN_RULE)[0].1.contains("Why it happens")
            );
        }
        assert!(ARRIVED.iter().all(|(_, title, ..)| title.starts_with(A_MAIL)));
    }

    /// What is said of a mail that is there tells of no bounce, no queue and no second try.
    #[test]
    fn of_a_mail_that_arrived_only_that_is_told_which_holds() {
        let lasting = |cause: &str, signs: &str| {
            let told = told(signs);
            let (sign, titles) = told.first().expect("titles");
            assert_eq!(sign, LEFT_OUT);
            let known =
                |title: &str| knowledge::article::HEADINGS.iter().any(|(_, heading)| *heading == title);
            assert!(titles.lines().all(known), "{titles}");
            let article = knowledge::article_on(knowledge::cause(cause).expect("a cause"));
            article
                .into_iter()
                .map(|section| section.title)
                .filter(|title| !titles.contains(title.as_str()))
                .collect::<Vec<_>>()
        };
        let doubted = [
            "Why it happens",
            "What an administrator can do",
            "On the sending side",
            "On the receiving side",
            "How to check",
            "Sources",
        ];
        assert_eq!(lasting("dmarc-fail", WITH_DOUBTS), doubted);
        assert_eq!(lasting("spam-content", WITH_DOUBTS), doubted);
        assert!(!lasting("delayed", CAME_LATE).contains(&"How to check".to_owned()));
        assert!(lasting("spam-content", BLOCKED).is_empty());
        // Of a failure the whole article holds, but for what one fault rules out.
        assert!(told("550,5.7.26,google").iter().all(|(sign, _)| sign != LEFT_OUT));
        let early = lasting("tls-certificate", "unsaid,tls/certificate-name");
        assert!(
            early.contains(&"Why it happens".to_owned()) && !early.contains(&"What you can do".to_owned())
        );
    }

    #[test]
    fn a_list_that_held_a_mail_is_told_from_a_queue() {
        let list = "Received: from lists.example.net (localhost [127.0.0.1]) by lists.example.net with ESMTP id b; Tue, 3 Nov 2026 15:00:00 \
                    +0100\nReceived: from out.example.com (out.example.com [192.0.2.1]) by lists.example.net with ESMTPS id a; Tue, 3 Nov 2026 \
                    10:00:00 +0100\nFrom: bob@example.com\nSubject: a\n";
        let signs = |more: &str| written(&crate::diagnose(&format!("{list}{more}")).findings[0]);
        assert_eq!(
            (signs("List-Id: <choir.lists.example.net>\n").as_str(), signs("").as_str()),
            (MODERATED, CAME_LATE)
        );
    }

    #[test]
    fn providers_are_named() {
        assert_eq!(read("550,5.7.26,google").len(), 3);
        // The code is registered for a host that does not answer.
        let meaning = |signs| read(signs)[1].1.clone();
        assert!(
            meaning("550,5.4.1,microsoft").starts_with("At Microsoft 365"),
            "{}",
            meaning("550,5.4.1,microsoft")
        );
        assert!(!meaning("550,5.4.1,google").contains("Microsoft"));
        assert!(read("google")[0].0.contains("Gmail") || read("google")[0].0.contains("Google"));
    }

    #[test]
    fn strange_signs_are_passed_over() {
        for signs in
            ["", ",", "1,2", "<b>", "99999999999", "5.1", "5.1.1.1", "7.1.1", "nobody", "p1=x", "5.1.1000"]
        {
            assert!(read(signs).is_empty(), "{signs}");
        }
    }
}
