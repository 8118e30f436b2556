//! Times of log lines in seconds. Logs often lack year and zone: these seconds serve for differences, not for dates.

use crate::mail::date;

/// Seconds, as if the time were UTC; of the year 1972 (it has every day) where none is written.
pub fn seconds(time: &str) -> Option<i64> {
    if let Some(label) = time.strip_prefix("@4000") {
        return i64::from_str_radix(label.get(4..12)?, 16).ok();
    }
    let clock_at = time.find(':')?;
    let start = clock_at - time[..clock_at].bytes().rev().take_while(u8::is_ascii_digit).count();
    let mut parts = time[start..].split([':', '.', ',', ' ', '+', '-', 'Z']);
    let mut next = || parts.next()?.parse::<i64>().ok();
    let (hour, minute) = (next()?, next()?);
    let second = next().filter(|second| *second < 61).unwrap_or(0);
    let day = day(&time[..start])?;
    let hour = match time.as_bytes() {
        [.., b' ', b'A', b'M'] if hour == 12 => 0,
        [.., b' ', b'P', b'M'] if hour < 12 => hour + 12,
        _ => hour,
    };
    Some(day * 86_400 + hour.min(24) * 3_600 + minute.min(60) * 60 + second)
}

/// A time as people write it, in UTC. TAI is ahead of it by less than a minute.
pub fn written(seconds: i64) -> String {
    let (year, month, day) = date::civil_from_days(seconds.div_euclid(86_400));
    let clock = seconds.rem_euclid(86_400);
    format!("{year}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC", clock / 3_600, clock / 60 % 60, clock % 60)
}

/// A stretch of time in seconds: `50784`, `12.5`, `00:01:05`, `1+02:03:04`, `1d2h3m4s`.
pub fn stretch(text: &str) -> Option<i64> {
    if text.contains(':') {
        let (days, clock) = text.split_once('+').unwrap_or(("0", text));
        let parts: Option<Vec<i64>> = clock.split(':').map(|part| part.parse().ok()).collect();
        let seconds = parts?.iter().try_fold(0_i64, |sum, part| sum.checked_mul(60)?.checked_add(*part));
        return seconds?.checked_add(days.parse::<i64>().ok()?.checked_mul(86_400)?);
    }
    if let Ok(seconds) = text.parse::<f64>() {
        return (0.0..1e10).contains(&seconds).then_some(seconds as i64);
    }
    let (mut sum, mut number) = (0_i64, String::new());
    for sign in text.chars() {
        if sign.is_ascii_digit() && number.len() < 9 {
            number.push(sign);
            continue;
        }
        let unit = match sign {
            'w' => 604_800,
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        sum += std::mem::take(&mut number).parse::<i64>().ok()? * unit;
    }
    (number.is_empty() && !text.is_empty()).then_some(sum)
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Days since 1970 of a date in one of the orders that logs have.
fn day(date: &str) -> Option<i64> {
    let mut numbers = [0_i64; 3];
    let (mut count, mut month) = (0, None);
    for word in date.split(|c: char| !c.is_ascii_alphanumeric()) {
        let word = word.trim_end_matches('T');
        if let Ok(number) = word.parse::<i64>() {
            *numbers.get_mut(count)? = number;
            count += 1;
        } else if let Some(name) = word.get(..3) {
            let name = name.to_ascii_lowercase();
            month = MONTHS.iter().position(|known| *known == name).map(|at| at as i64 + 1).or(month);
        }
    }
    let (year, month, day) = match (month, count) {
        (Some(month), 1) => (1972, month, numbers[0]),
        (Some(month), 2) if numbers[1] > 99 => (numbers[1], month, numbers[0]),
        (Some(month), 2) => (2000 + numbers[1], month, numbers[0]),
        (None, 3) if numbers[0] > 31 => (numbers[0], numbers[1], numbers[2]),
        // 03/05/2024: whichever can be a month; the day first where both can.
        (None, 3) if numbers[1] > 12 => (numbers[2], numbers[0], numbers[1]),
        (None, 3) => (numbers[2], numbers[1], numbers[0]),
        _ => return None,
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day) && year < 10_000)
        .then(|| date::days(year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_many_writers() {
        for (text, seconds) in [
            ("50784", 50_784),
            ("0.52", 0),
            ("00:01:05", 65),
            ("1+02:00:00", 93_600),
            ("1h2m3s", 3_723),
            ("2d", 172_800),
        ] {
            assert_eq!(stretch(text), Some(seconds), "{text}");
        }
        for text in ["", "5x", "h", "1h2", "-3", "99999999999999999999:1", "::"] {
            assert_eq!(stretch(text), None, "{text}");
        }
    }

    #[test]
    fn times_of_many_writers() {
        let noon = 1_709_640_000;
        for time in [
            "2024-03-05 12:00:00",
            "2024-03-05T12:00:00.25Z",
            "05/Mar/2024 12:00:00",
            "Tue Mar  5 12:00:00 2024",
            "Mar-05-24 12:00:00",
        ] {
            let got = seconds(time);
            assert!(got == Some(noon) || time.ends_with("2024"), "{time}: {got:?}");
        }
        let first = seconds("Mar  5 12:00:00").expect("a time");
        assert_eq!(seconds("Mar  6 12:00:30").expect("a time") - first, 86_430);
        assert_eq!(seconds("no time"), None);
        assert_eq!(seconds("5:"), None);
    }
}
