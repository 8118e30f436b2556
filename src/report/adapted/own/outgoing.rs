//! A log of a server that gets through to nobody: servers that always answer keep silent, so that the way out of port 25 is
//! closed at the sender's own side.

use crate::facts::story::{Event, Group, Log};
use crate::facts::{Facts, Role};
use crate::knowledge::{self, Topic};
use crate::mail::ip::is_inner;
use crate::mail::place;
use crate::report::values::Values;
use crate::report::{Command, Finding, Source, Step};

/// Of so many hosts the names are compared.
const HOSTS: usize = 40;

pub fn adapt(told: &mut Finding, facts: &Facts, values: &Values) {
    let Some(log) = facts.log.as_ref() else { return };
    if !matches!(told.cause.as_str(), "connection-timeout" | "connection-refused" | "network-unreachable") {
        return;
    }
    // At a port for signing in (RFC 8314) stands the server that one sends through.
    if values.get("port").is_some_and(|port| matches!(port, "465" | "587" | "2525")) {
        crate::report::adapted::not_theirs(told);
    }
    if told.cause == "network-unreachable" && lacks_both(facts) {
        no_way_at_all(told);
    } else if told.cause == "network-unreachable" && is_own_systems_word(told) {
        no_way_from_here(told, values);
    }
    let silent = silent(facts, log);
    let is_closed = told.cause == "connection-timeout"
        && told.stage == "connection"
        && !log.reached_out
        && values.get("port").is_none_or(|port| port == "25")
        && is_telling(&silent);
    if is_closed {
        closed(told, &silent, facts, values);
    }
    if log.lacks_ipv6 && told.cause != "network-unreachable" {
        const ASIDE: &str = "The lines about IPv6 (addresses with colons, “Network is unreachable”) are a side matter: this machine has no way by \
                             IPv6, and the addresses of IPv4 were tried beside them.";
        told.add_note(ASIDE);
    }
}

/// A program, or a server's report, that got no answer from a large provider's own server at port 25: that one answers everybody.
pub fn of_one(told: &mut Finding, facts: &Facts, values: &Values) {
    let is_silent = told.cause == "connection-timeout" && told.stage == "connection";
    if !is_silent || facts.log.is_some() || values.get("port") != Some("25") {
        return;
    }
    let Some(remote) = values.get("remote").filter(|host| knowledge::provider_of_host(host).is_some()) else {
        return;
    };
    // A server for people who sign in is asked at another port first.
    if knowledge::is_submission_server(remote) {
        return;
    }
    let remote = remote.to_owned();
    closed(told, &[remote.as_str()], facts, values);
}

/// A queue of Exchange as `Get-Queue` lists it: its own words stand where a server's would, and a host that kept silent said nothing.
pub fn of_queue(told: &mut Finding, facts: &Facts, values: &Values) {
    if told.cause != "connection-timeout" || !is_queue(facts) {
        return;
    }
    if let Some(reply) = &mut told.reply {
        reply.remote = None;
    }
    for fact in told.facts.iter_mut().filter(|fact| fact.name == "Server that answered") {
        fact.name = "Server that was tried".to_owned();
    }
    let mut hosts: Vec<&str> = Vec::new();
    for said in facts.statements.iter().filter(|said| is_unconnected(said.text.as_str())) {
        let host = said.remote.as_deref().filter(|host| !hosts.contains(host));
        hosts.extend(host.filter(|_| hosts.len() < HOSTS));
    }
    // Whoever reached one of them has a way out.
    let replies = facts.statements.iter().filter(|said| said.role == Role::Reply);
    let all = replies.clone().count() > 0 && replies.clone().all(|said| is_unconnected(said.text.as_str()));
    if all && hosts.len() > 1 && is_telling(&hosts) {
        closed(told, &hosts, facts, values);
    }
}

/// Whether it is a queue of Exchange, by how it writes its last error.
pub fn is_queue(facts: &Facts) -> bool {
    facts.log.is_none()
        && facts.statements.iter().take(8).any(|said| {
            let text = said.text.as_str();
            text.contains("{LED=") || text.contains("Error communicating with target host")
        })
}

/// What Exchange says where no connection came about in time.
fn is_unconnected(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains("unable to connect") && (lower.contains("timedout") || lower.contains("10060"))
}

