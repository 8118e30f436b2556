//! A server that takes mail for nobody takes none for its postmaster.

use super::values::Values;
use super::{Finding, Step};

const SHUT: &[&str] = &["server-storage-full", "server-unavailable"];

pub fn adapt(told: &mut Finding, values: &Values) {
    let Some(domain) = values.get("recipient_domain").filter(|_| SHUT.contains(&told.cause.as_str())) else {
        return;
    };
    let postmaster = format!("postmaster@{domain}");
    let before = told.steps.len();
    told.steps.retain(|step| !step.text.contains(&postmaster));
    let tells_way = |step: &Step| ["phone", "another domain"].iter().any(|word| step.text.contains(word));
    if told.steps.len() < before && !told.steps.iter().any(tells_way) {
        let text = "Their server takes mail for nobody now, nor for its postmaster: reach them by telephone, or at an address in another domain, such as one \
                    on their web site.";
        told.steps.push(Step::new("sender", text));
    }
}
