//! Dates of mail: RFC 5322, section 3.3, the obsolete forms of section 4.3, and what programs write instead.
//!
//! Met and read: no weekday, no seconds, two-digit years, fractions, zones by name, comments, ctime's
//! `Tue Mar  4 10:02:11 2025`, ISO 8601, Go's `2025-03-04 10:02:11.5 +0000 UTC m=+0.0`, AM and PM.
//! Not read: dates of only numbers with slashes (nobody knows day from month), relative dates, names of months in
//! other languages than English.

use super::lex::{self, Kind};

/// A point in time, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// Whole seconds of UTC since 1970, the fraction dropped.
    pub epoch: i64,
    /// Seconds east of UTC; none where no zone was given or nobody knows the one given: then read as UTC.
    pub offset: Option<i32>,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    NoTime,
    NoDay,
    NoMonth,
    NoYear,
    /// A number that no calendar has: month 13, hour 25.
    OutOfRange,
}

impl std::fmt::Display for DateError {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            DateError::NoTime => "there is no time of day",
            DateError::NoDay => "there is no day",
            DateError::NoMonth => "there is no month",
            DateError::NoYear => "there is no year",
            DateError::OutOfRange => "a number is too large",
        })
    }
}

impl std::error::Error for DateError {}

/// Reads a date out of the text's beginning; what follows the zone is left alone.
///
/// # Errors
///
/// Says which part is missing, or that a number is out of range.
///
/// ```
/// let date = mailwhy::mail::date::parse("Tue, 4 Mar 2025 10:02:11 +0100 (CET)").unwrap();
/// assert_eq!((date.epoch, date.offset), (1741078931, Some(3600)));
/// ```
pub fn parse(text: &str) -> Result<Date, DateError> {
    let mut parts = Parts::default();
    for token in lex::each(text, b"") {
        match token.kind {
            Kind::Word => {
                if !parts.word(token.text(text)) {
                    break;
                }
            }
            Kind::Comment if parts.offset.is_none() => {
                parts.comment = parts.comment.or(zone(token.inner(text)))
            }
            _ => {}
        }
    }
    parts.finish()
}

/// Whether a date could begin here: a weekday, a day with its month behind it, or an ISO date.
pub fn begins(text: &str) -> bool {
    let mut words = text.split([' ', '\t', '\n', ',']).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return false };
    if is_weekday(first) || iso_date(first).is_some() {
        return true;
    }
    let is_day = first.len() <= 2 && first.bytes().all(|byte| byte.is_ascii_digit());
    is_day && words.next().is_some_and(|second| month(second).is_some())
}

#[derive(Default)]
struct Parts {
    day: Option<i64>,
    month: Option<i64>,
    year: Option<i64>,
    /// Seconds since midnight.
    time: Option<i64>,
    offset: Option<i32>,
    /// A zone in a comment, for want of a better one.
    comment: Option<i32>,
    is_zone_unknown: bool,
    /// Seconds east of UTC of a zone whose name in words has begun: `Pacific Standard Time`.
    named: Option<i32>,
}

/// The names that Windows gives to zones, by what stands before `Standard Time` and `Daylight Time`.
const ZONES_IN_WORDS: &[(&str, i32)] = &[
    ("pacific", -8),
    ("mountain", -7),
    ("central", -6),
    ("eastern", -5),
    ("atlantic", -4),
    ("romance", 1),
    ("tokyo", 9),
    ("china", 8),
];