/// Whether neither addresses of IPv4 nor of IPv6 were reached.
fn lacks_both(facts: &Facts) -> bool {
    const SOME: usize = 40;
    let (mut four, mut six) = (false, false);
    for said in facts.statements.iter().take(SOME).map(|said| said.text.as_str()) {
        if !said.to_ascii_lowercase().contains("network is unreachable") {
            continue;
        }
        for inner in said.split('[').skip(1).filter_map(|part| part.split(']').next()) {
            four |= inner.parse::<std::net::Ipv4Addr>().is_ok();
            six |= inner.parse::<std::net::Ipv6Addr>().is_ok();
        }
    }
    four && six
}

/// It is none of one destination, and no matter of IPv6.
fn no_way_at_all(told: &mut Finding) {
    const GATEWAY: &str = "Neither by IPv4 nor by IPv6 is there a way out of this machine: look whether it has an address and a default gateway (`ip address`, \
                           `ip route`, with a line `default via`), as after a change of its network, and set the gateway right.";
    told.steps.retain(|step| !step.is_about(Topic::Ipv6));
    told.steps.insert(0, Step::new("sender-admin", GATEWAY));
    told.commands.retain(|command| !command.shell.contains(" -6 "));
    told.retry = "Yes, by itself, once this machine has a way out again.".to_owned();
    told.ask = None;
}

/// Whether the machine that sends said that it knows no way (ENETUNREACH): a host that is not there is told of in other words.
fn is_own_systems_word(told: &Finding) -> bool {
    told.evidence.iter().any(|evidence| {
        let words = evidence.quote.to_ascii_lowercase();
        words.contains("network is unreachable") || words.contains("enetunreach")
    })
}

/// Nothing left the machine: whoever runs it mends that.
fn no_way_from_here(told: &mut Finding, values: &Values) {
    const BY_IPV6: &str = "This server has no way to the internet by IPv6, and the other server was tried at its IPv6 address. Nothing left the machine.";
    const BY_IPV4: &str =
        "This server knows no way to the other one's address: it said so itself. Nothing left the machine.";
    let six = values.get("remote_ip").is_some_and(|address| address.contains(':'));
    crate::report::adapted::not_theirs(told);
    told.act = "sender-admin".to_owned();
    told.summary = if six { BY_IPV6 } else { BY_IPV4 }.to_owned();
    if !six {
        told.steps.retain(|step| !step.is_about(Topic::Ipv6));
        told.commands.retain(|command| !command.shell.contains(" -6 "));
        const GATEWAY: &str = "Look whether this machine has an address and a default gateway (`ip address`, `ip route`, with a line `default via`), and whether \
                               a rule of its own or a VPN takes that network away.";
        told.steps.insert(0, Step::new("sender-admin", GATEWAY));
    }
}

