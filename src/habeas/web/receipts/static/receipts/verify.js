// Receipts read and checked: bytes in, a verdict out. It knows no page and asks no server.
// The forms are those of src/habeas/tlog/receipt.py; docs/log.md has them for other programs.
"use strict";

const receipts = (() => {
  const LARGEST_COMPACT = 1800;
  const LARGEST_TEXT = 65536;
  const LONGEST_PROOF = 63;
  const LARGEST_SIZE = 2n ** 63n - 1n;
  const HEAD = "c2sp.org/tlog-proof@v1";
  const MARK = "habeas/receipt/1\n";
  const LOG_KEY = 1;
  const WITNESS_KEY = 4;
  const FIELD = 2n ** 255n - 19n;
  const ORDER_EIGHT = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
  const SMALL_ORDER = [0n, 1n, FIELD - 1n, ORDER_EIGHT, FIELD - ORDER_EIGHT];
  const utf8 = new TextEncoder();

  class Fault extends Error {
    constructor(code) { super(code); this.code = code; }
  }

  const hold = (true_, code = "malformed") => { if (!true_) throw new Fault(code); };

  function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let place = 0;
    for (const part of parts) { whole.set(part, place); place += part.length; }
    return whole;
  }

  const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);
  const number = (bytes) => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

  // Base 64 that can be written in one way only.
  function fromBase64(text) {
    hold(/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0);
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    hold(base64(bytes) === text);
    return bytes;
  }

  function fromBase64Url(text) {
    hold(/^[A-Za-z0-9_-]*$/.test(text) && text.length % 4 !== 1);
    const padded = text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4);
    return fromBase64(padded);
  }

  function decimal(text) {
    hold(/^(0|[1-9][0-9]{0,18})$/.test(text) && BigInt(text) <= LARGEST_SIZE);
    return BigInt(text);
  }

  function hashOf(text) {
    const bytes = fromBase64(text);
    hold(bytes.length === 32);
    return bytes;
  }

  const isName = (name) => name !== "" && !/[\s+\u0000-\u001f\u0085]/u.test(name) && utf8.encode(name).length < 256;
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
  const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

  async function keyId(name, kind, key) {
    return (await sha256(utf8.encode(`${name}\n`), Uint8Array.of(kind), key)).slice(0, 4);
  }

  // RFC 9162, section 2.1.3.2: whether the proof leads from the hash of an entry to the root.
  async function checkInclusion(index, size, leaf, proof, root) {
    if (index < 0n || index >= size || ![leaf, root, ...proof].every((each) => each.length === 32)) return false;
    let first = index;
    let last = size - 1n;
    let above = leaf;
    for (const step of proof) {
      if (last === 0n) return false;
      if (first & 1n || first === last) {
        above = await nodeHash(step, above);
        while (first && !(first & 1n)) { first >>= 1n; last >>= 1n; }
      } else {
        above = await nodeHash(above, step);
      }
      first >>= 1n;
      last >>= 1n;
    }
    return last === 0n && same(above, root);
  }

  async function isSigned(key, made, message) {
    const opened = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return crypto.subtle.verify({ name: "Ed25519" }, opened, made, message);
  }

  // A key with which one signature holds for any text would prove nothing (RFC 8032, section 5.1.3).
  function signsForAnybody(key) {
    const height = number([...key].reverse()) & (2n ** 255n - 1n);
    return height >= FIELD || SMALL_ORDER.includes(height);
  }

  // C2SP signed-note, Verifier keys.
  async function parseKey(vkey) {
    try {
      const [name, id, ...rest] = vkey.split("+");
      const data = fromBase64(rest.join("+"));
      const [kind, key] = [data[0], data.slice(1)];
      hold(isName(name) && /^[0-9a-f]{8}$/.test(id));
      if (kind === LOG_KEY || kind === WITNESS_KEY) hold(key.length === 32 && !signsForAnybody(key));
      const made = await keyId(name, kind, key);
      hold([...made].map((byte) => byte.toString(16).padStart(2, "0")).join("") === id);
      return { name, kind, key, id: made };
    } catch (fault) {
      throw fault instanceof Fault ? new Fault("key-malformed") : fault;
    }
  }

  async function vkey(name, key) {
    const id = [...await keyId(name, LOG_KEY, key)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${name}+${id}+${base64(joined(Uint8Array.of(LOG_KEY), key))}`;
  }

  // The keys in a text: of a log, of witnesses; the lines of a policy file have other words between them.
  async function parseKeys(text) {
    const words = text.split(/\s+/).filter((word) => word.split("+").length > 2);
    hold(words.length > 0 || text.trim() === "", "key-malformed");
    return Promise.all(words.map(parseKey));
  }

  function parse(given) {
    hold(given.length <= LARGEST_TEXT);
    const text = given.trim();
    return /\n/.test(text) ? parseText(text.replaceAll("\r\n", "\n")) : parseCompact(text.split("#").at(-1));
  }

  function parseText(text) {
    const { extra, ...proof } = parseProof(text);
    const mark = utf8.encode(MARK);
    hold(same(extra.slice(0, mark.length), mark), "no-leaf");
    hold(extra.length === mark.length + 64);
    return held({
      ...proof, leaf: extra.slice(mark.length, mark.length + 32), key: extra.slice(mark.length + 32),
    });
  }

  // C2SP tlog-proof, Format.
  function parseProof(text) {
    const lines = text.split("\n");
    hold(lines.shift() === HEAD);
    const extra = (lines[0] || "").startsWith("extra ") ? fromBase64(lines.shift().slice(6)) : new Uint8Array();
    hold((lines[0] || "").startsWith("index "));
    const index = decimal(lines.shift().slice(6));
    const end = lines.indexOf("");
    hold(end >= 0 && end <= LONGEST_PROOF);
    const proof = lines.splice(0, end + 1).slice(0, end).map(hashOf);
    hold(lines.length >= 5 && lines[3] === "");
    const signatures = lines.slice(4).map((line) => {
      const [dash, name, encoded, ...more] = line.split(" ");
      hold(dash === "—" && encoded && more.length === 0);
      const data = fromBase64(encoded);
      return { name, id: data.slice(0, 4), made: data.slice(4) };
    });
    return { extra, origin: lines[0], size: decimal(lines[1]), root: hashOf(lines[2]), index, proof, signatures };
  }

  function parseCompact(text) {
    hold(text.length <= LARGEST_COMPACT);
    const data = fromBase64Url(text);
    let place = 0;
    const take = (count) => {
      hold(place + count <= data.length);
      place += count;
      return data.slice(place - count, place);
    };
    const count = () => take(1)[0];
    const name = () => {
      try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(take(count()));
      } catch {
        throw new Fault("malformed");
      }
    };
    hold(count() === 1);
    const origin = name();
    const key = take(32);
    const [index, size] = [number(take(8)), number(take(8))];
    const [leaf, root] = [take(32), take(32)];
    const proof = Array.from({ length: count() }, () => take(32));
    const signatures = [{ name: origin, id: null, made: take(64) }];
    for (let left = count(); left > 0; left -= 1) signatures.push({ name: name(), id: take(4), made: take(72) });
    hold(place === data.length);
    return held({ origin, key, index, size, leaf, root, proof, signatures });
  }

  function held(receipt) {
    const [own, ...others] = receipt.signatures;
    hold([receipt.origin, own.name, ...others.map((each) => each.name)].every(isName));
    hold(own.name === receipt.origin && own.made.length === 64 && others.every((each) => each.made.length === 72));
    hold(receipt.size <= LARGEST_SIZE && receipt.index <= LARGEST_SIZE && receipt.proof.length <= LONGEST_PROOF);
    hold(!signsForAnybody(receipt.key));
    return receipt;
  }

  // What is signed: the checkpoint's text, by a witness with the time before it.
  const checkpoint = (receipt) => `${receipt.origin}\n${receipt.size}\n${base64(receipt.root)}\n`;

  async function seenBy(receipt, keys) {
    const seen = [];
    for (const { name, id, made } of receipt.signatures.slice(1)) {
      const known = keys.find((each) => each.kind === WITNESS_KEY && each.name === name && same(each.id, id));
      if (!known) continue;
      const time = number(made.slice(0, 8));
      const message = utf8.encode(`cosignature/v1\ntime ${time}\n${checkpoint(receipt)}`);
      hold(await isSigned(known.key, made.slice(8), message), "witness-wrong");
      seen.push({ name, time });
    }
    return seen;
  }

  // Everything that a receipt and keys from elsewhere show; a Fault says what does not hold.
  async function check(text, keysText) {
    const receipt = parse(text);
    const keys = await parseKeys(keysText);
    const own = await keyId(receipt.origin, LOG_KEY, receipt.key);
    const [signed] = receipt.signatures;
    hold(signed.id === null || same(signed.id, own));
    const ofLogs = keys.filter((each) => each.kind === LOG_KEY);
    const given = ofLogs.filter((each) => each.name === receipt.origin);
    hold(ofLogs.length === 0 || given.length > 0, "other-log");
    hold(given.length === 0 || given.some((each) => same(each.key, receipt.key)), "other-key");
    const seen = await judged(receipt, keys);
    return {
      origin: receipt.origin, index: receipt.index.toString(), size: receipt.size.toString(),
      leaf: base64(receipt.leaf), key: await vkey(receipt.origin, receipt.key), given: given.length > 0,
      witnesses: seen, unchecked: receipt.signatures.length - 1 - seen.length,
    };
  }

  // The proof of an entry that a file brings, by one of the keys of logs: what it shows, or a Fault.
  async function checkProof(text, leaf, keys) {
    hold(text.endsWith("\n"));
    const { extra, ...proof } = parseProof(text.slice(0, -1));
    const [signed] = proof.signatures;
    const named = keys.filter((each) => each.kind === LOG_KEY && each.name === proof.origin);
    hold(named.length > 0, "other-log");
    const own = named.find((each) => same(each.id, signed.id));
    hold(own, "other-key");
    const receipt = held({ ...proof, leaf, key: own.key });
    const seen = await judged(receipt, keys);
    return {
      origin: proof.origin, index: proof.index.toString(), size: proof.size.toString(),
      key: await vkey(proof.origin, own.key), witnesses: seen, unchecked: proof.signatures.length - 1 - seen.length,
    };
  }

  async function judged(receipt, keys) {
    const [signed] = receipt.signatures;
    hold(await checkInclusion(receipt.index, receipt.size, receipt.leaf, receipt.proof, receipt.root), "inclusion-wrong");
    hold(await isSigned(receipt.key, signed.made, utf8.encode(checkpoint(receipt))), "signature-wrong");
    return seenBy(receipt, keys);
  }

  // What this browser lacks: "network" where it lets a page compute nothing, "kind" without Ed25519, or "".
  // RFC 8032, section 7.1, test 1, has to hold, and must not with one bit of it changed.
  async function lacking() {
    if (!globalThis.crypto || !crypto.subtle) return "network";
    const key = fromBase64("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    const made = fromBase64("5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==");
    try {
      const good = await isSigned(key, made, new Uint8Array());
      made[0] ^= 1;
      return good && !(await isSigned(key, made, new Uint8Array())) ? "" : "kind";
    } catch {
      return "kind";
    }
  }

  return { Fault, check, checkInclusion, checkProof, fromBase64, hold, lacking, parseKey, parseKeys, sha256 };
})();
