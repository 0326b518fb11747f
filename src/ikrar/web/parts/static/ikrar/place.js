// The place picker as a combobox: arrows move, Enter picks, Escape closes, what was found is read out. Without it the button works.
"use strict";

for (const picker of document.querySelectorAll(".picker")) {
  const WAIT = 200, name = picker.dataset.name, many = "many" in picker.dataset;
  const box = picker.querySelector("input[type=search]");
  const options = picker.querySelector(".options"), said = picker.querySelector(".said");
  let timer = 0, asked = 0, at = -1;
  const all = () => [...options.querySelectorAll("[role=option]")];
  const open = () => box.getAttribute("aria-expanded") === "true";
  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${name}_list` })) box.setAttribute(key, value);

  const close = () => { asked += 1; clearTimeout(timer); options.replaceChildren(); box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); at = -1; };
  const move = (to) => {
    const rows = all();
    if (!rows.length) return;
    at = (to + rows.length) % rows.length;
    rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    box.setAttribute("aria-activedescendant", rows[at].id);
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const search = async () => {
    clearTimeout(timer);
    const turn = ++asked, words = box.value.trim();
    if (!words) { close(); said.textContent = ""; return; }
    try {
      const response = await fetch(`${picker.dataset.places}?cari=${encodeURIComponent(words)}`, { credentials: "same-origin" });
      const text = await response.text();
      if (turn !== asked) return;
      if (!response.ok) throw new Error(response.status);
      options.innerHTML = text;
      for (const element of options.querySelectorAll("[id]")) element.id = `${name}_${element.id}`;
      box.setAttribute("aria-expanded", String(all().length > 0));
      box.removeAttribute("aria-activedescendant");
      at = -1;
      said.textContent = options.querySelector("p").textContent.trim();
    } catch { if (turn === asked) { said.textContent = picker.dataset.offline; options.textContent = picker.dataset.offline; } }
  };
  const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));
  const pick = (row) => {
    const { code, label } = row.dataset;
    if (many) {
      const list = picker.querySelector(".picked-list");
      if (![...list.querySelectorAll("input")].some((input) => input.value === code)) {
        const item = document.createElement("li"), line = document.createElement("label"), input = document.createElement("input"), words = document.createElement("span");
        Object.assign(input, { type: "checkbox", name, value: code, checked: true });
        words.textContent = `${label} ${code}`;
        line.append(input, " ", words); item.append(line); list.append(item);
        changed(input);
      }
      box.value = "";
    } else {
      const hidden = picker.querySelector(`input[type=hidden][name="${name}"]`);
      hidden.value = code;
      const strong = document.createElement("strong"), meta = document.createElement("span");
      strong.textContent = label; meta.textContent = code; meta.className = "meta";
      picker.querySelector(".picked").replaceChildren(strong, " ", meta);
      changed(hidden);
    }
    said.textContent = `${label} ${code}`;
    close();
    box.focus();
  };

  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, WAIT); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open()) move(event.key === "ArrowDown" ? at + 1 : (at < 0 ? 0 : at) - 1); else search();
    } else if (event.key === "Enter") { // it must not send the whole form
      event.preventDefault();
      if (open() && at >= 0) pick(all()[at]); else search();
    } else if (event.key === "Escape" && (open() || options.childElementCount)) { event.preventDefault(); close(); }
  });
  options.addEventListener("click", (event) => { const row = event.target.closest("[role=option]"); if (row) pick(row); });
  picker.querySelector("button").addEventListener("click", (event) => { event.preventDefault(); search(); box.focus(); });
}