/// Hosts to which no connection came about because nothing answered.
fn silent<'a>(facts: &'a Facts, log: &'a Log) -> Vec<&'a str> {
    let is_silence = |group: &&Group| {
        let words = facts.statements[group.statement].text.as_str();
        let lower = words.to_ascii_lowercase();
        let is_at_the_start = !lower.contains(" while ") && !lower.contains("conversation with");
        let place = place::first(words, |_| false);
        matches!(group.event, Event::Note | Event::Deferred | Event::Bounced)
            && !group.named.takes_in
            && ["connection timed out", "operation timed out", "connection timeout"]
                .iter()
                .any(|said| lower.contains(said))
            && is_at_the_start
            && matches!(place.port, None | Some(25))
            && !words.split('[').skip(1).any(|part| part.split(']').next().is_some_and(is_inner))
    };
    let mut hosts: Vec<&str> = Vec::new();
    for host in log.groups.iter().filter(is_silence).filter_map(|group| group.host.as_deref()) {
        if hosts.len() < HOSTS && !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

/// A large provider's servers always answer, and two organisations are hardly down at once.
fn is_telling(hosts: &[&str]) -> bool {
    let is_several = hosts.iter().skip(1).any(|host| !knowledge::same_organization(hosts[0], host));
    is_several || hosts.iter().any(|host| is_large(host))
}

fn is_large(host: &str) -> bool {
    knowledge::provider_of_host(host).is_some() || knowledge::service_of_host(host).is_some()
}

fn closed(told: &mut Finding, silent: &[&str], facts: &Facts, values: &Values) {
    let named = silent.iter().find(|host| is_large(host)).unwrap_or(&silent[0]);
    told.title = "Outgoing port 25 is most likely closed for your server".to_owned();
    told.summary = match silent.len() {
        1 => format!(
            "{named} kept silent when your server connected to port 25. That server answers everybody, so the way out is most likely closed: \
             by the hoster of your server, or by a firewall of your own."
        ),
        all => format!(
            "{all} mail servers, {named} among them, kept silent when your server connected to port 25. They are hardly all down at once, so \
             the way out is most likely closed: by the hoster of your server, or by a firewall of your own."
        ),
    };
    told.note = hoster(facts).map(|hoster| format!("By its name the machine stands at {hoster}."));
    told.confidence = "likely".to_owned();
    told.permanence = "permanent".to_owned();
    told.retry = "Not while the port is closed. What waits goes out by itself once it is open; after some days it comes back to the sender."
        .to_owned();
    told.act = "sender-admin".to_owned();
    told.did_you_mean = None;
    if facts.recipients.len() != 1 {
        told.recipient = None;
    }
    let step = |text: &'static str| Step::new("sender-admin", text);
    let is_postfix = !is_queue(facts) && facts.program.is_none_or(|program| program == "postfix");
    let relay = match facts.program {
        Some("opensmtpd") => RELAY_OF_OPENSMTPD,
        _ if is_postfix => RELAY_OF_POSTFIX,
        _ => RELAY,
    };
    told.steps = vec![step(TEST), step(FIREWALL), step(ASK), step(relay)];
    told.commands = vec![Command {
        shell: "nc -vz -w 10 gmail-smtp-in.l.google.com 25".to_owned(),
        windows: "Test-NetConnection gmail-smtp-in.l.google.com -Port 25".to_owned(),
        why:
            "Silent on this server and open from another network: port 25 is closed on this server's way out."
                .to_owned(),
    }];
    told.ask = Some(values.message(LETTER));
    told.considered.clear();
    told.source = Some(Source { url: SOURCE.into(), checked: CHECKED.into() });
}

/// Names that clouds give to machines, by what they end in; the machine's own name stands in the sender or the Message-ID that it makes.
fn hoster(facts: &Facts) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        (".compute.internal", "Amazon EC2"),
        (".ec2.internal", "Amazon EC2"),
        (".cloudapp.net", "Microsoft Azure"),
        (".google.internal", "Google Cloud"),
        (".your-server.de", "Hetzner"),
        (".vultrusercontent.com", "Vultr"),
        (".linodeusercontent.com", "Linode (Akamai)"),
    ];
    let said = [facts.envelope.sender.as_deref(), facts.envelope.message_id.as_deref()];
    let own = said.into_iter().flatten().map(|said| said.trim_end_matches('>'));
    own.flat_map(|own| NAMES.iter().filter(move |(end, _)| own.ends_with(end))).map(|(_, name)| *name).next()
}

const SOURCE: &str =
    "https://learn.microsoft.com/azure/virtual-network/troubleshoot-outbound-smtp-connectivity";
const CHECKED: &str = "2026-11-26";
const TEST: &str = "On this server run `nc -vz gmail-smtp-in.l.google.com 25`, and the same on a machine in another network. If it is silent here and open \
                    there, port 25 is closed on this server's way out, and no recipient is to blame.";
const FIREWALL: &str = "Look at your own rules first: the server's firewall (`nft list ruleset`, `iptables -S OUTPUT`, `ufw status`), and the hoster's \
                        security group or cloud firewall.";
const ASK: &str = "Ask the hoster to open outgoing port 25: Amazon EC2, Google Cloud, Azure, Hetzner, DigitalOcean and others keep it closed for new \
                   machines. Some open it on request, some never do.";
const RELAY: &str = "Or send through a relay with sign-in, your mail provider or a sending service, on port 587. Where the hoster closes 587 and 465, too, \
                     services have 2525.";
