// Brings the screen of a ceremony up to date: asks every two seconds who signed, waits longer while nobody answers, and
// says so. What it writes is what the server says; without it the page is loaded again by hand. On a projector it also
// makes the type as much smaller as it must be for all points, the code and the offices to stand on one screen.
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

const WIDE = matchMedia("(min-width: 60rem)");
const signers = document.getElementById("signers");
const bottom = (element) => element.getBoundingClientRect().bottom + scrollY;
const tooTall = (element) => bottom(element) > innerHeight - 4;

const shrink = (name, least, element) => {
  for (let part = 96; part >= least && tooTall(element); part -= 4) hall.style.setProperty(name, part / 100);
};

const fit = () => {
  hall.classList.remove("full");
  signers.removeAttribute("tabindex");
  for (const name of ["--words", "--offices", "--room"]) hall.style.removeProperty(name);
  if (!WIDE.matches) return;
  if (!hall.classList.contains("crowd")) {
    shrink("--words", 68, hall.querySelector(".text"));
    shrink("--offices", 76, hall.querySelector(".signing"));
    if (!tooTall(hall)) return;
    hall.classList.add("crowd");
    hall.style.removeProperty("--words");
    hall.style.removeProperty("--offices");
  }
  shrink("--offices", 80, hall);
  shrink("--words", 76, hall);
  shrink("--offices", 76, hall);
  if (!tooTall(hall)) return;
  hall.style.setProperty("--room", `${Math.floor(innerHeight - hall.getBoundingClientRect().top - scrollY - 4)}px`);
  hall.classList.add("full");
  signers.tabIndex = 0;
};

const show = (told) => {
  write(document.getElementById("count"), told.count);
  write(document.getElementById("last"), told.last);
  let arrived = null;
  for (const row of told.rows) {
    const item = document.getElementById(`o${row.n}`);
    if (!item) continue;
    const fresh = row.state === "signed" && !item.classList.contains("signed");
    item.className = row.state;
    item.classList.toggle("fresh", fresh);
    write(item.querySelector(".says"), row.says);
    if (fresh) arrived = item;
  }
  hall.classList.toggle("whole", told.whole);
  fit();
  if (arrived) arrived.scrollIntoView({ block: "nearest" });
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
fit();
addEventListener("resize", fit);
document.fonts.ready.then(fit);
addEventListener("online", now);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) now();
});
timer = setTimeout(ask, STEP);
