//! A block list refused to answer the resolver that asked it. Its answer may name that one; the address that was turned away is anybody's, and not at
//! fault.

use crate::facts::Facts;
use crate::knowledge;
use crate::report::{Fact, Finding};
use std::net::IpAddr;

const RULE: &str = "server-error/list-asked-wrongly";

pub fn adapt(told: &mut Finding, facts: &Facts) {
    if told.rule.as_deref() != Some(RULE) {
        return;
    }
    for fact in told.facts.iter_mut().filter(|fact| fact.name == "Sending address") {
        fact.name = "Address that was turned away, not at fault".to_owned();
    }
    let Some(resolver) = facts.statements.iter().find_map(|said| resolver(said.text.as_str())) else {
        return;
    };
    let whose = resolver.parse().ok().and_then(knowledge::public_resolver);
    let whose = whose.map_or(String::new(), |whose| format!(", one of {whose}"));
    told.add_note(&format!(
        "It was asked by {resolver}{whose}: that is the resolver that it does not answer."
    ));
    told.facts.insert(0, Fact { name: "Resolver that asked the list".to_owned(), value: resolver });
}

/// The address in `https://check.spamhaus.org/returnc/pub/192.0.2.53/`
/// (<https://www.spamhaus.org/resource-hub/dnsbl/using-our-public-mirrors-check-your-return-codes-now/>, checked 2026-11-28).
fn resolver(text: &str) -> Option<String> {
    let (_, path) = text.split_once("spamhaus.org/returnc/")?;
    let path = path.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ')' | '>' | ';')).next()?;
    path.split('/').find(|part| part.parse::<IpAddr>().is_ok()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    const LINE: &str = "2026-11-24 08:52:13 H=mx.example.net [192.0.2.47]:46211 F=<ann@example.net> rejected RCPT <eve@example.org>: \"JunkMail rejected - \
                        mx.example.net [192.0.2.47]:46211 is in an RBL: Error: open resolver; https://check.spamhaus.org/returnc/pub/198.51.100.53/\"\n";

    #[test]
    fn a_public_resolver_is_known_by_its_address() {
        let whose = |address: &str| crate::knowledge::public_resolver(address.parse().unwrap());
        assert_eq!(whose("162.159.1.9"), Some("Cloudflare's (1.1.1.1)"));
        assert_eq!((whose("198.51.100.53"), whose("2001:db8::53")), (None, None));
    }

    #[test]
    fn the_resolver_that_asked_is_named_and_the_turned_away_is_not_blamed() {
        let told = crate::diagnose(LINE).findings.remove(0);
        let facts: Vec<(&str, &str)> =
            told.facts.iter().map(|fact| (fact.name.as_str(), fact.value.as_str())).collect();
        assert_eq!(facts[0], ("Resolver that asked the list", "198.51.100.53"));
        assert!(facts.iter().all(|(name, _)| *name != "Sending address"), "{facts:?}");
        assert!(told.note.is_some_and(|note| note.contains("asked by 198.51.100.53")));
        // In the program that wrote the line.
        assert!(told.steps[0].text.contains("WHM, Exim Configuration Manager"), "{:?}", told.steps);
        assert!(told.steps.iter().all(|step| !step.text.contains("reject_rbl_client")), "{:?}", told.steps);
    }
}
