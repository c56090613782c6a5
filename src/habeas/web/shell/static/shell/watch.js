// Follows what changes without reloading the page: long work until its end, when the page is asked for anew,
// or a board, every so many seconds as long as its box is ticked.
"use strict";

const watched = () => document.querySelector("[data-watch]");
const every = Number(watched().dataset.watch) || 0; // seconds; long work says nothing
const wait = every ? every * 1000 : 1500;
const box = document.querySelector("[data-watch-on]");
const rests = () => every && (!box.checked || watched().contains(document.activeElement)); // somebody is reading there

async function look() {
  // A board that stands open is nobody's activity: the sign-in ends as it would without it.
  const answer = await fetch(location.href, { headers: { "X-Requested-With": every ? "renew" : "watch" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-watch]");
  const here = watched();
  if (!answer.ok || !now || !here) {
    location.reload();
    return;
  }
  if (here.innerHTML !== now.innerHTML && !rests()) here.innerHTML = now.innerHTML;
  setTimeout(turn, wait);
}

function turn() {
  const again = () => setTimeout(turn, wait);
  if (rests()) again();
  else look().catch((fault) => {
    if (!every) throw fault;
    again(); // without network it says how old it is, and goes on trying
  });
}

if (box) box.closest("[hidden]").hidden = false;
setTimeout(turn, wait);
