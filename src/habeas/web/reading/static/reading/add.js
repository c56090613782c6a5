// Words that are marked by the mouse or by keys go into the field, and their paragraphs are chosen.
"use strict";

const passages = document.querySelector("[data-passages]");
const words = document.querySelector("[data-words]");
const form = passages.closest("form");
let marked = null;

passages.addEventListener("pointerdown", () => document.getSelection().removeAllRanges());
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (selection.isCollapsed || !passages.contains(selection.anchorNode)) return;
  marked = { text: selection.toString().trim(), range: selection.getRangeAt(0) };
});

passages.addEventListener("pointerup", () => {
  if (!marked || !marked.text || document.getSelection().isCollapsed) return;
  words.value = marked.text;
  for (const passage of passages.querySelectorAll(".passage")) {
    passage.querySelector("input").checked = marked.range.intersectsNode(passage.querySelector("label"));
  }
  marked = null;
});

// A click that ends a marking does not take the choice back.
passages.addEventListener("click", (event) => {
  if (event.target.closest("label") && !document.getSelection().isCollapsed) event.preventDefault();
});

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
