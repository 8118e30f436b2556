//! A mail that one's own Exim found no way for: no other server was asked, so none has said anything of a mailbox.

use crate::diagnose;
use crate::facts::Facts;
use crate::facts::story::Event;
use crate::knowledge::RULES;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// What Exim says of an address that none of its routers takes, in the log of that very server.
const RULE: &str = "exim/router";

pub fn adapt(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    if is_missed_here(told, facts, found) {
        return no_mailbox_here(told);
    }
    if let Some(router) = own_router(told, facts, found) {
        return kept_here(told, router, values);
    }
    let is_it = found.rule.is_some_and(|rule| RULES[usize::from(rule)].id == RULE);
    if !is_it || !was_to_be_sent(facts, found) {
        return;
    }
    told.title = "Your server found no way to this address".to_owned();
    told.summary = "Exim looked for a server or a mailbox for this address and found none. No other server was asked. Mostly the DNS knows no \
                    mail server for the part after the @; or the domain is one of this server's own, and there is no such mailbox."
        .to_owned();
    told.note = None;
    told.retry =
        "No. The message came back. Correct the address, or the domain, and send it anew.".to_owned();
    told.stage = "dns".to_owned();
    told.ask = None;
    let step = |by: &'static str, text: &'static str| Step::new(by, text);
    told.steps = vec![step("sender", COMPARE), step("sender-admin", ROUTE)];
    told.commands.retain(|command| command.shell.starts_with("dig +short MX"));
    for command in &mut told.commands {
        command.why =
            "No answer, and none from `dig +short A` either: there is no mail server for this domain."
                .to_owned();
    }
}

/// The router of this very Exim that refused the name, where it is one for the server's own domains: `R=virtual_aliases: No Such
/// User Here`. Those that hand mail on have their usual names.
fn own_router<'a>(told: &Finding, facts: &'a Facts, found: &diagnose::Finding) -> Option<&'a str> {
    const OTHERS: &[&str] = &[
        "dnslookup",
        "lookuphost",
        "smarthost",
        "fail_remote",
        "send_to",
        "hubbed",
        "manualroute",
        "nonlocal",
    ];
    let said = found.statement.map(|index| &facts.statements[index])?;
    let router = said.text.as_str().strip_prefix("R=")?.split(':').next()?;
    let is_own = told.cause == "user-unknown"
        && facts.program == Some("exim")
        && said.code.is_none()
        && !OTHERS.iter().any(|other| router.starts_with(other))
        && was_to_be_sent(facts, found);
    is_own.then_some(router)
}

/// Whether the mailbox lives elsewhere, the log cannot know: that comes first, since a letter to the recipient is of no use then.
fn kept_here(told: &mut Finding, router: &str, values: &Values) {
    const MAKE: &str = "If mail for the domain does belong on this server, make the mailbox, an alias or a forwarder (cPanel: Email Accounts, \
                        Forwarders), or correct the address: compare the part before the @ letter by letter.";
    let domain = values.get("recipient_domain").unwrap_or("the part after the @");
    told.title = "Your own server keeps this domain's mail, and has no such mailbox".to_owned();
    told.summary = format!(
        "Exim on this server took {domain} for one of its own domains (router {router}) and found no mailbox of that name. No other server was \
         asked, so mail from elsewhere may well arrive."
    );
    told.note = None;
    told.confidence = "certain".to_owned();
    told.permanence = "permanent".to_owned();
    told.retry = "No. Once the domain's way, or the mailbox, is set right here, send it anew: what came back does not go out again.".to_owned();
    told.stage = "outbound".to_owned();
    told.act = "sender-admin".to_owned();
    told.ask = None;
    told.did_you_mean = None;
    let first = format!(
        "See where mail for {domain} belongs: `dig +short MX {domain}`. If other servers stand there (Google, Microsoft, another hoster), tell this \
         one: in cPanel under Email Routing choose “Remote Mail Exchanger” for the domain. That moves it from /etc/localdomains to \
         /etc/remotedomains."
    );
    const OTHER: &str = "On an Exim without cPanel take the domain out of local_domains (Debian: dc_other_hostnames), and `exim -bt ADDRESS` shows which \
                         router takes the address then.";
    let step = |text: String| Step::new("sender-admin", text);
    told.steps = vec![step(first), step(MAKE.to_owned()), step(OTHER.to_owned())];
    told.commands.retain(|command| command.shell.starts_with("dig +short MX"));
    for command in &mut told.commands {
        command.why = "Servers of somebody else: the mailboxes are there, and this server must not keep the mail. Its own name: they are here."
            .to_owned();
    }
}

/// Postfix's own delivery, and no other server, does not know the name: `relay=local … (unknown user: "bob")`.
fn is_missed_here(told: &Finding, facts: &Facts, found: &diagnose::Finding) -> bool {
    let Some(said) = found.statement.map(|index| &facts.statements[index]) else { return false };
    told.cause == "user-unknown"
        && facts.program == Some("postfix")
        && said.code.is_none()
        && said.remote.is_none()
        && said.text.as_str().starts_with("unknown user: ")
        && was_to_be_sent(facts, found)
}

