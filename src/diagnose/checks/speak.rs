//! Numbers in words, and how names are shown in sentences.

/// Seconds as people say them: `45 seconds`, `12 minutes`, `2 hours 5 minutes`, `3 days 4 hours`.
pub fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => count(seconds, "second"),
        (0, 0, 1..=4) if !seconds.is_multiple_of(60) => {
            format!("{} {}", count(minutes, "minute"), count(seconds % 60, "second"))
        }
        (0, 0, _) => count(minutes, "minute"),
        (0, _, 0) => count(hours, "hour"),
        (0, _, _) => format!("{} {}", count(hours, "hour"), count(minutes, "minute")),
        (_, 0, _) => count(days, "day"),
        _ => format!("{} {}", count(days, "day"), count(hours, "hour")),
    }
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
            (3599, "59 minutes"),
            (3600, "1 hour"),
            (7500, "2 hours 5 minutes"),
            (86_400, "1 day"),
            (3 * 86_400 + 4 * 3600 + 59, "3 days 4 hours"),
            (i64::MIN, "106751991167300 days 15 hours"),
        ];
        for (seconds, want) in cases {
            assert_eq!(duration(seconds), want);
        }
    }

    #[test]
    fn lists_in_words() {
        let items = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(join(&items("a b c")), "a, b and c");
        assert_eq!(join(&items("a")), "a");
        assert_eq!(count(1, "hop") + &count(2, "hop"), "1 hop2 hops");
    }
}
