//! Numbers in words, and how names are shown in sentences.

/// Seconds as people say them, cut and never rounded up, so that no sentence claims more than the time that passed:
/// `45 seconds`, `16 minutes 51 seconds`, `2 hours 5 minutes`, `1 day 12 hours 32 minutes`; from a week on days and hours.
pub fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (second, minute, hour, day) = ((1, "second"), (60, "minute"), (3600, "hour"), (86_400, "day"));
    let units: &[(u64, &str)] = match seconds {
        0..60 => return count(seconds, "second"),
        60..3600 => &[minute, second],
        3600..86_400 => &[hour, minute],
        86_400..604_800 => &[day, hour, minute],
        _ => &[day, hour],
    };
    let mut left = seconds;
    let mut words = Vec::new();
    for (size, noun) in units {
        if left >= *size {
            words.push(count(left / size, noun));
        }
        left %= size;
    }
    words.join(" ")
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
            (7559, "2 hours 5 minutes"),
            (86_399, "23 hours 59 minutes"),
            (86_400, "1 day"),
            (86_400 + 60, "1 day 1 minute"),
            (36 * 3600 + 32 * 60 + 27, "1 day 12 hours 32 minutes"),
            (3 * 86_400 + 4 * 3600 + 59, "3 days 4 hours"),
            (7 * 86_400 + 23 * 3600 + 3599, "7 days 23 hours"),
            (i64::MIN, "106751991167300 days 15 hours"),
        ];
        for (seconds, want) in cases {
            assert_eq!(duration(seconds), want);
        }
        assert_eq!(duration(-7199), "1 hour 59 minutes");
    }

    #[test]
    fn lists_in_words() {
        let items = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(join(&items("a b c")), "a, b and c");
        assert_eq!(join(&items("a")), "a");
        assert_eq!(count(1, "hop") + &count(2, "hop"), "1 hop2 hops");
    }
}
