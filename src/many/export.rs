//! The table for a spreadsheet.

use super::Case;
use crate::report::csv::row;

const HEAD: [&str; 9] = ["id", "cause", "title", "permanence", "who", "recipient", "domain", "host", "words"];

pub fn csv<'a>(cases: impl IntoIterator<Item = &'a Case>) -> String {
    let mut out = row(HEAD);
    for case in cases {
        out += &row([
            case.id.as_str(),
            &case.cause,
            &case.title,
            &case.permanence,
            &case.act,
            case.recipient.as_deref().unwrap_or_default(),
            case.domain().unwrap_or_default(),
            case.host.as_deref().unwrap_or_default(),
            case.quote.as_deref().unwrap_or_default(),
        ]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_case_is_a_row() {
        let case = Case {
            id: "a.mbox#2".into(),
            cause: "mailbox-full".into(),
            recipient: Some("ann@example.org".into()),
            quote: Some("552 full, sorry".into()),
            ..Case::default()
        };
        let rows = "id,cause,title,permanence,who,recipient,domain,host,words\r\n\
            a.mbox#2,mailbox-full,,,,ann@example.org,example.org,,\"552 full, sorry\"\r\n";
        assert_eq!(csv([&case]), rows);
    }
}
