//! A connection that came to nothing, and a hosting company that is named in the paste and keeps that very port closed: its own pages
//! say so, and what it offers instead. Nobody has to compare settings first.

use crate::facts::{Facts, Role};
use crate::knowledge::{self, Hoster};
use crate::report::values::Values;
use crate::report::{Finding, Source, Step};

pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    let is_silent =
        matches!(told.cause.as_str(), "connection-timeout" | "connection-refused" | "network-unreachable");
    if !is_silent || told.stage != "connection" {
        return;
    }
    let Some(port) = values.get("port").map(str::to_owned) else { return };
    let closes = |hoster: &&Hoster| hoster.ports.contains(&port.as_str());
    let Some(hoster) = named(facts, values.get("remote").unwrap_or_default()).filter(closes) else { return };
    let name = hoster.name;
    told.title = format!("{name} keeps outgoing port {port} closed");
    told.summary = format!(
        "The program stands on a machine of {name}, which lets nothing out on {}, at least for new customers. So the mail server was not reached; it \
         need not have any fault, nor your settings.",
        list(hoster.ports)
    );
    told.permanence = "permanent".to_owned();
    told.state = String::new();
    told.confidence = "likely".to_owned();
    told.retry = "Not over this port, before the hosting company opens it.".to_owned();
    told.act = "sender-admin".to_owned();
    told.who = "you, with the hosting company".to_owned();
    let step = |text: String| Step::new("sender-admin", text);
    let open: Vec<&str> = ["587", "465"].into_iter().filter(|open| !hoster.ports.contains(open)).collect();
    let other = match open.is_empty() {
        true => "Or take port 2525 of a sending service, with sign-in: it is open as a rule.".to_owned(),
        false => format!(
            "Or take port {} of your mail provider or of a sending service, with sign-in.",
            open.join(" or ")
        ),
    };
    let is_plain = |host: &&str| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte))
    };
    let (host, with) = match values.get("remote").filter(is_plain) {
        Some(host) => (host, ""),
        None => ("HOST", ", with the mail server's name"),
    };
    let test = format!(
        "To be sure, run `nc -vz -w 10 {host} {port}` on that machine and on one elsewhere{with}: silent here and open there is the hosting company's."
    );
    told.steps = vec![step(hoster.way.to_owned()), step(other), step(test)];
    told.commands.clear();
    told.ask = None;
    told.source = Some(Source { url: hoster.source.into(), checked: hoster.checked.into() });
}

/// The hosting company that the reader's words or machines' names show; one that the server asked is of is none.
fn named(facts: &Facts, remote: &str) -> Option<&'static Hoster> {
    const BEGINNING: usize = 8 << 10;
    let own = facts.statements.iter().filter(|said| said.role != Role::Reply).take(16);
    let texts: Vec<String> = own
        .map(|said| {
            let text = said.text.as_str();
            text[..text.floor_char_boundary(BEGINNING.min(text.len()))].to_lowercase()
        })
        .collect();
    let without = |text: &String| {
        if remote.is_empty() { text.clone() } else { text.replace(&remote.to_lowercase(), " ") }
    };
    let texts: Vec<String> = texts.iter().map(without).collect();
    knowledge::hoster_named(&texts)
}

fn list(ports: &[&str]) -> String {
    match ports {
        [only] => format!("port {only}"),
        [first @ .., last] => format!("ports {} and {last}", first.join(", ")),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    fn told(words: &str, port: u16) -> crate::report::Finding {
        crate::diagnose(&format!(
            "{words}\n\nError: connect ETIMEDOUT 192.0.2.61:{port}\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) {{\n  code: 'ETIMEDOUT',\n  \
             command: 'CONN'\n}}"
        ))
        .findings
        .remove(0)
    }

    #[test]
    fn the_company_that_closes_the_port_is_named() {
        for (words, port, name) in [
            ("Locally fine, but not on my DigitalOcean droplet.", 587, "DigitalOcean"),
            ("Deployed on Render, and then:", 465, "Render"),
            ("It runs at Linode.", 587, "Linode"),
            ("We are on Hetzner Cloud now.", 465, "Hetzner"),
            ("The VM is in Google Cloud.", 25, "Google Cloud"),
        ] {
            let told = told(words, port);
            assert!(
                told.title.contains(name) && told.title.contains(&port.to_string()),
                "{words}: {}",
                told.title
            );
            assert_eq!(
                (told.cause.as_str(), told.permanence.as_str(), &told.ask),
                ("connection-timeout", "permanent", &None)
            );
            let test = format!("`nc -vz -w 10 192.0.2.61 {port}`");
            assert!(told.steps.iter().any(|step| step.text.contains(&test)), "{:?}", told.steps);
            assert!(
                told.steps.iter().all(|step| !step.text.contains("Compare server name")),
                "{:?}",
                told.steps
            );
        }
    }

    #[test]
    fn a_port_that_it_leaves_open_is_no_fault_of_its() {
        for (words, port) in
            [("We are on Hetzner Cloud now.", 587), ("It runs on AWS.", 587), ("My server is at home.", 25)]
        {
            assert!(!told(words, port).title.contains("keeps outgoing"), "{words}");
        }
        // The server that was asked is of the company, and not the machine.
        let asked = crate::diagnose(
            "smtplib\nConnecting to mail.droplet.example.org\nTimeoutError: [Errno 110] Connection timed out: mail.droplet.example.org port 587",
        );
        assert!(!asked.findings[0].title.contains("keeps outgoing"));
    }
}
