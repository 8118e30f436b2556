//! A sender's domain that exists in no other network than the reader's own: neither waiting nor DNS mends that.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::Owner;
use crate::mail::ip::is_inner_name;
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(
    told: &mut Finding,
    facts: &Facts,
    found: &diagnose::Finding,
    product: Option<&Owner>,
    kind: &str,
    values: &Values,
) {
    let words = found.statement.map_or("", |index| facts.statements[index].text.as_str());
    // `553 5.1.8 <app@web>: Sender address rejected`
    let quoted = || words.split('<').skip(1).find_map(|rest| rest.split_once('>')?.0.rsplit_once('@'));
    let domain = values.get("sender_domain").or_else(|| Some(quoted()?.1));
    let Some(domain) = domain.filter(|domain| is_inner(domain)) else { return };
    if told.cause != "sender-address-rejected" || told.is_turned_away() {
        return;
    }
    told.title = "The sender's address is one that exists only in your own network".to_owned();
    told.summary = format!(
        "The mail was sent in the name of an address at {domain}. No other network knows that domain, so nobody could answer or return the \
         mail, and the server does not take it."
    );
    told.permanence = "permanent".to_owned();
    told.retry = "Not before the mail is sent in the name of another address.".to_owned();
    let is_programs = matches!(kind, "transcript" | "library-error" | "client-error" | "api-error");
    told.act = if is_programs { "sender" } else { "sender-admin" }.to_owned();
    told.ask = None;
    told.commands.clear();
    let set = product.map(|product| product.sender).filter(|set| !set.is_empty()).unwrap_or(SET);
    let first = Step::new(told.act.clone(), set);
    let second = Step::new("sender-admin", SERVER);
    told.steps = vec![first, second];
}

const SET: &str = "Send in the name of an address that exists and can be answered: set From and the sender of the envelope (MAIL FROM) in the program \
                   (curl: --mail-from, swaks: --from, PHP: the -f parameter, most libraries: from or sender).";
const SERVER: &str = "For all programs of a machine at once, set its mail domain (Postfix: myorigin in main.cf, or /etc/mailname on Debian; single \
                      addresses in sender_canonical_maps).";

fn is_inner(domain: &str) -> bool {
    let domain = domain.trim_end_matches('.');
    !domain.is_empty() && (!domain.contains('.') || is_inner_name(domain))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_domain_that_nobody_else_knows_cannot_be_mended_in_dns() {
        let told = |domain: &str| {
            crate::diagnose(&format!(
                "220 mx.example.org ESMTP\nEHLO web\n250 mx.example.org\nMAIL FROM:<app@{domain}>\n250 Ok\nRCPT TO:<ann@example.org>\n450 \
                 4.1.8 <app@{domain}>: Sender address rejected: Domain not found\nQUIT\n221 Bye\n"
            ))
            .findings
            .remove(0)
        };
        let inner = told("web.localdomain");
        assert_eq!((inner.act.as_str(), inner.permanence.as_str(), inner.ask), ("sender", "permanent", None));
        assert!(inner.commands.is_empty() && inner.steps[0].text.contains("MAIL FROM"), "{:?}", inner.steps);
        let jenkins = "hudson.tasks.Mailer: com.sun.mail.smtp.SMTPSenderFailedException: 553 5.1.8 <nobody@nowhere>: Sender address rejected";
        let told_to = &crate::diagnose(jenkins).findings[0].steps[0];
        assert!(told_to.text.contains("System Admin e-mail address"), "{told_to:?}");
        assert_ne!(told("exmaple.net").title, inner.title);
    }
}
