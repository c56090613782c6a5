// Small helps; every page works without them.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = document.activeElement.closest("details[open]") || document.querySelector(".drop[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const filter = document.querySelector(".filters input:not([type=hidden]), .filters select");
    if (filter) {
      event.preventDefault();
      filter.focus();
    }
  }
});

// Ctrl and Enter press the first button of a form that is filled in many times over.
for (const form of document.querySelectorAll("form[data-quick]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}

// One menu at a time, and a press elsewhere closes it.
document.addEventListener("click", (event) => {
  for (const drop of document.querySelectorAll(".drop[open]")) {
    if (!drop.contains(event.target)) drop.open = false;
  }
  if (event.target.closest("[data-print]")) window.print();
});

// What is empty stays out of the address of a filtered list.
for (const form of document.querySelectorAll("form.filters")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
  });
}

// A form that was changed asks before it is left.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// After a refusal, what is wrong is read first.
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

// Buttons that only a script can serve are shown by it.
for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false;
