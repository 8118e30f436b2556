//! Received-SPF: RFC 7208, section 9.1.

use super::lex::{self, Kind};

/// What one server found when it checked the envelope's sender.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceivedSpf {
    /// As written, in lower case: pass, fail, softfail, neutral, none, temperror, permerror, and older words.
    pub result: String,
    pub comment: Option<String>,
    /// Keys with `_` for `-` (`client_ip`), values unquoted and without angle brackets, in their order.
    pub props: Vec<(String, String)>,
}

impl ReceivedSpf {
    pub fn prop(&self, key: &str) -> Option<&str> {
        self.props.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

/// Reads the value; none where it does not begin with a result.
pub fn parse(value: &str) -> Option<ReceivedSpf> {
    let tokens = lex::tokens(value, b";=");
    let first = tokens.iter().find(|token| token.kind == Kind::Word)?;
    let is_key = tokens.get(1).is_some_and(|next| next.kind == Kind::Delimiter(b'='));
    if is_key && first.range == tokens[0].range {
        return None;
    }
    let mut spf = ReceivedSpf { result: first.text(value).to_ascii_lowercase(), ..ReceivedSpf::default() };
    spf.result.truncate(spf.result.trim_end_matches([',', ':']).len());
    let mut at = 1;
    while let Some(token) = tokens.get(at) {
        at += 1;
        if token.kind == Kind::Comment {
            spf.comment.get_or_insert_with(|| token.inner(value).to_owned());
        } else if tokens.get(at).is_some_and(|next| next.kind == Kind::Delimiter(b'=')) {
            let (text, next) = right_side(value, &tokens, at + 1);
            spf.props.push((token.text(value).to_ascii_lowercase().replace('-', "_"), text));
            at = next;
        }
    }
    Some(spf)
}

/// Pieces that follow the equals sign without a blank between them.
fn right_side(value: &str, tokens: &[lex::Token], from: usize) -> (String, usize) {
    let mut text = String::new();
    let mut end = tokens.get(from - 1).map_or(0, |equals| equals.range.end);
    let mut at = from;
    while let Some(token) = tokens.get(at) {
        let is_first = at == from && token.kind == Kind::Quoted;
        let is_delimiter = token.kind == Kind::Delimiter(b';');
        if (token.range.start != end && !is_first) || is_delimiter || token.kind == Kind::Comment {
            break;
        }
        text.push_str(token.inner(value));
        end = token.range.end;
        at += 1;
    }
    (text.trim_matches(['<', '>']).to_owned(), at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, result: &str, want: &[(&str, &str)]) {
        let spf = parse(value).expect("a result");
        let got: Vec<_> = spf.props.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!((spf.result.as_str(), got.as_slice()), (result, want), "{value:?}");
    }

    #[test]
    fn results_and_keys() {
        check(
            "Pass (mx.example.com: domain of a@example.net designates 192.0.2.1) receiver=mx.example.com; client-ip=192.0.2.1; helo=h.example.net; pr=C",
            "pass",
            &[
                ("receiver", "mx.example.com"),
                ("client_ip", "192.0.2.1"),
                ("helo", "h.example.net"),
                ("pr", "C"),
            ],
        );
        check(
            "softfail client-ip=2001:db8::1 envelope-from=\"a=b@x.test\" identity=mailfrom",
            "softfail",
            &[("client_ip", "2001:db8::1"), ("envelope_from", "a=b@x.test"), ("identity", "mailfrom")],
        );
        check("None (no record) envelope-from=<a@x.test>;", "none", &[("envelope_from", "a@x.test")]);
        check("fail (open client-ip=1; x=", "fail", &[("client_ip", "1"), ("x", "")]);
    }

    #[test]
    fn nothing_is_no_result() {
        assert_eq!(parse(""), None);
        assert_eq!(parse("(only a comment)"), None);
        assert_eq!(parse("client-ip=192.0.2.1; helo="), None);
    }
}