impl Parts {
    /// Takes one word; false when the date is over.
    fn word(&mut self, word: &str) -> bool {
        let word = word.trim_matches(',');
        if let Some((first, rest)) = word.split_once(',').filter(|(first, _)| !first.contains(':')) {
            return self.word(first) && self.word(rest);
        }
        if word.is_empty() {
            return true;
        }
        if self.is_full() {
            return self.behind(word);
        }
        if let Some((year, month, day, rest)) = iso_date(word) {
            (self.year, self.month, self.day) = (Some(year), Some(month), Some(day));
            return rest.is_empty() || self.word(rest);
        }
        if word.contains(':') && word.as_bytes()[0].is_ascii_digit() {
            return self.clock(word);
        }
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            self.number(word);
        } else if let Some(month) = month(word) {
            self.month = self.month.or(Some(month));
        } else if let Some((day, month, year)) = dashed(word) {
            (self.day, self.month, self.year) = (Some(day), Some(month), Some(year));
        } else if self.time.is_some() {
            self.behind(word);
        }
        true
    }

    fn is_full(&self) -> bool {
        self.time.is_some() && self.day.is_some() && self.year.is_some()
    }

    /// A zone, or AM and PM; anything else ends the date.
    fn behind(&mut self, word: &str) -> bool {
        if word.eq_ignore_ascii_case("pm") || word.eq_ignore_ascii_case("am") {
            let is_pm = word.eq_ignore_ascii_case("pm");
            self.time = self.time.map(|time| time % 43_200 + if is_pm { 43_200 } else { 0 });
            return true;
        }
        if let Some(named) = self.named.take() {
            return self.zone_in_words(word, named);
        }
        if self.offset.is_some() || self.is_zone_unknown {
            return false;
        }
        let is_it = |(name, _): &&(&str, i32)| word.eq_ignore_ascii_case(name);
        if let Some((_, hours)) = ZONES_IN_WORDS.iter().find(is_it) {
            self.named = Some(hours * 3600);
            return true;
        }
        self.offset = zone(word);
        self.is_zone_unknown = self.offset.is_none();
        self.offset.is_some()
    }

    /// The word behind the zone's own: without one of these it is another zone (`Central Europe Standard Time`), which nobody guesses.
    fn zone_in_words(&mut self, word: &str, named: i32) -> bool {
        self.offset = match () {
            () if word.eq_ignore_ascii_case("standard") => Some(named),
            () if word.eq_ignore_ascii_case("daylight") => Some(named + 3600),
            () => None,
        };
        self.is_zone_unknown = self.offset.is_none();
        self.offset.is_some()
    }

    /// The day comes before the year, but for years of four digits.
    fn number(&mut self, word: &str) {
        let Ok(number) = word.parse::<i64>() else { return };
        match word.len() {
            1 | 2 if self.day.is_none() => self.day = Some(number),
            // RFC 5322, section 4.3: 00 to 49 are of this century, other short years count from 1900.
            2 | 3 if self.year.is_none() => self.year = Some(number + if number < 50 { 2000 } else { 1900 }),
            4 => self.year = Some(number),
            _ => {}
        }
    }

    /// `10:02`, `10:02:11`, `10:02:11.5`, `10:02:11Z`, `10:02:11+01:00`.
    fn clock(&mut self, word: &str) -> bool {
        let end =
            word.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(word.len());
        let (clock, behind) = word.split_at(end);
        let whole = clock.split(['.', ',']).next().unwrap_or(clock);
        let mut numbers = whole.split(':').map(|number| number.parse::<i64>().unwrap_or(99));
        let (hour, minute) = (numbers.next().unwrap_or(99), numbers.next().unwrap_or(99));
        let second = numbers.next().unwrap_or(0);
        // A leap second is the next minute's first.
        let fits = hour < 25 && minute < 60 && second < 61;
        self.time = Some(if fits { hour * 3600 + minute * 60 + second } else { i64::MAX });
        behind.is_empty() || self.behind(behind)
    }

    fn finish(self) -> Result<Date, DateError> {
        let time = self.time.ok_or(DateError::NoTime)?;
        let day = self.day.ok_or(DateError::NoDay)?;
        let month = self.month.ok_or(DateError::NoMonth)?;
        let year = self.year.ok_or(DateError::NoYear)?;
        let fits = time <= 90_000 && (1..=31).contains(&day) && (1..=12).contains(&month);
        if !fits || !(1900..=9999).contains(&year) {
            return Err(DateError::OutOfRange);
        }
        let offset = self.offset.or(self.comment);
        let epoch = days(year, month, day) * 86_400 + time - i64::from(offset.unwrap_or(0));
        Ok(Date { epoch, offset })
    }
}

