//! Cases counted by one respect: a table whose rows choose, with a bar for each count.

use super::number::grouped;
use crate::many::Count;
use crate::web::markup::html;
use crate::web::survey::{Facet, Survey};
use yew::prelude::*;

/// How many rows stand there before the rest is asked for.
const FEW: usize = 6;

/// How many rows there are at most; the rest is found by typing.
const MOST: usize = 200;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub survey: Survey,
    pub facet: Facet,
    pub on_choose: Callback<AttrValue>,
}

#[component]
pub fn FacetView(props: &Props) -> Html {
    let Props { survey, facet, on_choose } = props;
    let open = use_state(|| false);
    let key = (survey.found.len(), survey.id, survey.filter.clone(), *facet);
    let counts = use_memo(key, |_| survey.counts(*facet));
    let (id, title) = words(*facet);
    if counts.is_empty() {
        return Html::default();
    }
    let most = counts.iter().map(|count| count.count).max().unwrap_or(1);
    let shown = if *open { MOST } else { FEW };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    html! {
        <section class="facet" data-test={format!("facet-{id}")}>
            <table>
                <caption>{ title }<span class="soft">{ format!(" {}", grouped(counts.len())) }</span></caption>
                <colgroup><col /><col class="facet-bar" /><col class="facet-count" /></colgroup>
                <thead class="hidden"><tr><th scope="col">{ title }</th><th scope="col">{ "Share" }</th><th scope="col">{ "Cases" }</th></tr></thead>
                <tbody>{ for counts.iter().take(shown).map(|count| row(survey, *facet, count, most, on_choose)) }</tbody>
            </table>
            if counts.len() > FEW {
                <button type="button" class="quiet" aria-expanded={open.to_string()} onclick={toggle}>
                    { if *open { "Fewer".to_owned() } else { format!("{} more", grouped(counts.len().min(MOST) - FEW)) } }
                </button>
            }
        </section>
    }
}

fn row(survey: &Survey, facet: Facet, count: &Count, most: usize, on_choose: &Callback<AttrValue>) -> Html {
    let value = AttrValue::from(count.name.clone());
    let chosen = survey.filter.chosen(facet) == Some(&count.name);
    let width = format!("{}%", (count.count * 100).div_ceil(most.max(1)));
    html! {
        <tr class={chosen.then_some("chosen")}>
            <th scope="row">
                <button type="button" aria-pressed={chosen.to_string()} data-value={count.name.clone()}
                    onclick={on_choose.reform(move |_| value.clone())}>
                    <bdi>{ label(survey, facet, &count.name) }</bdi>
                </button>
            </th>
            <td class="facet-bar"><svg aria-hidden="true" focusable="false"><rect {width} height="100%" /></svg></td>
            <td class="facet-count">{ grouped(count.count) }</td>
        </tr>
    }
}

/// What a value is called.
pub fn label(survey: &Survey, facet: Facet, value: &str) -> String {
    match facet {
        // Beside its cause, what a mail that arrived is called tells how it went with that one.
        Facet::Cause if value == "delivered" => "The mail arrived".to_owned(),
        Facet::Cause => {
            let known = survey.found.iter().find(|found| found.case.cause == value);
            known.map_or_else(|| value.to_owned(), |found| found.case.title.clone())
        }
        _ => value.to_owned(),
    }
}

fn words(facet: Facet) -> (&'static str, &'static str) {
    match facet {
        Facet::Cause => ("cause", "Causes"),
        Facet::Who => ("who", "Who can mend it"),
        Facet::Host => ("host", "Servers that answered"),
        Facet::Domain => ("domain", "Recipients’ domains"),
        Facet::State => ("state", "Whether it lasts"),
    }
}
