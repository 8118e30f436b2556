//! Files that the reader's system opens with the installed site (File Handling, `launchQueue`).

use super::files;
use js_sys::{Array, Function, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::FileList;

/// Takes them; in browsers that do not know this, there are none.
pub fn on_launch(then: impl Fn(FileList) + 'static) {
    let _ = try_on_launch(then);
}

fn try_on_launch(then: impl Fn(FileList) + 'static) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let queue = Reflect::get(&window, &"launchQueue".into())?;
    let set: Function = Reflect::get(&queue, &"setConsumer".into())?.dyn_into()?;
    let then = Rc::new(then);
    let consumer = Closure::<dyn Fn(JsValue)>::new(move |launch: JsValue| {
        let then = then.clone();
        spawn_local(async move {
            if let Ok(Some(files)) = opened(&launch).await {
                then(files);
            }
        });
    });
    set.call1(&queue, &consumer.into_js_value())?;
    Ok(())
}

async fn opened(launch: &JsValue) -> Result<Option<FileList>, JsValue> {
    let opened = Array::new();
    for handle in Array::from(&Reflect::get(launch, &"files".into())?) {
        let get: Function = Reflect::get(&handle, &"getFile".into())?.dyn_into()?;
        opened.push(&JsFuture::from(Promise::from(get.call0(&handle)?)).await?);
    }
    Ok(files::list(&opened))
}
