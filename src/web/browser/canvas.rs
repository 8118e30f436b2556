//! Pictures as pixels.

use super::files;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

/// Dots for each pixel: sharp on good screens and on paper.
const SCALE: f64 = 2.0;

/// Draws an SVG and saves it as PNG, then says whether it worked.
pub fn save_png(name: &'static str, svg: &str, then: impl FnOnce(bool) + 'static) {
    let svg = svg.to_owned();
    spawn_local(async move {
        match draw(&svg).await {
            Ok(canvas) => to_png(&canvas, move |blob| {
                then(blob.is_some_and(|blob| files::save_blob(name, &blob).is_ok()))
            }),
            Err(_) => then(false),
        }
    });
}

async fn draw(svg: &str) -> Result<HtmlCanvasElement, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let url = Url::create_object_url_with_blob(&files::blob("image/svg+xml", svg)?)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&url);
    let decoded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&url)?;
    decoded?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width((f64::from(image.natural_width()) * SCALE) as u32);
    canvas.set_height((f64::from(image.natural_height()) * SCALE) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    context.scale(SCALE, SCALE)?;
    context.draw_image_with_html_image_element(&image, 0.0, 0.0)?;
    Ok(canvas)
}

fn to_png(canvas: &HtmlCanvasElement, then: impl FnOnce(Option<Blob>) + 'static) {
    let then = Closure::once_into_js(move |blob: Option<Blob>| then(blob));
    let _ = canvas.to_blob(then.unchecked_ref());
}
