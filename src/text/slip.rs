//! Slips of the keyboard in names that are set by hand.

/// The one of some names that another one is a slip of: one sign too many, too few, another, or two that changed places.
pub fn closest(name: &str, names: &[&'static str]) -> Option<&'static str> {
    const SHORTEST: usize = 8;
    if name.len() < SHORTEST || names.contains(&name) {
        return None;
    }
    names.iter().find(|known| is_slip(name.as_bytes(), known.as_bytes())).copied()
}

fn is_slip(name: &[u8], known: &[u8]) -> bool {
    let same = name.iter().zip(known).take_while(|(a, b)| a == b).count();
    let (name, known) = (&name[same..], &known[same..]);
    match (name, known) {
        ([_, rest @ ..], _) if rest == known => true,
        (_, [_, rest @ ..]) if rest == name => true,
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([a, b, one @ ..], [c, d, two @ ..]) => a == d && b == c && one == two,
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
