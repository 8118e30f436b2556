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
    told.facts.retain(|fact| facts.iter().all(|(name, _)| fact.name != *name));
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

    #[test]
    fn values_that_a_line_names_stand_in_the_steps() {
        for (line, wanted) in [
            (
                "Nov 24 03:12:05 mx dovecot: imap-login: Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10): \
                 user=<ann@example.org>, rip=198.51.100.46, lip=203.0.113.5\n",
                &["doveadm who ann@example.org", "198.51.100.46"][..],
            ),
            (
                "Nov 24 03:11:30 mx dovecot: auth-worker(9): Error: sql(tom@example.org,198.51.100.45): Password query failed: Unknown column\n",
                &["doveadm user tom@example.org"],
            ),
            (
                "2026-11-24 09:41:17,123 fail2ban.actions        [812]: NOTICE  [postfix-sasl] Ban 203.0.113.77\n",
                &["fail2ban-client set postfix-sasl unbanip 203.0.113.77"],
            ),
            (
                "Nov 24 09:41:17 mx amavis[8]: (00812-01) Blocked SPAM {DiscardedInbound,Quarantined}, [203.0.113.77]:44 <bob@example.net> -> \
                 <ann@example.org>, quarantine: s/spam-sXyZ12.gz, Queue-ID: 4XyB7R0Lp3z9v, Hits: 12.1\n",
                &["amavisd-release 's/spam-sXyZ12.gz'", "bob@example.net"],
            ),
        ] {
            let told = crate::diagnose(line).findings.remove(0);
            let all = format!("{:?} {:?}", told.steps, told.facts);
            for words in wanted {
                assert!(all.contains(words), "{words}: {all}");
            }
        }
    }

    #[test]
    fn whose_limit_it_is_the_words_say() {
        let paste = "2026-11-18 08:01:12 1tCx2Q-00000004kLm-1a2B <= info@shop.example.org H=localhost [127.0.0.1] P=esmtpa S=48 for k@example.net\n\
                     2026-11-18 08:01:14 1tCx2Q-00000004kLm-1a2B ** k@example.net R=enforce_mail_permissions: Domain example.com has exceeded the max \
                     defers and failures per hour (5/5 (100%)) allowed. Message discarded.\n";
        let told = crate::diagnose(paste).findings.remove(0);
        assert!(told.ask.is_some_and(|ask| ask.contains("Domain: example.com")));
    }
}
