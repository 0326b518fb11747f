// Saves the draft while somebody types, moves rows by keyboard, keeps the cursor. Without it every button still works.
"use strict";
const PAUSE = 1500;
const RETRY = [3000, 6000, 12000, 30000];
const PLACE = "ikrar-cursor";

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const note = document.querySelector(".autosave");
  const words = note.querySelector(".said") || note;
  const compare = note.querySelector("button");
  const edition = form.querySelector("input[name=edition]"), loaded = form.querySelector("input[name=loaded]");
  const keeps = "restored" in note.dataset, target = form.getAttribute("action"), UNSENT = `ikrar-unsent:${target}`;
  let timer = 0, saving = null, unsaved = false, stopped = false, failures = 0, leaving = false, signedOut = false;

  function say(text, bad, conflict) {
    note.hidden = false;
    words.textContent = text;
    note.classList.toggle("bad", Boolean(bad));
    if (compare) compare.hidden = !conflict;
  }
  function later(wait) { clearTimeout(timer); timer = setTimeout(save, wait); }
  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  const post = (sent) => fetch(target, {
    method: "POST", body: sent, headers: { Accept: "application/json" }, credentials: "same-origin",
  });

  // Whoever signed in again in another tab has another token: this page takes it over, and nothing is typed twice.
  async function renew() {
    const page = await fetch(form.dataset.page || location.pathname, { credentials: "same-origin" });
    if (!page.ok || page.redirected) return false;
    const found = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = found.querySelector("form[data-autosave] input[name=csrfmiddlewaretoken]");
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    return Boolean(token);
  }

  async function send() {
    say(note.dataset.saving);
    unsaved = false;
    let sent = new FormData(form);
    try {
      let response = await post(sent);
      if (response.status === 403 && await renew()) {
        sent = new FormData(form);
        response = await post(sent);
      }
      if (response.status >= 500 || response.status === 429) throw new Error("not now");
      const answer = (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : {};
      failures = 0;
      signedOut = response.status === 401 || response.status === 403;
      if (response.ok && answer.edition) {
        forget();
        if (String(answer.edition) !== edition.value) for (const b of form.querySelectorAll("[data-undo]")) b.disabled = false;
        edition.value = answer.edition;
        if (loaded && answer.loaded) loaded.value = answer.loaded;
        for (const [name, words] of Object.entries(answer.words || {})) {
          const field = form.elements[name];
          if (field.value === sent.get(name).replace(/\r\n/g, "\n")) field.value = words;
        }
        say(note.dataset.saved.replace("{time}", clock()));
        if (unsaved) later(PAUSE);
        return;
      }
      unsaved = true;
      keep();
      stopped = answer.error === "conflict";
      say(signedOut ? note.dataset.lost : answer.message || note.dataset.lost, true, stopped);
    } catch {
      unsaved = true;
      keep();
      say(note.dataset.offline, true);
      later(RETRY[Math.min(failures, RETRY.length - 1)]);
      failures += 1;
    }
  }
  // One request at a time: the next one must carry the edition that this one brings back.
  function save() {
    clearTimeout(timer);
    if (stopped) return Promise.resolve();
    if (!saving) saving = send().finally(() => { saving = null; });
    return saving;
  }

  // What could not be sent waits in this tab's own store, so that a reload or a crash of the browser loses nothing.
  function keep() {
    if (!keeps) return;
    const rows = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    try { sessionStorage.setItem(UNSENT, JSON.stringify(rows)); } catch { /* no storage: the page itself must do */ }
  }
  function forget() { try { sessionStorage.removeItem(UNSENT); } catch { /* no storage */ } }
  function restore() {
    if (!keeps) return;
    // The server answered with what was typed, or took it, or somebody gave it up: nothing waits any more.
    if (location.pathname === target || /[?&](tersimpan|buang)=/.test(location.search)) forget();
    let rows = null;
    try { rows = JSON.parse(sessionStorage.getItem(UNSENT)); } catch { /* no storage */ }
    if (!rows) return;
    const wanted = Number((rows.find(([name]) => name === "decision_rows") || [])[1] || 0);
    form.dispatchEvent(new CustomEvent("rows", { detail: wanted }));
    const ticked = new Set(rows.map(([name]) => name));
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = ticked.has(box.name);
    for (const [name, value] of rows) {
      const field = form.elements[name];
      if (field && field.type !== "checkbox") field.value = value;
    }
    unsaved = true;
    say(note.dataset.restored);
    later(PAUSE);
  }

  form.addEventListener("input", (event) => {
    if (event.target.getAttribute("role") === "combobox") return;
    unsaved = true;
    if (failures || stopped || signedOut) keep();
    if (!failures) later(PAUSE);
  });
  window.addEventListener("online", () => { if (unsaved) save(); });
  // Back from the tab in which somebody signed in again.
  document.addEventListener("visibilitychange", () => { if (!document.hidden && unsaved && signedOut) save(); });
  window.addEventListener("beforeunload", (event) => { if (unsaved && !leaving) event.preventDefault(); });
  if (compare) compare.addEventListener("click", () => form.requestSubmit(form.querySelector("[data-save]")));

  // A button carries the newest edition: what is still being saved must arrive first.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (saving) {
      event.preventDefault();
      const button = event.submitter;
      saving.finally(() => form.requestSubmit(button));
      return;
    }
    leaving = stopped = true;
    keep();
    remember(event.submitter);
  });

  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      if (stopped && compare) compare.focus(); else save();
    }
    const box = event.altKey && !event.ctrlKey && ["ArrowUp", "ArrowDown"].includes(event.key) && event.target.closest(".rowbox");
    if (!box) return;
    event.preventDefault();
    const moved = event.key === "ArrowUp" ? box : nextRow(box);
    const button = moved && moved.querySelector("button[value^='up-']");
    if (button) form.requestSubmit(button);
  });

  restore();

  function nextRow(box) {
    const rows = [...box.closest("fieldset").querySelectorAll(":scope > .rowbox")];
    return rows[rows.indexOf(box) + 1];
  }

  // The page comes back after a row changed: the cursor goes to the row it was in, and to the same field of it.
  function remember(button) {
    const [verb, noun, number] = ((button && button.value) || "").split("-");
    if (!["add", "drop", "up"].includes(verb)) return;
    const index = Number(number);
    const here = document.activeElement, box = here && here.closest(".rowbox");
    const part = here !== button && box ? (here.name || "").replace(/-\d+$/, "") : "";
    const rows = Number(form.querySelector(`input[name=${noun}_rows]`).value);
    // Alt+↓ presses the button of the row below: the cursor's own row goes down.
    const own = box && part ? [...box.parentElement.querySelectorAll(":scope > .rowbox")].indexOf(box) : index;
    const target = verb === "add" ? rows : verb === "drop" ? Math.max(0, Math.min(index, rows - 2)) : own === index ? index - 1 : index;
    try { sessionStorage.setItem(PLACE, JSON.stringify({ at: location.pathname, verb, noun, target, part })); } catch { /* no storage: the anchor must do */ }
  }
}

