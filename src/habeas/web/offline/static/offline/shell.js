// The page without network: two forms, filled in as at the desk, kept in the queue.
"use strict";

(() => {
  const root = document.querySelector("[data-shell]");
  const queue = self.habeasQueue;
  const find = (name) => root.querySelector(name);
  const say = (code) => find(`template[data-say="${code}"]`).content.textContent;
  const clock = (instant, zone) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(new Date(instant));

  function tell(...words) {
    const told = find("[data-said]");
    told.replaceChildren();
    const line = told.appendChild(document.createElement("p"));
    line.className = "notice notice-info";
    line.textContent = words.join(" ");
  }

  // Now as the clock of the station shows it, in the form in which a browser types it.
  function typedNow(zone) {
    const said = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    }).format(new Date());
    return said.replace(" ", "T");
  }

  async function showQueue(zone) {
    const waiting = await queue.items();
    find("[data-count]").hidden = find("[data-count-title]").hidden = !waiting.length;
    find("[data-count-none]").hidden = Boolean(waiting.length);
    find("[data-count-number]").textContent = waiting.length;
    find("[data-items]").replaceChildren(...waiting.map(({ n, at }) => {
      const line = document.createElement("li");
      line.textContent = `${n} · ${clock(at, zone)}`;
      return line;
    }));
  }

  async function fillRecords(select, zone) {
    const known = await queue.records();
    const options = known.map(({ id, cell, since, own }) => {
      const words = [cell && `${say("cell")} ${cell}`, own && say("new"), since && `${say("since")} ${clock(since, zone)}`, id];
      return new Option(words.filter(Boolean).join(" · "), id);
    });
    select.replaceChildren(new Option("", ""), ...options);
  }

  function begin(form, here) {
    form.reset();
    for (const name of form.dataset.queueForm === "line" ? ["line-at"] : ["open-arrived"]) {
      form.elements[name].value = typedNow(here.zone);
    }
  }

  // Whether what has to be there is there; what it says is read by the register.
  function missing(form) {
    const asked = [...form.elements].filter((one) => one.name && one.required && one.type !== "radio");
    const empty = asked.find((one) => !one.value.trim());
    if (empty) return empty;
    const what = form.dataset.queueForm;
    return form.elements[`${what}-pin_code`].value.trim() ? null : form.elements[`${what}-pin_code`];
  }

  async function keep(form, here) {
    const what = form.dataset.queueForm;
    const empty = missing(form);
    if (empty) {
      tell(say("missing"));
      empty.focus();
      return;
    }
    const fields = [...new FormData(form)].map(([name, value]) => [name.replace(`${what}-`, ""), value]);
    const record = what === "open" ? queue.newRecordId() : form.elements["line-record"].value;
    const n = await queue.enqueue({ form: what, record, fields });
    if (what === "open") {
      await queue.addRecord({ id: record, cell: "", since: new Date().toISOString(), own: true });
      form.closest("details").open = false;
    }
    begin(form, here);
    await fillRecords(find("[name=line-record]"), here.zone);
    await showQueue(here.zone);
    tell(say("kept"), `${n}.`);
    find("[data-said]").scrollIntoView({ block: "nearest" });
  }

  async function start() {
    const here = self.isSecureContext ? await queue.desk() : null;
    if (!here || !here.device) return;
    find("[data-unknown]").hidden = true;
    find("[data-known]").hidden = false;
    find("[data-station]").textContent = here.name;
    find("[data-board]").href = here.board;
    await fillRecords(find("[name=line-record]"), here.zone);
    await showQueue(here.zone);
    for (const form of root.querySelectorAll("[data-queue-form]")) {
      begin(form, here);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        keep(form, here).catch(() => tell(say("failed")));
      });
    }
    const [, kept] = /^#kept-(\d+)$/.exec(location.hash) || [];
    if (kept) tell(say("kept"), `${kept}.`);
    if (location.hash === "#lost") tell(say("lost"));
    window.addEventListener("online", () => tell(say("back")));
  }

  start();
})();
