//! The service worker, which keeps the site on the device (`xtask/src/site/service-worker.js`): what it tells, and what it is
//! told. Browsers have none on pages that came without encryption, and some none in private windows.

use super::{files, history, site, timer};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{FileList, MessageEvent, ServiceWorkerContainer, ServiceWorkerRegistration};

/// How far the site is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offline {
    #[default]
    Preparing,
    /// It opens without the network.
    Ready,
    /// The same, and a new version waits.
    Newer,
    /// Not in this browser.
    Never,
}

/// The page comes first: what it needs is loaded by then, as a rule.
const AFTER: i32 = 1_000;

/// What the service worker is asked for, and what is told to it; see there.
const USE: &str = "use";
const SHARED: &str = "shared";

/// Has the site kept, and tells how far that is.
pub fn start(then: impl Fn(Offline) + Clone + 'static) {
    let (Some(container), Some(script)) = (container(), site::offline()) else { return then(Offline::Never) };
    timer::after(AFTER, move || {
        spawn_local(async move {
            if watch(container, &script, then.clone()).await.is_err() {
                then(Offline::Never);
            }
        });
    });
}

async fn watch(
    container: ServiceWorkerContainer,
    script: &str,
    then: impl Fn(Offline) + Clone + 'static,
) -> Result<(), JsValue> {
    // A script that imports none is looked for past the browser's cache as it is.
    let url = format!("{}{script}", site::root());
    let registered = JsFuture::from(container.register(&url)).await?;
    let registration: ServiceWorkerRegistration = registered.dyn_into()?;
    let (own, told) = (registration.clone(), then.clone());
    let found = Closure::<dyn Fn()>::new(move || tell_when_installed(&own, told.clone()));
    registration.set_onupdatefound(Some(found.into_js_value().unchecked_ref()));
    // It may have been found already.
    tell_when_installed(&registration, then.clone());
    JsFuture::from(container.ready()?).await?;
    then(if registration.waiting().is_some() { Offline::Newer } else { Offline::Ready });
    Ok(())
}

/// A version that is installed beside an active one waits; the first one may fail.
fn tell_when_installed(registration: &ServiceWorkerRegistration, then: impl Fn(Offline) + 'static) {
    let (registration, Some(coming)) = (registration.clone(), registration.installing()) else { return };
    let seen = coming.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        // As the word that it is: the enum of all states weighs more than this.
        let state = js_sys::Reflect::get(&seen, &"state".into()).ok().and_then(|state| state.as_string());
        match (state.unwrap_or_default().as_str(), registration.active().is_some()) {
            ("installed", true) => then(Offline::Newer),
            // The first one failed: a file could not be kept.
            ("redundant", false) => then(Offline::Never),
            _ => {}
        }
    });
    coming.set_onstatechange(Some(changed.into_js_value().unchecked_ref()));
}

/// Goes over to the version that waits, and loads the page anew with it.
pub fn use_newer() {
    spawn_local(async {
        let _ = try_use_newer().await;
    });
}

async fn try_use_newer() -> Result<(), JsValue> {
    let container = container().ok_or(JsValue::NULL)?;
    let registered = JsFuture::from(container.get_registration_with_document_url(&site::root())).await?;
    let Some(waiting) = registered.dyn_into::<ServiceWorkerRegistration>()?.waiting() else { return Ok(()) };
    let reload = Closure::<dyn Fn()>::new(|| {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    });
    container.set_oncontrollerchange(Some(reload.into_js_value().unchecked_ref()));
    waiting.post_message(&USE.into())
}

/// Gets what another program shared with the installed site, if this page was opened for that.
pub fn take_shared(then: impl Fn(String, Option<FileList>) + 'static) {
    let (Some(container), true) = (container(), history::take_mark(SHARED)) else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let part = |name: &str| js_sys::Reflect::get(&event.data(), &name.into()).unwrap_or_default();
        then(part("text").as_string().unwrap_or_default(), files::list(&js_sys::Array::from(&part("files"))));
    });
    container.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    if let Some(controller) = container.controller() {
        let _ = controller.post_message(&SHARED.into());
    }
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?.dyn_into().ok()
}
