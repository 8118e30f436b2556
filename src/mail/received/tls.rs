//! The TLS version and cipher that a Received field claims.
//!
//! `(version=TLS1_2 cipher=…)` Google, Microsoft, Sendmail; `(using TLSv1.3 with cipher …)` Postfix;
//! `(TLS1.3) tls TLS_AES_…` and `(TLSv1.2:ECDHE-…:256)` Exim; `(Cipher TLSv1:RC4-MD5:128)` ecelerity.

use super::clauses::Clauses;

/// The version as `TLS1.2`, and the cipher's name. `behind` are the comments behind the date.
pub fn find<'a>(
    clauses: &Clauses<'a>,
    behind: impl Iterator<Item = &'a str>,
) -> (Option<String>, Option<String>) {
    let mut pieces = clauses.comments().chain(clauses.with.more.iter().copied()).chain(behind);
    let piece = pieces.find(|piece| names_version(piece));
    let Some(piece) = piece else { return (None, cipher_word(clauses)) };
    let Some((version, end)) = version(piece) else { return (None, None) };
    let cipher = cipher(piece, end).map(str::to_owned).or_else(|| cipher_word(clauses));
    (Some(version), cipher)
}

/// Whether a comment states a version.
pub fn names_version(comment: &str) -> bool {
    starts(comment).any(|at| version_at(comment.as_bytes(), at).is_some())
}

/// Where a word begins that may be a version.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    (0..bytes.len())
        .filter(|at| matches!(bytes[*at], b't' | b'T' | b's' | b'S'))
        .filter(move |at| *at == 0 || !is_inside(bytes[at - 1]))
}

/// Newer Exims write the cipher as a clause: `tls TLS_AES_256_GCM_SHA384`.
fn cipher_word(clauses: &Clauses) -> Option<String> {
    Some(clauses.tls.word().to_owned()).filter(|word| !word.is_empty())
}

/// The first version named, also two of them (`TLSv1/SSLv3`), and where it ends.
fn version(text: &str) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    for at in starts(text) {
        let Some((first, end)) = version_at(bytes, at) else { continue };
        if bytes.get(end) == Some(&b'/')
            && let Some((second, end)) = version_at(bytes, end + 1)
        {
            return Some((format!("{first}/{second}"), end));
        }
        return Some((first, end));
    }
    None
}

/// `TLS1_2`, `TLSv1.2`, `TLS1.2`, `TLSv1`, `SSLv3`, `TLS 1.2`.
fn version_at(bytes: &[u8], at: usize) -> Option<(String, usize)> {
    let name = ["TLS", "SSL"]
        .into_iter()
        .find(|name| bytes.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes())))?;
    let mut end = at + 3;
    end += usize::from(matches!(bytes.get(end), Some(b'v' | b'V' | b' ')));
    let major = *bytes.get(end).filter(|byte| byte.is_ascii_digit())?;
    let has_minor = matches!(bytes.get(end + 1), Some(b'.' | b'_'));
    let minor = bytes.get(end + 2).copied().filter(|byte| has_minor && byte.is_ascii_digit());
    let end = end + if minor.is_some() { 3 } else { 1 };
    let is_over = !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    is_over.then(|| (format!("{name}{}.{}", char::from(major), char::from(minor.unwrap_or(b'0'))), end))
}

/// The cipher behind the version: `cipher=X`, `with cipher X`, `:X:256`.
fn cipher(text: &str, version_end: usize) -> Option<&str> {
    let rest = text.get(version_end..)?;
    let named = rest.find("cipher").map(|at| rest[at + 6..].trim_start_matches(['=', ' ', '\t', '\n']));
    let start = named.or_else(|| rest.strip_prefix(':'))?;
    let end = start
        .find(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | ')' | '(' | ';'))
        .unwrap_or(start.len());
    Some(&start[..end]).filter(|cipher| !cipher.is_empty())
}
