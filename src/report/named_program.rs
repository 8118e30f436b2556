//! The program that a server started for a mail and that failed: the paste names it, and commands that look at it do so, too.

use super::Finding;
use super::quote::quote_unix;
use super::values::Values;

/// What stands for it where the paste names none.
const EXAMPLE: &str = "/usr/local/bin/handle-mail";
const LOCAL: &str = "support";

pub fn adapt(told: &mut Finding, words: Option<&str>, values: &Values) {
    if told.cause != "delivery-program-failed" {
        return;
    }
    if let Some(program) = words.and_then(named) {
        let program = quote_unix(program);
        for command in &mut told.commands {
            command.shell = command.shell.replace(EXAMPLE, &program);
            command.why = command
                .why
                .replace("With the user and program of your set-up: ", "With the user of your set-up: ");
        }
    }
    let local = values
        .get("recipient")
        .and_then(|recipient| recipient.split_once('@'))
        .map(|(local, _)| quote_unix(local));
    if let Some(local) = local {
        for command in told.commands.iter_mut().filter(|command| command.shell.starts_with("postalias ")) {
            command.shell = command.shell.replace(LOCAL, &local);
            command.why = command.why.replace(" (put yours in place of support)", "");
        }
    }
}

/// `Command died with status 127: "/opt/bin/gate --queue x"`, `pipe to |/opt/bin/gate`: the first word that is a whole path.
fn named(words: &str) -> Option<&str> {
    let signs = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '|' | '(' | ')' | ',' | ';');
    words.split(signs).map(|word| word.trim_end_matches([':', '.'])).find(|word| {
        let mut parts = word.split('/');
        parts.next() == Some("")
            && parts.clone().count() > 1
            && parts.all(|part| !part.is_empty() && !part.contains(['<', '>', '@']))
    })
}

#[cfg(test)]
mod tests {
    const BOUNCE: &str = "This is the mail system at host mx.example.com.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more \
                          recipients. It's attached below.\n\n                   The mail system\n\n<desk@example.com>: Command died with status 127:\n    \
                          \"/opt/rt5/bin/gate --queue General\". Command output: sh: 1:\n    /opt/rt5/bin/gate: not found\nReporting-MTA: dns; mx.example.com\nX-Postfix-Queue-ID: \
                          4c7Kx23qZrz9sW1\nX-Postfix-Sender: rfc822; ann@example.com\nArrival-Date: Tue, 17 Nov 2026 09:41:17 +0000 (GMT)\n\nFinal-Recipient: rfc822; \
                          desk@example.com\nAction: failed\nStatus: 5.3.0\nDiagnostic-Code: x-unix; sh: 1: /opt/rt5/bin/gate: not found\n";

    #[test]
    fn a_report_below_somebodys_words_keeps_its_own() {
        let quoted: String = BOUNCE.lines().map(|line| format!("> {line}\n")).collect();
        for paste in [
            BOUNCE.to_owned(),
            format!("Any idea?\n\n{BOUNCE}"),
            format!(
                "Any idea?\n\nSent from my iPad\n\nBegin forwarded message:\n\n> From: MAILER-DAEMON@mx.example.com (Mail Delivery System)\n> To: \
                     ann@example.com\n> Subject: Undelivered Mail Returned to Sender\n> \n{quoted}"
            ),
        ] {
            let report = crate::diagnose(&paste);
            assert_eq!(
                report.product.as_ref().map(|product| product.id.as_str()),
                Some("postfix"),
                "{paste}"
            );
            let told = &report.findings[0];
            assert!(
                told.evidence.iter().any(|shown| shown.quote.contains("status 127")),
                "{:?}",
                told.evidence
            );
            for (name, value) in [
                ("Queue id", "4c7Kx23qZrz9sW1"),
                ("Server that reports", "mx.example.com"),
                ("Sender", "ann@example.com"),
            ] {
                assert!(
                    told.facts.iter().any(|fact| fact.name == name && fact.value == value),
                    "{name}: {:?}",
                    told.facts
                );
            }
            assert!(
                told.commands.iter().any(|command| command.shell.contains("/opt/rt5/bin/gate'")),
                "{:?}",
                told.commands
            );
            assert!(
                told.commands.iter().any(|command| command.shell.starts_with("postalias -q desk ")),
                "{:?}",
                told.commands
            );
        }
    }
}
