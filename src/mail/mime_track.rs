//! X-MIMETrack, in which Domino writes when it took a mail in and when it passed it on. Its maker documents no form; met is
//! `Itemize by SMTP Server on NAME(Release …) at 11/24/2026 10:00:05 AM, Serialize by Router on NAME(…) at 11/24/2026 01:40:07 PM`.
//!
//! The times are without a zone, and nobody knows the day from the month: only what one server wrote on one day is compared.

/// How long one server had the mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<'a> {
    pub server: &'a str,
    /// As written, both of one day.
    pub from: &'a str,
    pub until: &'a str,
    pub seconds: i64,
}

/// The first and the last time of the server that begins.
pub fn parse(value: &str) -> Option<Kept<'_>> {
    let mut stamps = value.split(" on ").skip(1).filter_map(stamp);
    let (server, day, from, first) = stamps.next()?;
    let same = stamps.filter(|(other, on, ..)| *other == server && *on == day);
    let (.., until, last) = same.max_by_key(|(.., seconds)| *seconds)?;
    Some(Kept { server, from, until, seconds: last - first }).filter(|kept| kept.seconds > 0)
}

/// `NAME(Release …) at DAY TIME`: the server, the day, the time, and its seconds since midnight.
fn stamp(text: &str) -> Option<(&str, &str, &str, i64)> {
    let (server, rest) = text.split_once('(')?;
    let (_, at) = rest.rsplit_once(") at ")?;
    let (day, rest) = at.split_once(' ')?;
    let time = rest.split_once(',').map_or(rest, |(time, _)| time).trim();
    let (clock, half) = time.split_once(' ').unwrap_or((time, ""));
    let mut numbers = clock.splitn(3, ':').map(str::parse::<i64>);
    let (hour, minute, second) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    let hour = match half.split_whitespace().next() {
        Some("PM") if hour < 12 => hour + 12,
        Some("AM") if hour == 12 => 0,
        _ => hour,
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second)).then_some((
        server.trim(),
        day,
        time,
        (hour * 60 + minute) * 60 + second,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_a_server_had_it_is_what_its_own_clock_says() {
        let track = |first: &str, last: &str| {
            format!(
                "Itemize by SMTP Server on Hub1/Pine(Release 12.0.2|May 1, 2024) at {first},\n\tSerialize by Router on Hub1/Pine(Release \
                 12.0.2|May 1, 2024) at {last},\n\tSerialize complete at {last}"
            )
        };
        let seconds = |first: &str, last: &str| parse(&track(first, last)).map(|kept| kept.seconds);
        let value = track("11/24/2026 10:00:05 AM", "11/24/2026 01:40:07 PM");
        let kept = parse(&value).expect("two times");
        assert_eq!((kept.server, kept.from, kept.until), ("Hub1/Pine", "10:00:05 AM", "01:40:07 PM"));
        assert_eq!(kept.seconds, 13_202);
        assert_eq!(seconds("24.11.2026 10:00:05", "24.11.2026 13:40:07"), Some(13_202));
        // Of two days nobody knows how far they lie apart.
        assert_eq!(seconds("11/12/2026 10:00:05 AM", "12/12/2026 10:00:05 AM"), None);
        assert_eq!(seconds("24.11.2026 10:00:05", "24.11.2026 10:00"), None);
        assert_eq!(parse("Itemize by Notes Client on Ann/Pine"), None);
    }
}
