// Passkeys need a script and a browser that knows them: their parts are shown only where both are there.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
});

// The device refused, or the person stopped: say so where the button is.
document.addEventListener("allauth.error", (event) => {
  const said = document.getElementById("passkey-failed");
  if (said) {
    event.preventDefault();
    said.hidden = false;
  }
});
