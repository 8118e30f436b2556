//! What filters and gateways write into headers, as keys and values. What the values mean is knowledge, not syntax.
//!
//! One row of [`FILTERS`] a field; four ways of writing cover nearly all of them. Where nothing is known of the form,
//! the whole value is kept under `value`.

mod spamassassin;

pub use spamassassin::CUT;

/// One field of a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterReport {
    /// The filter's id, such as `forefront`, `spamassassin`.
    pub filter: &'static str,
    /// Keys as written, values trimmed, in their order. Values may be empty: the filter had nothing to say there.
    pub fields: Vec<(String, FilterValue)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterValue {
    Text(String),
    List(Vec<String>),
}

impl FilterReport {
    /// The text of a key; none for lists.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == key).and_then(|(_, value)| match value {
            FilterValue::Text(text) => Some(text.as_str()),
            FilterValue::List(_) => None,
        })
    }

    /// The list of a key; empty for texts.
    pub fn list(&self, key: &str) -> &[String] {
        let found = self.fields.iter().find(|(name, _)| name == key);
        match found {
            Some((_, FilterValue::List(list))) => list,
            _ => &[],
        }
    }
}

type Fields = Vec<(String, FilterValue)>;
type Parse = fn(&str) -> Fields;

/// The fields that are read: name in lower case, the filter's id, the way of writing.
static FILTERS: &[(&str, &str, Parse)] = &[
    ("x-forefront-antispam-report", "forefront", colon_pairs),
    ("x-forefront-antispam-report-untrusted", "forefront-untrusted", colon_pairs),
    ("x-microsoft-antispam", "microsoft_antispam", colon_pairs),
    ("x-microsoft-antispam-untrusted", "microsoft-antispam-untrusted", colon_pairs),
    ("x-microsoft-antispam-mailbox-delivery", "microsoft-mailbox-delivery", colon_pairs),
    ("x-ms-exchange-organization-scl", "exchange-scl", score),
    ("x-ms-exchange-organization-pcl", "exchange-pcl", score),
    ("x-ms-exchange-organization-antispam-report", "exchange-antispam", colon_pairs),
    ("x-spam-status", "spamassassin", spamassassin::status),
    ("x-spam-flag", "spam-flag", value),
    ("x-spam", "spam-flag", value),
    ("x-pm-spam-action", "proton-action", value),
    ("x-spam-score", "spam-score", score),
    ("x-spam-level", "spam-level", value),
    ("x-spamd-result", "rspamd", spamassassin::rspamd),
    ("x-rspamd-action", "rspamd-action", value),
    ("x-proofpoint-spam-details", "proofpoint", equals_pairs),
    ("x-proofpoint-spam-reason", "proofpoint-reason", value),
    ("x-mimecast-spam-score", "mimecast", score),
    ("x-mimecast-impersonation-protect", "mimecast-impersonation", named_pairs),
    ("x-mimecast-bulk-signature", "mimecast-bulk", value),
    ("x-mimecast-spam-signature", "mimecast-spam", value),
    ("x-barracuda-spam-score", "barracuda", score),
    ("x-barracuda-spam-status", "barracuda-status", barracuda),
    // The same of its service.
    ("x-bess-spam-status", "barracuda-status", barracuda),
    ("x-barracuda-bayes", "barracuda-bayes", value),
    ("x-ironport-anti-spam-filtered", "ironport", value),
    ("x-ironport-reputation", "ironport-reputation", score),
    ("x-ironport-sendergroup", "ironport-group", value),
    ("x-ironport-mailflowpolicy", "ironport-policy", value),
    ("x-sbrs", "ironport-reputation", score),
    ("x-amp-result", "cisco-amp", value),
    ("x-cmae-score", "cloudmark", score),
    ("x-cmae-verdict", "cloudmark-verdict", value),
    ("x-vr-spamstate", "vade", value),
    ("x-vr-spamscore", "vade-score", score),
    ("x-ovh-spam-status", "ovh", value),
    ("x-ovh-spam-reason", "ovh-reason", value),
    ("x-kse-antispam-status", "kaspersky", value),
    ("x-klms-antispam-status", "kaspersky", value),
    ("x-ksmg-antispam-status", "kaspersky", value),
    ("x-klms-antispam-rate", "kaspersky-rate", score),
    ("x-kse-antispam-rate", "kaspersky-rate", score),
    ("x-tm-as-result", "trend-micro", value),
    ("x-tmase-result", "trend-micro-tmase", value),
    ("x-spamexperts-class", "spamexperts", value),
    // The same filter under later names.
    ("x-mailassure-class", "spamexperts", value),
    ("x-spampanel-class", "spamexperts", value),
    ("x-recommended-action", "spamexperts-action", value),
    ("x-bogosity", "bogofilter", equals_pairs),
    ("x-gmx-antispam", "gmx", value),
    ("x-ui-filterresults", "gmx-results", value),
    ("x-gmx-antivirus", "gmx-antivirus", value),
    ("x-feas-spf", "fortimail-spf", equals_pairs),
    ("x-feas-dkim", "fortimail-dkim", value),
    ("x-fe-policy-verdict", "fireeye", value),
    ("x-sophos-ibs", "sophos", value),
    ("x-lases-spamscore", "sophos-spamscore", score),
    ("x-brightmail-tracker", "symantec", value),
    ("x-virus-scanned", "virus-scanner", value),
    ("x-virus-status", "virus-status", value),
    ("x-mailscanner", "mailscanner", value),
    ("x-mailscanner-spamcheck", "mailscanner-spamcheck", value),
    ("x-spam-processed", "mdaemon", value),
    ("x-dspam-result", "dspam", value),
    ("x-dspam-confidence", "dspam-confidence", score),
    ("x-hmailserver-spam", "hmailserver", value),
    ("x-me-vsscore", "fastmail-score", score),
    ("x-me-vscategory", "fastmail-category", value),
    ("x-yandex-spam", "yandex", score),
    ("x-mras", "mailru", value),
    ("x-gm-spam", "gmail-spam", score),
    ("x-gm-phishy", "gmail-phishy", score),
    ("x-yahoofilteredbulk", "yahoo-bulk", value),
    ("x-aol-global-disposition", "aol", value),
    ("x-greylist", "greylist", value),
    ("x-apple-movetofolder", "icloud-folder", value),
    ("x-junkmail", "junkmail", value),
];

