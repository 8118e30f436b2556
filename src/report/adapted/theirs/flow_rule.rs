//! A mail flow rule of an organisation at Microsoft 365 stopped a mail, and the notice names whose rule it is: the sender's own,
//! as often as the recipient's.

use crate::knowledge;
use crate::report::values::Values;
use crate::report::{Finding, Step};

pub fn adapt(told: &mut Finding, paste: &str, values: &Values) {
    if told.rule.as_deref() != Some("microsoft/flow-rule") {
        return;
    }
    let Some((owner, end)) = owner(paste) else {
        without_owner(told, paste);
        return;
    };
    let is = |whose: &str| values.get(whose).is_some_and(|domain| domain.eq_ignore_ascii_case(owner));
    let is_theirs = is("recipient_organization") || is("recipient_domain");
    let said = own_words(&paste[end..]).map(|words| format!(" It says: “{words}”.")).unwrap_or_default();
    told.note = Some(format!("An administrator at {owner} has set the rule up.{said}"));
    told.summary = format!(
        "The mail system of {owner} looks at each message by rules of its own, and one of them stopped this one."
    );
    if is_theirs {
        return;
    }
    told.title = "A rule of the organisation that sends stopped the message".to_owned();
    let is_own = is("sender_organization") || is("sender_domain");
    if !is_own {
        told.who = format!("the mail administrator at {owner}");
    }
    told.act = "sender-admin".to_owned();
    told.stage = "outbound".to_owned();
    told.ask = None;
    let whose = if is_own { "your own organisation's" } else { "that of the organisation that sends" };
    told.retry = format!("Not as it is: the rule is {whose}, and stops the same message again.");
    told.steps = vec![
        step("sender", format!("Ask whoever runs the mail at {owner} whether such mail may go out, and in which way: encrypted, with a mark in the subject, or by another service. The recipient's side had no part in it.")),
        step("sender-admin", "Look the rule up in the Exchange admin center under Mail flow, Rules. The message trace of this mail names the rule that stopped it.".to_owned()),
        step("sender-admin", "If it should not have stopped this mail, add an exception, or narrow what the rule looks for.".to_owned()),
    ];
}

/// No domain is named: whose side it is may be said all the same, and what the rule answers stands in the reply.
fn without_owner(told: &mut Finding, paste: &str) {
    let start = paste[..paste.floor_char_boundary(LONGEST_NOTICE.min(paste.len()))].to_lowercase();
    let is_theirs = THEIRS.iter().any(|words| start.contains(words));
    let reason = told.reply.as_ref().and_then(|reply| reason(&reply.text)).map(str::to_owned);
    if is_theirs {
        told.title = "A rule of the recipient's organisation refused the message".to_owned();
    }
    let whose = if is_theirs { "The recipient's organisation" } else { "One of the two organisations" };
    if is_theirs || reason.is_some() {
        told.summary = format!(
            "{whose} looks at each message by rules of its own at Microsoft 365 or Exchange, and one of them stopped this one."
        );
    }
    if let Some(reason) = reason {
        told.note = Some(format!("The rule says: “{reason}”."));
        // It says what has to be otherwise: nobody need find that out by tries.
        told.steps.retain(|step| step.by != "sender");
        told.steps.insert(0, step("sender", format!("Send it once more so that the rule has nothing against it (“{reason}”), or agree on another way with the recipient.")));
        told.ask = told.ask.take().map(|ask| {
            ask.replacen(", and the reply does not say which", "", 1).replacen(
                "tell me which rule applied, and whether",
                "and tell me whether",
                1,
            )
        });
    }
}

const LONGEST_NOTICE: usize = 8 << 10;

/// "The recipient's organisation", as such notices say it.
const THEIRS: &[&str] = &[
    "recipient's organization",
    "recipient’s organization",
    "recipient's organisation",
    "organisation du destinataire",
    "organisation des empfängers",
    "organización del destinatario",
    "organizzazione del destinatario",
    "organização do destinatário",
    "organisatie van de ontvanger",
    "organisatie van de geadresseerde",
    "mottagarens organisation",
    "organizacji adresata",
    "организации получателя",
];

/// What stands behind the name of the rule's action: its own text, without the sentence that Exchange has for rules without one.
fn reason(reply: &str) -> Option<&str> {
    const GENERAL: &str = "the message was rejected by organization policy";
    let said = reply.split_once("RejectMessage;")?.1.trim();
    let own = match said.get(..GENERAL.len()) {
        Some(start) if start.eq_ignore_ascii_case(GENERAL) => &said[GENERAL.len()..],
        _ => said,
    };
    let own = own.trim_matches([' ', ':', '.', ';', '-', '\'', '"']);
    (own.contains(' ') && own.len() <= 300 && !own.contains('[')).then_some(own)
}

