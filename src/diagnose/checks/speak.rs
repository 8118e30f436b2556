//! Numbers in words, and how names are shown in sentences.

/// Seconds as people say them, the two largest units, rounded: `45 seconds`, `16 minutes 51 seconds`, `2 hours 5 minutes`,
/// `3 days 4 hours`.
pub fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let pair = |whole: u64, large: (u64, &str), small: (u64, &str)| {
        let rest = whole % large.0 / small.0;
        let most = count(whole / large.0, large.1);
        if rest == 0 { most } else { format!("{most} {}", count(rest, small.1)) }
    };
    let (minute, hour, day) = ((60, "minute"), (3600, "hour"), (86_400, "day"));
    // Rounding may make the next larger unit whole: 59 minutes and 59 seconds stay, 23:59:40 is a day.
    let to_minutes = (seconds + 30) / 60 * 60;
    match seconds {
        0..60 => count(seconds, "second"),
        60..3600 => pair(seconds, minute, (1, "second")),
        _ if to_minutes < 86_400 => pair(to_minutes, hour, minute),
        _ => pair((seconds + 1800) / 3600 * 3600, day, hour),
    }
}

/// The same of a duration that may be longer: never rounded up.
pub fn at_least(seconds: i64) -> String {
    duration(rounded_down(seconds))
}

/// To the units that a duration is told in, towards zero.
pub fn rounded_down(seconds: i64) -> i64 {
    let unit = match seconds.unsigned_abs() {
        0..3600 => 1,
        3600..86_400 => 60,
        _ => 3600,
    };
    seconds - seconds % unit
}

/// Its first letter large: for the beginning of a sentence.
pub fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// Its first letter small: for the middle of one.
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().collect::<String>() + letters.as_str())
}

/// `1 hop`, `3 hops`.
pub fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`.
pub fn join(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_words() {
        let cases = [
            (0, "0 seconds"),
            (1, "1 second"),
            (-59, "59 seconds"),
            (75, "1 minute 15 seconds"),
            (299, "4 minutes 59 seconds"),
            (1011, "16 minutes 51 seconds"),
            (3599, "59 minutes 59 seconds"),
            (3600, "1 hour"),
            (7500, "2 hours 5 minutes"),
            (7529, "2 hours 5 minutes"),
            (7530, "2 hours 6 minutes"),
            (86_380, "1 day"),
            (86_400, "1 day"),
            (3 * 86_400 + 4 * 3600 + 59, "3 days 4 hours"),
            (i64::MIN, "106751991167300 days 16 hours"),
        ];
        for (seconds, want) in cases {
            assert_eq!(duration(seconds), want);
        }
        assert_eq!(at_least(-7199), "1 hour 59 minutes");
        assert_eq!(at_least(89), "1 minute 29 seconds");
    }

    #[test]
    fn lists_in_words() {
        let items = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(join(&items("a b c")), "a, b and c");
        assert_eq!(join(&items("a")), "a");
        assert_eq!(count(1, "hop") + &count(2, "hop"), "1 hop2 hops");
    }
}
