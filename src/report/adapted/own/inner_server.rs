//! A program that does not get through to a mail server within its own network, as its address shows (RFC 1918 and the like): no
//! provider and no hosting company stands in between.

use crate::diagnose;
use crate::knowledge::{OWNERS, RULES, Rule};
use crate::mail::ip;
use crate::report::values::Values;
use crate::report::{Finding, Step};

/// What came of the attempt to connect.
#[derive(Clone, Copy, PartialEq)]
enum Met {
    Refusal,
    Silence,
    NoWay,
}

impl Met {
    /// And the address. `None`: it is no failure to connect, or the address is none of an inner network.
    fn of<'a>(told: &Finding, values: &'a Values) -> Option<(Self, &'a str)> {
        let met = match told.cause.as_str() {
            "connection-refused" => Met::Refusal,
            "connection-timeout" => Met::Silence,
            "network-unreachable" => Met::NoWay,
            _ => return None,
        };
        let is_here = |address: &str| address.parse().is_ok_and(ip::is_private);
        let mut place = ["remote", "remote_ip"].into_iter().filter_map(|name| values.get(name));
        let address = place.find(|place| is_here(place)).filter(|_| told.stage == "connection")?;
        Some((met, address))
    }

    fn title(self) -> &'static str {
        match self {
            Met::Refusal => "A machine in your own network takes no mail on this port",
            Met::Silence => "A machine in your own network does not answer on this port",
            Met::NoWay => "A machine in your own network cannot be reached",
        }
    }

    fn summary(self) -> &'static str {
        match self {
            Met::Refusal => REFUSED,
            Met::Silence => SILENT,
            Met::NoWay => NO_WAY,
        }
    }
}

/// What is said of the internet at large, and of IPv6, is not about an inner address; the commands that fit stand in the steps.
fn without_the_internet(told: &mut Finding) {
    told.note = None;
    told.commands.clear();
}

/// A step with the address put in.
fn step(text: &str, address: &str) -> Step {
    Step::new("sender-admin", text.replace("ADDRESS", address))
}

/// A program's own rule that has all its steps knows where the server stands in that program's settings.
pub fn adapt(told: &mut Finding, found: &diagnose::Finding, values: &Values) {
    let Some((met, address)) = Met::of(told, values) else { return };
    if found.rule.is_some_and(|rule| is_whole(&RULES[usize::from(rule)])) {
        return;
    }
    told.title = met.title().to_owned();
    told.summary = met.summary().to_owned();
    told.permanence = "permanent".to_owned();
    told.retry = "Not before that machine's mail service, its firewall, or the address and port in the program are set right. Once, if it was just being \
                  started."
        .to_owned();
    told.act = "sender-admin".to_owned();
    told.ask = None;
    if met == Met::NoWay {
        told.permanence = "none".to_owned();
        told.retry = AS_SOON.to_owned();
        without_the_internet(told);
    }
    let step = |text: &str| step(text, address);
    told.steps = match met {
        Met::Refusal => vec![step(LISTENS), step(PORT), step(CONTAINER), step(NETWORKS)],
        Met::Silence => vec![step(FIREWALL), step(CONTAINER), step(LISTENS)],
        Met::NoWay => vec![step(RUNS), step(WAY), step(REJECTS), step(CONTAINER)],
    };
}

fn is_whole(rule: &Rule) -> bool {
    rule.alone && OWNERS[usize::from(rule.owner)].layer > 2
}

/// The same in the log of the reader's own mail server, which was to hand mail on to that machine.
pub fn of_a_log(told: &mut Finding, values: &Values) {
    let Some((met, address)) = Met::of(told, values) else { return };
    told.title = met.title().to_owned();
    told.summary = met.summary().to_owned();
    told.retry = "Your server holds the mail and tries again by itself until it gives up. It goes out once that machine, or the way to it, is set right."
        .to_owned();
    told.act = "sender-admin".to_owned();
    told.ask = None;
    let step = |text: &str| step(text, address);
    told.steps = match met {
        Met::Refusal => vec![step(ROUTE), step(LISTENS), step(PORT)],
        Met::Silence => vec![step(ROUTE), step(FIREWALL), step(LISTENS)],
        Met::NoWay => {
            without_the_internet(told);
            vec![step(RUNS), step(WAY), step(REJECTS), step(ROUTE)]
        }
    };
}

/// Postfix, postconf(5): transport_maps, relayhost.
const ROUTE: &str = "See why mail for this domain goes to that address: a route in your server (Postfix: `postconf transport_maps relayhost`), or your own DNS, \
                     which names an inner address for it. Compare it with the machine that is to take it.";

const REFUSED: &str = "The address is one of an inner network. Its machine was reached and said no at once: no mail service listens there on this port, or it \
                       listens for that machine alone. Nothing left the network.";
const SILENT: &str = "The address is one of an inner network, and nothing came back from it: the machine is off or has another address now, or a firewall \
                      drops what comes for this port. Nothing left the network.";
/// Postfix, postconf(5): inet_interfaces.
const LISTENS: &str = "On that machine see what listens: `ss -ltnp`. 127.0.0.1 before the port means that it takes nobody's connection but its own, though a test \
                       on the machine itself works. Postfix: `inet_interfaces = all`, or its inner address, and restart it.";
const PORT: &str =
    "If nothing listens on that port, start the mail service, or take the port that it does listen on.";
const CONTAINER: &str = "Try it from where the program runs: `nc -vz ADDRESS PORT`. A container has a network of its own: its firewall rules, and the address under \
                         which it reaches its host, are others.";
