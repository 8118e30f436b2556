//! A report that the provider of a mailbox for people wrote to one of its own people: there is no administrator of theirs, and no
//! server that they could set right. What the administrator would do is the provider's to do; they can write to its support, send again
//! later, or use another account.

use crate::facts::Facts;
use crate::knowledge::{self, Service};
use crate::report::adapted::in_its_sentences;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// What is wrong with the provider's own machines, and with none of the mail.
const OF_ITS_SERVERS: &[&str] =
    &["ip-blocklisted", "bad-reputation", "ptr-missing", "helo-invalid", "geo-blocked"];

/// What a letter about a listed address asks of whoever may have none.
const NO_SERVER: &str = " If the address is not a mail server's, please route the mail through one.";

pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    let domain = values.get("sender_domain").map(str::to_ascii_lowercase);
    let Some(service) = domain.as_deref().and_then(knowledge::service_of_mailbox) else { return };
    if told.is_turned_away() || !writes(service, facts, values) {
        return;
    }
    let name = service.name;
    let renamed = |text: &str| renamed(text, name);
    told.retry = renamed(&told.retry);
    if told.act == "sender-admin" {
        told.who = format!("{name}, your mail provider");
        told.commands.clear();
        told.ask = told.ask.take().map(|ask| {
            in_its_sentences(&ask, |line| {
                line.replace("our mail", "my mail")
                    .replace("our server", "your server")
                    .replace(NO_SERVER, "")
            })
        });
    }
    if told.stage == "connection" {
        // From where the provider's servers stand, nobody else can try.
        told.commands.clear();
    }
    told.steps.retain(|step| step.by != "sender-admin");
    for step in &mut told.steps {
        step.text = renamed(&step.text).into();
    }
    if OF_ITS_SERVERS.contains(&told.cause.as_str()) && told.act == "sender-admin" {
        told.steps.retain(|step| step.by != "sender");
        let texts = [
            format!(
                "Nothing in your mail or your settings is wrong: the server that was refused is one of {name}'s. It has many: send the mail once \
                 more in some hours, it may leave by another one."
            ),
            "If it is urgent, write from an account at another provider, or reach the person another way."
                .to_owned(),
            format!(
                "If it stays for days, pass the words of the bounce on to the support of {name}: only they can mend it."
            ),
        ];
        told.steps.splice(0..0, texts.map(|text| Step::new("sender", text)));
        told.retry = format!(
            "Perhaps, in some hours: nothing of yours was refused, and {name} has more servers than this one."
        );
        // It says how an entry is taken off.
        told.note = None;
    } else if told.steps.is_empty() {
        let text = format!("Pass the words of the bounce on to the support of {name}: it is theirs to mend.");
        told.steps.push(Step::new("sender", text));
    }
}

/// A text that speaks of an administrator, for who has none.
pub fn renamed(text: &str, name: &str) -> String {
    const THEIRS: &[&str] = &[
        "your mail provider or administrator",
        "your mail administrator",
        "your own administrator",
        "Your own administrator",
        "your administrator",
        "an administrator of yours",
        "whoever runs your mail server",
        "whoever runs your own mail server",
    ];
    THEIRS.iter().fold(text.to_owned(), |text, who| text.replace(who, &format!("the support of {name}")))
}

/// Whether the report is the provider's own: by the server that reports, or by whom it is from.
fn writes(service: &Service, facts: &Facts, values: &Values) -> bool {
    let own = service.servers.first().and_then(|server| knowledge::provider_of_host(server.host));
    let is_its = |host: &str| {
        service.domains.iter().any(|domain| knowledge::is_under(host, domain))
            || own.is_some() && knowledge::provider_of_host(host) == own
    };
    let from = facts.message.as_deref().and_then(|message| message.from.first()?.read.domain());
    let reporter = values.get("reporter").map(str::to_ascii_lowercase);
    // Where nobody is named who reports, it is the provider of whoever got the report.
    let mut named = from.into_iter().chain(reporter).peekable();
    named.peek().is_none() || named.any(|host| is_its(&host))
}

#[cfg(test)]
mod tests {
    fn told(daemon: &str, sender: &str, words: &str) -> crate::report::Finding {
        let paste = format!(
            "From: {daemon}\nTo: {sender}\nSubject: Mail delivery failed: returning message to sender\n\nA message that you sent could not be delivered to \
             one or more of its recipients. This is a permanent error. The following address failed:\n\noffice@example.org:\nSMTP error from remote server \
             for RCPT TO command, host: mx.example.org (192.0.2.5) reason: {words}\n"
        );
        crate::diagnose(&paste).findings.remove(0)
    }

    const LISTED: &str =
        "550 5.7.1 Service unavailable; client [198.51.100.7] blocked using zen.spamhaus.org";

    #[test]
    fn people_have_no_administrator() {
        for (daemon, sender, name) in [
            ("mailer-daemon@gmx.net (GMX Mailer Daemon)", "lena@gmx.de", "GMX"),
            ("Mail Delivery Subsystem <mailer-daemon@googlemail.com>", "lena@gmail.com", "Gmail"),
            ("MAILER-DAEMON@yahoo.com", "lena@yahoo.com", "Yahoo"),
        ] {
            let told = told(daemon, sender, LISTED);
            assert_eq!(told.cause, "ip-blocklisted", "{daemon}");
            assert!(told.who.contains(name) && told.commands.is_empty(), "{} {:?}", told.who, told.commands);
            assert!(
                told.steps.iter().all(|step| step.by == "sender" && !step.text.contains("administrator")),
                "{:?}",
                told.steps
            );
            assert!(told.retry.starts_with("Perhaps, in some hours"), "{}", told.retry);
        }
    }

    #[test]
    fn who_has_a_server_has_an_administrator() {
        let own = told("MAILER-DAEMON@example.com", "lena@example.com", LISTED);
        assert_eq!(own.who, "your mail administrator");
        // The address is a provider's, and the server that reports is not.
        assert_eq!(told("MAILER-DAEMON@example.com", "lena@gmx.de", LISTED).who, "your mail administrator");
    }
}
