//! The page.

fn main() {
    mailwhy::web::app::mount();
}
