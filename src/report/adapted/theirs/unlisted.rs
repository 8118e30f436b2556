//! A provider that does not take mail from the sending address, and names no block list: there is none to be looked up or to be
//! taken off, but a record that the provider keeps by itself.

use crate::diagnose;
use crate::facts::Facts;
use crate::knowledge::{OWNERS, OwnerKind, RULES, Topic};
use crate::report::{Finding, Step};

/// Words, and beginnings of words, that speak of a list.
const OF_A_LIST: &[&str] = &["list", "rbl", "dnsbl", "block", "spamhaus", "barracuda", "blocked", "banned"];

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding) {
    let rule = found.rule.map(|rule| &RULES[usize::from(rule)]);
    let provider = rule.map(|rule| &OWNERS[usize::from(rule.owner)]);
    let Some(provider) = provider.filter(|owner| owner.kind == OwnerKind::Provider) else { return };
    let has_words = rule.is_some_and(|rule| !rule.title.is_empty() || !rule.summary.is_empty());
    if told.cause != "ip-blocklisted" || has_words || !found.lists.is_empty() || names_a_list(facts, found) {
        return;
    }
    let statement = found.statement.map(|index| &facts.statements[index]);
    let remote = statement.and_then(|said| said.remote.as_deref()).unwrap_or_default();
    let words = statement.map_or("", |said| said.text.as_str());
    let name = speaking(provider.name, remote, words);
    let (does, thinks) = if name.contains(" and ") { ("do", "think") } else { ("does", "thinks") };
    told.title = format!("{name} {does} not take mail from the sending address");
    told.summary = format!(
        "{name} turned away the address that delivered your message, by what it knows of it or of its network. The reply names no public \
         block list."
    );
    if told.permanence == "permanent" {
        told.retry = format!("Not before {name} {thinks} otherwise of the address.");
    }
    told.steps.retain(|step| !step.is_about(Topic::BlockList));
    for step in &mut told.steps {
        step.text = step.text.replace("the address on the list is", "the sending address is").into();
    }
    let page = if told.links.is_empty() { "" } else { " or its page below" };
    let text = format!("Then ask {name}, in the way that its reply{page} names.");
    told.steps.push(Step::new("sender-admin", text));
    // They ask a list.
    told.commands.retain(|command| !command.shell.contains("zen.spamhaus.org"));
    if let Some(ask) = &mut told.ask {
        *ask = ask.replace("is on a block list.", &format!("is not taken by {name}.")).replace(
            "what brought the address onto the list, stop it, and then ask the list for removal",
            &format!("what speaks against the address, stop it, and then write to {name}"),
        );
    }
}

/// Of several organisations that one file knows, the one that the host or the reply names: `smtp-in.orange.fr`, `OFR_506`.
fn speaking(names: &'static str, remote: &str, words: &str) -> &'static str {
    /// How some begin the numbers of their replies, which are theirs alone.
    const NUMBERS: &[(&str, &str)] = &[("ofr", "Orange"), ("ouk", "Orange"), ("lpn", "La Poste")];
    // Microsoft's servers are the same for both of its names.
    if !names.contains(" and ") || names.contains("Microsoft") {
        return names;
    }
    let letters = |text: &str| {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let (host, said) = (letters(remote), words.to_ascii_lowercase());
    let begins = |start: &str| {
        said.split(|sign: char| !sign.is_ascii_alphanumeric()).any(|word| {
            word.strip_prefix(start).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'a'))
        })
    };
    let each = names.split(", ").flat_map(|part| part.split(" and "));
    let one =
        each.clone().find(|name| host.contains(&letters(name)) || said.contains(&name.to_ascii_lowercase()));
    let one = one.or_else(|| {
        let (_, name) = NUMBERS.iter().find(|(start, _)| begins(start))?;
        each.clone().find(|known| known == name)
    });
    one.unwrap_or(names)
}

/// `(BL)` at the end of a reply, too.
fn names_a_list(facts: &Facts, found: &diagnose::Finding) -> bool {
    let words =
        found.statement.map_or("", |index| facts.statements[index].text.as_str()).to_ascii_lowercase();
    let mut words = words.split(|sign: char| !sign.is_ascii_alphanumeric());
    words.any(|word| {
        word == "bl"
            || word.ends_with("rbl")
            || OF_A_LIST.iter().any(|start| word.starts_with(start) || word.ends_with("list"))
            || word.ends_with("listed")
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_one_organisation_that_speaks_is_named() {
        const FRENCH: &str = "Orange, La Poste, Free and SFR";
        for (remote, words, name) in [
            ("smtp-in.orange.fr", "550 no", "Orange"),
            ("smtpz4.laposte.net", "550 no", "La Poste"),
            ("", "550 5.2.0 Mail rejected. OFR_506 [506]", "Orange"),
            ("", "550 5.7.0 LPN007_506", "La Poste"),
            ("", "550 5.7.0 no", FRENCH),
        ] {
            assert_eq!(super::speaking(FRENCH, remote, words), name, "{remote} {words}");
        }
    }

    fn told(reply: &str) -> crate::report::Finding {
        crate::diagnose(reply).findings.remove(0)
    }

    #[test]
    fn where_no_list_is_named_nobody_is_sent_to_look_one_up() {
        let own = told("554 ES000001 comcast.net");
        assert_eq!(own.cause, "ip-blocklisted");
        assert_eq!(own.title, "Comcast Xfinity does not take mail from the sending address");
        let steps = own.steps.iter().map(|step| &*step.text).collect::<Vec<_>>().join("\n");
        assert!(!steps.contains("list") && steps.contains("Then ask Comcast Xfinity"), "{steps}");
        assert!(!own.ask.unwrap_or_default().contains("block list"));
        let listed = told("550 5.7.1 Service unavailable; client [192.0.2.4] blocked using zen.spamhaus.org");
        assert_eq!(listed.title, "The sending server's address is on a block list");
    }
}