const RELAY_OF_POSTFIX: &str = "Or send through a relay with sign-in, your mail provider or a sending service, on port 587 (Postfix: `relayhost = \
                     [smtp.example.net]:587`). Where the hoster closes 587 and 465, too, services have 2525.";
/// smtpd.conf(5): `relay host … auth <table>`.
const RELAY_OF_OPENSMTPD: &str = "Or send through a relay with sign-in, your mail provider or a sending service, on port 587 (smtpd.conf: `table secrets file:/etc/mail/secrets` and \
                     `action \"out\" relay host smtp+tls://me@smtp.example.net:587 auth <secrets>`, with a line `me user:password` in that file). Where the hoster closes 587 and 465, \
                     too, services have 2525.";
const LETTER: &str = "Hello,
connections from our server to other mail servers on port 25 get no answer at all.
Tried: {remote}
Address: {remote_ip}
Tried from: {sending_ip}
Error: {reply}
When: {time}
Is outgoing TCP port 25 closed for this machine? If so, could you open it, or tell me what you need for that?
Thank you.
";

#[cfg(test)]
mod tests {
    use crate::report::Finding;

    fn tried(host: &str, address: &str, why: &str) -> String {
        format!("Nov 20 08:03:40 www postfix/smtp[52]: connect to {host}[{address}]:25: {why}\n")
    }

    fn put_off(to: &str, host: &str, address: &str, why: &str) -> String {
        format!(
            "Nov 20 08:04:10 www postfix/smtp[52]: 6D20B4011C: to=<{to}>, relay=none, delay=60, dsn=4.4.1, status=deferred (connect to \
             {host}[{address}]:25: {why})\n"
        )
    }

    fn first(log: &[String]) -> Finding {
        crate::diagnose(&log.concat()).findings.remove(0)
    }

    const SILENCE: &str = "Connection timed out";
    const NO_WAY: &str = "Network is unreachable";

    #[test]
    fn without_any_way_out_the_gateway_is_looked_at() {
        let put = |address: &str| {
            format!(
                "Nov 20 08:04:10 www postfix/smtp[52]: 6D20B4011C: to=<bob@example.net>, relay=none, delay=1, dsn=4.4.1, status=deferred (connect to \
                 smtp.example.com[{address}]:587: Network is unreachable)\n"
            )
        };
        let try_at = |address: &str| tried("smtp.example.com", address, NO_WAY).replace(":25:", ":587:");
        let both = first(&[try_at("192.0.2.26"), try_at("2001:db8::1a"), put("2001:db8::1a")]);
        assert!(both.steps[0].text.contains("default gateway") && both.ask.is_none(), "{:?}", both.steps);
        assert!(both.steps.iter().all(|step| !step.by.starts_with("recipient")), "{:?}", both.steps);
        let six = first(&[try_at("2001:db8::1a"), put("2001:db8::1a")]);
        assert!(six.steps.iter().all(|step| !step.text.contains("default gateway")), "{:?}", six.steps);
    }

    #[test]
    fn no_way_from_the_own_machine_is_mended_there() {
        let six = first(&[put_off("bob@example.net", "mx.example.net", "2001:db8::1a", NO_WAY)]);
        assert_eq!(six.act, "sender-admin");
        assert!(six.summary.contains("by IPv6"), "{}", six.summary);
        assert!(six.steps.iter().any(|step| step.text.contains("inet_protocols=ipv4")), "{:?}", six.steps);
        assert!(six.steps.iter().all(|step| !step.by.starts_with("recipient")), "{:?}", six.steps);
        let four = first(&[put_off("bob@example.net", "mx.example.net", "192.0.2.26", NO_WAY)]);
        assert_eq!(four.act, "sender-admin");
        assert!(four.steps[0].text.contains("default gateway"), "{:?}", four.steps);
        assert!(four.steps.iter().all(|step| !step.text.contains("IPv6")), "{:?}", four.steps);
        // A host that is not there is the other side's.
        let gone = first(&[put_off("bob@example.net", "mx.example.net", "192.0.2.26", "No route to host")]);
        assert_eq!(gone.act, "recipient-admin");
    }

