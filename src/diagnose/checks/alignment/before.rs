//! What other servers state than the one whose results are used.

use super::{Aside, Earlier, author, bare_domain, detour, is_outgoing_stamp, is_trusted, words};
use crate::diagnose::checks::timeline::Timeline;
use crate::diagnose::checks::{path, spf};
use crate::facts::message::{Message, Of};
use crate::knowledge;
use crate::mail::auth_results::{AuthResults, Statement};

/// What servers before state of the domain in From: by ARC (RFC 8617), where the seals are stated to be intact, else as it
/// stands there.
pub(super) fn earlier(
    message: &Message,
    timeline: &Timeline,
    results: &[&Of<AuthResults>],
) -> Option<Earlier> {
    let from = author(message, results)?;
    let used = results.first()?;
    let is_pass = |found: &Statement| found.result.eq_ignore_ascii_case("pass");
    let is_of_from = |found: &Statement| {
        ["header.from", "d"]
            .iter()
            .find_map(|name| found.prop(name))
            .is_some_and(|named| bare_domain(named) == from)
    };
    // Anybody can write results: without a seal, those of a server that the mail is not said to have passed are none.
    let was_there = |field: &Of<AuthResults>| {
        let Some(name) = field.read.authserv.as_deref() else { return false };
        // Where the whole way is left out, a filter service's word is told as its own.
        if message.hops.is_empty() {
            return knowledge::is_filter_service(name);
        }
        message.hops.iter().filter_map(|hop| hop.read.by.as_deref()).any(|by| path::same_network(by, name))
    };
    let passed = |field: &&Of<AuthResults>| {
        let mut dmarc = field.read.statements.iter().filter(|found| found.method == "dmarc");
        field.field > used.field
            && field.read.authserv != used.read.authserv
            && dmarc.any(|found| is_pass(found) && is_of_from(found))
    };
    let mut stated = results.iter().flat_map(|field| &field.read.statements);
    let is_intact = stated.any(|found| found.method == "arc" && is_pass(found));
    let named = |field: &Of<AuthResults>, is_sealed: bool| {
        let server = field.read.authserv.clone()?;
        let is_in_front = is_in_front(message, timeline, &server, field.field);
        let is_unplaced = message.hops.is_empty() && knowledge::is_filter_service(&server);
        let server = if is_in_front || is_unplaced { shown(message, server) } else { server };
        Some(Earlier { server, check: "DMARC", field: field.field, is_sealed, is_in_front, is_unplaced })
    };
    let sealed = message.arc_auth.iter().filter(|_| is_intact).find(passed);
    sealed.and_then(|field| named(field, true)).or_else(|| told_by_gmail(message, results, &from)).or_else(
        || {
            // Those of a sister of that server are its own.
            let is_earlier = |field: &&Of<AuthResults>| results.iter().all(|used| used.field != field.field);
            let stated = message.auth.iter().chain(&message.original_auth);
            let real = stated.filter(is_earlier).filter(|field| !is_outgoing_stamp(&field.read));
            let dmarc =
                real.filter(|field| was_there(field)).filter(passed).find_map(|field| named(field, false));
            dmarc.or_else(|| at_forwarder(message, used.field, &from))
        },
    )
}

/// What the forwarder's own server found as it took the mail, where it states no result of DMARC: a signature of the domain in From that was
/// valid, or SPF of an envelope sender of that domain, in Authentication-Results or Received-SPF.
fn at_forwarder(message: &Message, below: usize, from: &str) -> Option<Earlier> {
    let way = detour::passed_on(message)?;
    let is_its = |name: Option<&str>| name.is_some_and(|name| path::same_owner(name, way.server));
    let is_of_from = |domain: &str| path::same_owner(&bare_domain(domain), from);
    let earlier = |server: &str, check, field| Earlier {
        server: server.to_owned(),
        check,
        field,
        is_sealed: false,
        is_in_front: false,
        is_unplaced: false,
    };
    let own = || {
        let stated = message.auth.iter().chain(&message.original_auth);
        stated.filter(|field| field.field > below && is_its(field.read.authserv.as_deref()))
    };
    let passed = |method: &'static str| {
        own().find_map(|field| {
            let found = field.read.statements.iter().find(|found| {
                let domain = match method {
                    "dkim" => found.prop("header.d").or(found.prop("header.i")).map(str::to_owned),
                    _ => spf::checked(message, found).map(|checked| checked.domain),
                };
                found.method == method
                    && found.result.eq_ignore_ascii_case("pass")
                    && domain.is_some_and(|domain| is_of_from(&domain))
            });
            found.and(field.read.authserv.as_deref()).map(|server| (server, field.field))
        })
    };
    let noted = || {
        message.received_spf.iter().filter(|field| field.field > below).find_map(|field| {
            let receiver = field.read.prop("receiver").or_else(|| by_above(message, field.field))?;
            let checked = spf::noted(&field.read)?;
            let is_it =
                is_its(Some(receiver)) && checked.result.eq_ignore_ascii_case("pass") && !checked.is_helo;
            (is_it && is_of_from(&checked.domain)).then_some((way.server, field.field))
        })
    };
    passed("dkim")
        .map(|(server, field)| earlier(server, "DKIM", field))
        .or_else(|| passed("spf").or_else(noted).map(|(server, field)| earlier(server, "SPF", field)))
}

