//! A device or a program of the reader's own that the reader's own server would not pass mail on for, at an address that anybody may have:
//! a network need not be a private one (RFC 1918) to be one's own.

use crate::facts::{Facts, Kind};
use crate::report::adapted::own::own_server;
use crate::report::values::Values;
use crate::report::{Finding, Step};
use std::net::IpAddr;

pub fn adapt(told: &mut Finding, paste: &str, facts: &Facts, values: &Values) {
    let is_refusal = told.cause == "relay-denied" && facts.kind == Kind::Log && told.is_turned_away();
    let Some(client) = values.get("sending_ip").filter(|_| is_refusal) else { return };
    let line = paste.lines().find_map(|line| endpoints(line, client));
    let connector = line.as_ref().and_then(|line| line.connector).filter(|name| is_made_for_ones_own(name));
    let is_beside = line.as_ref().is_some_and(|line| is_same_network(line.local, client));
    if connector.is_none() && !is_beside && !facts.device {
        return may_be_ones_own(told, client, values);
    }
    told.title = "Your server does not pass mail on for a device or program of yours".to_owned();
    told.permanence = "permanent".to_owned();
    told.confidence = "likely".to_owned();
    told.stage = "submission".to_owned();
    own_server::of_the_house(told, client);
    told.summary = match (connector, is_beside) {
        (Some(name), _) => format!(
            "{client} came in by {name}, a connector that somebody made for devices or programs of your own. "
        ),
        (None, true) => format!("{client} is in the same network as your mail server. "),
        (None, false) => format!("{client} is a device of yours, as you say. "),
    } + "It handed your server a message for somewhere else, did not sign in, and the server passes mail on only for whoever does, or is \
         known by address.";
    if let Some(name) = connector {
        let text = format!(
            "Or, where it cannot sign in, let that connector pass mail on: `Get-ReceiveConnector {quoted} | Add-ADPermission -User \"NT \
             AUTHORITY\\ANONYMOUS LOGON\" -ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient`. First see that its RemoteIPRanges hold the devices \
             alone (`Get-ReceiveConnector {quoted} | Format-List RemoteIPRanges`): whoever may use it can send anywhere then.",
            quoted = quoted(name)
        );
        told.steps.truncate(1);
        told.steps.push(Step::new("sender-admin", text));
    }
}

/// Nothing shows whose it is: both are told.
fn may_be_ones_own(told: &mut Finding, client: &str, values: &Values) {
    if told.confidence == "certain" {
        told.confidence = "likely".to_owned();
    }
    let called = values.get("helo").map_or(String::new(), |name| format!(", which calls itself {name},"));
    let text = format!(
        "If {client}{called} is a device, a program or a server of yours, let it sign in (port 587 with STARTTLS, or 465 with SSL/TLS), or tell the \
         server that this one address may send without (Postfix: mynetworks; Exim: relay_from_hosts; Exchange: a receive connector for it alone, \
         which may relay)."
    );
    let at = told.steps.len().min(1);
    told.steps.insert(at, Step::new("sender-admin", text));
}

/// A line of Exchange's log of what it received: through which connector, and from where to where.
struct Endpoints<'a> {
    connector: Option<&'a str>,
    local: &'a str,
}

/// `…,MX1\Relay Scanners,08DE…,0,192.0.2.10:25,192.0.2.61:50112,…`
fn endpoints<'a>(line: &'a str, client: &str) -> Option<Endpoints<'a>> {
    if !line.contains(client) {
        return None;
    }
    let fields: Vec<&str> = line.split(',').take(8).collect();
    let at = fields.iter().position(|field| address(field) == client).filter(|at| *at > 0)?;
    let local = address(fields[at - 1]);
    local.parse::<IpAddr>().ok()?;
    Some(Endpoints { connector: fields[..at].iter().find(|field| field.contains('\\')).copied(), local })
}

/// Without the port.
fn address(endpoint: &str) -> &str {
    let host = endpoint.rsplit_once(':').map_or(endpoint, |(host, _)| host);
    host.trim_matches(['[', ']'])
}

