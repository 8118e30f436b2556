//! How far the reading of many cases is: a bar, and the same in words.

use super::number::{grouped, megabytes};
use crate::web::markup::html;
use crate::web::worker::message::Progress;
use yew::prelude::*;

pub fn progress(progress: &Progress, found: usize, on_stop: &Callback<()>) -> Html {
    let words = words(progress, found);
    let (value, max) = match progress {
        Progress { all_files: 1, cases, all_cases, .. } if *all_cases > 0 => {
            (*cases as u64, *all_cases as u64)
        }
        _ => (progress.bytes, progress.all_bytes.max(1)),
    };
    html! {
        <div class="progress" data-test="progress">
            <progress value={value.to_string()} max={max.to_string()} aria-label={words.clone()} />
            <p>{ words }</p>
            <button type="button" data-test="stop" onclick={on_stop.reform(|_| ())}>{ "Stop" }</button>
        </div>
    }
}

fn words(progress: &Progress, found: usize) -> String {
    let Progress { files, all_files, cases, all_cases, bytes, all_bytes } = *progress;
    match (all_files, all_cases) {
        (0, _) => "Reading…".to_owned(),
        (1, 0) => format!("Looking through {}…", megabytes(all_bytes)),
        (1, _) => format!("{} of {} read", grouped(cases), grouped(all_cases)),
        _ => format!(
            "{} of {} files, {} of {}, {} cases so far",
            grouped(files),
            grouped(all_files),
            megabytes(bytes),
            megabytes(all_bytes),
            grouped(found)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_counts_cases_and_many_count_files() {
        let one =
            Progress { all_files: 1, cases: 12, all_cases: 3000, all_bytes: 5 << 20, ..Progress::default() };
        assert_eq!(words(&one, 12), "12 of 3,000 read");
        assert_eq!(words(&Progress { all_cases: 0, ..one }, 0), "Looking through 5.0 MB…");
        let many = Progress { files: 2, all_files: 40, bytes: 1 << 20, ..one };
        assert_eq!(words(&many, 9), "2 of 40 files, 1.0 MB of 5.0 MB, 9 cases so far");
    }
}
