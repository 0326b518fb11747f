// Lets a text file be dropped into the article box, and says before sending when it is too large.
"use strict";
for (const form of document.querySelectorAll("form[data-drop]")) {
  const box = form.querySelector("textarea");
  const input = form.querySelector("input[type=file]");
  const limit = Number(form.dataset.limit);
  const warn = (file) => {
    input.setCustomValidity(file && file.size > limit ? form.dataset.tooLarge : "");
    if (file && file.size > limit) input.reportValidity();
  };
  input.addEventListener("change", () => warn(input.files[0]));
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    warn(input.files[0]);
  });
}
