// Between the pages of the desk and the network: the network always goes first, and nothing that it answers is
// kept. Where it does not answer, the page without network is shown, and a form that was sent is queued.
// The server sends seal.js, queue.js and this as one file.
"use strict";

const { SHELF, addRecord, desk, enqueue, noteFailure } = self.habeasQueue;
const UNREACHED = [502, 504]; // what a gateway says when nobody is behind it
const SHELL = new URL("without-network/", self.registration.scope).pathname;
const ENTER = /\/records\/([^/]+)\/enter\/([a-z_]+)\/$/;
const OPEN = /\/at\/([^/]+)\/open\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("habeas-queue-") && name !== SHELF) await caches.delete(name);
  }
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const here = new URL(request.url).origin === self.location.origin;
  if (here && request.mode === "navigate") event.respondWith(opened(request));
  else if (here && request.method === "GET") event.respondWith(part(request));
});

async function part(request) {
  try {
    return await fetch(request);
  } catch (away) {
    const kept = await (await caches.open(SHELF)).match(request);
    if (kept) return kept;
    throw away;
  }
}

async function opened(request) {
  const sent = request.method === "POST" ? request.clone() : null;
  let fault;
  try {
    const answer = await fetch(request);
    if (!UNREACHED.includes(answer.status)) return answer;
  } catch (away) {
    fault = away;
  }
  const shell = await (await caches.open(SHELF)).match(SHELL);
  if (!shell) {
    if (fault) throw fault;
    return Response.error();
  }
  await noteFailure();
  if (!sent) return shell;
  return Response.redirect(`${SHELL}#${await kept(sent).catch(() => "lost")}`, 303);
}

// A form of the desk that was sent and did not arrive, or whose answer did not: it comes once, by its own id.
async function kept(sent) {
  const path = new URL(sent.url).pathname;
  const given = [...(await sent.formData())].filter(([name]) => name !== "csrfmiddlewaretoken");
  const field = (wanted) => (given.find(([name]) => name === wanted) || [])[1];
  const [, record, kind] = ENTER.exec(path) || [];
  const [, station] = OPEN.exec(path) || [];
  if (!field("event_id") || !field("pin_code")) return "lost";
  if (record) return `kept-${await enqueue({ form: "enter", record, kind, fields: given }, field("event_id"))}`;
  if (station && station === (await desk()).station) {
    const made = field("record_id");
    const n = await enqueue({ form: "open", record: made, fields: given }, field("event_id"));
    await addRecord({ id: made, cell: "", since: new Date().toISOString(), own: true });
    return `kept-${n}`;
  }
  return "lost";
}
