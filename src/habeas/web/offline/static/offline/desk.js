// On the board, and where the browser is let queue entries: keep what is needed, deliver what waits.
"use strict";

(() => {
  const queue = self.habeasQueue;
  const panel = document.querySelector("[data-queue]");
  const find = (name) => panel.querySelector(name);
  const say = (code) => find(`template[data-say="${code}"]`).content.textContent;
  const token = () => (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value || "";

  // The form by which a browser is let do it: the key is made when the page opens, and nothing else.
  async function offerKey(field) {
    field.value = await queue.key();
    document.querySelector("[data-no-key]").hidden = true;
  }

  // Whether the station knows this browser's key; told by its own page alone.
  async function recognise(here) {
    const known = document.querySelector(`[data-machine][data-key="${here.publicKey}"]`);
    if (known) {
      known.querySelector("[data-this]").hidden = false;
      await queue.change({
        device: known.dataset.machine, station: panel.dataset.queue, name: panel.dataset.name,
        zone: panel.dataset.zone, board: `/custody/at/${panel.dataset.queue}/`, sealTo: panel.dataset.sealTo,
      });
    } else if (here.device && here.station === panel.dataset.queue && !(await queue.items()).length) {
      // Withdrawn, and nothing waits: what it kept goes, and so does its key.
      await queue.forget();
      await caches.delete(queue.SHELF);
      for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    }
    return queue.desk();
  }

  // Whom an entry may be about: the number, the cell, since when. No name.
  function keepBoard() {
    if (!document.querySelector(".board")) return null;
    return queue.keepRecords([...document.querySelectorAll("[data-record]")].map(({ dataset }) => ({
      id: dataset.record, cell: dataset.cell, since: dataset.since || "", own: false,
    })));
  }

  // The page without network and its parts, once for each tab and language; no other page is ever kept.
  async function keepShell() {
    await navigator.serviceWorker.register(panel.dataset.worker);
    await navigator.serviceWorker.ready;
    const wanted = document.documentElement.lang;
    const shelf = await caches.open(queue.SHELF);
    if (sessionStorage.getItem("habeas-shell") === wanted && (await shelf.match(panel.dataset.shellPage))) return;
    const answer = await fetch(panel.dataset.shellPage);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
    const parts = [...page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
    await shelf.addAll(parts.map((one) => one.getAttribute("href") || one.getAttribute("src")));
    await shelf.put(panel.dataset.shellPage, answer);
    sessionStorage.setItem("habeas-shell", wanted);
  }

  async function show() {
    const waiting = await queue.items();
    panel.hidden = !waiting.length && !panel.dataset.told;
    find("[data-count-number]").textContent = waiting.length;
    find("[data-items]").replaceChildren(...waiting.filter((one) => one.why).map((one) => {
      const line = document.createElement("li");
      line.textContent = `${one.n} · ${say("refused")} ${one.said} `;
      if (panel.dataset.sealTo) line.append(takenOut(one.n));
      return line;
    }));
  }

  // What the register will not have stays until somebody decides; its number stays missing there for good.
  function takenOut(n) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary";
    button.textContent = say("drop");
    button.addEventListener("click", async () => {
      if (!window.confirm(say("sure"))) return;
      await queue.drop(n);
      await show();
    });
    return button;
  }

  async function deliver() {
    const told = await queue.deliver(panel.dataset.deliver, token());
    const words = [["written", "delivered"], ["waiting", "waiting"]]
      .filter(([name]) => told[name])
      .map(([name, code]) => `${say(code)} ${told[name]}.`);
    if (told.state) words.push(say(told.state));
    find("[data-said]").textContent = words.join(" ");
    if (words.length) panel.dataset.told = "yes";
    if (told.outage) {
      find("[data-outage]").hidden = false;
      find("[data-outage] a").href = told.outage;
    }
    if (told.done) await queue.change({ failed: null });
    await show();
  }

  async function start() {
    if (!self.isSecureContext || !navigator.serviceWorker || !navigator.locks) return;
    const field = document.querySelector("#id_public_key");
    if (field) return void offerKey(field);
    if (!panel) return;
    let here = await queue.desk();
    if (here && panel.dataset.sealTo) here = await recognise(here);
    if (!here || !here.device || here.station !== panel.dataset.queue) return;
    await keepShell().catch(() => {}); // it was kept before, or is kept the next time
    if (!("keeps" in panel.dataset)) return void show();
    find("[data-deliver-now]").addEventListener("click", deliver);
    window.addEventListener("online", deliver);
    if ((await queue.items()).length) await deliver();
    await keepBoard();
    panel.dataset.ready = "yes"; // from now on the network may go away
  }

  start();
})();
