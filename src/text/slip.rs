//! Slips of the keyboard in names that are set by hand.

/// The one of some names that another one is a slip of.
pub fn closest(name: &str, names: &[&'static str]) -> Option<&'static str> {
    const SHORTEST: usize = 8;
    if name.len() < SHORTEST || names.contains(&name) {
        return None;
    }
    names.iter().find(|known| is_slip(name, known)).copied()
}

/// One letter missing, doubled, wrong or swapped with its neighbour (Damerau's four slips).
pub fn is_slip(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same_front = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same_front..], &b[same_front..]);
    let same_back = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same_back], &b[..b.len() - same_back]);
    match (a, b) {
        ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([a1, a2], [b1, b2]) => a1 == b2 && a2 == b1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sign_may_be_wrong() {
        const NAMES: &[&str] = &["relayhost", "smtp_sasl_auth_enable"];
        for (name, want) in [
            ("relayhots", Some("relayhost")),
            ("relay_host", Some("relayhost")),
            ("relayhos", Some("relayhost")),
            ("relayhosT", Some("relayhost")),
            ("relayhost", None),
            ("relayhst_", None),
            ("mailhost", None),
        ] {
            assert_eq!(closest(name, NAMES), want, "{name}");
        }
        assert_eq!(closest("hots", &["host"]), None);
    }
}