/// Exchange is set up with these; whoever makes another one does so for certain clients.
/// <https://learn.microsoft.com/exchange/mail-flow/connectors/receive-connectors>, checked 2026-11-28.
fn is_made_for_ones_own(connector: &str) -> bool {
    const DEFAULTS: &[&str] =
        &["default ", "client frontend", "client proxy", "outbound proxy", "inbound from", "inbound proxy"];
    let name = connector.rsplit_once('\\').map_or(connector, |(_, name)| name).to_lowercase();
    !DEFAULTS.iter().any(|default| name.starts_with(default))
}

/// The same /24 or /64, as networks are given out.
fn is_same_network(own: &str, client: &str) -> bool {
    match (own.parse(), client.parse()) {
        (Ok(IpAddr::V4(own)), Ok(IpAddr::V4(client))) => own.octets()[..3] == client.octets()[..3],
        (Ok(IpAddr::V6(own)), Ok(IpAddr::V6(client))) => own.segments()[..4] == client.segments()[..4],
        _ => false,
    }
}

/// A connector's name as PowerShell takes it: within quotes of its own nothing is read into it.
fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    fn first(paste: &str) -> crate::report::Finding {
        crate::diagnose(paste).findings.remove(0)
    }

    fn received(connector: &str, own: &str, client: &str) -> String {
        let line = |number: u8, said: &str| {
            format!(
                "2026-11-23T07:12:40.1{number:02}Z,EX1\\{connector},08DE2A11C0DE0001,{number},{own}:25,{client}:50112,{said},\n"
            )
        };
        [
            line(0, "+,"),
            line(1, ">,\"220 EX1.example.org Microsoft ESMTP MAIL Service ready\""),
            line(2, "<,EHLO KM-1"),
            line(5, "<,MAIL FROM:<scan@example.org>"),
            line(6, ">,250 2.1.0 Sender OK"),
            line(7, "<,RCPT TO:<ann@example.net>"),
            line(8, ">,550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"),
        ]
        .concat()
    }

    #[test]
    fn a_device_of_ones_own_need_not_have_a_private_address() {
        for (connector, own, client) in [
            ("Relay Scanners", "192.0.2.10", "198.51.100.61"),
            ("Default Frontend EX1", "192.0.2.10", "192.0.2.61"),
            ("Default Frontend EX1", "[2001:db8:5::10]", "[2001:db8:5::61]"),
        ] {
            let told = first(&received(connector, own, client));
            assert_eq!(
                (told.act.as_str(), told.permanence.as_str()),
                ("sender-admin", "permanent"),
                "{client}"
            );
            assert_eq!(told.confidence, "likely", "{client}");
            let relays =
                told.steps.iter().any(|step| step.text.contains("'EX1\\Relay Scanners' | Add-ADPermission"));
            assert_eq!(relays, connector == "Relay Scanners", "{:?}", told.steps);
        }
        let stranger = first(&received("Default Frontend EX1", "192.0.2.10", "198.51.100.61"));
        assert_eq!(stranger.act, "nobody");
        assert!(
            stranger.steps.iter().any(|step| step.text.starts_with("If 198.51.100.61")),
            "{:?}",
            stranger.steps
        );
    }

    #[test]
    fn what_the_reader_says_of_the_device_counts() {
        let line = "Nov 23 08:12:40 mx1 postfix/smtpd[22]: NOQUEUE: reject: RCPT from unknown[203.0.113.61]: 554 5.7.1 <ann@example.net>: Relay access \
                    denied; from=<scan@example.org> to=<ann@example.net> proto=ESMTP helo=<KM-1>\n";
        let stranger = first(line);
        assert_eq!((stranger.act.as_str(), stranger.confidence.as_str()), ("nobody", "likely"));
        let told = first(&format!("Our own copier cannot scan to the tax adviser:\n{line}"));
        assert_eq!((told.act.as_str(), told.permanence.as_str()), ("sender-admin", "permanent"));
        assert!(told.steps.iter().any(|step| step.text.contains("203.0.113.61")), "{:?}", told.steps);
    }
}