    #[test]
    fn who_gets_no_answer_of_a_large_provider_has_no_way_out() {
        let gmail = "alt1.gmail-smtp-in.l.google.com";
        // Postfix gives the last try as the reason, whichever it was.
        for last in [("192.0.2.26", SILENCE), ("2001:db8::1a", NO_WAY)] {
            let log = [
                tried(gmail, "2001:db8::1a", NO_WAY),
                tried(gmail, "192.0.2.26", SILENCE),
                tried(gmail, last.0, last.1),
                put_off("bob@gmail.com", gmail, last.0, last.1),
            ];
            let report = crate::diagnose(&log.concat());
            let told = &report.findings[0];
            assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
            assert_eq!(
                (told.cause.as_str(), told.act.as_str(), told.permanence.as_str(), told.confidence.as_str()),
                ("connection-timeout", "sender-admin", "permanent", "likely")
            );
            assert!(told.title.contains("port 25") && told.steps[0].text.contains("nc -vz"), "{told:?}");
            assert!(told.note.as_ref().is_some_and(|note| note.contains("IPv6")), "{told:?}");
            assert!(told.steps.iter().all(|step| step.by == "sender-admin" && !step.text.contains("AAAA")));
        }
    }

    #[test]
    fn one_small_server_that_keeps_silent_is_the_other_sides() {
        let small = [
            tried("mail.example.net", "192.0.2.61", SILENCE),
            put_off("bob@example.net", "mail.example.net", "192.0.2.61", SILENCE),
        ];
        let told = first(&small);
        assert_eq!(told.act, "recipient-admin");
        assert!(!told.title.contains("port 25"), "{}", told.title);
        let two = [
            put_off("bob@example.net", "mail.example.net", "192.0.2.61", SILENCE),
            put_off("eve@example.org", "mx.example.org", "203.0.113.4", SILENCE),
        ];
        assert!(first(&two).title.contains("port 25"));
        // Whoever reached one server outside has a way out.
        let sent = "Nov 20 08:05:01 www postfix/smtp[53]: 7D20B4011D: to=<a@example.com>, relay=mx.example.com[198.51.100.9]:25, delay=1, dsn=2.0.0, \
                    status=sent (250 2.0.0 Ok)\n";
        let log = [two.concat(), sent.to_owned()];
        assert!(!first(&log).title.contains("port 25"));
    }

    #[test]
    fn a_queue_of_exchange_that_reaches_nobody_has_no_way_out() {
        let queue = |domain: &str, host: &str| {
            format!(
                "Status        : Retry\nNextHopDomain : {domain}\nLastError     : [{{LRT=11/20/2026 8:03:40 AM}};{{LED=451 4.4.397 Error communicating with \
                 target host. -> 421 4.4.1 Unable to connect -> SocketTimedout: Socket error code 10060}};{{FQDN={host}}};{{IP=203.0.113.9}}]\n\n"
            )
        };
        let two = first(&[
            queue("example.net", "mx.example.net"),
            queue("gmail.com", "gmail-smtp-in.l.google.com"),
        ]);
        assert!(two.title.contains("port 25") && two.act == "sender-admin", "{}", two.title);
        assert!(two.reply.is_none_or(|reply| reply.remote.is_none()));
        assert!(
            two.steps.iter().all(|step| step.by == "sender-admin" && !step.text.contains("Postfix:")),
            "{:?}",
            two.steps
        );
        let one = first(&[queue("example.net", "mx.example.net")]);
        assert!(
            !one.title.contains("port 25") && one.reply.is_none_or(|reply| reply.remote.is_none()),
            "{}",
            one.title
        );
        assert!(one.commands.iter().all(|command| !command.shell.contains("PORT")), "{:?}", one.commands);
    }

    #[test]
    fn a_clouds_machine_is_known_by_its_name() {
        let from = "Nov 20 08:03:10 ip-10-0-0-8 postfix/qmgr[9]: 6D20B4011C: from=<www@ip-10-0-0-8.eu-west-1.compute.internal>, size=9, nrcpt=1 (queue \
                    active)\n";
        let told = first(&[
            from.to_owned(),
            put_off("bob@gmail.com", "gmail-smtp-in.l.google.com", "192.0.2.26", SILENCE),
        ]);
        assert!(told.note.is_some_and(|note| note.contains("Amazon EC2")));
    }
}
