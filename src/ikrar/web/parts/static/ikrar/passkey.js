// Makes a passkey, or signs in with one. Without this script the forms say that they need it, and what works instead.
"use strict";
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const say = (what) => {
    for (const line of form.querySelectorAll("[data-said]")) line.hidden = line.dataset.said !== what;
  };
  if (!window.PublicKeyCredential || !navigator.credentials) {
    say("unable");
    continue;
  }
  say("");
  for (const part of form.querySelectorAll("[data-ready]")) part.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("waiting");
    const body = new FormData(form);
    body.delete("credential");
    try {
      const asked = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!asked.ok || asked.redirected) return say("failed");
      const publicKey = question((await asked.json()).publicKey);
      const made = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.credential.value = JSON.stringify(answer(made));
      form.submit();
    } catch (error) {
      const known = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "present" };
      say(known[error.name] || "failed");
    }
  });
}
