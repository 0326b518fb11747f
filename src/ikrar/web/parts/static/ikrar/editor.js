// Saves the draft while somebody types. Without it every button still works.
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
    if (event.target.getAttribute("role") === "combobox") return;
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
