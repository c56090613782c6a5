// Follows long work without reloading the page; when it is at its end, the page is asked for anew.
"use strict";

async function look() {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "watch" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-watch]");
  const here = document.querySelector("[data-watch]");
  if (!answer.ok || !now || !here) {
    location.reload();
    return;
  }
  if (here.innerHTML !== now.innerHTML) here.innerHTML = now.innerHTML;
  setTimeout(look, 1500);
}
setTimeout(look, 1500);
