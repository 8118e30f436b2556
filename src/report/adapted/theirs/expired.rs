//! A server that has given up says so around the answer that it got last: what is said of its trying again is over.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::{CAUSES, Permanence, RULES};
use crate::report::Finding;
use crate::report::adapted::words::lasting;

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let outer = found.statement.and_then(|index| facts.answer_around(index));
    if !outer.is_some_and(|outer| outer.text.as_str().to_lowercase().contains("expired")) {
        return;
    }
    for part in told.reply.iter_mut().flat_map(|reply| &mut reply.parts) {
        part.meaning = part.meaning.replace(lasting::STAYS, "Here it says that the time for trying is over.");
    }
    // A cause that passes says by itself what holds for a copy that was given up.
    let has_own = found.rule.is_some_and(|rule| !RULES[usize::from(rule)].retry.is_empty());
    if CAUSES[usize::from(found.cause)].permanence == Permanence::Temporary && !has_own {
        return;
    }
    let whose = match told.act.as_str() {
        "recipient-admin" | "recipient" => "their side has put it right",
        "sender-admin" => "whoever runs your mail has put it right",
        _ => "it has been put right",
    };
    told.retry = format!(
        "Your server has given this message up. Send it again once {whose}; before that it would come back."
    );
}

#[cfg(test)]
mod tests {
    #[test]
    fn who_offers_no_encryption_is_asked_for_it_and_nobody_else() {
        let paste = "Delivery has failed to these recipients or groups:\n\nkim@orchard.example\n\nDiagnostic information for administrators:\n\n\
                     Generating server: AM0PR01MB0001.eurprd01.prod.outlook.com\n\nkim@orchard.example\nmx.orchard.example\nRemote server returned '550 5.4.317 \
                     Message expired, cannot connect to remote server -> 450 4.7.321 starttls-not-supported: Destination mail server must support TLS to \
                     receive mail. [LastAttemptedServerName=mx.orchard.example]'\n";
        let told = crate::diagnose(paste).findings.remove(0);
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("tls-required", "recipient-admin"));
        let letter = told.ask.unwrap_or_default();
        assert!(letter.contains("offer STARTTLS") && !letter.contains("outgoing"), "{letter}");
        assert!(told.retry.starts_with("Your server has given this message up"), "{}", told.retry);
        assert!(told.commands.iter().any(|command| command.shell.starts_with("openssl")));
        assert!(
            told.reply.and_then(|reply| reply.remote).is_some_and(|remote| remote.ends_with("outlook.com"))
        );
    }
}
