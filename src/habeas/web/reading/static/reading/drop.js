// Files may be dropped anywhere on the form; what was chosen is listed by name.
"use strict";

const field = document.querySelector("[data-drop]");
const form = field.closest("form");
const folder = document.querySelector("[data-folder]"); // what is said of one
const chosen = document.createElement("ul");
chosen.className = "chosen";
field.after(chosen);

function line(file, ...more) {
  const made = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = file.name;
  made.append(name, ...more);
  return made;
}

function list() {
  chosen.replaceChildren(...[...field.files].map((file) => line(file)));
}
field.addEventListener("change", list);

// A browser can send no folder: what else was dropped is taken, and the line of the folder says so.
function take(items) {
  const files = new DataTransfer();
  const folders = [];
  for (const item of items) {
    const file = item.getAsFile();
    if (item.webkitGetAsEntry()?.isDirectory) folders.push(line(file, " – ", folder.content.cloneNode(true)));
    else if (file) files.items.add(file);
  }
  field.files = files.files;
  list();
  chosen.append(...folders);
}

for (const kind of ["dragover", "drop", "dragleave"]) {
  document.addEventListener(kind, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("dropping", kind === "dragover");
    if (kind === "drop") take(event.dataTransfer.items);
  });
}