/// Postfix, postconf(5): mynetworks.
const NETWORKS: &str = "Once it connects: without a sign-in the server takes mail for others only from networks that it knows (Postfix: mynetworks). A container \
                        comes from its own network.";
const NO_WAY: &str = "The address is one of an inner network, and no way led to it: the machine is off or has another address now, the sending machine is not in its \
                      network, or a firewall in between turns the connection away. Nothing left the network.";
const AS_SOON: &str =
    "Yes, as soon as that machine, or the way to it, is there again. Until then each attempt ends alike.";
const RUNS: &str = "See whether the machine with this address runs, and whether it has this address still (`ip address` on it).";
const WAY: &str = "On the machine that sends, see which way it would take: `ip route get ADDRESS`. No route means that it is not in that network, or that a VPN or \
                   an interface is down.";
/// `icmp-host-prohibited` of a firewall (firewalld, iptables) is shown by Linux as EHOSTUNREACH, `No route to host`: icmp(7) and net/ipv4/icmp.c.
const REJECTS: &str = "If a ping gets through and the port does not, the firewall of that machine refuses it: Linux shows that, too, as “No route to host”. Open the \
                       port there (`firewall-cmd --list-all`, `nft list ruleset`).";
const FIREWALL: &str = "See whether the machine runs and has this address still, and whether its firewall, and the one between the two networks, lets this port in.";

#[cfg(test)]
mod tests {
    fn told(place: &str, what: &str) -> crate::report::Finding {
        crate::diagnose(&format!("could not send mail: dial tcp {place}: {what}")).findings.remove(0)
    }

    #[test]
    fn no_way_to_an_inner_address_is_no_matter_of_the_internet() {
        let java = "com.sun.mail.util.MailConnectException: Couldn't connect to host, port: 192.168.9.3, 25; timeout -1;\n  nested exception \
                    is:\n\tjava.net.NoRouteToHostException: No route to host (Host unreachable)";
        let node = "Error: connect EHOSTUNREACH 172.16.4.9:587 - Local (172.16.4.2:40112)";
        let go = "could not send mail: dial tcp 10.8.1.4:25: connect: no route to host";
        let postfix = "Nov 20 08:00:00 gate postfix/smtp[9]: 4F1A22B0C1: to=<b@example.org>, relay=none, delay=2, dsn=4.4.1, status=deferred \
                       (connect to 10.8.1.4[10.8.1.4]:25: No route to host)";
        for paste in [java, node, go, postfix] {
            let told = crate::diagnose(paste).findings.remove(0);
            assert_eq!(
                (told.cause.as_str(), told.act.as_str()),
                ("network-unreachable", "sender-admin"),
                "{paste}"
            );
            assert!(told.title.contains("your own network"), "{paste}");
            assert!(
                told.steps.iter().all(|step| !step.text.contains("IPv6") && !step.text.contains("hosting")),
                "{:?}",
                told.steps
            );
            assert!(told.commands.iter().all(|command| !command.shell.contains("-6")), "{paste}");
            assert!(told.ask.is_none() && told.note.is_none(), "{paste}");
        }
        let outside =
            crate::diagnose("could not send mail: dial tcp 192.0.2.7:25: connect: no route to host")
                .findings
                .remove(0);
        assert!(!outside.title.contains("your own network"));
    }

    #[test]
    fn in_ones_own_network_no_provider_is_asked() {
        for place in ["10.1.0.7:25", "172.20.3.4:587", "192.168.0.9:25"] {
            let refused = told(place, "connect: connection refused");
            assert_eq!(
                (refused.cause.as_str(), refused.act.as_str(), refused.permanence.as_str()),
                ("connection-refused", "sender-admin", "permanent"),
                "{place}"
            );
            assert!(refused.steps[0].text.contains("ss -ltnp") && refused.ask.is_none(), "{place}");
            assert!(refused.steps.iter().all(|step| !step.text.contains("provider")), "{place}");
        }
        let silent = told("10.1.0.7:25", "i/o timeout");
        assert_eq!((silent.cause.as_str(), silent.act.as_str()), ("connection-timeout", "sender-admin"));
        let log = |place: &str| {
            let paste = format!(
                "Nov 20 08:00:00 gate postfix/smtp[9]: 4F1A22B0C1: to=<b@example.org>, relay=none, delay=2, dsn=4.4.1, status=deferred \
                 (connect to {place}[{place}]:25: Connection refused)"
            );
            crate::diagnose(&paste).findings.remove(0)
        };
        let own = log("10.2.0.8");
        assert_eq!((own.act.as_str(), own.ask.is_none()), ("sender-admin", true));
        assert!(own.steps[0].text.contains("transport_maps"), "{:?}", own.steps);
        assert_eq!(log("192.0.2.8").act, "recipient-admin");
        assert!(told("192.0.2.7:25", "connect: connection refused").steps[0].text.contains("provider"));
    }

    #[test]
    fn what_a_product_says_of_its_own_settings_stays() {
        let paste = "SOST: Meldung kann nicht an Knoten SMTP übertragen werden wegen Verbindungsfehler (endgültig)\nSCOT: Mail-Host 10.1.0.15, Mail-Port 25\n";
        let told = crate::diagnose(paste).findings.remove(0);
        assert!(told.steps[0].text.contains("SCOT") && told.ask.is_some(), "{:?}", told.steps);
        assert!(told.facts.iter().any(|fact| fact.value == "10.1.0.15"), "{:?}", told.facts);
    }
}
