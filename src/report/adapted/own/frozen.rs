//! A message that the server has set aside (Exim: frozen): what would pass by itself does so no more.

use crate::diagnose;
use crate::facts::Facts;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let Some(log) = facts.log.as_ref().filter(|_| found.statement.is_some()) else { return };
    let is_of_it = |story: &&crate::facts::story::Story| {
        story.steps.iter().any(|step| step.statement == found.statement)
    };
    let mut of_it = log.stories.iter().filter(is_of_it).peekable();
    let Some(id) = of_it.peek().map(|story| story.id.clone()) else { return };
    // A rule that knows of it has said all.
    if told.retry.contains("frozen") || !of_it.all(|story| story.is_frozen) {
        return;
    }
    told.permanence = "permanent".to_owned();
    told.state = crate::report::standing::LASTING.to_owned();
    if told.act == "nobody" {
        told.act = "sender-admin".to_owned();
    }
    told.ask = told.ask.take().map(|ask| ask.replace("The message is waiting with us. ", ""));
    told.retry = "Not by itself: Exim has set the message aside (Frozen), and does not try it any more until somebody lets it go.".to_owned();
    let text = format!(
        "Once the reason is mended, let the message go: `exim -Mt {id}` thaws it, `exim -M {id}` tries it at once; `exim -Mg {id}` gives it back to its \
         sender."
    );
    told.steps.push(Step::new("sender-admin", text));
}

#[cfg(test)]
mod tests {
    const PUT_OFF: &str = "2026-11-26 07:04:40 1vO9T6-00000004Y0p-2Kuc <= ann@example.com U=www P=local S=18\n2026-11-26 07:04:40 1vO9T6-00000004Y0p-2Kuc == \
                           info@shop.example.com R=dnslookup defer (-1): lowest numbered MX record points to local host\n";
    const FROZEN: &str = "2026-11-26 07:04:40 1vO9T6-00000004Y0p-2Kuc Frozen\n";

    #[test]
    fn what_is_frozen_is_not_tried_any_more() {
        let report = crate::diagnose(&[PUT_OFF, FROZEN].concat());
        let log = report.log.as_ref().expect("it is a log");
        assert_eq!(log.sentences[0], "1 message: 1 was set aside (frozen) and is not tried any more.");
        let told = &report.findings[0];
        assert_eq!((told.act.as_str(), told.state.as_str(), &told.ask), ("sender-admin", "lasting", &None));
        assert!(told.title.contains("does not know it") && !told.summary.contains("stations"));
        assert!(
            told.steps.iter().any(|step| step.text.contains("exim -Mt 1vO9T6-00000004Y0p-2Kuc")),
            "{:?}",
            told.steps
        );
        let thawed = format!("{PUT_OFF}{FROZEN}{}", FROZEN.replace("Frozen", "Unfrozen by forced delivery"));
        let sentences = crate::diagnose(&thawed).log.expect("it is a log").sentences;
        assert_eq!(sentences[0], "1 message: 1 was put off and still waits.");
    }

    #[test]
    fn what_would_pass_by_itself_does_not_where_it_is_frozen() {
        let busy = PUT_OFF.replace(
            "lowest numbered MX record points to local host",
            "SMTP error from remote mail server after initial connection: 421 Too busy",
        );
        let told = |paste: &str| crate::diagnose(paste).findings.remove(0);
        assert_eq!(told(&busy).state, "temporary");
        let frozen = told(&format!("{busy}{FROZEN}"));
        assert!(frozen.state == "lasting" && frozen.retry.contains("Frozen"), "{frozen:?}");
    }
}
