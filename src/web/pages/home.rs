//! The box, before there is an answer.

use crate::web::components::examples::examples;
use crate::web::components::files::choose_files;
use crate::web::components::link::Link;
use crate::web::components::notice::notice;
use crate::web::components::paste_box::PasteBox;
use crate::web::components::privacy::privacy;
use crate::web::route::Route;
use crate::web::state::{State, Work};
use yew::prelude::*;

pub fn home_page(
    state: &State,
    on_explain: &Callback<AttrValue>,
    on_cancel: &Callback<()>,
    on_files: &Callback<web_sys::FileList>,
    on_keep: &Callback<Option<AttrValue>>,
) -> Html {
    let work = &state.work;
    html! {
        <div class="home">
            <h1 class="lead">{ "Why did this mail fail?" }</h1>
            <p class="lead-text">
                { "Paste what your mail program, server or bounce says. mailwhy tells you why, and who can mend it." }
            </p>
            { notice(work, on_cancel) }
            <PasteBox
                paste={state.paste.clone()}
                busy={matches!(work, Work::Working(_))}
                on_explain={on_explain.clone()}
                keeping={state.keeping}
                on_keep={on_keep.clone()}
            />
            { examples(on_explain, choose_files(on_files)) }
            <p class="no-text">
                <Link to={Route::Where}>{ "Where do I find the headers or the error?" }</Link>
                <Link to={Route::Guide}>{ "No text to paste? Answer some questions instead" }</Link>
            </p>
            { privacy(state.offline) }
        </div>
    }
}
