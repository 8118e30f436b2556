//! When a server gives up, as the words of a warning say it: `for 2 more days`, `until message is 5 days old`.

use super::signs;

/// How long a server goes on trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// So many seconds from the warning on.
    More(i64),
    /// So many seconds from when the mail was sent.
    Old(i64),
}

impl Limit {
    /// Seconds since 1970, where the time that it counts from is known.
    pub fn time(self, warned: Option<i64>, sent: Option<i64>) -> Option<i64> {
        match self {
            Limit::More(seconds) => warned?.checked_add(seconds),
            Limit::Old(seconds) => sent.or(warned)?.checked_add(seconds),
        }
    }
}

/// The limit that a warning names.
pub fn limit(text: &str) -> Option<Limit> {
    let text = signs::head(text, 8000);
    let words: Vec<&str> = text.split(' ').collect();
    (0..words.len()).find_map(|at| limit_at(&words, at))
}

fn limit_at(words: &[&str], at: usize) -> Option<Limit> {
    let number: i64 = words[at].parse().ok().filter(|number| (1..1000).contains(number))?;
    let is_more = words.get(at + 1) == Some(&"more");
    let unit = at + 1 + usize::from(is_more);
    let seconds = number * seconds(words.get(unit)?)?;
    if is_more {
        return Some(Limit::More(seconds));
    }
    let before = &words[at.saturating_sub(10)..at];
    let last = before.last().copied().unwrap_or_default();
    if words.get(unit + 1).is_some_and(|word| word.starts_with("old")) && before.contains(&"until") {
        return Some(Limit::Old(seconds));
    }
    const TRYING: &[&str] = &[
        "retr", "try", "attempt", "queue", "continue", "versuch", "tentará", "tentar", "intentar", "réessa",
        "riprov",
    ];
    if !before.iter().any(|word| TRYING.iter().any(|sign| word.starts_with(sign))) {
        return None;
    }
    match last {
        "next" | "another" | "noch" | "weitere" | "weiteren" | "nächsten" | "mais" | "próximas" | "altre"
        | "otras" => Some(Limit::More(seconds)),
        "to" if before.ends_with(&["up", "to"]) => Some(Limit::Old(seconds)),
        _ => None,
    }
}

fn seconds(unit: &str) -> Option<i64> {
    let unit = unit.trim_end_matches(['.', ',', ';', ')', '(']).trim_end_matches("(s");
    match unit.trim_end_matches('s') {
        "minute" => Some(60),
        "hour" | "stunde" | "stunden" | "hora" | "heure" | "ore" => Some(3600),
        "day" | "tag" | "tage" | "tagen" | "dia" | "día" | "jour" | "giorni" => Some(86_400),
        "week" => Some(7 * 86_400),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_say_how_long() {
        for (words, want) in [
            ("Message will be retried for 2 more day(s)\n", Some(Limit::More(172_800))),
            ("It will be retried until message is 5 days old.", Some(Limit::Old(432_000))),
            ("The message is kept in the queue\n for up to 4 days.", Some(Limit::Old(345_600))),
            ("We will continue to try for the next 46 hours.", Some(Limit::More(165_600))),
            ("O Gmail tentará novamente por mais 20 horas.", Some(Limit::More(72_000))),
            ("Gmail versucht es noch 20 Stunden.", Some(Limit::More(72_000))),
            ("A message is delayed for more than 10 minutes", None),
            ("could not be delivered for 4 hours", None),
        ] {
            assert_eq!(limit(words), want, "{words}");
        }
    }

    #[test]
    fn a_limit_counts_from_what_is_known() {
        assert_eq!(Limit::More(10).time(Some(5), Some(1)), Some(15));
        assert_eq!(Limit::Old(10).time(Some(5), Some(1)), Some(11));
        assert_eq!(Limit::Old(10).time(Some(5), None), Some(15));
        assert_eq!(Limit::More(10).time(None, Some(1)), None);
    }
}
