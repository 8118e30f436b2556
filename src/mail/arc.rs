//! ARC sets: RFC 8617. Whoever forwarded the message signed what it had found, in sets of three numbered fields.

use super::dkim::TagList;
use crate::text::order;

/// One seal of the chain: its instance, and how the chain looked to the one that sealed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// From 1 up (section 4.2.1).
    pub instance: u32,
    /// `none`, `pass` or `fail`, as written.
    pub cv: Option<String>,
    pub domain: Option<String>,
}

/// A seal from the tags of an ARC-Seal; none without a valid instance.
pub fn seal(tags: &TagList) -> Option<Seal> {
    let instance = tags.get("i")?.parse().ok()?;
    let cv = tags.get("cv").map(str::to_ascii_lowercase);
    Some(Seal { instance, cv, domain: tags.get("d").map(str::to_owned) })
}

/// What the last seal says of the chain below it.
pub fn chain(seals: &[Seal]) -> Option<&str> {
    seals.iter().max_by_key(|seal| seal.instance)?.cv.as_deref()
}

/// How many different instances were sealed.
pub fn instances(seals: &[Seal]) -> usize {
    let mut numbers: Vec<u32> = seals.iter().map(|seal| seal.instance).collect();
    order::distinct(&mut numbers);
    numbers.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::dkim;

    #[test]
    fn the_last_seal_speaks_for_the_chain() {
        let fields = ["i=1; cv=none; d=a.test", "i=2; cv=Pass; d=b.test", "i=2; cv=fail", "i=x"];
        let seals: Vec<_> = fields.iter().filter_map(|field| seal(&dkim::parse(field))).collect();
        assert_eq!((seals.len(), instances(&seals), chain(&seals[..2])), (3, 2, Some("pass")));
        assert_eq!(chain(&[]), None);
    }
}
