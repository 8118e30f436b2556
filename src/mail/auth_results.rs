//! Authentication-Results and ARC-Authentication-Results: RFC 8601 and RFC 8617, and what is written instead.
//!
//! Dialects: Microsoft leaves the server's name out and begins with `spf=`, and writes `action=` and `reason=` without
//! a property type; old Yahoo writes `from=domain;` before each method, and no semicolon behind its name; an old
//! Google form has no semicolons between the methods; `header.i=` may stand alone behind a semicolon.

use super::lex::{self, Kind, Token};
use std::ops::Range;

/// One field: whose statements they are, and the statements in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthResults {
    /// The authserv-id (RFC 8601, section 2.5); none where it was left out.
    pub authserv: Option<String>,
    /// The instance of an ARC set (RFC 8617, section 4.1.1).
    pub instance: Option<u32>,
    pub statements: Vec<Statement>,
}

/// One `method=result` with what goes with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// In lower case, without a version.
    pub method: String,
    /// As written, which is lower case but for a few.
    pub result: String,
    /// `ptype.property` and the value; also bare `reason` and `action`. In their order, unquoted.
    pub props: Vec<(String, String)>,
    /// The first comment, without its brackets.
    pub comment: Option<String>,
    /// Where the statement stands in the value.
    pub range: Range<usize>,
}

impl Statement {
    /// The first property of that name.
    pub fn prop(&self, name: &str) -> Option<&str> {
        self.props.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Reads the value of either field. What is no statement is read over.
pub fn parse(value: &str) -> AuthResults {
    let tokens = lex::tokens(value, b";=");
    let mut reader = Reader { value, results: AuthResults::default(), is_first: true };
    for part in tokens.split(|token| token.kind == Kind::Delimiter(b';')) {
        reader.part(part);
    }
    reader.results
}

struct Reader<'a> {
    value: &'a str,
    results: AuthResults,
    /// No authserv-id yet, and nothing that would come behind it.
    is_first: bool,
}

impl Reader<'_> {
    /// What stands between two semicolons.
    fn part(&mut self, tokens: &[Token]) {
        let mut at = 0;
        let mut is_new = true;
        while let Some(token) = tokens.get(at) {
            if token.kind == Kind::Comment {
                if !is_new {
                    self.comment(token);
                }
                at += 1;
            } else if token.kind == Kind::Word
                && tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Delimiter(b'='))
            {
                let (value, next) = self.right_side(tokens, at + 2);
                let end = tokens.get(next - 1).map_or(token.range.end, |last| last.range.end);
                self.pair(token.text(self.value), value, token.range.start..end, &mut is_new);
                at = next;
            } else {
                self.word(token);
                at += 1;
            }
        }
    }

    /// The value behind an equals sign: pieces that follow each other without a blank. Returns where to go on.
    fn right_side(&self, tokens: &[Token], from: usize) -> (String, usize) {
        let mut value = String::new();
        let mut end = None;
        let mut at = from;
        while let Some(token) = tokens.get(at) {
            let is_glued = end.is_none_or(|end| end == token.range.start);
            // `smtp.mailfrom= dkim=pass`: the value is empty and the next word is the next key.
            let is_next_key = end.is_none()
                && tokens[at - 1].range.end < token.range.start
                && tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Delimiter(b'='));
            if !is_glued || is_next_key || token.kind == Kind::Comment {
                break;
            }
            value.push_str(&unquote(token, self.value));
            end = Some(token.range.end);
            at += 1;
        }
        (value, at)
    }

    fn pair(&mut self, key: &str, value: String, range: Range<usize>, is_new: &mut bool) {
        let method = key.split('/').next().unwrap_or(key).to_ascii_lowercase();
        if self.is_first && method == "i" && self.results.instance.is_none() {
            self.results.instance = value.parse().ok();
            return;
        }
        let starts = !method.contains('.') && !is_bare_property(&method) && (*is_new || is_method(&method));
        if starts {
            self.is_first = false;
            *is_new = false;
            // Old Yahoo's `from=example.com;` names a domain and is no result.
            if method != "from" && !value.is_empty() {
                let statement = Statement { method, result: value, range, ..Statement::default() };
                self.results.statements.push(statement);
            }
        } else if let Some(last) = self.results.statements.last_mut() {
            *is_new = false;
            last.range.end = range.end;
            last.props.push((key.to_ascii_lowercase(), value));
        }
    }

    /// A word without a value: the server's name, or its version, or nothing that is known.
    fn word(&mut self, token: &Token) {
        if self.is_first && self.results.authserv.is_none() && token.kind != Kind::Delimiter(b'=') {
            self.results.authserv = Some(unquote(token, self.value));
        }
    }

    fn comment(&mut self, token: &Token) {
        if let Some(last) = self.results.statements.last_mut() {
            last.comment.get_or_insert_with(|| token.inner(self.value).to_owned());
            last.range.end = token.range.end;
        }
    }
}

