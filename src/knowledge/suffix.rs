//! Which part of a domain name somebody registered: by the Public Suffix List, packed by the build script.

use super::SUFFIXES;
use super::lookup::lower;
use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

/// The organizational domain (RFC 7489, section 3.2): the public suffix and one label more. None for a public suffix
/// itself, for addresses and for names without a dot. `domain` is in lower case, without a trailing dot.
///
/// ```
/// use mailwhy::knowledge::organizational_domain;
/// assert_eq!(organizational_domain("mx.mail.example.co.uk"), Some("example.co.uk"));
/// assert_eq!(organizational_domain("co.uk"), None);
/// ```
pub fn organizational_domain(domain: &str) -> Option<&str> {
    let is_address = domain.contains([':', '[']) || domain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if is_address || domain.split('.').any(str::is_empty) {
        return None;
    }
    let rest = &domain[..domain.len() - public_suffix(domain).len()];
    let rest = rest.strip_suffix('.')?;
    Some(&domain[rest.rfind('.').map_or(0, |dot| dot + 1)..])
}

/// Whether both names, in any case, belong to one organization.
pub fn same_organization(a: &str, b: &str) -> bool {
    // What one organization is called has two labels at least: most names are told apart by these.
    if !last_labels(a).eq_ignore_ascii_case(last_labels(b)) {
        return false;
    }
    let (a, b) = (lower(a), lower(b));
    a == b || organizational_domain(&a).unwrap_or(&a) == organizational_domain(&b).unwrap_or(&b)
}

/// Whether anybody can have registered a name: its last label is one that the list knows, or one that is kept for
/// examples and tests (RFC 2606).
pub fn is_registrable(domain: &str) -> bool {
    let domain = lower(domain.trim_end_matches('.'));
    let top = domain.rsplit('.').next().unwrap_or_default();
    // A label that is not of ASCII is listed under its other form.
    let is_listed = || SUFFIXES.binary_search_by(|(label, _)| (*label).cmp(top)).is_ok();
    !top.is_ascii() || top.starts_with("xn--") || ["example", "test"].contains(&top) || is_listed()
}

fn last_labels(name: &str) -> &str {
    name.rmatch_indices('.').nth(1).map_or(name, |(dot, _)| &name[dot + 1..])
}

/// The longest suffix that rules name; the last label where none does.
fn public_suffix(domain: &str) -> &str {
    let top = domain.rfind('.').map_or(0, |dot| dot + 1);
    let Ok(row) = SUFFIXES.binary_search_by(|(label, _)| (*label).cmp(&domain[top..])) else {
        return &domain[top..];
    };
    let (mut suffix, mut start) = (top, top);
    let mut level = Cow::Borrowed(below_top(row));
    while start > 0 {
        let end = start - 1;
        start = domain[..end].rfind('.').map_or(0, |dot| dot + 1);
        match find(&level, &domain[start..end]) {
            Some(('!', _)) => return &domain[end + 1..],
            Some((mark, below)) => {
                suffix = if mark == '?' { suffix } else { start };
                level = Cow::Owned(cut(below));
            }
            None => break,
        }
    }
    &domain[suffix..]
}

/// One label of a level.
#[derive(Clone, Copy)]
struct Entry {
    label: &'static str,
    /// `!` or `?`, else a blank.
    mark: char,
    /// What stands below it, as it is packed.
    below: &'static str,
}

/// The level below a top-level domain. Some are long, so each is cut only once.
fn below_top(row: usize) -> &'static [Entry] {
    static LEVELS: LazyLock<Vec<OnceLock<Vec<Entry>>>> =
        LazyLock::new(|| SUFFIXES.iter().map(|_| OnceLock::new()).collect());
    LEVELS[row].get_or_init(|| cut(SUFFIXES[row].1))
}

/// The entries of a packed level, in the order of their labels.
fn cut(level: &'static str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut rest = level;
    while !rest.is_empty() {
        let (label, after) = rest.split_at(rest.find([',', '(']).unwrap_or(rest.len()));
        let below_end = if after.starts_with('(') { closing(after) } else { 0 };
        let mark = label.chars().next().filter(|mark| matches!(mark, '!' | '?')).unwrap_or(' ');
        let label = label.trim_start_matches(['!', '?']);
        entries.push(Entry { label, mark, below: after.get(1..below_end).unwrap_or("") });
        rest = after.get(below_end..).unwrap_or("").trim_start_matches([')', ',']);
    }
    entries
}

/// A label's mark and what stands below it. A wildcard, always the first entry, stands for any label.
fn find(level: &[Entry], label: &str) -> Option<(char, &'static str)> {
    let wildcard = level.first().filter(|entry| entry.label == "*");
    let Ok(found) = level.binary_search_by(|entry| entry.label.cmp(label)) else {
        return wildcard.map(|entry| (entry.mark, entry.below));
    };
    let Entry { mark, below, .. } = level[found];
    Some(if mark == '?' && wildcard.is_some() { (' ', below) } else { (mark, below) })
}

/// Where the bracket that opens `text` closes: the tables are well-formed.
fn closing(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return at,
            b')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(domain: &str, want: Option<&str>) {
        assert_eq!(organizational_domain(domain), want, "{domain}");
    }

    #[test]
    fn rules_wildcards_and_exceptions() {
        check("example.com", Some("example.com"));
        check("a.b.example.com", Some("example.com"));
        check("com", None);
        check("mail.example.or.jp", Some("example.or.jp"));
        // *.ck, but !www.ck
        check("www.ck", Some("www.ck"));
        check("a.b.c.ck", Some("b.c.ck"));
        check("c.ck", None);
        // *.kawasaki.jp, but !city.kawasaki.jp
        check("mx.city.kawasaki.jp", Some("city.kawasaki.jp"));
        check("b.kawasaki.jp", None);
        check("x.a.b.kawasaki.jp", Some("a.b.kawasaki.jp"));
        check("someone.github.io", Some("someone.github.io"));
    }

    #[test]
    fn unknown_and_odd_names() {
        check("a.example", Some("a.example"));
        check("host.internal.lan", Some("internal.lan"));
        check("localhost", None);
        check("192.0.2.1", None);
        check("[192.0.2.1]", None);
        check("", None);
        check("a..com", None);
        check("пример.рф", Some("пример.рф"));
    }

    #[test]
    fn names_that_nobody_can_have_registered() {
        for known in ["a.com", "b.museum", "c.example.", "d.CO.UK", "e.рф", "f.dev"] {
            assert!(is_registrable(known), "{known}");
        }
        for unknown in ["a.qqzx", "host.lan", "b.localdomain"] {
            assert!(!is_registrable(unknown), "{unknown}");
        }
    }

    #[test]
    fn every_row_is_well_formed() {
        assert!(SUFFIXES.len() > 1000);
        for (row, (top, below)) in SUFFIXES.iter().enumerate() {
            assert_eq!(below.matches('(').count(), below.matches(')').count(), "{top}");
            let level = below_top(row);
            assert!(level.is_sorted_by_key(|entry| entry.label), "{top}");
            assert!(
                level.iter().all(|entry| cut(entry.below).is_sorted_by_key(|entry| entry.label)),
                "{top}"
            );
            assert!(find(level, "no-such-label").is_none_or(|(mark, _)| mark == ' '), "{top}");
        }
    }
}
