//! An address that Exchange made of an old internal one (`IMCEAEX-…`): it stands in suggestions and old mails, and no other server
//! knows it.

use super::values::Values;
use super::{Finding, Step};

pub fn adapt(told: &mut Finding, values: &Values) {
    let is_legacy =
        |address: &str| address.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("IMCEAEX-"));
    if told.cause != "user-unknown" || !values.get("recipient").is_some_and(is_legacy) {
        return;
    }
    told.title = "The address is an old internal one of Exchange".to_owned();
    told.summary = "Outlook sent to an address as Exchange writes it inside (LegacyExchangeDN), taken from a suggestion or from an old mail. The mailbox \
                    was moved or made anew since, and nobody has that address any more. The person may well be there."
        .to_owned();
    told.retry = "Not to this address. To the person's ordinary address, at once.".to_owned();
    let step = |by: &'static str, text: &'static str| Step { by: by.into(), text: text.into() };
    told.steps = vec![step("sender", TYPE), step("sender-admin", X500)];
    told.did_you_mean = None;
    told.commands.clear();
    told.ask = None;
}

const TYPE: &str = "Start a new message instead of answering the old one, delete the suggestion with the cross beside it, and type the ordinary address, \
                    name@example.org, or pick the person from the address book.";
/// https://learn.microsoft.com/en-us/troubleshoot/exchange/email-delivery/imceaex-ndr
const X500: &str = "For everybody at once: give the person's mailbox the old address as a proxy address of the kind X500, made from the bounce: without \
                    IMCEAEX- and the part from @ on, each _ becomes /, +20 a blank, +28 and +29 brackets, +2E a dot.";

#[cfg(test)]
mod tests {
    #[test]
    fn an_old_address_of_exchange_is_known() {
        let told = crate::diagnose(
            "Delivery has failed to these recipients or groups:\n\nAnn\n\nDiagnostic information for administrators:\n\nGenerating server: \
             ex1.example.org\n\nIMCEAEX-_o=Example_ou=First_cn=Recipients_cn=ann@example.org\nRemote Server returned '550 5.1.1 \
             RESOLVER.ADR.ExRecipNotFound; not found'\n",
        )
        .findings
        .remove(0);
        assert_eq!(told.title, "The address is an old internal one of Exchange", "{:?}", told.recipient);
        assert!(told.steps.iter().any(|step| step.text.contains("X500")));
    }
}
