// A review by keys, without loading the page anew at each step. Every step has its button or link as well.
"use strict";

const KEPT = "reading-keys"; // whether single keys do anything: some who speak to their computer switch them off
const leaf = document.querySelector("main").parentElement; // with the way here, and what was said
const keysAreOn = () => localStorage.getItem(KEPT) !== "off";

let onItsWay = false; // a step whose answer has not come yet

const toFill = () => leaf.querySelector("details.act[open] :is(textarea, input:not([type=hidden]))");

function ready() {
  const box = leaf.querySelector("[data-keys]");
  if (!box) return;
  box.closest(".keys").hidden = false;
  box.checked = keysAreOn();
}

async function go(address, options = {}) {
  if (onItsWay) return; // a key pressed twice is one step
  onItsWay = true;
  try {
    await step(address, options);
  } finally {
    onItsWay = false;
  }
}

async function step(address, options) {
  const answer = await fetch(address, { ...options, headers: { "X-Requested-With": "review" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector("[data-review]")) {
    location.assign(answer.url); // the review is at its end, or the sign-in is over
    return;
  }
  const shown = leaf.querySelector("[data-picture]");
  const next = page.querySelector("[data-picture]");
  leaf.innerHTML = page.querySelector("main").parentElement.innerHTML;
  if (shown && next && shown.getAttribute("href") === next.getAttribute("href")) {
    leaf.querySelector("[data-picture]").replaceWith(shown); // the same page is not drawn twice
  }
  document.title = page.title;
  history.replaceState(null, "", answer.url);
  ready();
  const heading = leaf.querySelector("h1");
  heading.tabIndex = -1;
  if (toFill()) toFill().focus();
  else heading.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-review] a[rel]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    go(link.href);
  }
});

document.addEventListener("submit", (event) => {
  if (!event.target.closest("[data-review]")) return;
  event.preventDefault();
  go(location.href, { method: "POST", body: new FormData(event.target, event.submitter) });
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-keys]")) localStorage.setItem(KEPT, event.target.checked ? "on" : "off");
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
  if (typing && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    typing.form.requestSubmit(typing.form.querySelector("button"));
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !keysAreOn()) return;
  const radio = event.target.matches("input[type=radio]");
  const key = radio ? event.key : { ArrowDown: "j", ArrowUp: "k" }[event.key] || event.key;
  const what = leaf.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!what) return;
  event.preventDefault();
  if (what.matches("summary")) {
    what.parentElement.open = true;
    what.parentElement.querySelector("textarea, input:not([type=hidden])").focus();
  } else {
    what.click();
  }
});

ready();
toFill()?.focus(); // what was added by hand is corrected at once