/// Days since 1970 in the Gregorian calendar; March is the first month of the reckoning, so that leap days come last.
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| starts(word, day))
        && (word.len() == 3 || ends_in_day(word))
}

fn ends_in_day(word: &str) -> bool {
    word.len() > 5 && word.len() < 10 && word[word.len() - 3..].eq_ignore_ascii_case("day")
}

fn starts(word: &str, with: &str) -> bool {
    word.is_ascii() && word.len() >= with.len() && word[..with.len()].eq_ignore_ascii_case(with)
}

/// `Mar`, `MAR`, `March`, `Sept`.
fn month(word: &str) -> Option<i64> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.');
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    let index = NAMES.iter().position(|name| starts(name, word))?;
    Some(index as i64 + 1)
}

/// `2025-03-04`, and what follows it behind a `T`.
fn iso_date(word: &str) -> Option<(i64, i64, i64, &str)> {
    let bytes = word.as_bytes();
    if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' || !word.is_char_boundary(10) {
        return None;
    }
    let rest = &word[10..];
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest);
    Some((word[..4].parse().ok()?, word[5..7].parse().ok()?, word[8..10].parse().ok()?, rest))
}

/// `04-Mar-2025`.
fn dashed(word: &str) -> Option<(i64, i64, i64)> {
    let mut parts = word.split('-');
    let day = parts.next()?.parse().ok()?;
    let month = month(parts.next()?)?;
    let year: i64 = parts.next()?.parse().ok()?;
    let year = if year < 50 {
        year + 2000
    } else if year < 1000 {
        year + 1900
    } else {
        year
    };
    Some((day, month, year))
}

/// Seconds east of UTC: `+0100`, `-03`, `+01:00`, `GMT+0100`, or a name.
fn zone(word: &str) -> Option<i32> {
    let word = word.trim().trim_end_matches([';', '.']);
    if let Some(at) = word.find(['+', '-']) {
        let prefix = &word[..at];
        let is_prefix = ["", "gmt", "utc", "ut"].iter().any(|name| prefix.eq_ignore_ascii_case(name));
        return if is_prefix { numeric(&word[at..]) } else { None };
    }
    ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, minutes)| minutes * 60)
}