fn no_mailbox_here(told: &mut Finding) {
    const MAKE: &str = "If the mailbox should exist, make the user, or an alias (/etc/aliases, then `newaliases`); for virtual domains add it to \
                        virtual_mailbox_maps or virtual_alias_maps and run `postmap`.";
    const DOMAIN: &str = "If mail for this domain belongs to another server, take the domain out of mydestination and virtual_mailbox_domains \
                          (`postconf -n`): as long as it stands there, this server keeps the mail for it.";
    told.title = "Your own server has no mailbox with this name".to_owned();
    told.summary = "This server delivers mail for the domain itself, and knows no user, mailbox or alias of this name. No other server was \
                    asked."
        .to_owned();
    told.retry = "No. Once the mailbox is there, or the address is right, send it anew.".to_owned();
    told.act = "sender-admin".to_owned();
    told.ask = None;
    let step = |by: &'static str, text: &'static str| Step::new(by, text);
    told.steps = vec![step("sender", NAME), step("sender-admin", MAKE), step("sender-admin", DOMAIN)];
    told.commands.clear();
}

const NAME: &str = "Compare the part before the @ letter by letter with one that you have in writing.";
const COMPARE: &str = "Compare the part after the @ letter by letter with one that you have in writing: a letter left out or a wrong ending is the usual \
                       reason.";
const ROUTE: &str = "See which router takes the address: `exim -bt ADDRESS` on this server. If the domain is one of its own, make the mailbox or an \
                     alias; if the domain should be delivered here and is not known, add it to local_domains.";

/// The same in Exim's own report: whoever reports looked for the way itself, and no other server is quoted.
pub fn of_report(told: &mut Finding, facts: &Facts, found: &diagnose::Finding, values: &Values) {
    const SAID: &[&str] = &["unrouteable address", "unroutable address"];
    let Some(said) = found.statement.map(|index| &facts.statements[index]) else { return };
    let words = said.text.as_str().to_lowercase();
    let is_its_own = said.code.is_none() && said.remote.is_none() && !words.contains("host ");
    if told.cause != "user-unknown" || !is_its_own || !SAID.iter().any(|words_of| words.contains(words_of)) {
        return;
    }
    let reporter = values.get("reporter").unwrap_or("The server that reports");
    let domain = values.get("recipient_domain");
    let named = domain.unwrap_or("the part after the @");
    let same = |other: Option<&str>| {
        domain.zip(other).is_some_and(|(domain, other)| crate::knowledge::same_organization(domain, other))
    };
    // Its own name may be of the domain, or somebody writes to a colleague.
    let is_local = same(values.get("sender_domain")) || same(values.get("reporter"));
    told.note = None;
    told.did_you_mean = told.did_you_mean.take().filter(|_| !is_local);
    told.ask = None;
    told.commands.retain(|command| command.shell.starts_with("dig +short MX"));
    if is_local {
        told.title = "The server that sends your mail found no way to this address".to_owned();
        told.summary = format!(
            "{reporter} looked for a mailbox or a server for this address and found none; no other server was asked. {named} is a domain that it \
             seems to keep the mail of itself, and there it has no such mailbox."
        );
        told.stage = "outbound".to_owned();
        told.act = "sender-admin".to_owned();
        let route = format!(
            "See where mail for {named} belongs. If its mailboxes are at another provider, tell the server that reports: in cPanel under Email Routing choose \
             “Remote Mail Exchanger” for the domain; on another Exim take it out of local_domains. If they are here, make the mailbox, an alias or a \
             forwarder."
        );
        told.steps = vec![Step::new("sender", NAME), Step::new("sender-admin", route)];
        for command in &mut told.commands {
            command.why = "Servers of somebody else: the mailboxes are there, and this server must not keep the mail. Its own name: they are here."
                .to_owned();
        }
    } else {
        told.title = "The server that sends your mail found no way to this address".to_owned();
        told.summary = format!(
            "{reporter} looked for a mail server of {named} and found none; no other server was asked, so nobody has said anything of a mailbox. \
             Mostly the domain does not exist, or DNS names no mail server for it."
        );
        told.stage = "dns".to_owned();
        told.act = "sender".to_owned();
        let route = format!(
            "If DNS does name a mail server for {named}, the fault is at the server that reports: `exim -bt ADDRESS` there shows which router takes the address. A \
             domain that once was hosted there may still count as one of its own (cPanel: Email Routing)."
        );
        told.steps = vec![
            Step::new("sender", COMPARE),
            Step::new("sender", ASK_FOR_ADDRESS),
            Step::new("sender-admin", route),
        ];
        for command in &mut told.commands {
            command.why =
                "No answer, and none from `dig +short A` either: there is no mail server for this domain."
                    .to_owned();
        }
    }
    told.retry =
        "No. The message came back. Once the address, the domain or the way there is right, send it anew."
            .to_owned();
}

