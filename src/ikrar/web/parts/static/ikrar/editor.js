// Saves the draft while somebody types, and shows matching areas without a reload. Without it every button still works.
"use strict";
const PAUSE = 1500;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const note = document.querySelector(".autosave");
  const edition = form.querySelector("input[name=edition]");
  let timer = 0, running = false, again = false, stopped = false;

  const say = (text, bad) => { note.hidden = false; note.textContent = text; note.classList.toggle("bad", Boolean(bad)); };

  async function save() {
    if (stopped) return;
    if (running) { again = true; return; }
    running = true;
    say(note.dataset.saving);
    try {
      const response = await fetch(form.getAttribute("action"), {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      const answer = (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : {};
      if (response.ok) { edition.value = answer.edition; say(note.dataset.saved); }
      else if (answer.message) { stopped = answer.error === "conflict"; say(answer.message, true); }
      else say(note.dataset.lost, true);
    } catch {
      say(note.dataset.offline, true);
      again = true;
    }
    running = false;
    if (again) { again = false; timer = setTimeout(save, PAUSE * 3); }
  }

  form.addEventListener("input", (event) => {
    if (event.target.name === "area_words") return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  // A button carries the newest edition: what is still being saved must arrive first.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!running) { stopped = true; return; }
    event.preventDefault();
    const button = event.submitter;
    const wait = setInterval(() => { if (!running) { clearInterval(wait); form.requestSubmit(button); } }, 50);
  });
}

// "See in the text" shows every word the field came from, and leaves the keyboard where it was.
for (const link of document.querySelectorAll("a.seen")) {
  link.addEventListener("click", () => {
    for (const mark of document.querySelectorAll("mark")) {
      mark.classList.toggle("lit", mark.dataset.fields.split(" ").includes(link.dataset.field));
    }
    setTimeout(() => link.focus({ preventScroll: true }), 0);
  });
}

for (const picker of document.querySelectorAll(".picker")) {
  const words = picker.querySelector("input[type=search]");
  const options = picker.querySelector(".options");
  const hidden = picker.querySelector("input[name=area]");
  const picked = picker.querySelector(".picked");
  let timer = 0, asked = 0;
  const search = async () => {
    const turn = ++asked;
    const response = await fetch(`${picker.dataset.places}?cari=${encodeURIComponent(words.value)}`, { credentials: "same-origin" });
    if (response.ok && turn === asked) options.innerHTML = await response.text();
  };
  words.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 250); });
  // Enter in the search box searches; it must not send the whole form.
  words.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); clearTimeout(timer); search(); } });
  options.addEventListener("change", (event) => {
    if (event.target.name !== "area_pick") return;
    hidden.value = event.target.value;
    picked.textContent = `${event.target.dataset.label} ${event.target.value}`;
  });
}