fn step(by: &str, text: String) -> Step {
    Step::new(by.to_owned(), text)
}

/// `created by an admin at example.org`, in the languages of such notices: the domain, and where its line ends.
fn owner(paste: &str) -> Option<(&str, usize)> {
    /// So many mentions of an administrator are looked at.
    const MOST: usize = 20;
    /// From the word to the domain.
    const REACH: usize = 120;
    let mentions = paste.match_indices("dmin").chain(paste.match_indices("eheerder")).take(MOST);
    let named = |(at, _): (usize, &str)| {
        let near = &paste[at..paste.floor_char_boundary(at + REACH)];
        let near = near.split('\n').next().unwrap_or_default();
        // A tenant's first name is nobody's domain for mail.
        let domain =
            near.split_whitespace().skip(1).take(3).map(|word| word.trim_matches(['.', ',', ';', ':']));
        let domain = domain.filter(|word| !word.contains('@') && !word.ends_with(".onmicrosoft.com"));
        let domain = domain
            .filter(|word| word.contains('.'))
            .find(|word| knowledge::organizational_domain(word).is_some())?;
        let rest = &paste[at..];
        Some((domain, at + rest.find('\n').unwrap_or(rest.len())))
    };
    mentions.filter_map(named).next()
}

/// What the rule answers, on the line behind.
fn own_words(rest: &str) -> Option<&str> {
    const LONGEST: usize = 300;
    let line = rest.lines().skip(1).take(2).map(str::trim).find(|line| !line.is_empty())?;
    // The picture of the way: `ann   Office 365   bob`.
    let is_words = line.contains(' ') && !line.contains(['\t', '@']) && !line.contains("Office 365");
    (is_words && line.len() <= LONGEST).then(|| line.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    fn told(owner: &str, sender: &str) -> crate::report::Finding {
        let paste = format!(
            "Your message to bob@example.net couldn't be delivered.\n\
             A custom mail flow rule created by an admin at {owner} has blocked your message.\n\
             Price lists do not leave the house.\n\n\
             ann  Office 365  bob\n\n\
             More Info for Email Admins\nStatus code: 550 5.7.1_ETR\n\n\
             Original Message Details\nSender Address: {sender}\nRecipient Address: bob@example.net\n\
             Reported error: 550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy\n\
             DSN generated by: AM0PR01.eurprd01.prod.outlook.com\n"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    #[test]
    fn the_side_and_the_reason_are_told_without_a_domain() {
        let told = |opening: &str, words: &str| {
            crate::diagnose(&format!(
                "Échec de la remise aux destinataires ou groupes suivants :\n\nAchats (achats@example.net)\n{opening}\n\nInformations de diagnostic pour les \
                 administrateurs :\n\nServeur de génération : AM0PR01.eurprd01.prod.outlook.com\n\nachats@example.net\nRemote Server returned '550 5.7.1 \
                 TRANSPORT.RULES.RejectMessage; {words}'\n\nEn-têtes de message d'origine :\n\nFrom: Luc <luc@example.org>\nTo: achats@example.net\nSubject: \
                 Offre\nMessage-ID: <1@example.org>\n"
            ))
            .findings
            .remove(0)
        };
        const GENERAL: &str = "the message was rejected by organization policy";
        const THEIRS: &str = "Votre message n'a pas pu être remis, car l'organisation du destinataire a configuré une règle personnalisée qui le rejette.";
        let both = told(THEIRS, &format!("{GENERAL}: no archives here"));
        assert_eq!(both.title, "A rule of the recipient's organisation refused the message");
        assert_eq!(both.note.as_deref(), Some("The rule says: “no archives here”."));
        assert!(both.steps[0].text.contains("no archives here"), "{:?}", both.steps);
        assert!(both.ask.is_some_and(|ask| !ask.contains("does not say which")));
        let silent = told("Votre message n'a pas pu être remis.", GENERAL);
        assert!(silent.title.contains("one of the two") && !silent.summary.contains("says"), "{silent:?}");
    }

    #[test]
    fn whose_rule_it_is_decides_who_can_mend_it() {
        let own = told("example.org", "ann@example.org");
        assert_eq!((own.act.as_str(), own.who.as_str()), ("sender-admin", "your mail administrator"));
        assert!(
            own.note.as_ref().is_some_and(|note| note.contains("“Price lists do not leave the house”")),
            "{own:?}"
        );
        assert!(
            own.ask.is_none() && own.steps.iter().all(|step| !step.by.starts_with("recipient")),
            "{:?}",
            own.steps
        );
        let theirs = told("example.net", "ann@example.org");
        assert_eq!(theirs.act, "recipient-admin");
        let other = told("example.com", "ann@example.org");
        assert_eq!(other.who, "the mail administrator at example.com");
    }
}
