//! SpamAssassin's X-Spam-Status, with amavis' way of listing tests, and Rspamd's X-Spamd-Result.

use super::{Fields, FilterValue, text};

/// The key that says that the list of tests breaks off.
pub const CUT: &str = "cut off";

/// `Yes, score=5.3 required=5.0 tests=A,B autolearn=no version=3.4.6`; `hits=` before 3.0; amavis writes
/// `tests=[A=0.1, B=-1]`.
///
/// Keys: `flag` (yes or no), `score`, `required`, `tests` (names), `points` (test and points, where given), and the
/// rest as written.
pub fn status(value: &str) -> Fields {
    let (flag, rest) = value.split_once([',', ' ', '\n', '\t']).unwrap_or((value, ""));
    let flag = flag.trim().to_ascii_lowercase();
    let mut fields: Fields = Vec::new();
    if matches!(flag.as_str(), "yes" | "no") {
        fields.push(text("flag", &flag));
    }
    let (before, tests, behind) = cut_tests(if fields.is_empty() { value } else { rest });
    for word in before.split_whitespace().chain(behind.split_whitespace()) {
        let Some((key, value)) = word.trim_matches([',', '(', ')']).split_once('=') else { continue };
        fields.push(text(if key == "hits" { "score" } else { key }, value));
    }
    if let Some(tests) = tests {
        fields.extend(test_lists(tests));
    }
    fields
}

/// The list behind `tests=`: up to the bracket that closes it, else up to the next key.
fn cut_tests(text: &str) -> (&str, Option<&str>, &str) {
    let Some((before, rest)) = text.split_once("tests=") else { return (text, None, "") };
    if let Some(inner) = rest.strip_prefix('[') {
        let end = inner.find(']').unwrap_or(inner.len());
        return (before, Some(&inner[..end]), inner.get(end + 1..).unwrap_or(""));
    }
    let end = end_of_tests(rest);
    (before, Some(&rest[..end]), &rest[end..])
}

/// Where the next key begins: a name in small letters before an equals sign. A test may have its points behind one
/// (`_TESTSSCORES_` of its templates: `tests=BAYES_80=2,MISSING_MID=0.5`).
fn end_of_tests(text: &str) -> usize {
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let starts_key = word.contains('=') && word.starts_with(|c: char| c.is_ascii_lowercase());
        if starts_key {
            return text[..at].trim_end().len();
        }
        at += word.len();
    }
    text.len()
}

fn test_lists(tests: &str) -> Fields {
    let items = tests.split(|c: char| c == ',' || c.is_whitespace()).map(str::trim);
    let mut items: Vec<&str> = items.filter(|item| !item.is_empty() && *item != "none").collect();
    // Who shows or copies a long field cuts it: half a name is no test's.
    let is_cut = items.last().is_some_and(|last| last.ends_with("...") || last.ends_with('…'));
    if is_cut {
        items.pop();
    }
    let names = items.iter().map(|item| item.split('=').next().unwrap_or(item).to_owned()).collect();
    let mut fields = vec![("tests".to_owned(), FilterValue::List(names))];
    if items.iter().any(|item| item.contains('=')) {
        let points = items.iter().map(|item| (*item).to_owned()).collect();
        fields.push(("points".to_owned(), FilterValue::List(points)));
    }
    if is_cut {
        fields.push(text(CUT, "yes"));
    }
    fields
}

/// `default: False [-3.01 / 50.00]; SYMBOL(-3.00)[options]; …`.
///
/// Keys: `spam` (true or false), `score`, `required`, `symbols` (how many), `points` (symbol and weight).
pub fn rspamd(value: &str) -> Fields {
    let (head, rest) = value.split_once(';').unwrap_or((value, ""));
    let mut fields: Fields = Vec::new();
    let verdict = head.split([':', '[']).nth(1).map(str::trim).unwrap_or("");
    if !verdict.is_empty() {
        fields.push(text("spam", &verdict.to_ascii_lowercase()));
    }
    let numbers = head.split_once('[').and_then(|(_, rest)| rest.split(']').next());
    if let Some((score, required)) = numbers.and_then(|numbers| numbers.split_once('/')) {
        fields.push(text("score", score));
        fields.push(text("required", required));
    }
    let points = symbols(rest);
    fields.push(text("symbols", &points.len().to_string()));
    fields.push(("points".to_owned(), FilterValue::List(points)));
    fields
}

/// `NAME(weight)[options]`, options may hold semicolons.
fn symbols(text: &str) -> Vec<String> {
    let mut symbols = Vec::new();
    let mut depth = 0_i32;
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate().chain(std::iter::once((text.len(), b';'))) {
        match byte {
            b'[' => depth += 1,
            b']' => depth = (depth - 1).max(0),
            b';' if depth == 0 || at == text.len() => {
                let part = text[start..at].trim();
                start = (at + 1).min(text.len());
                if let Some((name, rest)) = part.split_once('(') {
                    let weight = rest.split(')').next().unwrap_or("");
                    symbols.push(format!("{name}={weight}"));
                }
            }
            _ => {}
        }
    }
    symbols
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fields: Fields, want: &[(&str, &str)]) {
        let got: Vec<(String, String)> = fields
            .into_iter()
            .map(|(key, value)| match value {
                FilterValue::Text(text) => (key, text),
                FilterValue::List(list) => (key, list.join("|")),
            })
            .collect();
        let got: Vec<_> = got.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn statuses() {
        check(
            status("Yes, score=6.8 required=5.0 tests=BAYES_99,\n\tSPF_FAIL autolearn=no\n\tversion=3.4.6"),
            &[
                ("flag", "yes"),
                ("score", "6.8"),
                ("required", "5.0"),
                ("autolearn", "no"),
                ("version", "3.4.6"),
                ("tests", "BAYES_99|SPF_FAIL"),
            ],
        );
        check(
            status("No, hits=-1 tagged_above=-10 required=6.6 tests=[AWL=-0.5,\n HTML_MESSAGE=0.001]"),
            &[
                ("flag", "no"),
                ("score", "-1"),
                ("tagged_above", "-10"),
                ("required", "6.6"),
                ("tests", "AWL|HTML_MESSAGE"),
                ("points", "AWL=-0.5|HTML_MESSAGE=0.001"),
            ],
        );
        check(status("No"), &[("flag", "no")]);
        check(status("tests=none"), &[("tests", "")]);
        check(status(""), &[]);
    }

    #[test]
    fn results_of_rspamd() {
        check(
            rspamd(
                "default: False [-3.01 / 15.00];\n BAYES_HAM(-3.00)[99%];\n ARC_REJECT(1.00)[a; b, {[1] = c}];\n",
            ),
            &[
                ("spam", "false"),
                ("score", "-3.01"),
                ("required", "15.00"),
                ("symbols", "2"),
                ("points", "BAYES_HAM=-3.00|ARC_REJECT=1.00"),
            ],
        );
        check(rspamd(""), &[("symbols", "0"), ("points", "")]);
    }
}
