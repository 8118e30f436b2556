//! Tag lists: RFC 6376, section 3.2. DKIM-Signature, the fields of an ARC set, DomainKey-Signature.

/// The tags of a signature in their order, white space inside of values removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagList {
    pub tags: Vec<(String, String)>,
}

impl TagList {
    /// The value of a tag. Names are case-sensitive; a tag that is given twice makes the list invalid, the first is
    /// shown.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.tags.iter().find(|(tag, _)| tag == name).map(|(_, value)| value.as_str())
    }

    /// The names of the signed fields, tag `h`.
    pub fn signed_fields(&self) -> Vec<&str> {
        let names = self.get("h").unwrap_or("").split(':');
        names.map(str::trim).filter(|name| !name.is_empty()).collect()
    }

    /// A number, such as `t`, `x`, `l`, `i` of a seal.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }
}

/// Reads a tag list. What has no equals sign is read over.
///
/// ```
/// let tags = mailwhy::mail::dkim::parse("v=1; a=rsa-sha256; d=example.com;\n h=From:To: Subject; b=aB\n c=");
/// assert_eq!(tags.get("b"), Some("aBc="));
/// assert_eq!(tags.signed_fields(), ["From", "To", "Subject"]);
/// ```
pub fn parse(value: &str) -> TagList {
    let pairs = value.split(';').filter_map(|part| part.split_once('='));
    let tags = pairs.map(|(name, value)| (name.trim().to_owned(), squeeze(value))).collect();
    TagList { tags }
}

/// Folding white space has no meaning in the values that matter here.
fn squeeze(value: &str) -> String {
    let value = value.trim();
    if !value.contains(char::is_whitespace) {
        return value.to_owned();
    }
    value.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_whatever_the_folds() {
        let tags = parse(" v=1; a=rsa-\n sha256;d = example.com ;;x; h=from : to\n :from;");
        let got: Vec<_> = tags.tags.iter().map(|(tag, value)| (tag.as_str(), value.as_str())).collect();
        assert_eq!(got, [("v", "1"), ("a", "rsa-sha256"), ("d", "example.com"), ("h", "from:to:from")]);
        assert_eq!(tags.signed_fields().len(), 3);
        assert_eq!(tags.number("v"), Some(1));
        assert_eq!(tags.number("t"), None);
    }
}