/// RFC 8601's `reason`, Microsoft's `action`, and the keys of Received-SPF, which Amazon SES writes here.
fn is_bare_property(key: &str) -> bool {
    matches!(key, "reason" | "action" | "client-ip" | "envelope-from" | "helo" | "identity" | "receiver")
}

/// Methods that begin a statement even where no semicolon precedes.
fn is_method(key: &str) -> bool {
    const METHODS: &[&str] = &[
        "spf",
        "dkim",
        "dmarc",
        "arc",
        "auth",
        "iprev",
        "compauth",
        "sender-id",
        "senderid",
        "domainkeys",
        "dkim-adsp",
        "dkim-atps",
        "bimi",
        "dnswl",
        "vbr",
        "rrvs",
        "smime",
    ];
    METHODS.contains(&key) || key.starts_with("x-")
}

fn unquote(token: &Token, value: &str) -> String {
    let text = token.inner(value);
    if token.kind == Kind::Quoted { lex::unescape(text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, authserv: Option<&str>, want: &[&str]) {
        let got = parse(value);
        let statements: Vec<String> = got
            .statements
            .iter()
            .map(|s| {
                let props: Vec<String> =
                    s.props.iter().map(|(key, value)| format!(" {key}={value}")).collect();
                format!("{}={}{}", s.method, s.result, props.concat())
            })
            .collect();
        assert_eq!(got.authserv.as_deref(), authserv, "{value:?}");
        assert_eq!(statements, want, "{value:?}");
    }

    #[test]
    fn by_the_letter() {
        check(
            "mx.example.com 1;\n dkim=pass (2048-bit key; good) reason=\"a; \\\"b\\\"\" header.d=example.net header.b=\"aB/+=\";\n spf/1=fail smtp.mailfrom=a@example.net",
            Some("mx.example.com"),
            &[
                "dkim=pass reason=a; \"b\" header.d=example.net header.b=aB/+=",
                "spf=fail smtp.mailfrom=a@example.net",
            ],
        );
        check("mx.example.com; none", Some("mx.example.com"), &[]);
        check(
            "mx.example.com; dkim=pass header.b=aB/c= header.d=x.test",
            Some("mx.example.com"),
            &["dkim=pass header.b=aB/c= header.d=x.test"],
        );
        check(
            "mx.example.com; dkim = pass header.d = x.test",
            Some("mx.example.com"),
            &["dkim=pass header.d=x.test"],
        );
        check(
            "mx.example.com; auth=pass smtp.auth=\"a b\"@x.test",
            Some("mx.example.com"),
            &["auth=pass smtp.auth=a b@x.test"],
        );
    }

    #[test]
    fn dialects() {
        check(
            "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.net; dkim=none (message not signed) header.d=none;dmarc=pass action=none header.from=example.net;compauth=pass reason=100",
            None,
            &[
                "spf=pass smtp.mailfrom=example.net",
                "dkim=none header.d=none",
                "dmarc=pass action=none header.from=example.net",
                "compauth=pass reason=100",
            ],
        );
        check(
            "mta.example.test  from=example.net; domainkeys=neutral (no sig);  from=example.net; dkim=pass (ok); header.i=@example.net",
            Some("mta.example.test"),
            &["domainkeys=neutral", "dkim=pass header.i=@example.net"],
        );
        check(
            "mx.example.test; spf=pass smtp.mail=a@example.net   dkim=pass header.i=@example.net",
            Some("mx.example.test"),
            &["spf=pass smtp.mail=a@example.net", "dkim=pass header.i=@example.net"],
        );
        check(
            "mx.example.test; spf=none smtp.mailfrom= smtp.helo=a.test",
            Some("mx.example.test"),
            &["spf=none smtp.mailfrom= smtp.helo=a.test"],
        );
    }

    #[test]
    fn the_instance_of_an_arc_set() {
        let got = parse("i=2; mx.example.com 1; arc=pass (0); dkim=pass header.d=x.test");
        assert_eq!(
            (got.instance, got.authserv.as_deref(), got.statements.len()),
            (Some(2), Some("mx.example.com"), 2)
        );
    }

    #[test]
    fn where_it_stands_and_what_was_remarked() {
        let value = "mx.example.com; spf=fail (why not) smtp.mailfrom=a; dkim=none";
        let got = parse(value);
        assert_eq!(&value[got.statements[0].range.clone()], "spf=fail (why not) smtp.mailfrom=a");
        assert_eq!(got.statements[0].comment.as_deref(), Some("why not"));
        assert_eq!(got.statements[0].prop("SMTP.mailfrom"), Some("a"));
    }

    #[test]
    fn odd_fields_do_no_harm() {
        check("", None, &[]);
        check(";;;===", None, &[]);
        check("a=", None, &[]);
        check("(", Some("("), &[]);
    }
}
