//! The stretch of time that a limit counts in, where the words name one: the limit ends with it, whatever code stands beside it.

/// `per hour`, `hourly`, `messages a day`, `in 24 hours`.
pub fn is_named(words: &str) -> bool {
    const UNITS: &[&str] = &["second", "minute", "hour", "day"];
    const ALONE: &[&str] = &["hourly", "daily", "24h", "stündlich", "täglich", "horaire", "quotidien"];
    const BEFORE: &[&str] =
        &["per", "an", "a", "each", "every", "this", "pro", "por", "par", "1", "24", "60", "one"];
    let lower = words.to_lowercase();
    let words = lower.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut last = "";
    for word in words {
        let unit = word.trim_end_matches('s');
        let is_unit =
            UNITS.contains(&unit) || matches!(word, "stunde" | "tag" | "heure" | "jour" | "hora" | "día");
        if ALONE.contains(&word) || (is_unit && BEFORE.contains(&last)) {
            return true;
        }
        last = word;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_named;

    #[test]
    fn a_limit_that_counts_in_a_stretch_of_time_ends_with_it() {
        for named in [
            "max emails per hour (150/150 (100%))",
            "Hourly sending limit",
            "too many messages a day",
            "300 recipients in 24 hours",
        ] {
            assert!(is_named(named), "{named}");
        }
        for bare in ["sending limit reached", "the day of reckoning", "try again in some hours"] {
            assert!(!is_named(bare), "{bare}");
        }
        let state = |reply: &str| crate::diagnose(reply).findings.remove(0).state;
        for reply in [
            "550 Domain example.com has exceeded the max emails per hour (150/150 (100%)) allowed. Message will be reattempted later",
            "550 Domain example.com has exceeded the max defers and failures per hour (5/5 (100%)) allowed. Message will be reattempted later",
            "550 5.7.0 hourly sending limit exceeded",
            "550 5.4.5 Daily user sending limit exceeded",
            "554 5.7.1 You have exceeded the maximum number of messages per hour",
        ] {
            assert_eq!(state(reply), "temporary", "{reply}");
        }
        // The limit ends with the hour, and the message was thrown away.
        let discarded = "550 Domain example.com has exceeded the max defers and failures per hour (5/5 (100%)) allowed. Message discarded.";
        let told = crate::diagnose(discarded).findings.remove(0);
        assert_eq!((told.permanence.as_str(), told.state.as_str()), ("temporary", "lost"));
    }

    #[test]
    fn a_list_that_is_asked_wrongly_lasts_whatever_the_code() {
        for reply in [
            "554 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org; Error: open resolver",
            "450 4.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org; Error: open resolver",
            "192.0.2.7 is in an RBL: Error: open resolver; https://check.spamhaus.org/returnc/pub/198.51.100.77/",
        ] {
            assert_eq!(crate::diagnose(reply).findings.remove(0).state, "permanent", "{reply}");
        }
    }
}
