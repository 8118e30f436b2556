//! Points of spam filters: decimal fractions, exact to the sixth place.
//!
//! As binary fractions they would bring the tables along that reading and writing those takes: 14 kB of the engine's
//! weight for two numbers in a header.

use std::fmt;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points {
    millionths: i64,
}

const ONE: i64 = 1_000_000;
const PLACES: usize = 6;

impl Points {
    pub const fn whole(points: i64) -> Self {
        Points { millionths: points * ONE }
    }

    pub const fn tenths(points: i64) -> Self {
        Points { millionths: points * ONE / 10 }
    }

    /// -1 speaks for a mail, 1 against it, 0 neither.
    pub fn leaning(self) -> i8 {
        self.millionths.signum() as i8
    }

    pub fn plus(self, other: Self) -> Self {
        Points { millionths: self.millionths.saturating_add(other.millionths) }
    }

    pub fn less(self, other: Self) -> Self {
        Points { millionths: self.millionths.saturating_sub(other.millionths) }
    }

    /// `7.2`, `-0.01`, `+5`, `.5`
    pub fn read(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(part) || whole.len() + part.len() == 0 || whole.len() > 9 {
            return None;
        }
        let part = &part[..part.len().min(PLACES)];
        let number = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<i64>().ok() };
        let millionths = number(part)? * 10_i64.pow((PLACES - part.len()) as u32);
        Some(Points { millionths: sign * (number(whole)? * ONE + millionths) })
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (whole, part) = (self.millionths.abs() / ONE, self.millionths.abs() % ONE);
        let sign = if self.millionths < 0 { "-" } else { "" };
        let part = format!(".{part:06}");
        write!(f, "{sign}{whole}{}", part.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_and_written() {
        let check = |text: &str, want: Option<&str>| {
            assert_eq!(Points::read(text).map(|points| points.to_string()).as_deref(), want, "{text:?}");
        };
        check("7.20", Some("7.2"));
        check("-0.01", Some("-0.01"));
        check("+5", Some("5"));
        check(".5", Some("0.5"));
        check("3.", Some("3"));
        check("1.23456789", Some("1.234567"));
        check("0", Some("0"));
        for odd in ["", ".", "-", "1e3", "inf", "1,5", "1.2.3", "99999999999"] {
            check(odd, None);
        }
        assert!(Points::read("-1.5") < Points::read("-1.4") && Points::read("9.9") < Some(Points::whole(10)));
    }
}
