// How far a file is on its way; without a script the form sends it alone.
"use strict";

const coming = document.querySelector(".coming");
const form = coming && coming.closest("form");
if (form) {
  const bar = coming.querySelector("progress");
  const told = coming.querySelector("output");
  const button = form.querySelector("button");
  const say = (text) => { coming.hidden = false; told.textContent = text; };
  const broken = () => { button.disabled = false; say(coming.dataset.broken); };
  form.addEventListener("submit", (event) => {
    const file = form.elements.file.files[0];
    if (!file) return;
    event.preventDefault();
    if (file.size > Number(coming.dataset.largest)) {
      say(coming.dataset.tooLarge);
      return;
    }
    const request = new XMLHttpRequest();
    request.open("POST", location.href);
    request.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      bar.value = Math.floor((step.loaded / step.total) * 100);
      say(`${bar.value} %`);
    });
    request.addEventListener("error", broken);
    request.addEventListener("load", () => {
      if (request.responseURL && request.responseURL !== location.href) {
        location.assign(request.responseURL);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const answered = page.querySelector("main");
      if (!answered) {
        broken();
        return;
      }
      document.querySelector("main").replaceWith(document.adoptNode(answered));
      const wrong = document.querySelector(".error-summary");
      if (wrong) wrong.focus();
    });
    button.disabled = true;
    say("0 %");
    request.send(new FormData(form));
  });
}