/// The server of the Received field next below a field: who wrote the field stands there.
fn by_above(message: &Message, field: usize) -> Option<&str> {
    message.hops.iter().find(|hop| hop.field > field)?.read.by.as_deref()
}

/// What Gmail repeats of the seals in its own result: `arc=pass (i=2 … dmarc=pass fromdomain=example.com)`. The fields of those who sealed
/// need not be there.
fn told_by_gmail(message: &Message, results: &[&Of<AuthResults>], from: &str) -> Option<Earlier> {
    results.iter().find_map(|field| {
        let is_intact =
            |found: &&Statement| found.method == "arc" && found.result.eq_ignore_ascii_case("pass");
        let comment = field.read.statements.iter().find(is_intact)?.comment.as_deref()?;
        let told = |name: &str| {
            let mut words = comment.split(|c: char| c.is_whitespace() || c == ',');
            words.find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
        };
        let is_of_from = told("fromdomain").is_some_and(|domain| domain.eq_ignore_ascii_case(from));
        let passed = told("dmarc").is_some_and(|result| result.eq_ignore_ascii_case("pass"));
        let server = match told("i") {
            Some(instance) => sealer(message, instance)
                .unwrap_or_else(|| format!("the server before that set seal {instance} (i={instance})")),
            None => "a server before".to_owned(),
        };
        (is_of_from && passed).then_some(Earlier {
            server,
            check: "DMARC",
            field: field.field,
            is_sealed: true,
            is_in_front: false,
            is_unplaced: false,
        })
    })
}

/// Whose seal that is, by the field of its results or by its own.
fn sealer(message: &Message, instance: &str) -> Option<String> {
    let number: u32 = instance.parse().ok()?;
    let seal = message.seals.iter().find(|seal| seal.read.instance == number)?;
    seal.read.domain.clone()
}

/// Whether a service that filters mail for others handed it to the network where it ended, having checked it as it took it: the reader's
/// own gateway. Any other house may be one where the mail was forwarded.
pub fn is_gateway(message: &Message, timeline: &Timeline, server: &str) -> bool {
    let is_about = |found: &Statement| matches!(found.method.as_str(), "spf" | "dkim" | "dmarc");
    let checked = |field: &&Of<AuthResults>| {
        field.read.authserv.as_deref().is_some_and(|name| path::same_network(name, server))
            && field.read.statements.iter().any(is_about)
    };
    let mut stated = message.auth.iter().chain(&message.original_auth).filter(checked);
    // By its name, what it wrote of itself need not be there.
    if path::is_inbound(server) {
        return detour(message).is_none();
    }
    stated.any(|field| is_in_front(message, timeline, server, field.field))
}

/// A gateway's name for sentences: results may bear one that no Received field has, and that its customers do not know it by.
fn shown(message: &Message, server: String) -> String {
    let mut servers = message.hops.iter().filter_map(|hop| hop.read.by.as_deref());
    match filter_service(&server).filter(|_| !servers.any(|by| path::same_owner(by, &server))) {
        Some(service) => format!("{service} ({server})"),
        None => server,
    }
}

fn filter_service(host: &str) -> Option<&'static str> {
    let owner = knowledge::provider_of_host(host).filter(|_| knowledge::is_filter_service(host))?;
    Some(knowledge::OWNERS[usize::from(owner)].name)
}

/// The service that filters mail for others, which took it from elsewhere and handed it to the network where it ended. Whether it is the
/// reader's gateway, or works for the sender, its own results would tell.
pub(super) fn filter_between(message: &Message, timeline: &Timeline) -> Option<&'static str> {
    let border = timeline.trust.as_ref()?.hop;
    let handed = path::client(&message.hops.get(border)?.read)?;
    let is_its = |name: &str| path::same_network(name, handed);
    let took = message.hops[border + 1..].iter().rfind(|hop| hop.read.by.as_deref().is_some_and(is_its))?;
    let is_from_elsewhere = path::client(&took.read).is_some_and(|client| !is_its(client));
    filter_service(handed).filter(|_| is_from_elsewhere && detour(message).is_none())
}

