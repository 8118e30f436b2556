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

#[cfg(test)]
mod tests {
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
