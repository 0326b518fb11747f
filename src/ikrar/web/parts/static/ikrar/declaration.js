// Two comforts of a declaration's page, which says everything without them: the link of a point is copied at a press, and
// the digest is computed in this browser, of the registered bytes or of a copy the reader has kept. Nothing is sent.
"use strict";
for (const link of document.querySelectorAll("a.anchor")) {
  link.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      return; // the address bar has it
    }
    const said = document.createElement("span");
    said.className = "copied";
    said.setAttribute("role", "status");
    link.after(said);
    said.textContent = link.dataset.copied;
    setTimeout(() => said.remove(), 2500);
  });
}

const box = document.getElementById("try");
if (box && globalThis.crypto && crypto.subtle) {
  const says = document.getElementById("try-says");
  const check = async (bytes) => {
    says.textContent = "";
    says.className = "";
    try {
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await bytes()));
      const digest = Array.from(hash, (one) => one.toString(16).padStart(2, "0")).join("");
      const same = digest === box.dataset.digest;
      says.textContent = same ? box.dataset.same : `${box.dataset.other} ${digest}`;
      says.className = same ? "notice good" : "notice bad";
    } catch {
      says.textContent = box.dataset.failed;
      says.className = "notice bad";
    }
  };
  document.getElementById("try-page").addEventListener("click", () => check(async () => {
    const answer = await fetch(box.dataset.bytes, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.arrayBuffer();
  }));
  document.getElementById("try-file").addEventListener("change", (event) => {
    const file = event.target.files[0];
    if (file) check(() => file.arrayBuffer());
  });
  box.hidden = false;
}
