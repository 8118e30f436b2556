//! A server's log of a sign-in that it refused: under which name somebody tried it and where from stands in the line, and tells whether it was a
//! stranger.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::{self, Topic};
use crate::report::{Fact, Finding};

/// The rule that says what such a line means; those of other programs take their words from it.
const RULE: &str = "postfix/sasl-credentials";

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let Some(said) = found.statement.filter(|_| is_told(told)).map(|index| &facts.statements[index]) else {
        return;
    };
    let words = said.text.as_str();
    // Dovecot, Postfix (smtpd_sasl_glue.c), Exchange, Exim.
    let name =
        ["user=<", "sasl_username=", " for User ", "(set_id="].iter().find_map(|key| value(words, key));
    let is_address = |word: &&str| word.parse::<std::net::IpAddr>().is_ok();
    // What checks passwords in Dovecot names both in brackets: `passwd-file(ann,192.0.2.1)`.
    let brackets = words.split('(').skip(1).filter_map(|inner| inner.split_once(')')?.0.split_once(','));
    let pair = brackets
        .map(|(name, rest)| (name, rest.split(',').next().unwrap_or_default()))
        .find(|(_, address)| is_address(address));
    let name = name.or(pair.map(|(name, _)| name));
    let address = ["rip=", "["].iter().find_map(|key| value(words, key)).filter(is_address);
    // In a row of fields the client's own stands before the words.
    let of_lines =
        || facts.groups_of(found.statement).map(|group| group.named.client.get()).collect::<Option<Vec<_>>>();
    let only =
        || of_lines().and_then(|all| all.first().copied().filter(|first| all.iter().all(|one| one == first)));
    let address = address.or(pair.map(|(_, address)| address)).or_else(only);
    let named = match (name, address) {
        (Some(name), Some(address)) => format!("{name} from {address}"),
        (Some(name), None) => name.to_owned(),
        (None, Some(address)) => format!("a name that the line does not tell, from {address}"),
        (None, None) => return,
    };
    let which = if said.times > 1 { "In one of these lines it was" } else { "It was" };
    for step in told.steps.iter_mut().filter(|step| step.is_about(Topic::Stranger)) {
        step.text = format!("{which} {named}. {}", step.text).into();
    }
    let facts = [("User name", name), ("Address that it came from", address)];
    told.facts.extend(
        facts
            .into_iter()
            .filter_map(|(name, value)| Some(Fact { name: name.to_owned(), value: value?.to_owned() })),
    );
}

/// Whether it is that answer, at the reader's own server.
pub fn is_told(told: &Finding) -> bool {
    told.cause == "auth-credentials" && knowledge::rule(RULE).is_some_and(|rule| rule.title == told.title)
}

/// The word behind a key.
fn value<'a>(words: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = words.split_once(key)?;
    let end = rest.find(|sign: char| sign.is_whitespace() || matches!(sign, '>' | ',' | ']' | ')' | ';'));
    let end = end.unwrap_or(rest.len());
    Some(&rest[..end]).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    #[test]
    fn name_and_address_of_a_refused_sign_in_are_told() {
        for (line, name, address) in [
            (
                "Nov 20 08:15:03 mx dovecot: imap-login: Disconnected: Connection closed (auth failed, 3 attempts in 14 secs): user=<ann@example.org>, method=PLAIN, \
                 rip=203.0.113.40, lip=192.0.2.5, TLS, session=<abc>\n",
                "ann@example.org",
                "203.0.113.40",
            ),
            (
                "Nov 20 08:20:12 mx postfix/smtpd[23]: warning: unknown[203.0.113.24]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=admin\n",
                "admin",
                "203.0.113.24",
            ),
        ] {
            let told = crate::diagnose(line).findings.remove(0);
            assert!(
                told.steps[0].text.starts_with(&format!("It was {name} from {address}.")),
                "{:?}",
                told.steps
            );
            let values: Vec<&str> = told.facts.iter().map(|fact| fact.value.as_str()).collect();
            assert!(values.contains(&name) && values.contains(&address), "{values:?}");
            assert_eq!(crate::report::text::met(&told), "at your own server, where people sign in");
        }
    }

    fn counted(paste: &str) -> usize {
        let log = crate::diagnose(paste).log.expect("a log");
        log.groups.iter().map(|group| group.count).sum()
    }

    #[test]
    fn one_refused_sign_in_on_two_lines_counts_once() {
        let postfix = |address: &str| {
            format!(
                "Nov 20 08:20:14 mx postfix/smtpd[23]: warning: unknown[{address}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6\n"
            )
        };
        let dovecot = "Nov 20 08:20:12 mx dovecot: auth: passwd-file(info,203.0.113.24): unknown user\n";
        assert_eq!(counted(&format!("{dovecot}{}", postfix("203.0.113.24"))), 1);
        assert_eq!(counted(&format!("{}{dovecot}", postfix("203.0.113.24"))), 1);
        // Another client, or another try, is another sign-in.
        assert_eq!(counted(&format!("{dovecot}{}", postfix("203.0.113.99"))), 2);
        assert_eq!(counted(&format!("{dovecot}{}{}", postfix("203.0.113.24"), postfix("203.0.113.24"))), 2);
    }

    #[test]
    fn exchanges_note_and_its_answer_are_one_sign_in() {
        let row = |number: u32, rest: &str| {
            format!(
                "2026-11-24T07:00:0{number}.902Z,EX1\\Client Frontend EX1,08DE2A11C0DE0009,{number},192.0.2.10:587,192.0.2.77:49801,{rest}\n"
            )
        };
        let paste = [
            row(4, "<,AUTH LOGIN,"),
            row(5, ">,334 <authentication response>,"),
            row(6, "*,,Inbound authentication failed with error LogonDenied for User EXAMPLE\\scan"),
            row(9, ">,535 5.7.3 Authentication unsuccessful,"),
        ]
        .concat();
        let report = crate::diagnose(&paste);
        let [told] = &report.findings[..] else { panic!("{:?}", report.findings) };
        assert_eq!((told.cause.as_str(), told.act.as_str()), ("auth-credentials", "sender-admin"));
        let fact =
            |name: &str| told.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.as_str());
        assert_eq!(fact("User name"), Some("EXAMPLE\\scan"));
        assert_eq!(fact("Address that it came from"), Some("192.0.2.77"));
        assert_eq!(counted(&paste), 1);
    }
}
