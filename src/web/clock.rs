//! Times and durations in words.

use crate::mail::date::civil_from_days;

/// `12 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`: the two largest units, cut: never more than the time that passed.
pub fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let two = |whole: u64, large: (u64, &str), small: (u64, &str)| match whole % large.0 / small.0 {
        0 => format!("{} {}", whole / large.0, large.1),
        rest => format!("{} {} {rest} {}", whole / large.0, large.1, small.1),
    };
    let (minute, hour, day) = ((60, "min"), (3_600, "h"), (86_400, "d"));
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => two(seconds, minute, (1, "s")),
        3_600..86_400 => two(seconds, hour, minute),
        _ => two(seconds, day, hour),
    }
}

/// `24 Nov 2026 09:31:48 +0100`. The epoch is in seconds, the offset in seconds east of UTC.
pub fn time(epoch: i64, offset: i32) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let local = epoch.saturating_add(i64::from(offset));
    let (days, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    let (year, month, day) = civil_from_days(days);
    let zone = match offset {
        0 => "UTC".to_owned(),
        _ => {
            let minutes = offset.unsigned_abs() / 60;
            let sign = if offset < 0 { '-' } else { '+' };
            format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
        }
    };
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{day} {} {year} {hour:02}:{minute:02}:{second:02} {zone}", MONTHS[month as usize - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_name_two_units_at_most() {
        let cases = [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (192, "3 min 12 s"),
            (7_500, "2 h 5 min"),
            (7_559, "2 h 5 min"),
            (86_399, "23 h 59 min"),
            (277_199, "3 d 4 h"),
            (-5, "5 s"),
        ];
        for (seconds, words) in cases {
            assert_eq!(duration(seconds), words);
        }
    }

    #[test]
    fn times_are_told_in_their_zone() {
        assert_eq!(time(0, 0), "1 Jan 1970 00:00:00 UTC");
        assert_eq!(time(1_795_509_108, 3_600), "24 Nov 2026 09:31:48 +0100");
        assert_eq!(time(951_782_400, -12_600), "28 Feb 2000 20:30:00 -0330");
        assert_eq!(time(951_782_400, 0), "29 Feb 2000 00:00:00 UTC");
        assert_eq!(time(-1, 0), "31 Dec 1969 23:59:59 UTC");
    }

    #[test]
    fn no_number_is_too_large() {
        for epoch in [i64::MIN, i64::MAX] {
            assert!(!time(epoch, i32::MAX).is_empty());
        }
        assert!(!duration(i64::MIN).is_empty());
    }
}
