// The page that checks receipts: fields in, sentences out. Every sentence stands in the page itself.
"use strict";

(() => {
  const UNREAD = ["malformed", "no-leaf", "key-malformed", "broken"];
  const LARGEST_FILE = 4194304;
  const isRecord = (text) => text.startsWith("{");

  function checker(root) {
    const find = (name) => root.querySelector(name);
    const field = (name) => find(`[data-field="${name}"]`);
    const say = (code) => find(`template[data-say="${code}"]`).content.textContent;
    const result = find("[data-result]");
    let last = 0;

    function put(parent, name, text, more = {}) {
      const made = parent.appendChild(document.createElement(name));
      made.textContent = text;
      for (const [key, value] of Object.entries(more)) made.setAttribute(key, value);
      return made;
    }

    function list(title, codes) {
      put(result, "h3", say(title));
      const items = put(result, "ul", "");
      for (const code of codes) put(items, "li", say(code));
    }

    function begin(kind, verdict) {
      result.replaceChildren();
      result.className = `verdict verdict-${kind}`;
      put(result, "h2", say(verdict));
    }

    function facts(found) {
      const rows = put(result, "dl", "");
      const row = (code, text) => {
        put(rows, "dt", say(code));
        put(put(rows, "dd", ""), "span", text, { class: "letters", dir: "ltr" });
      };
      for (const code of ["index", "size", "leaf", "key"]) {
        if (code === "index") row("log", found.origin);
        row(code, found[code]);
      }
      for (const { name, time } of found.witnesses) {
        const at = time < 8_000_000_000_000n ? new Date(Number(time) * 1000).toISOString().replace(".000", "") : time;
        row("witness", `${name}, ${at}`);
      }
    }

    function tell(found) {
      begin(found.given ? "good" : "alone", found.given ? "good" : "alone");
      if (!found.given) put(result, "p", say("alone-why"));
      facts(found);
      const seen = found.witnesses.length > 0;
      list("checked", [
        "checked-way", found.given ? "checked-given" : "checked-own",
        ...(seen ? ["checked-witness"] : []), ...(found.unchecked ? ["unchecked"] : []),
      ]);
      list("shows", found.given ? ["shows-contained", ...(seen ? ["shows-witness"] : [])] : ["shows-nothing"]);
      list("limits", ["limits-which", "limits-true", "limits-all", ...(seen ? [] : ["limits-alone"])]);
    }

    function row(rows, code, text, more = { class: "letters", dir: "ltr" }) {
      put(rows, "dt", say(code));
      put(put(rows, "dd", ""), "bdi", text, more);
    }

    function entry({ event, hash, open, closed, proven }) {
      put(result, "h3", `${event.s}. ${event.type}`, { lang: "en", dir: "ltr" });
      const rows = put(result, "dl", "");
      row(rows, "happened", event.at || "–");
      row(rows, "written", event.recorded);
      row(rows, "leaf", hash);
      if (proven) row(rows, "index", proven.index);
      for (const [name, value] of open) {
        put(rows, "dt", name, { lang: "en" });
        put(put(rows, "dd", ""), "bdi", typeof value === "string" ? value : JSON.stringify(value), { class: "value" });
      }
      if (closed.length) put(result, "p", `${say("closed")} ${closed.join(", ")}`);
      if (!proven) put(result, "p", say("unproven"));
    }

    function tellRecord(found) {
      const proven = found.entries.filter((each) => each.proven);
      const seen = proven.length > 0 && proven.every((each) => each.proven.witnesses.length > 0);
      const good = found.given && proven.length === found.entries.length;
      begin(good ? "good" : "alone", good ? "file-good" : found.given ? "file-unproven" : "file-alone");
      if (!found.given) put(result, "p", say("alone-why"));
      const rows = put(result, "dl", "");
      row(rows, "record", found.record);
      const heads = proven.map(({ proven: { origin, size, key } }) => [`${origin}, ${size}`, key]);
      for (const [log, key] of new Map(heads)) { row(rows, "log-size", log); row(rows, "key", key); }
      found.entries.forEach(entry);
      list("shows", found.given
        ? [...(proven.length ? ["shows-contained"] : []), "shows-values", ...(found.part ? [] : ["shows-between"]),
          ...(seen ? ["shows-witness"] : [])]
        : ["shows-nothing"]);
      list("limits", [
        found.part ? "limits-part" : "limits-after", "limits-true", ...(seen ? [] : ["limits-alone"]),
      ]);
    }

    function refuse(fault, ofRecord) {
      const code = fault instanceof receipts.Fault ? fault.code : "broken";
      begin("bad", UNREAD.includes(code) ? "unread" : ofRecord ? "file-bad" : "bad");
      put(result, "p", say(code));
    }

    async function check() {
      const turn = last += 1;
      const [text, keys] = [field("receipt").value, field("keys").value];
      const asked = isRecord(text) ? recordFiles.check(text, keys) : receipts.check(text, keys);
      const told = await asked.then(
        (found) => () => (isRecord(text) ? tellRecord(found) : tell(found)), (fault) => () => refuse(fault, isRecord(text)),
      );
      if (turn !== last) return;
      told();
      result.focus();
    }

    find("[data-check]").addEventListener("click", check);
    field("file").addEventListener("change", async (event) => {
      const [file] = event.target.files;
      if (!file) return;
      field("receipt").value = file.size > LARGEST_FILE ? "" : await file.text();
      check();
    });
    return {
      start(missing) {
        if (missing) find(`[data-lacking="${missing}"]`).hidden = false;
        else find("[data-fields]").hidden = false;
      },
      take(text) { field("receipt").value = text; check(); },
    };
  }

  const all = [...document.querySelectorAll("[data-checker]")].map((root) => [root, checker(root)]);
  const shown = () => all.find(([root]) => !root.closest("[hidden]"))[1];
  const fromAddress = () => { if (location.hash.length > 1) shown().take(location.hash.slice(1)); };

  // The one file has every language in it; what was entered in one is taken along to the next.
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      const values = (root) => [...root.querySelectorAll("textarea")];
      const [before] = all.find(([root]) => !root.closest("[hidden]"));
      for (const part of document.querySelectorAll("[data-part]")) {
        part.hidden = part.dataset.part !== button.dataset.language;
        if (part.hidden) continue;
        document.documentElement.lang = part.lang;
        document.documentElement.dir = part.dir;
        values(part).forEach((to, place) => { to.value = values(before)[place].value; });
        part.querySelector("[data-result]").replaceChildren();
      }
      for (const other of document.querySelectorAll("[data-language]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
    });
  }

  receipts.lacking().then((missing) => {
    for (const [, each] of all) each.start(missing);
    if (missing) return;
    fromAddress();
    window.addEventListener("hashchange", fromAddress);
  });
})();
