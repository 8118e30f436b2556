//! Sentences that tell how a delivery ended, in many languages, without a reason.

use crate::text::AnyOf;

/// Whether flat words (small letters, single blanks) say that something did not reach somebody, and not only that it might have.
pub fn is_undelivered(flat: &str) -> bool {
    NOT_DELIVERED.is_in(flat)
        && sentences(flat).any(|said| NOT_DELIVERED.is_in(said) && !is_conditional(said))
}

/// Of flat words: a dot within a name ends no sentence.
pub fn sentences(flat: &str) -> impl Iterator<Item = &str> {
    flat.split(". ").flat_map(|part| part.split(['!', '?', '。']))
}

/// `If it could not be delivered, you will be told`.
fn is_conditional(said: &str) -> bool {
    const FIRST: &[&str] = &[
        "if ",
        "unless ",
        "should ",
        "in case ",
        "when ",
        "falls ",
        "sollte ",
        "wenn ",
        "sofern ",
        "si ",
        "en cas ",
        "à moins ",
        "se ",
        "als ",
        "indien ",
        "если ",
        "jeśli ",
        "caso ",
    ];
    let said = said.trim_start_matches(|c: char| !c.is_alphabetic());
    FIRST.iter().any(|word| said.starts_with(word)) || said.contains(" if ") || said.contains(" unless ")
}

static NOT_DELIVERED: AnyOf = AnyOf::new(&[
    "not delivered",
    "n't delivered",
    "not been delivered",
    "not be delivered",
    "n't be delivered",
    "not deliverable",
    "undeliverable",
    "undelivered",
    "delivery failure",
    "delivery failed",
    "delivery has failed",
    "failed to deliver",
    "unable to deliver",
    "did not reach",
    // The languages after the alphabet of their names.
    "无法投递",
    "無法傳遞",
    "未能送达",
    "nelze doručit",
    "nebyla doručena",
    "nebyl doručen",
    "ikke leveret",
    "ikke leveres",
    "niet bezorgd",
    "niet afgeleverd",
    "niet worden bezorgd",
    "niet worden afgeleverd",
    "ei voitu toimittaa",
    "ei toimitettu",
    "pas été remis",
    "pas été distribué",
    "pas été livré",
    "pas pu être remis",
    "pas pu être distribué",
    "échec de remise",
    "échec de la remise",
    "nicht zugestellt",
    "nicht geliefert",
    "unzustellbar",
    "nem kézbesít",
    "non è stato recapitato",
    "non è stato consegnato",
    "non è stata recapitata",
    "non recapitabile",
    "mancata consegna",
    "mancato recapito",
    "配信できません",
    "配信されませんでした",
    "配信不能",
    "배달되지 않",
    "전달되지 않",
    "ikke levert",
    "nie dostarczono",
    "nie została dostarczona",
    "nie mogła zostać dostarczona",
    "não foi entregue",
    "não pôde ser entregue",
    "nu a fost livrat",
    "не доставлен",
    "не было доставлено",
    "не удалось доставить",
    "no se entregó",
    "no se ha entregado",
    "no fue entregado",
    "no pudo entregarse",
    "no ha sido entregado",
    "inte levererats",
    "inte levereras",
    "teslim edilemedi",
]);

#[cfg(test)]
mod tests {
    use super::is_undelivered;

    #[test]
    fn what_might_not_arrive_is_not_said_to_have_failed() {
        for said in [
            "your document was not delivered to: ines. it was successfully delivered to all other recipients",
            "ihr dokument wurde nicht zugestellt an",
            "votre document n'a pas été remis à",
        ] {
            assert!(is_undelivered(said), "{said}");
        }
        for said in [
            "your message was successfully delivered. if it could not be delivered, you will be told",
            "unless you receive other delivery failure reports, the document was successfully delivered",
            "your message was delivered",
        ] {
            assert!(!is_undelivered(said), "{said}");
        }
    }
}
