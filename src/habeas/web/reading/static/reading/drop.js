// Files may be dropped anywhere on the form; what was chosen is listed by name.
"use strict";

const field = document.querySelector("[data-drop]");
const form = field.closest("form");
const chosen = document.createElement("ul");
chosen.className = "chosen";
field.after(chosen);

function list() {
  chosen.replaceChildren(
    ...[...field.files].map((file) => {
      const line = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = file.name;
      line.append(name);
      return line;
    }),
  );
}
field.addEventListener("change", list);

for (const kind of ["dragover", "drop", "dragleave"]) {
  document.addEventListener(kind, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("dropping", kind === "dragover");
    if (kind === "drop") {
      field.files = event.dataTransfer.files;
      list();
    }
  });
}
