//! The reader's own clock.

use wasm_bindgen::JsValue;

/// Seconds since 1970.
pub fn now() -> i64 {
    // Pages are drawn natively too, for their tests.
    if cfg!(target_arch = "wasm32") { (js_sys::Date::now() / 1_000.0) as i64 } else { 0 }
}

/// How far the reader's zone is from UTC at that moment, in seconds east.
pub fn offset(epoch: i64) -> i32 {
    let date = js_sys::Date::new(&JsValue::from_f64(epoch as f64 * 1_000.0));
    let minutes_west = date.get_timezone_offset();
    if minutes_west.is_finite() { (minutes_west * -60.0) as i32 } else { 0 }
}
