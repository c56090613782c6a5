// The file of a record, or of a part of it, read and checked as src/habeas/custody/recordfile.py does.
// docs/register.md has its form. It knows no page and asks no server.
"use strict";

const recordFiles = (() => {
  const SCHEMA = "habeas/record-file/1";
  const HEADER = ["keys", "part", "record_id", "schema"];
  const ENTRY = ["leaf", "open", "proof"];
  const OPEN = ["key", "value"];
  const LEAF = [
    "at", "by", "c", "fix", "id", "in", "log", "logged", "n", "on", "page", "prev", "pub", "rec", "recorded", "s",
    "source", "span", "type", "v",
  ];
  const DOMAIN = "custody/v1/field\0";
  const HEX = /^([0-9a-f]{64})$/;
  const { hold, sha256 } = receipts;
  const utf8 = new TextEncoder();
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

  // RFC 8785, without floats, as src/habeas/canonical.py writes it.
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (isObject(value)) {
      const names = Object.keys(value).sort();
      return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
    }
    if (typeof value === "number") hold(Number.isSafeInteger(value) && !Object.is(value, -0));
    if (typeof value === "string") hold(new TextDecoder().decode(utf8.encode(`.${value}`)) === `.${value}`);
    return JSON.stringify(value);
  }

  // A JSON object with these names and no other, written in the one way that it can be.
  function object(text, names) {
    let found;
    try {
      found = JSON.parse(text);
    } catch {
      throw new receipts.Fault("malformed");
    }
    hold(isObject(found) && Object.keys(found).sort().join() === names.join() && canonical(found) === text);
    return found;
  }

  async function commitment(key, name, value) {
    const made = await crypto.subtle.importKey("raw", fromHex(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const said = utf8.encode(`${DOMAIN}${name}\0${canonical(value)}`);
    return hex(new Uint8Array(await crypto.subtle.sign("HMAC", made, said)));
  }

  async function entry(line, record) {
    const { leaf, open, proof } = object(line, ENTRY);
    hold(typeof leaf === "string" && isObject(open) && (proof === null || typeof proof === "string"));
    const event = object(leaf, LEAF);
    hold(event.v === 1 && event.rec === record && isObject(event.c) && Number.isSafeInteger(event.s));
    hold([event.type, event.log, event.recorded].every((each) => typeof each === "string"));
    const opened = Object.entries(open);
    for (const [name, told] of opened) {
      hold(Object.hasOwn(event.c, name) && isObject(told) && Object.keys(told).sort().join() === OPEN.join());
      hold(HEX.test(told.key));
    }
    for (const [name, told] of opened) {
      hold(await commitment(told.key, name, told.value) === event.c[name], "value-wrong");
    }
    const hash = await sha256(Uint8Array.of(0), utf8.encode(leaf));
    return {
      event, hash, proof, open: opened.map(([name, told]) => [name, told.value]),
      closed: Object.keys(event.c).filter((name) => !Object.hasOwn(open, name)).sort(),
    };
  }

  function holdOrder(entries, part) {
    let before = null;
    entries.forEach(({ event, hash }, place) => {
      const follows = part ? place === 0 || event.s > entries[place - 1].event.s
        : event.s === place + 1 && event.prev === before;
      hold(follows, "entry-missing");
      before = hex(hash);
    });
  }

  // What a file and keys from elsewhere show; a Fault says what does not hold. Without a key that is given,
  // those that the file names are taken, and nobody vouches for them.
  async function check(text, keysText) {
    const lines = text.split("\n");
    hold(lines.pop() === "" && lines.length > 0);
    const { keys: named, part, record_id: record, schema } = object(lines.shift(), HEADER);
    hold(schema === SCHEMA && typeof record === "string" && typeof part === "boolean");
    hold(Array.isArray(named) && named.every((each) => typeof each === "string"));
    const entries = [];
    for (const line of lines) entries.push(await entry(line, record));
    holdOrder(entries, part);
    const keys = await receipts.parseKeys(keysText);
    const given = keys.some((each) => each.kind === 1);
    const all = given ? keys : [...keys, ...await receipts.parseKeys(named.join("\n"))];
    for (const each of entries) {
      each.proven = each.proof === null ? null : await receipts.checkProof(each.proof, each.hash, all);
      hold(!each.proven || each.proven.origin === each.event.log, "other-log");
      each.hash = hex(each.hash);
    }
    return { record, part, entries, given };
  }

  return { check };
})();
