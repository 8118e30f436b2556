//! A code of the class 4yz says that the server may try again. That a later try goes another way it does not say: a name that is
//! not in DNS, a sign-in that is not switched on and a certificate stay as they are until somebody changes them.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::{CAUSES, Permanence, RULES, Topic};
use crate::report::{Finding, Step, standing};

/// Of what came back the server that gave it up holds nothing any more.
pub fn given_up(told: &mut Finding, found: &diagnose::Finding) {
    const CAME_BACK: &str = "If it is right, the address is not at fault: your server tried as long as it does and gave this copy up. Send it \
                             anew when the other server can be reached again, which the commands below show.";
    if !found.given_up {
        return;
    }
    for step in told.steps.iter_mut().filter(|step| step.is_about(Topic::Wait)) {
        step.text = CAME_BACK.into();
    }
    // Where the answer says more of it by now, that holds.
    if found.rule.is_some_and(|rule| RULES[usize::from(rule)].retry == told.retry) {
        nothing_is_tried(told);
    }
}

/// What a rule says of a server that goes on trying is not so of this copy.
fn nothing_is_tried(told: &mut Finding) {
    const GOES_ON: &[&str] = &[
        "tries again",
        "try again by",
        "goes on trying",
        "go on trying",
        "repeats by itself",
        "tries it again",
    ];
    const ANEW: &str =
        "This copy was given up, and nothing tries it any more: send it anew once that is mended.";
    // A text that knows of both says so itself.
    if ["anew", "gone"].iter().any(|word| told.retry.contains(word)) {
        return;
    }
    let goes_on = |said: &&str| GOES_ON.iter().any(|sign| said.contains(sign));
    let said: Vec<&str> = told.retry.split_inclusive(". ").collect();
    if !said.iter().any(goes_on) {
        return;
    }
    let rest: String = said.into_iter().filter(|said| !goes_on(said)).collect();
    told.retry = [rest.trim_end(), ANEW].join(" ").trim_start().to_owned();
    if told.steps.iter().all(|step| !step.text.contains("anew")) {
        told.steps
            .push(Step::new("sender", "Once it is mended, send the message anew: this copy was given up."));
    }
}

pub fn adapt(told: &mut Finding, found: &diagnose::Finding) {
    let knows_to_pass = found.rule.is_some_and(|rule| RULES[usize::from(rule)].permanence.is_some());
    if told.permanence != "temporary"
        || found.stated != Some(Permanence::Temporary)
        || knows_to_pass
        || !lasts(found)
    {
        return;
    }
    told.state = standing::LASTING.to_owned();
    let reply = told.reply.iter_mut();
    for part in reply.flat_map(|reply| &mut reply.parts).filter(|part| part.kind == "enhanced") {
        part.meaning = part.meaning.replace(PASSES, BY_CLASS);
    }
}

/// A limit ends by itself, and what was thrown away until then does not come back: `… allowed. Message discarded.` (cPanel)
pub fn thrown_away(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let words = found.statement.map(|index| facts.statements[index].text.as_str()).unwrap_or_default();
    if told.permanence == "temporary" && words.to_ascii_lowercase().contains("message discarded") {
        told.state = standing::LOST.to_owned();
    }
}

/// What is said of a class for now, where the case stays until somebody changes it.
pub fn said(meaning: &str) -> String {
    meaning.replace(PASSES, BY_CLASS)
}

/// As the class is explained where nothing else is known.
const PASSES: &str = "A failure for now: the message is sound, and a later attempt may succeed.";
const BY_CLASS: &str = "By its class a failure for now: the same message may be tried again.";

/// The other way round: a final code, 5yz, for what the speaker is known to mean for now.
pub fn passes(told: &mut Finding, found: &diagnose::Finding) {
    if told.permanence != "temporary" || found.stated != Some(Permanence::Permanent) {
        return;
    }
    for part in told.reply.iter_mut().flat_map(|reply| &mut reply.parts) {
        part.meaning = part.meaning.replace(STAYS, BY_FINAL_CLASS);
    }
}

pub const STAYS: &str = "A failure that stays: sending the same again gives the same answer.";
const BY_FINAL_CLASS: &str = "By its class a failure that stays, but here it passes.";

fn lasts(found: &diagnose::Finding) -> bool {
    let cause = &CAUSES[usize::from(found.cause)];
    match cause.id {
        // A rule at large may be one of load or of time, and what is given up or waits has no cause of its own.
        "policy-rejected" | "queue-expired" | "delayed" => false,
        // By the words alone it may be the clock of either side; by a class for now nothing was given up.
        "tls-certificate" => true,
        _ => cause.permanence == Permanence::Permanent || has_to_be_mended(found),
    }
}