/// What a field says, if it is one that filters write.
///
/// ```
/// let report = mailwhy::mail::spam_headers::parse("X-Microsoft-Antispam", "BCL:7;").unwrap();
/// assert_eq!((report.filter, report.get("BCL")), ("microsoft_antispam", Some("7")));
/// ```
pub fn parse(name: &str, text: &str) -> Option<FilterReport> {
    if !name.as_bytes().first()?.eq_ignore_ascii_case(&b'x') {
        return None;
    }
    let (_, filter, parse) = FILTERS.iter().find(|(known, _, _)| known.eq_ignore_ascii_case(name))?;
    Some(FilterReport { filter, fields: parse(text) })
}

fn text(key: &str, value: &str) -> (String, FilterValue) {
    (key.trim().to_owned(), FilterValue::Text(squeeze(value)))
}

fn squeeze(value: &str) -> String {
    let mut squeezed = String::with_capacity(value.len());
    for word in value.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

/// Microsoft's `KEY:value;KEY:value;`. Folds may fall anywhere; lists of rules are `(1)(2)`.
fn colon_pairs(value: &str) -> Fields {
    let pairs = value.split(';').filter_map(|part| part.split_once(':'));
    pairs
        .map(|(key, value)| (key.trim().to_owned(), FilterValue::Text(squeeze(value).replace(") (", ")("))))
        .filter(|(key, _)| !key.is_empty())
        .collect()
}

/// `key=value key=value`, separated by blanks, commas or semicolons. A value goes on while no next key comes.
fn equals_pairs(value: &str) -> Fields {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut head = String::new();
    for word in value.split_whitespace() {
        let word = word.trim_end_matches([';', ',']);
        match word.split_once('=').filter(|(key, _)| is_key(key)) {
            Some((key, value)) => fields.push((key.to_owned(), value.to_owned())),
            None => {
                let goes_on = fields.last_mut().map_or(&mut head, |(_, value)| value);
                if !goes_on.is_empty() {
                    goes_on.push(' ');
                }
                goes_on.push_str(word);
            }
        }
    }
    let head = (!head.is_empty()).then(|| text("value", &head));
    head.into_iter().chain(fields.iter().map(|(key, value)| text(key, value))).collect()
}

/// `No, SCORE=0.5 using per-user scores of TAG_LEVEL=3.5 …`: whose levels they are stands between two keys.
fn barracuda(value: &str) -> Fields {
    let mut fields = equals_pairs(value);
    let score = fields.iter_mut().find(|(key, _)| key == "SCORE");
    let mut levels = None;
    if let Some((_, FilterValue::Text(score))) = score
        && let Some((number, rest)) = score.split_once(' ')
    {
        let whose = rest.strip_prefix("using ").and_then(|rest| rest.strip_suffix(" scores of"));
        levels = whose.map(|whose| text("scores used", whose));
        *score = number.to_owned();
    }
    fields.extend(levels);
    fields
}

/// Mimecast's `Policy=name;Similar Internal Domain=false;`: names of several words.
fn named_pairs(value: &str) -> Fields {
    let pairs = value.split(';').filter_map(|part| part.split_once('='));
    pairs.map(|(key, value)| text(&squeeze(key), value)).filter(|(key, _)| !key.is_empty()).collect()
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

/// One number.
fn score(value: &str) -> Fields {
    vec![text("score", value)]
}

/// One statement of unknown form.
fn value(value: &str) -> Fields {
    vec![text("value", value)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, value: &str, filter: &str, want: &[(&str, &str)]) {
        let report = parse(name, value).expect("a filter's field");
        let got: Vec<_> = report
            .fields
            .iter()
            .map(|(key, value)| match value {
                FilterValue::Text(text) => (key.as_str(), text.clone()),
                FilterValue::List(list) => (key.as_str(), list.join(",")),
            })
            .collect();
        let got: Vec<_> = got.iter().map(|(key, value)| (*key, value.as_str())).collect();
        assert_eq!((report.filter, got.as_slice()), (filter, want), "{value:?}");
    }

    #[test]
    fn pairs_and_scores() {
        check(
            "X-Forefront-Antispam-Report",
            "CIP:192.0.2.1;CTRY:;SFV:NSPM;SFS:(1)\n (2);H:a.example.net;",
            "forefront",
            &[("CIP", "192.0.2.1"), ("CTRY", ""), ("SFV", "NSPM"), ("SFS", "(1)(2)"), ("H", "a.example.net")],
        );
        check(
            "x-proofpoint-spam-details",
            "rule=notspam policy=default\n score=0",
            "proofpoint",
            &[("rule", "notspam"), ("policy", "default"), ("score", "0")],
        );
        check("X-Mimecast-Spam-Score", " 3 ", "mimecast", &[("score", "3")]);
        check(
            "X-Mimecast-Impersonation-Protect",
            "Policy=Our rule;Similar Internal\n Domain=false; Newly Observed Domain=true",
            "mimecast-impersonation",
            &[
                ("Policy", "Our rule"),
                ("Similar Internal Domain", "false"),
                ("Newly Observed Domain", "true"),
            ],
        );
        check(
            "X-Barracuda-Spam-Status",
            "No, SCORE=0.50 using per-user scores of TAG_LEVEL=3.5 KILL_LEVEL=9.0 tests=A",
            "barracuda-status",
            &[
                ("value", "No"),
                ("SCORE", "0.50"),
                ("TAG_LEVEL", "3.5"),
                ("KILL_LEVEL", "9.0"),
                ("tests", "A"),
                ("scores used", "per-user"),
            ],
        );
        check(
            "X-Bogosity",
            "Ham, tests=bogofilter, spamicity=0.1",
            "bogofilter",
            &[("value", "Ham"), ("tests", "bogofilter"), ("spamicity", "0.1")],
        );
    }

    #[test]
    fn other_fields_are_none() {
        assert_eq!(parse("Subject", "BCL:0"), None);
        assert_eq!(parse("", ""), None);
    }
}
