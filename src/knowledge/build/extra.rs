//! Files beside the rules: what EHLO offers, what providers document about their servers.

use crate::Faults;
use crate::names::{PasswordKind, Security};
use crate::pack::Scroll;
use serde::Deserialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CapabilityFile {
    source: String,
    checked: String,
    capability: Vec<RawCapability>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCapability {
    keyword: String,
    about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceFile {
    name: String,
    domains: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    username: String,
    password: String,
    #[serde(default)]
    note: String,
    source: String,
    /// Left out where the page was not looked up again.
    #[serde(default)]
    checked: String,
    /// The page that says that its filter learns from mail which is marked as no spam, behind the date.
    #[serde(default)]
    learns: String,
    server: Vec<RawServer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawServer {
    purpose: String,
    host: String,
    port: u16,
    security: String,
}

/// Reads, judges and writes them.
pub fn tables(root: &Path, faults: &mut Faults) -> String {
    let mut out = String::new();
    if let Some(file) = file::<CapabilityFile>(&root.join("capabilities.toml"), faults) {
        capabilities(&file, &mut out);
    }
    out + &services(&root.join("settings"), faults)
}

/// One file of TOML; what is wrong with it is a fault.
pub fn file<T: serde::de::DeserializeOwned>(path: &Path, faults: &mut Faults) -> Option<T> {
    let read = std::fs::read_to_string(path).map_err(|error| error.to_string());
    match read
        .and_then(|text| toml::from_str(&text).map_err(|error| error.to_string().trim().replace('\n', " ")))
    {
        Ok(file) => Some(file),
        Err(error) => {
            faults.add(path.display(), error);
            None
        }
    }
}

/// The TOML files of a folder: id and path, by id.
pub fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path))
        .collect();
    files.sort();
    files
}

fn capabilities(file: &CapabilityFile, out: &mut String) {
    let mut rows: Vec<&RawCapability> = file.capability.iter().collect();
    rows.sort_by(|a, b| a.keyword.cmp(&b.keyword));
    let _ = writeln!(out, "/// By keyword. Source: {}, checked {}.", file.source, file.checked);
    let _ = writeln!(out, "pub static CAPABILITIES: &[(&str, &str)] = &[");
    for row in rows {
        let _ = writeln!(out, "({:?}, {:?}),", row.keyword, row.about);
    }
    out.push_str("];\n");
}

const PURPOSES: &[&str] = &["submission", "imap", "pop3"];

fn services(folder: &Path, faults: &mut Faults) -> String {
    let read = files(folder).into_iter().filter_map(|(id, path)| {
        let service = file::<ServiceFile>(&path, faults)?;
        judge(&path, &service, faults);
        Some((id, service))
    });
    let services: Vec<(String, ServiceFile)> = read.collect();
    let mut scroll = Scroll::default();
    scroll.number(services.len());
    for (id, service) in &services {
        scroll.text(id).text(&service.name).texts(&service.domains).texts(&service.hosts);
        scroll.number(service.server.len());
        for RawServer { purpose, host, port, security } in &service.server {
            scroll.text(purpose).text(host).number(usize::from(*port)).name(Security::from_name(security));
        }
        scroll.number(usize::from(service.username == "address"));
        scroll.name(PasswordKind::from_name(&service.password));
        scroll.text(&service.note).text(&service.source).text(&service.checked);
        scroll.number(usize::from(!service.learns.is_empty()));
    }
    scroll.emit("SERVICES_PACKED")
}

fn judge(path: &Path, service: &ServiceFile, faults: &mut Faults) {
    if PasswordKind::from_name(&service.password).is_none() {
        faults.add(path.display(), format!("password = {:?}", service.password));
    }
    if !["address", "name", "fixed"].contains(&service.username.as_str()) {
        faults.add(path.display(), format!("username = {:?}", service.username));
    }
    for RawServer { purpose, security, .. } in &service.server {
        if Security::from_name(security).is_none() || !PURPOSES.contains(&purpose.as_str()) {
            faults.add(path.display(), format!("{purpose} {security}"));
        }
    }
}
