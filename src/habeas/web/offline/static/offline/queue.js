// The queue of this browser: entries sealed to the register, signed by a key that does not leave the browser,
// numbered, each naming the one before it. Pages and the worker share it.
"use strict";

self.habeasQueue = (() => {
  const SHELF = "habeas-queue-1"; // the page without network and what it is made of
  const ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"; // as the server names records
  const SIGNING = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const text = new TextEncoder();

  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const bytes = (digits) => Uint8Array.from(digits.match(/../g) || [], (pair) => parseInt(pair, 16));
  const base64 = (data) => btoa(String.fromCharCode(...data));

  // The store: `desk` is what this browser is, `items` what waits, `records` whom an entry may be about.
  let opened;
  function store() {
    opened ??= new Promise((done, failed) => {
      const asked = indexedDB.open("habeas-queue", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("desk");
        asked.result.createObjectStore("items", { keyPath: "n" });
        asked.result.createObjectStore("records", { keyPath: "id" });
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    return opened;
  }

  // One transaction over some of the stores; durable when the promise is kept.
  async function within(names, mode, act) {
    const held = (await store()).transaction(names, mode, { durability: "strict" });
    const asked = act(...names.map((name) => held.objectStore(name)));
    return new Promise((done, failed) => {
      held.oncomplete = () => done(asked && asked.result);
      held.onabort = held.onerror = () => failed(held.error);
    });
  }

  const desk = () => within(["desk"], "readonly", (kept) => kept.get("this"));
  const keepDesk = (said) => within(["desk"], "readwrite", (kept) => kept.put(said, "this"));
  const items = () => within(["items"], "readonly", (kept) => kept.getAll());
  const records = () => within(["records"], "readonly", (kept) => kept.getAll());
  const keepItem = (item) => within(["items"], "readwrite", (kept) => kept.put(item));
  const drop = (n) => within(["items"], "readwrite", (kept) => kept.delete(n));
  const alone = (what, act) => navigator.locks.request(`habeas-queue-${what}`, act);

  function keepRecords(found) {
    return within(["records"], "readwrite", (kept) => {
      kept.clear();
      for (const one of found) kept.put(one);
    });
  }

  // The key is made once and never leaves; it signs for a station when that knows its public half.
  const key = () => alone("key", async () => {
    const there = await desk();
    if (there) return there.publicKey;
    const pair = await crypto.subtle.generateKey(SIGNING, false, ["sign", "verify"]);
    const publicKey = hex(await crypto.subtle.exportKey("raw", pair.publicKey));
    await keepDesk({ signing: pair.privateKey, publicKey, device: "", next: 1, last: "" });
    return publicKey;
  });

  const change = (changes) => alone("keep", async () => keepDesk({ ...(await desk()), ...changes }));

  const forget = () => alone("keep", () => within(["desk", "records"], "readwrite", (kept, known) => {
    kept.clear();
    known.clear();
  }));

  function newEventId() {
    const made = crypto.getRandomValues(new Uint8Array(16));
    let now = Date.now();
    for (let place = 5; place >= 0; place -= 1) {
      made[place] = now % 256;
      now = Math.floor(now / 256);
    }
    made[6] = (made[6] & 0x0f) | 0x70;
    made[8] = (made[8] & 0x3f) | 0x80;
    const said = hex(made);
    return [said.slice(0, 8), said.slice(8, 12), said.slice(12, 16), said.slice(16, 20), said.slice(20)].join("-");
  }

  function newRecordId() {
    let made = "";
    while (made.length < 14) {
      const [drawn] = crypto.getRandomValues(new Uint8Array(1));
      if (drawn < ALPHABET.length * 8) made += ALPHABET[drawn % ALPHABET.length]; // none likelier than another
    }
    return made;
  }

  // Keep a form as it was filled in. What is kept here nobody reads here again, this page included.
  const enqueue = (filled, eventId = newEventId()) => alone("keep", async () => {
    const here = await desk();
    const about = text.encode(`habeas/queue/1|${here.device}|${eventId}`);
    const sealed = await self.habeasSeal.seal(bytes(here.sealTo), about, text.encode(JSON.stringify(filled)));
    const at = new Date().toISOString();
    // The members in the order of RFC 8785, so that these are its bytes.
    const body = JSON.stringify({
      at, device: here.device, id: eventId, n: here.next, previous: here.last, sealed: base64(sealed), v: 1,
    });
    const signature = hex(await crypto.subtle.sign(SIGNING, here.signing, text.encode(body)));
    const last = hex(await crypto.subtle.digest("SHA-256", text.encode(body)));
    await within(["desk", "items"], "readwrite", (kept, waiting) => {
      waiting.add({ n: here.next, at, body, signature });
      kept.put({ ...here, next: here.next + 1, last }, "this");
    });
    return here.next;
  });

  // When the register did not answer, first and last: an outage may be entered from it.
  const noteFailure = () => alone("keep", async () => {
    const here = await desk();
    const now = new Date().toISOString();
    if (here) await keepDesk({ ...here, failed: [here.failed ? here.failed[0] : now, now] });
  });

  // Send what waits, in order. What the register keeps leaves this browser, and not before it says so.
  const deliver = (address, token) => alone("deliver", async () => {
    const told = { written: 0, waiting: 0, refused: 0, outage: "", done: true, state: "" };
    let waiting = await items();
    while (waiting.length) {
      const some = waiting.slice(0, 20);
      const answer = await sent(address, token, some);
      if (answer.state) return { ...told, state: answer.state, done: false };
      told.outage ||= answer.outage;
      for (const { n, state, why, said } of answer.answers) {
        if (state === "refused") {
          told.refused += 1;
          await keepItem({ ...some.find((one) => one.n === n), why, said });
        } else {
          if (state in told) told[state] += 1; // of an erased record nothing was kept, and it stands in the list
          await drop(n);
        }
      }
      if (answer.answers.length < some.length) return { ...told, state: "later", done: false };
      waiting = waiting.slice(some.length);
    }
    return told;
  });

  async function sent(address, token, some) {
    const here = await desk();
    const body = JSON.stringify({
      items: some.map(({ body, signature }) => ({ body, signature })),
      sent_at: new Date().toISOString(),
      ...(here.failed ? { failed: here.failed } : {}),
    });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    try {
      const answer = await fetch(address, { method: "POST", headers, body, redirect: "error" });
      return answer.ok ? await answer.json() : { state: answer.status === 403 ? "signin" : "later" };
    } catch {
      return { state: navigator.onLine ? "signin" : "later" };
    }
  }

  return {
    SHELF, alone, change, drop, deliver, desk, enqueue, forget, items, keepRecords, key, newRecordId, noteFailure, records,
    addRecord: (one) => within(["records"], "readwrite", (kept) => kept.put(one)),
  };
})();
