// Signs with a passkey, or makes one first. Without this script the page says that it needs it, and what works instead.
"use strict";
class Told extends Error {}

for (const form of document.querySelectorAll("form[data-sign]")) {
  const say = (what, words) => {
    for (const line of form.querySelectorAll("[data-said]")) {
      line.hidden = line.dataset.said !== what;
      if (words && !line.hidden) line.textContent = words;
    }
  };
  if (!window.PublicKeyCredential || !navigator.credentials) {
    say("unable");
    continue;
  }
  say("");
  for (const part of form.querySelectorAll("[data-ready]")) part.hidden = false;
  const act = form.dataset.sign;

  async function send(step, more) {
    const body = new FormData(form);
    for (const [name, value] of Object.entries({ do: step, act, ...more })) body.set(name, value);
    const got = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (got.ok) return got.redirected ? {} : await got.json();
    const told = await got.json().catch(() => ({}));
    throw new Told(told.message || "");
  }

  async function give(fresh) {
    let asked = await send("ask", { fresh: fresh ? "1" : "" });
    if (asked.make) {
      const made = await navigator.credentials.create({ publicKey: question(asked.publicKey) });
      asked = await send("key", { nonce: asked.make, credential: JSON.stringify(answer(made)) });
    }
    const given = await navigator.credentials.get({ publicKey: question(asked.publicKey) });
    await send(act, { credential: JSON.stringify(answer(given)) });
  }

  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    say("waiting");
    try {
      await give(event.submitter && "fresh" in event.submitter.dataset);
      location.reload();
    } catch (error) {
      if (error instanceof Told) say(error.message ? "refused" : "failed", error.message);
      else if (error instanceof TypeError) say("offline");
      else say(["NotAllowedError", "AbortError"].includes(error.name) ? "cancelled" : "failed");
    }
    busy = false;
  });
}
