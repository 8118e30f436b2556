//! Addresses and names that nobody outside can reach.

use std::net::IpAddr;

/// Of an inner network: RFC 1918, 3927, 4193, 6598.
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_private() || v4.is_link_local() || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(v6) => matches!(v6.segments()[0], 0xfc00..=0xfdff | 0xfe80..=0xfebf),
    }
}

/// Of an inner network, or of the machine itself; as text.
pub fn is_inner(address: &str) -> bool {
    address.parse().is_ok_and(|address: IpAddr| {
        let address = address.to_canonical();
        address.is_loopback() || is_private(address)
    })
}

/// Whether a host's name ends as only those of inner networks do: ends that nobody can register (RFC 6761, RFC 6762, RFC 8375,
/// and what routers and clouds give out).
pub fn is_inner_name(host: &str) -> bool {
    const ENDS: &[&str] = &[
        "localdomain",
        "localhost",
        "local",
        "lan",
        "internal",
        "home",
        "intranet",
        "private",
        "corp",
        "invalid",
    ];
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let last = host.rsplit('.').next().unwrap_or_default();
    ENDS.contains(&last) || host.ends_with(".home.arpa")
}

/// Whether a host's name is what a machine calls itself that nobody gave a name: `localhost.localdomain.com`.
pub fn is_unset_name(host: &str) -> bool {
    host.split('.')
        .any(|label| ["localhost", "localdomain"].iter().any(|word| label.eq_ignore_ascii_case(word)))
}

/// Whether a host's name is made of its address, as access providers and hosters name the lines and machines of their customers
/// (`ip-192-0-2-1.static.example.net`, `pc0000201.dip0.example.net`): it tells whose line it is, and not whose server.
pub fn is_made_of_address(host: &str, address: Option<&str>) -> bool {
    let Some(IpAddr::V4(v4)) = address.and_then(|address| address.parse().ok()) else { return false };
    let octets = v4.octets();
    let hex: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    if host.to_ascii_lowercase().contains(&hex) {
        return true;
    }
    // Three of four: some leave one out, or write it with other digits beside it.
    let numbers: Vec<u8> =
        host.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
    let [a, b, c, d] = octets;
    let is_within = |part: [u8; 3]| numbers.windows(3).any(|three| three == part);
    [[a, b, c], [b, c, d], [d, c, b], [c, b, a]].into_iter().any(is_within)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_name_of_a_line_is_known_by_its_address() {
        let is = |host: &str| super::is_made_of_address(host, Some("192.0.2.17"));
        for line in [
            "ip-192-0-2-17.static.example.net",
            "17.2.0.192.dyn.example.net",
            "pc0000211.dip0.example.net",
            "host-192-000-002-017.example.net",
        ] {
            assert!(is(line), "{line}");
        }
        for server in ["mail17.example.net", "mx-2-17.example.net", "out.example.net"] {
            assert!(!is(server), "{server}");
        }
    }

    #[test]
    fn a_machine_without_a_name_is_known() {
        assert!(super::is_unset_name("localhost.localdomain.org") && super::is_unset_name("LOCALHOST"));
        assert!(!super::is_unset_name("mail.local-domain.example"));
    }

    #[test]
    fn inner_addresses_are_known_in_each_form() {
        for inner in ["10.0.0.8", "100.64.3.1", "::ffff:192.168.1.1", "127.0.0.1", "::1", "fd00::2"] {
            assert!(super::is_inner(inner), "{inner}");
        }
        for outer in ["192.0.2.1", "100.128.0.1", "2001:db8::1", "mx.example.org"] {
            assert!(!super::is_inner(outer), "{outer}");
        }
    }
}
