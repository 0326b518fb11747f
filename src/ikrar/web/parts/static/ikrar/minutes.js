// Minutes: a blank row for the next decision is always there, and whoever reads sees what was saved without reloading.
"use strict";
const EVERY = 15000;

const rows = document.querySelector("fieldset[data-decisions]");
const count = document.querySelector("input[name=decision_rows]");

function blank(box) {
  return [...box.querySelectorAll("textarea, input:not([type=hidden]), select")].every(
    (field) => (field.type === "checkbox" ? !field.checked : !field.value),
  );
}

const last = () => rows.querySelector(":scope > .rowbox:last-of-type");

function another() {
  const old = Number(last().querySelector("textarea").name.split("-")[1]), n = old + 1;
  if (n >= Number(rows.dataset.most)) return;
  const box = last().cloneNode(true);
  for (const part of box.querySelectorAll("[id], [for], [name], [aria-describedby]")) {
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      const value = part.getAttribute(name);
      if (value) part.setAttribute(name, value.replace(new RegExp(`-${old}$`), `-${n}`));
    }
  }
  for (const field of box.querySelectorAll("textarea, input, select")) {
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  const told = rows.dataset.named.replace("{n}", n + 1);
  box.setAttribute("aria-label", told);
  box.querySelector("[data-number]").textContent = told;
  last().after(box);
  count.value = n + 1;
}

if (rows && count) {
  rows.addEventListener("input", () => { if (!blank(last())) another(); });
  // The editor puts back what could not be sent: as many rows as it has values for.
  rows.form.addEventListener("rows", (event) => {
    for (let more = event.detail - Number(count.value); more > 0; more -= 1) another();
  });
}

// Readers: ask for the page again now and then, and show the part that changed.
const live = document.querySelector("[data-live]");
async function look() {
  if (document.hidden) return;
  try {
    const response = await fetch(location.href, { credentials: "same-origin" });
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.querySelector("[data-live]");
    if (!found) location.reload();  // frozen meanwhile: another page
    else if (found.innerHTML !== live.innerHTML) {
      live.replaceChildren(...found.childNodes);
      const said = document.querySelector("[data-refreshed]");
      const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      said.textContent = said.dataset.refreshed.replace("{time}", time);
    }
  } catch { /* offline: what stands here stays */ }
}
if (live) setInterval(look, EVERY);
