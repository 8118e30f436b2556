//! Addresses that nobody outside can reach.

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

#[cfg(test)]
mod tests {
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
