//! An address that Exchange made of an old internal one (`IMCEAEX-…`): it stands in suggestions and old mails, and no other server
//! knows it.

use crate::knowledge::{self, same_organization};
use crate::report::values::Values;
use crate::report::{Finding, Step};

const SIGN: &str = "IMCEAEX-";
/// What is said of it, whatever the server's words.
const RULE: &str = "microsoft/old-internal-address";

pub fn adapt(told: &mut Finding, values: &Values) {
    let Some(address) = values.get("recipient").filter(|_| told.cause == "user-unknown") else { return };
    let Some((old, domain)) = internal(address) else { return };
    let Some(rule) = knowledge::rule(RULE) else { return };
    (told.title, told.summary, told.retry) =
        (rule.title.to_owned(), rule.summary.to_owned(), rule.retry.to_owned());
    told.rule = Some(rule.id.to_owned());
    let step = |by: &'static str, text: String| Step::new(by, text);
    told.steps = rule.steps.iter().map(Step::from).collect();
    told.steps.push(step("sender-admin", format!("{X500} X500:{old}")));
    (told.did_you_mean, told.note, told.ask) = (None, None, None);
    told.commands.clear();
    // The domain is that of the Exchange which wrote the address so: where the sender, or the server that says so, is of it, nothing
    // left the house. Elsewhere nothing tells which server it was.
    let house = values
        .get("sender_domain")
        .or_else(|| values.get("reporter")?.split_once('.').map(|(_, house)| house));
    let is_own = house.is_some_and(|house| same_organization(house, domain));
    let is_others = values.get("sender_domain").is_some() && !is_own;
    if !is_others {
        told.stage = if is_own { "submission" } else { "report" }.to_owned();
    }
}

/// https://learn.microsoft.com/en-us/troubleshoot/exchange/email-delivery/imceaex-ndr
const X500: &str = "For everybody at once: if the person has a mailbox with you, add the old address to it as one more proxy address of the kind X500:";

/// The address as it was inside, and the domain of the Exchange that wrote it for the outside: `_` for `/`, `+20` for a blank.
fn internal(address: &str) -> Option<(String, &str)> {
    let begins = address.get(..SIGN.len()).is_some_and(|start| start.eq_ignore_ascii_case(SIGN));
    let (local, domain) = address.get(SIGN.len()..).filter(|_| begins)?.rsplit_once('@')?;
    let mut old = String::new();
    let mut rest = local;
    while let Some(at) = rest.find(['_', '+']) {
        old.push_str(&rest[..at]);
        let code = rest[at..].strip_prefix('+').and_then(|code| code.get(..2));
        let sign = code
            .and_then(|code| u8::from_str_radix(code, 16).ok())
            .filter(|byte| byte.is_ascii_graphic() || *byte == b' ');
        match sign {
            Some(byte) => old.push(char::from(byte)),
            None => old.push_str(if rest[at..].starts_with('_') { "/" } else { "+" }),
        }
        rest = &rest[at + if sign.is_some() { 3 } else { 1 }..];
    }
    old.push_str(rest);
    Some((old, domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_address_is_read() {
        for (address, want) in [
            (
                "IMCEAEX-_o=Example_ou=First+20Group+20+28A+29_cn=Recipients_cn=ann@example.org",
                "/o=Example/ou=First Group (A)/cn=Recipients/cn=ann",
            ),
            ("imceaex-_o=A+5FB+_cn=+zz+0Ax@example.org", "/o=A_B+/cn=+zz+0Ax"),
        ] {
            assert_eq!(internal(address), Some((want.to_owned(), "example.org")), "{address}");
        }
        assert_eq!(internal("ann@example.org"), None);
    }

    #[test]
    fn an_old_address_of_exchange_is_known() {
        let told = |from: &str, words: &str| {
            crate::diagnose(&format!(
                "Delivery has failed to these recipients or groups:\n\nAnn\n\nDiagnostic information for administrators:\n\nGenerating server: \
                 ex1.example.org\n\nIMCEAEX-_o=Example_ou=First_cn=Recipients_cn=ann@example.org\nRemote Server returned '{words}'\n\n\
                 Original message headers:\n\nFrom: Bob <bob@{from}>\nSubject: a\nMessage-ID: <1@{from}>\n"
            ))
            .findings
            .remove(0)
        };
        for words in [
            "550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found",
            "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found",
        ] {
            let told = told("example.org", words);
            assert_eq!(told.title, "The address is an old internal one of Exchange", "{:?}", told.recipient);
            assert!(
                told.steps
                    .iter()
                    .any(|step| step.text.ends_with("X500:/o=Example/ou=First/cn=Recipients/cn=ann"))
            );
            assert_eq!((told.stage.as_str(), told.note), ("submission", None));
        }
        // Where no header tells who sent it, the server that says so may; else nothing tells how far it got.
        let bare = |server: &str| {
            let paste = format!(
                "Delivery has failed to these recipients or groups:\n\nAnn\n\nDiagnostic information for administrators:\n\nGenerating server: \
                 {server}\n\nIMCEAEX-_o=Example_ou=First_cn=Recipients_cn=ann@example.org\n#550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found ##\n"
            );
            crate::diagnose(&paste).findings.remove(0).stage
        };
        assert_eq!(bare("ex1.example.org"), "submission");
        assert_eq!(bare("AM0PR01MB1.eurprd01.prod.exchangelabs.com"), "report");
        assert_ne!(
            told("example.net", "550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found").stage,
            "submission"
        );
    }
}
