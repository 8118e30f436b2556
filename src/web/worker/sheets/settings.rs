//! Settings of outgoing mail: what was read, what is to be said of it, what the provider documents.

use super::super::explained::{Cell, Row, Sheet};
use crate::report::{Remark, Report};

pub fn settings(report: &Report) -> Option<Sheet> {
    let settings = report.settings.as_ref()?;
    let read =
        settings.read().into_iter().map(|(name, value)| Row::new(vec![Cell::new(name), Cell::code(value)]));
    let documented = settings.service.as_ref().map(|service| {
        let words = Cell::new(service.documented(settings.host.as_deref()));
        Row::new(vec![Cell::new("Documented"), words.from_page(&service.source)])
    });
    // What is to be set right is a step already.
    let steps = |text: &str| {
        report
            .findings
            .first()
            .is_some_and(|first| first.steps.iter().any(|step| text.ends_with(&*step.text)))
    };
    let remarks: Vec<_> = settings.remarks.iter().filter(|remark| !steps(&remark.text)).collect();
    let place = if remarks.iter().any(|remark| remark.level != "fine") { "" } else { ": see the steps" };
    let count = |level: &str| settings.remarks.iter().filter(|remark| remark.level == level).count();
    Some(Sheet {
        id: "settings".to_owned(),
        title: "Settings".to_owned(),
        summary: match (count("fault"), count("doubt")) {
            (0, 0) => "nothing found against them".to_owned(),
            (0, doubts) => format!("{doubts} to look at{place}"),
            (faults, 0) => format!("{faults} wrong{place}"),
            (faults, doubts) => format!("{faults} wrong, {doubts} to look at{place}"),
        },
        open: true,
        rows: remarks.into_iter().map(remark).chain(read).chain(documented).collect(),
        ..Sheet::default()
    })
}

fn remark(remark: &Remark) -> Row {
    let (name, sign) = match remark.level.as_str() {
        "fault" => ("Wrong", "permanent"),
        "doubt" => ("Look at", "warning"),
        _ => ("Fits", "fine"),
    };
    let row = Row::new(vec![Cell::new(name), Cell::new(&remark.text).sign(sign)]);
    match remark.evidence.first() {
        Some(evidence) => row.at(evidence.start, evidence.end),
        None => row,
    }
}
