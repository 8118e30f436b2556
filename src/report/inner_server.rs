//! A program that does not get through to a mail server within its own network, as its address shows (RFC 1918 and the like): no
//! provider and no hosting company stands in between.

use super::values::Values;
use super::{Finding, Step};
use crate::mail::ip;

pub fn adapt(told: &mut Finding, values: &Values) {
    let is_here = |address: &str| address.parse().is_ok_and(ip::is_private);
    let place = ["remote", "remote_ip"].into_iter().filter_map(|name| values.get(name));
    let is_asked = matches!(told.cause.as_str(), "connection-refused" | "connection-timeout");
    if !is_asked || told.stage != "connection" || !place.into_iter().any(is_here) {
        return;
    }
    let is_refused = told.cause == "connection-refused";
    told.title = match is_refused {
        true => "A machine in your own network takes no mail on this port",
        false => "A machine in your own network does not answer on this port",
    }
    .to_owned();
    told.summary = match is_refused {
        true => REFUSED,
        false => SILENT,
    }
    .to_owned();
    told.permanence = "permanent".to_owned();
    told.retry = "Not before that machine's mail service, its firewall, or the address and port in the program are set right. Once, if it was just being \
                  started."
        .to_owned();
    told.act = "sender-admin".to_owned();
    told.ask = None;
    let step = |text: &'static str| Step { by: "sender-admin".into(), text: text.into() };
    told.steps = match is_refused {
        true => vec![step(LISTENS), step(PORT), step(CONTAINER), step(NETWORKS)],
        false => vec![step(FIREWALL), step(CONTAINER), step(LISTENS)],
    };
}

/// The same in the log of the reader's own mail server, which was to hand mail on to that machine.
pub fn of_a_log(told: &mut Finding, values: &Values) {
    let is_here = |address: &str| address.parse().is_ok_and(ip::is_private);
    let place = ["remote_ip", "remote"].into_iter().filter_map(|name| values.get(name));
    let is_asked = matches!(told.cause.as_str(), "connection-refused" | "connection-timeout");
    if !is_asked || told.stage != "connection" || !place.into_iter().any(is_here) {
        return;
    }
    let is_refused = told.cause == "connection-refused";
    let what = if is_refused { "takes no mail on this port" } else { "does not answer on this port" };
    told.title = format!("A machine in your own network {what}");
    told.summary = if is_refused { REFUSED } else { SILENT }.to_owned();
    told.retry = "Your server holds the mail and tries again by itself until it gives up. It goes out once that machine, or the way to it, is set right."
        .to_owned();
    told.act = "sender-admin".to_owned();
    told.ask = None;
    let step = |text: &'static str| Step { by: "sender-admin".into(), text: text.into() };
    told.steps = vec![
        step(ROUTE),
        step(if is_refused { LISTENS } else { FIREWALL }),
        step(if is_refused { PORT } else { LISTENS }),
    ];
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
const FIREWALL: &str = "See whether the machine runs and has this address still, and whether its firewall, and the one between the two networks, lets this port in.";

#[cfg(test)]
mod tests {
    fn told(place: &str, what: &str) -> crate::report::Finding {
        crate::diagnose(&format!("could not send mail: dial tcp {place}: {what}")).findings.remove(0)
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
}
