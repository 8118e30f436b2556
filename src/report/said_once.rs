//! Steps that say what steps before them said.

use super::Finding;

/// What a rule's own step says, a step of the cause need not say again: signs of what each is about.
const TOPICS: &[&[&str]] = &[
    &["app password"],
    &["antivirus"],
    &["465", "587"],
    &["hotspot"],
    &["date", "time"],
    &["suggestion"],
    &["Send As"],
];

/// Steps of the cause that are about nothing but what steps before them were about are left out.
pub fn adapt(told: &mut Finding, own_steps: usize) {
    let topics = |text: &str| -> Vec<usize> {
        let is_about = |topic: &&[&str]| topic.iter().all(|sign| text.contains(sign));
        TOPICS.iter().enumerate().filter(|(_, topic)| is_about(topic)).map(|(number, _)| number).collect()
    };
    let mut said: Vec<(String, usize)> = Vec::new();
    let mut index = 0;
    told.steps.retain(|step| {
        let about = topics(&step.text);
        let known = |topic: &usize| said.iter().any(|(by, known)| *by == step.by && known == topic);
        let again = index >= own_steps && !about.is_empty() && about.iter().all(known);
        index += 1;
        said.extend(about.into_iter().map(|topic| (step.by.to_string(), topic)));
        !again
    });
}
