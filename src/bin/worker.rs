//! The engine as a web worker.

fn main() {
    mailwhy::web::worker::host::run();
}