/// The same of one field of results: what stands below its own Received field anybody can have written.
pub(super) fn is_in_front(message: &Message, timeline: &Timeline, server: &str, field: usize) -> bool {
    let Some(border) = timeline.trust.as_ref().map(|trust| trust.hop) else { return false };
    let is_its = |name: Option<&str>| name.is_some_and(|name| path::same_network(name, server));
    let took = message.hops.iter().skip(border + 1).rfind(|hop| is_its(hop.read.by.as_deref()));
    let handed = message.hops.get(border).and_then(|hop| path::client(&hop.read));
    let is_gate = knowledge::is_filter_service(server) && is_its(handed);
    is_gate && took.is_some_and(|hop| field < hop.field) && detour(message).is_none()
}

/// A policy that another server found, where the one whose results are used found none.
pub(super) fn policy_elsewhere(
    message: &Message,
    timeline: &Timeline,
    results: &[&Of<AuthResults>],
) -> Option<(String, String)> {
    let from = message.from.first()?.read.domain()?;
    let others = message.auth.iter().filter(|field| results.iter().all(|used| used.field != field.field));
    // What Microsoft 365 seals on its way out it has not looked up: against the receiving network's own word it counts for nothing.
    let is_own = results.first().is_some_and(|used| is_trusted(message, timeline, used));
    let sealed = message.arc_auth.iter().filter(|field| {
        !is_own
            || field.read.authserv.as_deref().is_none_or(|by| !by.eq_ignore_ascii_case("mx.microsoft.com"))
    });
    others.chain(sealed).find_map(|field| {
        let found = field.read.statements.iter().find(|found| {
            found.method == "dmarc"
                && matches!(found.result.to_ascii_lowercase().as_str(), "pass" | "fail")
                && found.prop("header.from").is_some_and(|named| bare_domain(named) == from)
        })?;
        Some((field.read.authserv.clone()?, found.result.to_ascii_lowercase()))
    })
}

/// What is stated, and counts for nothing here.
pub(super) fn aside(message: &Message) -> Option<Aside> {
    let of = |field: &Of<AuthResults>| {
        let about = |found: &&Statement| matches!(found.method.as_str(), "spf" | "dkim" | "dmarc");
        let stated = field.read.statements.iter().filter(about);
        let stated = stated.map(|found| format!("{}={}", found.method, found.result.to_ascii_lowercase()));
        words::unique(stated)
    };
    let sealed =
        message.arc_auth.iter().map(|field| (field, of(field))).find(|(_, stated)| !stated.is_empty());
    if let Some((field, stated)) = sealed {
        let by = field.read.authserv.clone().unwrap_or_else(|| "a server before".to_owned());
        return Some(Aside::Sealed(by, stated));
    }
    let outgoing = message.auth.iter().find(|field| is_outgoing_stamp(&field.read))?;
    Some(Aside::Outgoing(outgoing.read.authserv.clone()?))
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::told;

    #[test]
    fn what_gmail_repeats_of_the_seals_is_heard() {
        let results = |dmarc: &str, domain: &str| {
            format!(
                "Authentication-Results: mx.google.com; dkim=neutral (body hash did not verify) header.i=@example.com; arc=pass (i=1 spf=pass \
                 spfdomain=example.com dmarc={dmarc} fromdomain={domain}); spf=pass smtp.mailfrom=ann@example.edu; dmarc=fail (p=REJECT dis=NONE \
                 arc=pass) header.from=example.com\n"
            )
        };
        let seal = "ARC-Seal: i=1; a=rsa-sha256; d=example.edu; s=a; cv=none; b=AA\n";
        let text = told(&results("pass", "example.com"), seal);
        assert!(text.contains("By ARC, example.edu had found before that DMARC passed"), "{text}");
        assert!(
            told(&results("pass", "example.com"), "")
                .contains("the server before that set seal 1 (i=1) had found")
        );
        assert!(!told(&results("fail", "example.com"), seal).contains("By ARC"));
        assert!(!told(&results("pass", "example.net"), seal).contains("By ARC"));
        // The results alone say so, too, and the sender is not to mend anything.
        let alone = crate::diagnose(&results("pass", "example.com"));
        assert!(alone.alignment.is_some_and(|table| table.text.contains("By ARC")));
        assert!(!alone.findings[0].title.contains("nothing proves"), "{}", alone.findings[0].title);
    }
}