// After the load: going to the address's anchor would take the cursor away again.
window.addEventListener("load", () => setTimeout(() => {
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(PLACE)); sessionStorage.removeItem(PLACE); } catch { /* no storage */ }
  if (!kept || kept.at !== location.pathname) return;
  const count = document.querySelector(`input[name=${CSS.escape(kept.noun)}_rows]`);
  const box = count && count.closest("fieldset").querySelectorAll(":scope > .rowbox")[kept.target];
  if (!box) return;
  const button = kept.part || kept.verb !== "up" ? null : box.querySelector("button[value^='up-']");
  const field = kept.part ? box.querySelector(`[name='${CSS.escape(kept.part)}-${kept.target}']`) : null;
  const found = field || button || box.querySelector("textarea, input:not([type=hidden])");
  if (found) { found.focus({ preventScroll: true }); found.scrollIntoView({ block: "center" }); }
}, 0));

// "See in the text" shows every word the field came from, and leaves the keyboard where it was.
for (const link of document.querySelectorAll("a.seen")) {
  link.addEventListener("click", () => {
    for (const mark of document.querySelectorAll("mark")) {
      mark.classList.toggle("lit", mark.dataset.fields.split(" ").includes(link.dataset.field));
    }
    setTimeout(() => link.focus({ preventScroll: true }), 0);
  });
}
