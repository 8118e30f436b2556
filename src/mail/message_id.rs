//! The time that many programs write into a Message-ID (RFC 5322, section 3.6.4, asks only that it is unique).

use super::date;

/// The time in the part before the `@`, as fourteen digits that stand alone: `20261103091500.4F2A81C0@mx.example.org`. In seconds since
/// 1970 of a zone that the id does not name.
pub fn time(id: &str) -> Option<i64> {
    let (left, _) = id.trim_start_matches('<').split_once('@')?;
    left.split(|c: char| !c.is_ascii_digit()).find_map(of_digits)
}

fn of_digits(digits: &str) -> Option<i64> {
    if digits.len() != 14 {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits[range].parse::<i64>().ok();
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let (hour, minute, second) = (part(8..10)?, part(10..12)?, part(12..14)?);
    let is_time = (1990..2100).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    is_time.then(|| date::days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn fourteen_digits_that_make_a_time() {
        assert_eq!(time("<20261103091500.4F2A81C0@mx.example.org>"), Some(1_793_697_300));
        assert_eq!(time("a.20261103091500@mx.example.org"), Some(1_793_697_300));
        for none in [
            "<20261303091500.1@mx.example.org>",
            "<202611030915001.1@mx.example.org>",
            "<1.1@20261103091500.example.org>",
            "20261103091500",
            "",
        ] {
            assert_eq!(time(none), None, "{none}");
        }
    }
}