fn numeric(word: &str) -> Option<i32> {
    let sign = if word.starts_with('-') { -1 } else { 1 };
    let clock = word[1..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b':');
    let digits = clock.filter(|byte| *byte != b':');
    // A fifth digit is one too many, whatever follows it.
    let (len, number) =
        digits.take(5).fold((0, 0), |(len, number), digit| (len + 1, number * 10 + i32::from(digit - b'0')));
    let (hours, minutes) = match len {
        1 | 2 => (number, 0),
        3 | 4 => (number / 100, number % 100),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Zones by name, in minutes east. RFC 5322, section 4.3, knows those of North America; the others are what servers
/// write in comments. Names with two meanings (IST, BST before 1972, CST in China) have the commoner one of mail.
static ZONES: &[(&str, i32)] = &[
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("WET", 0),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("AST", -240),
    ("ADT", -180),
    ("NST", -210),
    ("NDT", -150),
    ("BRT", -180),
    ("BRST", -120),
    ("ART", -180),
    ("CLT", -240),
    ("CLST", -180),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("MET", 60),
    ("MEZ", 60),
    ("CEST", 120),
    ("MEST", 120),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("MSD", 240),
    ("SAST", 120),
    ("TRT", 180),
    ("IDT", 180),
    ("IST", 330),
    ("PKT", 300),
    ("ICT", 420),
    ("WIB", 420),
    ("HKT", 480),
    ("SGT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
];

/// Year, month and day of the days since 1970: Howard Hinnant's "civil from days".
pub fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn valid(text: &str, epoch: i64, offset: Option<i32>) {
        assert_eq!(parse(text), Ok(Date { epoch, offset }), "{text:?}");
    }

    #[test]
    fn every_form_met() {
        valid("Tue, 4 Mar 2025 10:02:11 +0100", 1_741_078_931, Some(3600));
        valid("Tue,4 Mar 2025 10:02:11 +0100 (CET)", 1_741_078_931, Some(3600));
        valid("4 Mar 2025 09:02 GMT", 1_741_078_920, Some(0)); // no weekday, no seconds
        valid("Tue, 4 Mar 25 10:02:11 +0100", 1_741_078_931, Some(3600)); // two-digit year
        valid("Mon, 28 Sep 92 15:04:32 EDT", 717_707_072, Some(-14_400));
        valid("Tue Mar  4 09:02:11 2025", 1_741_078_931, None); // ctime
        valid("Tue Mar  4 10:02:11 CET 2025", 1_741_078_931, Some(3600)); // date(1)
        valid("2025-03-04T09:02:11Z", 1_741_078_931, Some(0)); // ISO 8601
        valid("2025-03-04 10:02:11,250+01:00", 1_741_078_931, Some(3600));
        valid("2025-03-04 09:02:11.123456789 +0000 UTC m=+12.5", 1_741_078_931, Some(0)); // Go
        valid("Tue, 04 Mar 2025 09:02:11.250 +0000 (UTC)", 1_741_078_931, Some(0));
        valid("Tue, 04-Mar-2025 09:02:11 GMT", 1_741_078_931, Some(0));
        valid("Tue, 4 Mar 2025 06:02:11 -0300 (-03)", 1_741_078_931, Some(-10_800));
        valid("Tue, 4 Mar 2025 09:02:11 (GMT)", 1_741_078_931, Some(0)); // the zone in a comment only
        valid("Tuesday, March 4, 2025 9:02:11 AM", 1_741_078_931, None);
        valid("4 Mar 2025 9:02:11 PM -0000", 1_741_122_131, Some(0));
        valid("Tue, 4 Mar 2025 09:02:11 GMT+0000; more words 99", 1_741_078_931, Some(0));
        valid("Tue, 4 Mar 2025 01:02:11 Pacific Standard Time", 1_741_078_931, Some(-28_800)); // Windows
        valid("Fri, 4 Jul 2025 05:02:11 Eastern Daylight Time", 1_751_619_731, Some(-14_400));
        valid("Tue Mar  4 03:02:11 Central Standard Time 2025", 1_741_078_931, Some(-21_600));
        valid("Tue, 4 Mar 2025 09:02:11 Central Europe Standard Time", 1_741_078_931, None);
        valid("Tue, 4 Mar 2025 09:02:11 XYZT", 1_741_078_931, None); // nobody knows this zone
        valid("31 Dec 1969 23:59:59 +0000", -1, Some(0));
        valid("29 Feb 2000 00:00:00 +0000", 951_782_400, Some(0));
    }

    #[test]
    fn what_is_no_date_says_why() {
        assert_eq!(parse(""), Err(DateError::NoTime));
        assert_eq!(parse("Tue, 4 Mar 2025"), Err(DateError::NoTime));
        assert_eq!(parse("10:02:11"), Err(DateError::NoDay));
        assert_eq!(parse("4 10:02:11 2025"), Err(DateError::NoMonth));
        assert_eq!(parse("4 Mar 10:02:11 +0100"), Err(DateError::NoYear));
        assert_eq!(parse("4 Mar 2025 25:62:11"), Err(DateError::OutOfRange));
        assert_eq!(parse("45 Mar 2025 10:02:11"), Err(DateError::OutOfRange));
        assert_eq!(parse("4 Mar 2025 99999999999999999999:0"), Err(DateError::OutOfRange));
    }

    #[test]
    fn beginnings() {
        for text in ["Tue, 4 Mar", "4 Mar 2025", "2025-03-04 10", "Tuesday, 4"] {
            assert!(begins(text), "{text:?}");
        }
        for text in ["monitor 4", "4 5 6", "sunday-mail.example.com", "", "14"] {
            assert!(!begins(text), "{text:?}");
        }
    }
}
