// Brings the screen of a ceremony up to date: asks every two seconds who signed, waits longer while nobody answers, and
// says so. What it writes is what the server says; without it the page is loaded again by hand.
"use strict";
const hall = document.getElementById("hall");
const STEP = 2000;
const LONGEST = 30000;
let wait = STEP;
let timer = 0;
let since = "";
let before = "";

const write = (element, words) => {
  if (element && element.textContent !== words) element.textContent = words;
};

const show = (told) => {
  write(document.getElementById("count"), told.count);
  write(document.getElementById("last"), told.last);
  for (const row of told.rows) {
    const item = document.getElementById(`o${row.n}`);
    if (!item) continue;
    const fresh = row.state === "signed" && !item.classList.contains("signed");
    item.className = row.state;
    item.classList.toggle("fresh", fresh);
    write(item.querySelector(".says"), row.says);
    if (fresh) item.scrollIntoView({ block: "nearest" });
  }
  hall.classList.toggle("whole", told.whole);
};

const lost = () => {
  if (!since) since = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  write(document.getElementById("lost"), hall.dataset.lost.replace("{time}", since));
  wait = Math.min(wait * 2, LONGEST);
};

const ask = async () => {
  clearTimeout(timer);
  try {
    const answer = await fetch(hall.dataset.state, { cache: "no-cache", signal: AbortSignal.timeout(10000) });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    if (text !== before) show(JSON.parse(text));
    before = text;
    since = "";
    wait = STEP;
    write(document.getElementById("lost"), "");
  } catch {
    lost();
  }
  timer = setTimeout(ask, document.hidden ? wait * 5 : wait);
};

const now = () => {
  wait = STEP;
  ask();
};
addEventListener("online", now);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) now();
});
timer = setTimeout(ask, STEP);
