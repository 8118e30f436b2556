//! Printing.

pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}