const ASK_FOR_ADDRESS: &str = "If the domain is right, ask the person by phone or another channel whether it is still in use: a domain that was given up \
                               takes no mail.";

/// The words are what became of mail that this server had.
fn was_to_be_sent(facts: &Facts, found: &diagnose::Finding) -> bool {
    let mut of_it = facts.groups_of(found.statement).peekable();
    of_it.peek().is_some() && of_it.all(|group| group.event == Event::Bounced)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_domain_that_exim_keeps_may_have_its_mailboxes_elsewhere() {
        let told = |words: &str| {
            crate::diagnose(&format!(
                "2026-11-20 10:00:00 1vLbQX-00000000AbC-1zXy ** office@example.org {words}"
            ))
            .findings
            .remove(0)
        };
        for words in [
            "R=virtual_aliases: No Such User Here",
            "R=localuser: Unrouteable address",
            "R=system_aliases: unknown user",
        ] {
            let told = told(words);
            assert_eq!(
                (told.cause.as_str(), told.act.as_str(), &told.ask),
                ("user-unknown", "sender-admin", &None),
                "{words}"
            );
            assert!(
                told.title.starts_with("Your own server")
                    && told.steps[0].text.contains("Remote Mail Exchanger"),
                "{words}"
            );
            assert!(
                told.commands.iter().all(|command| command.shell == "dig +short MX example.org"),
                "{words}"
            );
        }
        let remote = told(
            "R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.5]: SMTP error from remote mail server after RCPT TO:<office@example.org>: 550 No Such \
             User Here",
        );
        assert!(!remote.title.starts_with("Your own"), "{}", remote.title);
    }

    #[test]
    fn a_mailbox_of_ones_own_is_made_here() {
        let told = crate::diagnose(
            "Nov 26 10:00:00 mx postfix/local[3]: 4XyZbC12Q3z1: to=<bob@example.org>, relay=local, delay=0.2, dsn=5.1.1, status=bounced \
             (unknown user: \"bob\")",
        )
        .findings
        .remove(0);
        assert_eq!((told.act.as_str(), &told.ask), ("sender-admin", &None));
        assert!(told.title.starts_with("Your own server") && told.commands.is_empty(), "{told:?}");
    }

    #[test]
    fn a_report_of_no_way_blames_no_other_server() {
        let told = |from: &str, words: &str| {
            crate::diagnose(&format!(
                "From: Mail Delivery System <Mailer-Daemon@web7.host.example>\nTo: {from}\nSubject: Mail delivery failed: returning message to sender\n\n\
                 This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of \
                 its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  bob@club.example.org\n    {words}\n"
            ))
            .findings
            .remove(0)
        };
        let remote = told("ann@example.net", "Unrouteable address");
        assert_eq!((remote.stage.as_str(), remote.act.as_str(), &remote.ask), ("dns", "sender", &None));
        assert!(remote.title.ends_with("found no way to this address"), "{}", remote.title);
        assert!(remote.summary.contains("mail server of club.example.org"), "{}", remote.summary);
        assert!(remote.commands.iter().all(|command| !command.shell.contains("swaks")));
        let local = told("ann@example.org", "Unrouteable address");
        assert_eq!((local.stage.as_str(), local.act.as_str()), ("outbound", "sender-admin"));
        assert!(local.steps[1].text.contains("Remote Mail Exchanger"), "{:?}", local.steps);
        let asked = told(
            "ann@example.net",
            "host mx.example.org [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<bob@club.example.org>:\n    550 Unrouteable address",
        );
        assert!(!asked.title.ends_with("found no way to this address"), "{}", asked.title);
    }

    #[test]
    fn where_no_server_was_asked_none_refused_a_mailbox() {
        let told = |line: &str| crate::diagnose(line).findings.remove(0);
        let own = told(
            "2026-03-07 10:31:39 1riAgi-0006Bq-0K <= web@example.net U=www-data P=local S=1980\n\
             2026-03-07 10:31:40 1riAgi-0006Bq-0K ** bob@exmaple.org: Unrouteable address\n",
        );
        assert_eq!((own.stage.as_str(), own.act.as_str(), own.ask), ("dns", "sender", None));
        assert!(
            own.title.starts_with("Your server found no way") && own.steps.len() == 2,
            "{own_title}",
            own_title = own.title
        );
        assert!(own.commands.iter().all(|command| !command.shell.contains("swaks")));
        let others = told(
            "2026-03-07 10:31:40 H=mx.example.net [192.0.2.5] F=<a@example.net> rejected RCPT <bob@example.org>: Unrouteable address\n",
        );
        assert_ne!(others.title, own.title);
    }
}
