//! One browser with one page.

use super::driver::Driver;
use super::screen::Screen;
use super::{Browser, Outcome, Server};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long the page may take for anything, on a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// Between two looks at the page.
const PAUSE: Duration = Duration::from_millis(20);

/// What WebDriver calls the key of an element's id.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub struct Session {
    // Dropped in this order: the browser before its screen.
    driver: Box<dyn Driver>,
    _screen: Option<Screen>,
}

impl Session {
    /// Starts a browser with `server` as its proxy.
    pub fn start(browser: &Browser, server: &Server) -> Outcome<Session> {
        let (driver, screen) = browser.start(server)?;
        Ok(Session { driver, _screen: screen })
    }

    pub fn open(&self, url: &str) -> Outcome {
        self.post("url", &json!({ "url": url })).map(drop)
    }

    /// Runs the body of a function in the page: `return document.title`.
    pub fn js(&self, body: &str) -> Outcome<Value> {
        self.post("execute/sync", &json!({ "script": body, "args": [] }))
    }

    /// The same for a body that may wait: `return await caches.keys()`.
    pub fn js_async(&self, body: &str) -> Outcome<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {body} }})().then(done, fault => done({{ fault: String(fault) }}));"
        );
        let value = self.post("execute/async", &json!({ "script": script, "args": [] }))?;
        value["fault"].as_str().map_or(Ok(()), |fault| Err(fault.to_owned())).map(|()| value)
    }

    /// A command of the DevTools protocol, which does what WebDriver has no word for.
    pub fn cdp(&self, command: &str, params: &Value) -> Outcome<Value> {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    }

    /// JavaScript that runs in every page that is opened from now on, before the page's own.
    pub fn before_each_page(&self, script: &str) -> Outcome {
        self.cdp("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script })).map(drop)
    }

    /// Waits until an expression is true in the page, and gives its value.
    pub fn until(&self, expression: &str) -> Outcome<Value> {
        let end = Instant::now() + PATIENCE;
        loop {
            let value = self.js(&format!("return {expression}"))?;
            if !matches!(value, Value::Null | Value::Bool(false)) && value != "" {
                return Ok(value);
            }
            if Instant::now() > end {
                let shown = self.js("return document.body.innerText").unwrap_or_default();
                return Err(format!(
                    "waited in vain for {expression}; the page says: {shown}\nlog: {:?}",
                    self.console()
                ));
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Clicks as a person does: waits until the element is there, in view and not covered.
    pub fn click(&self, selector: &str) -> Outcome {
        let end = Instant::now() + PATIENCE;
        loop {
            let element = self.element(selector)?;
            match self.post(&format!("element/{element}/click"), &json!({})) {
                Err(_) if Instant::now() < end => std::thread::sleep(PAUSE),
                clicked => return clicked.map(drop),
            }
        }
    }

    /// Replaces what is in a field by `text` in one step, as pasting does.
    pub fn paste(&self, selector: &str, text: &str) -> Outcome {
        self.click(selector)?;
        self.js(&format!(
            "document.activeElement.select(); document.execCommand('insertText', false, {})",
            json!(text)
        ))
        .map(drop)
    }

    /// Presses keys one after the other; WebDriver's private code points stand for the special ones.
    pub fn keys(&self, selector: &str, keys: &str) -> Outcome {
        let element = self.element(selector)?;
        self.post(&format!("element/{element}/value"), &json!({ "text": keys })).map(drop)
    }

    /// Presses a key where the focus is.
    pub fn press(&self, key: &str) -> Outcome {
        let strokes = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        let actions = json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] });
        self.post("actions", &actions).map(drop)
    }

    /// The text that an element shows.
    pub fn text(&self, selector: &str) -> Outcome<String> {
        let element = self.element(selector)?;
        let value = self.get(&format!("element/{element}/text"))?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// What was written to the console, and what the browser itself complained of, since it was last asked.
    pub fn console(&self) -> Outcome<Vec<String>> {
        let entries = self.post("se/log", &json!({ "type": "browser" }))?;
        let line = |entry: &Value| format!("{} {}", entry["level"].as_str().unwrap_or(""), entry["message"]);
        Ok(entries.as_array().into_iter().flatten().map(line).collect())
    }

    /// The addresses of all requests that the page has made since it was last asked, by the browser's own account.
    pub fn requests(&self) -> Outcome<Vec<String>> {
        let entries = self.post("se/log", &json!({ "type": "performance" }))?;
        let url = |entry: &Value| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let is_request = event["message"]["method"] == "Network.requestWillBeSent";
            let url = event["message"]["params"]["request"]["url"].as_str()?;
            (is_request && !url.starts_with("data:") && !url.starts_with("blob:")).then(|| url.to_owned())
        };
        Ok(entries.as_array().into_iter().flatten().filter_map(url).collect())
    }

    /// Sets the size of the page in CSS pixels, and "light" or "dark".
    pub fn look(&self, width: u32, height: u32, scheme: &str) -> Outcome {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.cdp("Emulation.setDeviceMetricsOverride", &size)?;
        self.media(&[("prefers-color-scheme", scheme)])
    }

    /// Makes the page believe these media features (Media Queries 5), and no others.
    pub fn media(&self, features: &[(&str, &str)]) -> Outcome {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.cdp("Emulation.setEmulatedMedia", &json!({ "features": features })).map(drop)
    }

    /// The whole page, below the fold too, as PNG.
    pub fn screenshot(&self) -> Outcome<Vec<u8>> {
        let shot =
            self.cdp("Page.captureScreenshot", &json!({ "format": "png", "captureBeyondViewport": true }))?;
        STANDARD.decode(shot["data"].as_str().unwrap_or_default()).map_err(|e| e.to_string())
    }

    fn element(&self, selector: &str) -> Outcome<String> {
        self.until(&format!("!!document.querySelector({})", json!(selector)))?;
        let found = self.post("element", &json!({ "using": "css selector", "value": selector }))?;
        found[ELEMENT].as_str().map(str::to_owned).ok_or_else(|| format!("{selector}: {found}"))
    }

    fn get(&self, path: &str) -> Outcome<Value> {
        self.driver.call("GET", path, &Value::Null)
    }

    fn post(&self, path: &str, body: &Value) -> Outcome<Value> {
        self.driver.call("POST", path, body)
    }
}
