//! Two programs of one name show the same sentence: the classic Outlook of the desktop, and Outlook in the browser, which is the new one
//! as well. What only one of them has tells which it was.

use crate::knowledge;

/// The classic one in place of the other, where the text shows it.
pub fn of_outlook(text: &str, owner: u16) -> u16 {
    let is_web = knowledge::OWNERS[usize::from(owner)].id == "outlook-web";
    match knowledge::owner_number("outlook-desktop").filter(|_| is_web && is_classic(text)) {
        Some(classic) => classic,
        None => owner,
    }
}

/// Codes of the interface that the classic one is built on (MAPI), in threes: `[0x80070005-0x0004dc-0x000524]`. Or its year, or that it is
/// called so.
fn is_classic(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "outlook 2007",
        "outlook 2010",
        "outlook 2013",
        "outlook 2016",
        "outlook 2019",
        "outlook 2021",
        "outlook 2024",
        "outlook for microsoft 365",
        "outlook 365 desktop",
        "classic outlook",
        "outlook classic",
        "outlook (classic)",
        "outlook desktop",
        "desktop outlook",
    ];
    const BEGINNING: usize = 8 << 10;
    let lower = text[..text.floor_char_boundary(BEGINNING.min(text.len()))].to_ascii_lowercase();
    let is_triple = |(at, _): (usize, &str)| {
        let inner = lower[at + 1..].split(']').next().unwrap_or_default();
        let is_code = |part: &str| part.bytes().all(|b| b.is_ascii_hexdigit() || b == b'x');
        inner.split('-').count() == 3 && inner.split('-').all(is_code)
    };
    lower.match_indices("[0x8").any(is_triple) || NAMES.iter().any(|name| lower.contains(name))
}

#[cfg(test)]
mod tests {
    fn product(paste: &str) -> String {
        crate::diagnose(paste).product.expect("a product").id
    }

    const BOX: &str = "This message could not be sent. Try sending the message again later, or contact your network administrator.";

    #[test]
    fn the_box_of_the_classic_outlook_is_its_own() {
        for paste in [
            format!(
                "{BOX} You do not have the permission to send the message on behalf of the specified user. Error is [0x80070005-0x0004dc-0x000524]."
            ),
            format!("{BOX} The client operation failed. Error is [0x80004005-00000000-00000000]."),
            format!("Outlook 2019 says: {BOX}"),
            format!("{BOX} (classic outlook)"),
        ] {
            assert_eq!(product(&paste), "outlook-desktop", "{paste}");
        }
        assert_eq!(product(&format!("{BOX} We use the new Outlook.")), "outlook-web");
    }

    #[test]
    fn whoever_may_not_send_for_a_mailbox_picks_it_anew() {
        let told = crate::diagnose(&format!(
            "{BOX} You do not have the permission to send the message on behalf of the specified user. Error is [0x80070005-0x0004dc-0x000524]."
        ))
        .findings
        .remove(0);
        let said: Vec<&str> = told.steps.iter().map(|step| step.text.as_ref()).collect();
        assert_eq!(told.cause, "send-as-denied");
        assert_eq!(said.iter().filter(|text| text.contains("Send as")).count(), 1, "{said:?}");
        assert!(
            said.iter().any(|text| text.contains("address book"))
                && said.iter().all(|text| !text.contains("device")),
            "{said:?}"
        );
    }
}