/// Whether a rule knows of the very fault that somebody has to do something first.
fn has_to_be_mended(found: &diagnose::Finding) -> bool {
    found.rule.is_some_and(|rule| RULES[usize::from(rule)].retry.starts_with("Not before "))
}

#[cfg(test)]
mod tests {
    use crate::knowledge::CODE_CLASSES;
    use crate::report::standing::word;

    #[test]
    fn who_has_given_up_holds_nothing() {
        let report = |end: &str| {
            let paste = format!(
                "Hi. This is the qmail-send program at out.example.org.\nI'm afraid I wasn't able to deliver your message to the following \
                 addresses.\n{end}\n\n<bob@example.net>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try \
                 again; this message has been in the queue too long.\n"
            );
            crate::diagnose(&paste)
        };
        let told = report("This is a permanent error; I've given up. Sorry it didn't work out.");
        assert_eq!(told.product.as_ref().map(|product| product.id.as_str()), Some("qmail"));
        let first = &told.findings[0];
        assert!(first.steps[1].text.contains("gave this copy up"), "{:?}", first.steps);
        assert!(first.commands.iter().all(|command| !command.why.contains("that took the mail")));
    }

    #[test]
    fn nobody_is_told_to_wait_for_what_was_given_up() {
        let paste = "Hi. This is the qmail-send program at out.example.org.\nI'm afraid I wasn't able to deliver your message to the following \
                     addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<bob@example.net>:\nCNAME lookup failed \
                     temporarily. (#4.4.3)\nI'm not going to try again; this message has been in the queue too long.\n";
        let told = crate::diagnose(paste).findings.remove(0);
        assert!(!told.retry.contains("by itself") && told.retry.contains("send it anew"), "{}", told.retry);
        assert!(
            told.steps.iter().any(|step| step.text.contains("send the message anew")),
            "{:?}",
            told.steps
        );
    }

    #[test]
    fn a_code_for_now_beside_what_stays_says_so() {
        for (reply, cause, state) in [
            ("454 4.7.1 <bob@example.net>: Relay access denied", "relay-denied", "lasting"),
            (
                "450 4.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.7]",
                "ptr-missing",
                "lasting",
            ),
            ("450 4.7.1 <me>: Helo command rejected: Host not found", "helo-invalid", "lasting"),
            ("554 5.7.1 <bob@example.net>: Relay access denied", "relay-denied", "permanent"),
            ("452 4.2.2 mailbox full", "mailbox-full", "temporary"),
            (
                "451 4.2.0 Permission denied (euid=8(a) egid=8(a) missing +w perm: /srv/b)",
                "server-error",
                "lasting",
            ),
            ("450 4.7.1 Greylisted, come back in five minutes", "greylisted", "temporary"),
        ] {
            let told = crate::diagnose(reply).findings.remove(0);
            assert_eq!((told.cause.as_str(), told.state.as_str()), (cause, state), "{reply}");
        }
    }

    #[test]
    fn the_code_is_explained_without_hope() {
        let told = crate::diagnose("454 4.7.1 <bob@example.net>: Relay access denied").findings.remove(0);
        assert_eq!(told.permanence, "temporary");
        assert!(word(&told.state).contains("until something is changed"));
        let parts = told.reply.expect("a reply").parts;
        assert!(parts.iter().all(|part| !part.meaning.contains("may succeed")), "{parts:?}");
        assert!(parts.iter().all(|part| !part.meaning.contains("not available")), "{parts:?}");
    }

    #[test]
    fn a_final_code_beside_what_passes_is_explained_without_despair() {
        for paste in [
            "550 5.7.0 Requested action not taken: too many emails per second",
            "554 5.7.0 Too many messages per minute, slow down",
        ] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(told.state, "temporary", "{paste}");
            let parts = told.reply.expect("a reply").parts;
            assert!(parts.iter().all(|part| !part.meaning.contains("gives the same answer")), "{parts:?}");
        }
        assert!(CODE_CLASSES.iter().any(|(_, meaning)| *meaning == super::STAYS));
    }

    #[test]
    fn the_class_is_explained_in_the_words_that_are_replaced() {
        assert!(CODE_CLASSES.iter().any(|(_, meaning)| *meaning == super::PASSES));
    }
}
