//! Above the answer to one case of many: where it is, the way back and on.

use super::number::grouped;
use crate::web::markup::html;
use crate::web::survey::{Step, Survey, View};
use yew::prelude::*;

pub fn case_bar(survey: &Survey, on_step: &Callback<Step>) -> Html {
    let View::Case(open) = survey.view else { return Html::default() };
    let (before, number, next, all) = survey.around(open);
    let id = survey.found.get(open).map(|found| found.case.id.clone()).unwrap_or_default();
    let go = |label: &'static str, test: &'static str, to: Option<usize>| {
        let step = on_step.reform(move |_: MouseEvent| to.map_or(Step::Back, Step::Open));
        html! { <button type="button" data-test={test} disabled={to.is_none()} onclick={step}>{ label }</button> }
    };
    html! {
        <nav class="case-bar" aria-label="Cases">
            <button type="button" data-test="back" onclick={on_step.reform(|_| Step::Back)}>{ "← Overview" }</button>
            <p>
                { format!("Case {} of {}", grouped(number), grouped(all)) }
                if id.parse::<usize>().is_err() { <span class="soft">{ ", " }<bdi>{ id }</bdi></span> }
            </p>
            { go("Previous", "previous", before) }
            { go("Next", "next", next) }
            <span class="case-bar-keys soft" aria-hidden="true"><kbd>{ "Alt" }</kbd>{ " " }<kbd>{ "↑" }</kbd><kbd>{ "↓" }</kbd></span>
        </nav>
    }
}
