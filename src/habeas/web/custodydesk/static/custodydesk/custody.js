// The body chart chooses its number in the list; without a script the list does alone.
"use strict";

const regions = document.querySelector("#id_sealed_region");
if (regions) {
  const mark = () => {
    for (const one of document.querySelectorAll("[data-region]")) {
      one.classList.toggle("chosen", one.dataset.region === regions.value);
    }
  };
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-region]");
    if (!pressed) return;
    event.preventDefault();
    regions.value = pressed.dataset.region;
    mark();
    regions.focus();
  });
  regions.addEventListener("change", mark);
  mark();
}
