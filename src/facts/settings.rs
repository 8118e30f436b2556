//! Settings of outgoing mail as they were pasted: from a file of environment variables, code, or a settings page.

use crate::text::Span;

/// What the settings say. Passwords are not among them: only that there is one.
#[derive(Debug, Default)]
pub struct Settings {
    pub host: Option<Value<String>>,
    pub port: Option<Value<u16>>,
    pub security: Option<Value<Security>>,
    pub user: Option<Value<String>>,
    pub from: Option<Value<String>>,
    /// Signing in is switched on or off.
    pub auth: Option<Value<bool>>,
    /// The way of signing in, where a word says it.
    pub way: Option<Value<Way>>,
    /// Where the password stands, and how many characters it has.
    pub password: Option<Value<Secret>>,
    /// Certificates are not checked.
    pub unchecked: Option<Span>,
    /// These are msmtp's, which asks for STARTTLS wherever `tls_starttls` does not say otherwise.
    pub is_msmtps: bool,
    /// These are Postfix's (main.cf), which speaks plain text first unless `smtp_tls_wrappermode` is on.
    pub is_postfixs: bool,
    /// The line that lets the whole internet send without signing in (`mynetworks = 0.0.0.0/0`).
    pub open_relay: Option<Span>,
}

/// A value, and where the line that gives it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<T> {
    pub is: T,
    pub span: Span,
}

/// How the connection is to be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte: SSL, SSL/TLS, smtps.
    Implicit,
    /// STARTTLS.
    StartTls,
    None,
    /// Switched on, and the word does not say which of the two.
    Some,
}

/// How the account signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Password,
    /// In the browser: OAuth 2.
    Browser,
}

/// What can be told of a password without telling it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Secret {
    pub length: usize,
    /// Sixteen lower-case letters, perhaps in fours: the form of an app password of Google, Apple or Yahoo.
    pub like_app_password: bool,
    pub empty: bool,
}
