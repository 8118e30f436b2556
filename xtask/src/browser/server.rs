//! Serves a folder as a good static host does, and writes down every request, also those for other hosts.

use super::{Outcome, wire};
use std::collections::HashMap;
use std::fs;
use std::io::{BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

pub struct Server {
    pub port: u16,
    base: &'static str,
    site: Arc<Site>,
}

impl Server {
    /// Serves `folder` under the path `base` (with a slash at both ends) of a free port, until the program ends.
    pub fn start(folder: &Path, base: &'static str) -> Outcome<Server> {
        Server::open(folder, base, false)
    }

    /// The same, compressed for browsers that take brotli: slow the first time, as light as the site will be.
    pub fn compressing(folder: &Path, base: &'static str) -> Outcome<Server> {
        Server::open(folder, base, true)
    }

    fn open(folder: &Path, base: &'static str, compress: bool) -> Outcome<Server> {
        if !folder.join("index.html").is_file() {
            return Err(format!("no site in {}: cargo xtask build makes one", folder.display()));
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|e| e.to_string())?;
        let port = listener.local_addr().map_err(|e| e.to_string())?.port();
        let site = Arc::new(Site {
            folder: folder.to_path_buf(),
            base,
            own: format!("http://127.0.0.1:{port}"),
            compressed: compress.then(Mutex::default),
            ..Site::default()
        });
        let shared = Arc::clone(&site);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let site = Arc::clone(&shared);
                thread::spawn(move || site.answer(stream));
            }
        });
        Ok(Server { port, base, site })
    }

    /// From now on nobody answers, as with the network off.
    pub fn hang_up(&self) {
        self.site.gone.store(true, Ordering::Relaxed);
    }

    /// The address of a file or page of the site, by its path from the site's root: "" or "why/greylisted/".
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{}{path}", self.port, self.base)
    }

    /// Puts a script before the next one whose name ends so.
    pub fn put_before(&self, end: &'static str, script: &'static str) {
        *lock(&self.site.before) = Some((end, script));
    }

    /// Every request so far: "GET" and the address, a whole one for other hosts. Left out is what Chromium asks of its
    /// maker on its own account, which no flag turns off altogether.
    pub fn requests(&self) -> Vec<String> {
        lock(&self.site.log).iter().filter(|request| !is_chromiums_own(request)).cloned().collect()
    }
}

#[derive(Default)]
struct Site {
    folder: PathBuf,
    base: &'static str,
    own: String,
    log: Mutex<Vec<String>>,
    gone: AtomicBool,
    /// The end of a script's name, and what is put before that script once.
    before: Mutex<Option<(&'static str, &'static str)>>,
    /// What was compressed already, by its path; none where nothing is to be.
    compressed: Option<Mutex<HashMap<String, Vec<u8>>>>,
}

impl Site {
    /// Answers one request and closes the connection. A proxy is asked for whole addresses (RFC 9112, 3.2.2).
    fn answer(&self, mut stream: TcpStream) {
        if self.gone.load(Ordering::Relaxed) {
            return;
        }
        let Ok(copy) = stream.try_clone() else { return };
        let Some((request, fields)) = wire::head_of(&mut BufReader::new(copy)) else { return };
        let mut words = request.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let path = target.strip_prefix(&self.own).unwrap_or(target);
        lock(&self.log).push(format!("{method} {path}"));
        let (status, kind, mut content) = match path.starts_with('/') {
            true => self.file(path),
            false => ("502 Not This Site", "text/plain", Vec::new()),
        };
        let mut more = format!("Cache-Control: {}\r\n", keep(path));
        if let Some((_, script)) = lock(&self.before).take_if(|(end, _)| path.ends_with(*end)) {
            content.splice(..0, script.bytes());
            more = "Cache-Control: no-store\r\n".to_owned();
        }
        let takes = |field: &(String, String)| field.0 == "accept-encoding" && field.1.contains("br");
        if let Some(compressed) = self.compressed.as_ref().filter(|_| fields.iter().any(takes)) {
            let mut known = lock(compressed);
            content = known.entry(path.to_owned()).or_insert_with(|| compress(&content)).clone();
            more += "Content-Encoding: br\r\n";
        }
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{more}Connection: close\r\n\r\n",
            content.len()
        );
        // A browser that has gone away needs no answer.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&content));
    }

    /// What a static host makes of a path: a folder stands for its index.html, 404.html for what is not there.
    fn file(&self, path: &str) -> (&'static str, &'static str, Vec<u8>) {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let inner = path.strip_prefix(self.base).filter(|inner| !inner.contains(".."));
        let file = inner.map(|inner| match inner.is_empty() || inner.ends_with('/') {
            true => self.folder.join(inner).join("index.html"),
            false => self.folder.join(inner),
        });
        match file.and_then(|file| Some((kind(&file), fs::read(file).ok()?))) {
            Some((kind, content)) => ("200 OK", kind, content),
            None => {
                ("404 Not Found", "text/html", fs::read(self.folder.join("404.html")).unwrap_or_default())
            }
        }
    }
}

/// The media type by the file's ending; browsers compile wasm while it loads only when it is called so.
fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" | "webmanifest" => "application/json",
        _ => "application/octet-stream",
    }
}

/// A name with a hash in it (Trunk.toml) never changes what it stands for.
fn keep(path: &str) -> &'static str {
    let hashed = |part: &str| part.len() >= 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if path.split(['-', '_', '.']).any(hashed) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// As a host does it that compresses once (brotli, quality 11).
pub fn compress(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut out, &params).expect("memory takes what is written to it");
    out
}

fn is_chromiums_own(request: &str) -> bool {
    let target = request.split(' ').nth(1).unwrap_or_default();
    let host = target.strip_prefix("http://").unwrap_or(target).split(['/', ':']).next().unwrap_or_default();
    host.ends_with(".google.com") || host.ends_with(".googleapis.com")
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
