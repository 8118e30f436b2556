//! A connection that came to nothing, and a hosting company that is named in the paste and keeps that very port closed: its own pages
//! say so, and what it offers instead. Nobody has to compare settings first.

use super::values::Values;
use super::{Finding, Source, Step};
use crate::facts::{Facts, Role};

struct Hoster {
    name: &'static str,
    /// Words for it, in small letters: whole words, or ends of its machines' names.
    words: &'static [&'static str],
    /// Outgoing ports that it keeps closed, for new customers at least.
    ports: &'static [&'static str],
    /// What it says of opening them.
    way: &'static str,
    source: &'static str,
}

const CHECKED: &str = "2026-11-27";

const HOSTERS: &[Hoster] = &[
    Hoster {
        name: "DigitalOcean",
        words: &["digitalocean", "digital ocean", "droplet", "droplets"],
        ports: &["25", "465", "587"],
        way: "DigitalOcean keeps the mail ports of Droplets closed and advises a sending service.",
        source: "https://docs.digitalocean.com/support/why-is-smtp-blocked/",
    },
    Hoster {
        name: "Linode (Akamai)",
        words: &["linode", ".linodeusercontent.com"],
        ports: &["25", "465", "587"],
        way: "Linode opens them on request: set the A record and the reverse name of the machine, and write to its support.",
        source: "https://www.linode.com/blog/linode/a-new-policy-to-help-fight-spam/",
    },
    Hoster {
        name: "Render",
        words: &["render.com", "on render", ".onrender.com"],
        ports: &["25", "465", "587"],
        way: "Render closes them for free services alone: a paid instance may use 465 and 587.",
        source: "https://render.com/docs/free",
    },
    Hoster {
        name: "Railway",
        words: &["railway.app", "on railway", ".railway.internal"],
        ports: &["25", "465", "587", "2525"],
        way: "Railway opens mail ports from its Pro plan on; otherwise it wants a service that takes mail by HTTPS.",
        source: "https://docs.railway.com/reference/outbound-networking",
    },
    Hoster {
        name: "Hetzner Cloud",
        words: &["hetzner"],
        ports: &["25", "465"],
        way: "Hetzner opens them on request in the Cloud Console (Limits), once the first invoice is paid. Port 587 is open.",
        source: "https://docs.hetzner.com/cloud/servers/faq/",
    },
    Hoster {
        name: "Google Cloud",
        words: &["google cloud", "gcp", "compute engine", ".google.internal"],
        ports: &["25"],
        way: "Google Cloud keeps port 25 to other networks closed for good. Ports 587 and 465 are open.",
        source: "https://cloud.google.com/compute/docs/tutorials/sending-mail",
    },
    Hoster {
        name: "Amazon EC2",
        words: &["ec2", "aws lambda", "on aws", "lightsail", ".compute.internal", ".ec2.internal"],
        ports: &["25"],
        way: "Amazon opens port 25 on request (form to remove the email sending limitation). Ports 587 and 465 are open.",
        source: "https://repost.aws/knowledge-center/ec2-port-25-throttle",
    },
    Hoster {
        name: "Microsoft Azure",
        words: &["azure", ".cloudapp.net"],
        ports: &["25"],
        way: "Azure opens port 25 for Enterprise agreements alone. Ports 587 and 465 are open.",
        source: "https://learn.microsoft.com/azure/virtual-network/troubleshoot-outbound-smtp-connectivity",
    },
    Hoster {
        name: "Oracle Cloud",
        words: &["oracle cloud", "oci instance", ".oraclevcn.com"],
        ports: &["25"],
        way: "Oracle opens port 25 on request for paid accounts. Port 587 is open.",
        source: "https://docs.oracle.com/iaas/releasenotes/changes/f7e95770-9844-43db-916c-6ccbaf2cfe24/",
    },
    Hoster {
        name: "Vultr",
        words: &["vultr", ".vultrusercontent.com"],
        ports: &["25"],
        way: "Vultr opens port 25 on request, and not for everybody. Port 587 is open.",
        source: "https://docs.vultr.com/what-ports-are-blocked",
    },
];

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
    let step = |text: String| Step { by: "sender-admin".into(), text: text.into() };
    let open: Vec<&str> = ["587", "465"].into_iter().filter(|open| !hoster.ports.contains(open)).collect();
    let other = match open.is_empty() {
        true => "Or send through a sending service that takes mail at port 2525 or by HTTPS (an API): both are open as a rule.".to_owned(),
        false => format!("Or take port {} of your mail provider or of a sending service, with sign-in.", open.join(" or ")),
    };
    let test = format!(
        "To be sure, run `nc -vz -w 10 HOST {port}` on that machine and on one elsewhere, with the mail server's name: silent here and open there is the hosting company's."
    );
    told.steps = vec![step(hoster.way.to_owned()), step(other), step(test)];
    told.commands.clear();
    told.ask = None;
    told.source = Some(Source { url: hoster.source.into(), checked: CHECKED.into() });
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
    HOSTERS.iter().find(|hoster| hoster.words.iter().any(|word| texts.iter().any(|text| holds(text, word))))
}

/// A whole word, or the end of a name; no part of one: `email-smtp.us-east-1.amazonaws.com` is nobody's machine.
fn holds(text: &str, word: &str) -> bool {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let rest = &text[at + word.len()..];
        let begins =
            word.starts_with('.') || !text[..at].ends_with(|c: char| is_of_name(c) || c == '.' || c == '@');
        begins
            && !rest.starts_with(is_of_name)
            && !(rest.starts_with('.') && rest[1..].starts_with(is_of_name))
    })
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
