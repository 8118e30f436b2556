//! Telephone numbers: with their country (ITU-T E.164, E.123), behind a word that says what they are, or with their area's
//! code before a stroke. Dates, times, network addresses, sizes and codes are none.

use super::{Category, Found};

/// Words for a telephone, in lower case, and what longer ones begin with. `telnet` and `tells` are none.
const WORDS: &[&str] =
    &["tel", "tél", "fon", "cell", "cel", "gsm", "handy", "ph", "durchwahl", "whatsapp", "hotline"];
const STEMS: &[&str] = &[
    "telef", "téléph", "teléf", "telep", "telem", "phone", "mobil", "fax", "móvil", "movil", "portable",
    "cellul", "komórk",
];

const MOST_DIGITS: usize = 15;

/// In no order.
pub fn find(paste: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut done = 0;
    for (at, first) in paste.match_indices(|c: char| c == '+' || c == '(' || c.is_ascii_digit()) {
        if at < done {
            continue;
        }
        // Numbers are read once: what stands in one begins none.
        let end = at + length(&paste[at..]);
        done = end.max(at + first.len());
        if is_phone(paste, at, &paste[at..end]) {
            found.push(Found { range: at..end, category: Category::Phone });
        }
    }
    found
}

/// How long a number with its spaces and strokes is; what a letter follows is none.
fn length(text: &str) -> usize {
    let mut end = 0;
    let mut signs = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => (end, signs) = (at + 1, 0),
            b'+' if at < 2 => {}
            // `(0)`, ` / ` and `) ` at most.
            b' ' | b'-' | b'/' | b'(' | b')' | b'.' if signs < 3 => signs += 1,
            _ => break,
        }
    }
    end
}

fn is_phone(paste: &str, at: usize, number: &str) -> bool {
    let before = paste[..at].chars().next_back();
    let after = paste[at + number.len()..].chars().next();
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !"-_:@%=#/\\".contains(c));
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    if after.is_some_and(|c| c.is_alphanumeric() || "_:@%".contains(c)) || digits > MOST_DIGITS {
        return false;
    }
    has_country(number, digits) && apart(before)
        || behind_word(paste, at) && digits > 5 && !is_date_or_address(number)
        || has_area(number, digits) && apart(before)
}

/// `2026-11-24 10`, `192.0.2.1 25`
fn is_date_or_address(number: &str) -> bool {
    let first = number.split(' ').next().unwrap_or_default();
    let year = number.starts_with("20") && matches!(number.as_bytes().get(4), Some(b'-' | b'/' | b'.'));
    year || first.split('.').count() == 4
}

/// `+49 30 1234567`. `+0100` is a zone of time, and `+1000 2026` one before a year.
fn has_country(number: &str, digits: usize) -> bool {
    let Some(rest) = number.trim_start_matches('(').strip_prefix('+') else { return false };
    let first = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits > 7 && !rest.starts_with('0') && (matches!(first, 1..=3) || first > 7)
}

/// `0171/1234567`, `(030) 12 34 56`: the code of an area begins with a nought.
fn has_area(number: &str, digits: usize) -> bool {
    let open = number.starts_with('(');
    let number = number.trim_start_matches('(');
    let area = number.bytes().take_while(u8::is_ascii_digit).count();
    let stroke = number[area..].trim_start().bytes().next();
    let fits = if open { stroke == Some(b')') } else { matches!(stroke, Some(b'/' | b'-')) };
    number.starts_with('0') && (3..=5).contains(&area) && digits > area + 4 && fits && !number.contains('.')
}

/// `Tel.: 030 123456`
fn behind_word(paste: &str, at: usize) -> bool {
    /// Bytes before the number in which the word stands.
    const REACH: usize = 24;
    let mut from = at.saturating_sub(REACH);
    while !paste.is_char_boundary(from) {
        from += 1;
    }
    let signs = |c: char| " \t.:-/()=".contains(c);
    let lead = paste[from..at].trim_end_matches(signs);
    let word = lead[lead.trim_end_matches(char::is_alphabetic).len()..].to_lowercase();
    lead.len() < paste[from..at].len()
        && (WORDS.contains(&word.as_str()) || STEMS.iter().any(|stem| word.starts_with(stem)))
}
