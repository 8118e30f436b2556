// Keeps one version of the site on the device, so that it opens without the network, and takes what other programs share.
// xtask/src/site/offline.rs fills in what stands in braces.
"use strict";

// Changes with every file of the site.
const VERSION = "{version}";
// Below the scope. A name with a hash never changes its content.
const FILES = {files};
// A page for each depth of an address: pages differ in their relative addresses alone.
const PAGES = {pages};
// While somebody works on the site, the network comes first and a new version waits for nobody.
const FRESH = {fresh};

const SCOPE = self.registration.scope;
const OWN = `mailwhy ${SCOPE} `;
const CACHE = OWN + VERSION;

// What was shared, until the page asks for it. It is never stored.
let shared = null;

self.addEventListener("install", event => {
  if (FRESH) self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then(cache => Promise.all(FILES.map(file => keep(cache, file)))));
});

// One file, from an earlier version where its name says that it is the same.
async function keep(cache, file) {
  const url = new URL(file, SCOPE).href;
  const same = /-[0-9a-f]{16}[._]/.test(file);
  const known = same && (await caches.match(url));
  const answer = known || (await fetch(url, { cache: same ? "default" : "no-cache" }));
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return cache.put(url, answer);
}

// The version before this one stays: another window may still be at work with it.
self.addEventListener("activate", event => {
  const clear = async () => {
    const older = (await caches.keys()).filter(name => name.startsWith(OWN) && name !== CACHE);
    await Promise.all(older.slice(0, -1).map(name => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clear());
});

self.addEventListener("message", event => {
  if (event.data === "use") self.skipWaiting();
  if (event.data === "shared" && shared) {
    event.source.postMessage(shared);
    shared = null;
  }
});

self.addEventListener("fetch", event => {
  const { request } = event;
  if (!request.url.startsWith(SCOPE)) return;
  const path = request.url.slice(SCOPE.length).split(/[?#]/)[0];
  if (request.method === "POST" && path === "share") return event.respondWith(take(request));
  if (request.method !== "GET") return;
  event.respondWith(request.mode === "navigate" ? page(request, path) : file(request));
});

// Pages come from the version at hand, so that a page never meets the files of another one.
async function page(request, path) {
  const kept = PAGES[path.split("/").length - 1];
  const answer = () => kept !== undefined && caches.open(CACHE).then(cache => cache.match(new URL(kept, SCOPE).href));
  if (FRESH) return fetch(request).catch(answer);
  return (await answer()) || fetch(request);
}

async function file(request) {
  return (await caches.match(request)) || fetch(request);
}

// Text and files that another program shares are answered here: they reach no server.
async function take(request) {
  const form = await request.formData();
  const words = ["title", "text", "url"].map(name => form.get(name)).filter(Boolean);
  shared = { text: words.join("\n"), files: form.getAll("files").filter(file => file.size > 0) };
  return Response.redirect(`${SCOPE}#shared`, 303);
}
