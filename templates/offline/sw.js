// Visitors' pages without signal. What is kept is neutral: fetched without credentials, the same for every phone.
// Pages come from the network first; only when it fails or dawdles is a copy shown. Staff and personal pages have none.
const FILES = "@files@";
const LANGUAGES = "@languages@";
const STATIC = "static-@version@",
  PAGES = "pages-1",
  PHOTOS = "photos-1";
const KEPT = "/offline/kept/",
  LANGUAGE = "/offline/language";
const PATIENCE_MS = 4000,
  FRESH_MS = 5 * 60 * 1000,
  MOST_PHOTOS = 300,
  MOST_KEPT_PHOTOS = 600;
const HEADERS = [
  "Content-Security-Policy",
  "Permissions-Policy",
  "Referrer-Policy",
  "X-Content-Type-Options",
  "Cross-Origin-Opener-Policy",
  "Cross-Origin-Resource-Policy",
];
const paths = new Set(FILES.map((file) => file.split("?")[0]));
const ask = (address, options) => fetch(address, { credentials: "omit", ...options });
// A poster's code is read in either case.
const plain = (path) => (/^\/b\//i.test(path) ? path.toLowerCase() : path);

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(
    caches
      .open(STATIC)
      .then((cache) =>
        Promise.all([
          cache.addAll(FILES.map((file) => new Request(file, { credentials: "omit" }))),
          cache.addAll(
            LANGUAGES.map(
              (language) => new Request(`/offline/${language}`, { credentials: "omit", cache: "no-cache" }),
            ),
          ),
        ]),
      ),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (![STATIC, PAGES, PHOTOS].includes(name)) await caches.delete(name);
      if (registration.navigationPreload) await registration.navigationPreload.enable();
    })(),
  );
});

addEventListener("fetch", (event) => {
  const { request } = event,
    url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url.pathname));
  else if (paths.has(url.pathname)) event.respondWith(file(request, url.pathname));
  else if (/^\/media\/.*\.webp$/.test(url.pathname)) event.respondWith(photo(request, url.pathname));
});

// A page tells what was read, and that there is a moment to fetch copies.
addEventListener("message", (event) => event.waitUntil(keep(event.data).catch(() => {})));

function soon(network) {
  return Promise.race([network, new Promise((_, refuse) => setTimeout(refuse, PATIENCE_MS))]);
}

async function page(event, path) {
  const network = Promise.resolve(event.preloadResponse).then((answer) => answer || fetch(event.request));
  event.waitUntil(network.catch(() => {}));
  try {
    const answer = await soon(network);
    if (![502, 504].includes(answer.status)) return answer;
  } catch {
    /* no signal, or hardly any */
  }
  const copied = await copy(plain(path)).catch(() => {});
  return copied || network.catch(absent);
}

async function absent() {
  const said = await caches.match(LANGUAGE);
  return (await caches.match(`/offline/${said ? await said.text() : LANGUAGES[0]}`)) || Response.error();
}

// A file's address changes with its content. Without signal an older copy of a page takes the file as it is now.
async function file(request, path) {
  const cache = await caches.open(STATIC);
  return (
    (await cache.match(request)) ||
    soon(fetch(request)).catch(async () => (await cache.match(path, { ignoreSearch: true })) || Response.error())
  );
}

// Larger pictures are the browser's own affair; without signal the small one stands in.
async function photo(request, path) {
  const cache = await caches.open(PHOTOS);
  return (
    (await cache.match(path)) ||
    fetch(request).catch(async () => (await cache.match(path.replace(/-\d+\.webp$/, "-320.webp"))) || Response.error())
  );
}

async function copy(path) {
  const pages = await caches.open(PAGES);
  const found = await pages.match(path);
  if (found && path.startsWith("/results/")) return found;
  const read = found ? await found.text() : path;
  for (const request of (await pages.keys()).filter((key) => new URL(key.url).pathname.startsWith(KEPT)).reverse()) {
    const answer = await pages.match(request),
      kept = await answer.json();
    const [html, reason] = kept.pages[read === "/" ? kept.home : read] || [];
    if (!html) continue;
    // Who reads the booth's own page has been at the booth.
    const vote = kept.votes[reason === "scan-needed" && path.startsWith("/b/") ? "" : reason];
    const headers = new Headers({ "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
    for (const name of HEADERS) if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
    return new Response(
      html.replace("<!--vote-->", () => vote),
      { headers },
    );
  }
}

async function keep({ language, path, entry, exhibition, frugal }) {
  const pages = await caches.open(PAGES);
  await pages.put(LANGUAGE, new Response(language));
  if (entry && entry !== path) await pages.put(plain(path), new Response(entry));
  if (path.startsWith("/results/")) {
    const answer = await ask(`${path}?lang=${language}`);
    if (answer.ok) await pages.put(path, answer);
  }
  if (!exhibition) return;
  const address = `/offline/${language}/${exhibition}.json`;
  let kept = await pages.match(KEPT + exhibition);
  if (!kept || !kept.url.endsWith(address) || Date.now() - Date.parse(kept.headers.get("Date")) > FRESH_MS) {
    const answer = await ask(address, { cache: "no-cache", priority: "low" });
    if (answer.status === 404) await pages.delete(KEPT + exhibition);
    if (!answer.ok) return;
    kept = answer.clone();
    await pages.put(KEPT + exhibition, answer);
  }
  if (!frugal) await fetchPhotos((await kept.json()).photos.slice(0, MOST_PHOTOS));
}

// One after another, so that a vote never waits for a picture.
async function fetchPhotos(wanted) {
  const cache = await caches.open(PHOTOS);
  const had = (await cache.keys()).map((request) => new URL(request.url).pathname);
  for (const path of wanted.filter((each) => !had.includes(each))) {
    const answer = await ask(path, { priority: "low" });
    if (answer.ok) await cache.put(path, answer);
  }
  for (const path of had.filter((each) => !wanted.includes(each)).slice(0, Math.max(0, had.length - MOST_KEPT_PHOTOS)))
    await cache.delete(path);
}
