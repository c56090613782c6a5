// RFC 9180, base mode, the sender alone, one message a key: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
// It is held to the vectors of the RFC; what it makes is opened on the server by the library of `cryptography`.
"use strict";

self.habeasSeal = (() => {
  const text = new TextEncoder();
  const none = new Uint8Array(0);
  const KEM = Uint8Array.of(...text.encode("KEM"), 0x00, 0x10);
  const SUITE = Uint8Array.of(...text.encode("HPKE"), 0x00, 0x10, 0x00, 0x01, 0x00, 0x02);
  const CURVE = { name: "ECDH", namedCurve: "P-256" };

  const joined = (...parts) => Uint8Array.of(...parts.flatMap((part) => [...part]));

  async function hmac(secret, data) {
    const material = secret.length ? secret : new Uint8Array(32); // RFC 5869, 2.2: no salt is a salt of zeros
    const key = await crypto.subtle.importKey("raw", material, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, data));
  }

  const extract = (suite, salt, label, material) =>
    hmac(salt, joined(text.encode("HPKE-v1"), suite, text.encode(label), material));

  // No more than 32 bytes are asked for, so that one block is all.
  const expand = async (suite, secret, label, info, length) =>
    (await hmac(secret, joined([0, length], text.encode("HPKE-v1"), suite, text.encode(label), info, [1]))).slice(0, length);

  async function shared(receiver, ephemeral) {
    const to = await crypto.subtle.importKey("raw", receiver, CURVE, false, []);
    const agreed = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: to }, ephemeral.privateKey, 256));
    const enc = new Uint8Array(await crypto.subtle.exportKey("raw", ephemeral.publicKey));
    const secret = await extract(KEM, none, "eae_prk", agreed);
    return { enc, secret: await expand(KEM, secret, "shared_secret", joined(enc, receiver), 32) };
  }

  // The encapsulated key and the sealed text, one after the other. `more` is for the vectors.
  async function seal(receiver, info, plain, more = {}) {
    const ephemeral = more.ephemeral || (await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]));
    const { enc, secret } = await shared(receiver, ephemeral);
    const about = joined(
      [0],
      await extract(SUITE, none, "psk_id_hash", none),
      await extract(SUITE, none, "info_hash", info),
    );
    const scheduled = await extract(SUITE, secret, "secret", none);
    const key = await crypto.subtle.importKey("raw", await expand(SUITE, scheduled, "key", about, 32), "AES-GCM", false, ["encrypt"]);
    const iv = await expand(SUITE, scheduled, "base_nonce", about, 12);
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: more.aad || none }, key, plain);
    return joined(enc, new Uint8Array(sealed));
  }

  return { seal };
})();
