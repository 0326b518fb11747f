// Lets files be dropped into the article box, and says before sending when they are too large.
"use strict";
for (const form of document.querySelectorAll("form[data-drop]")) {
  const box = form.querySelector("textarea");
  const input = form.querySelector("input[type=file]");
  const limit = Number(form.dataset.limit);
  const warn = () => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    input.setCustomValidity(size > limit ? form.dataset.tooLarge : "");
    if (size > limit) input.reportValidity();
  };
  input.addEventListener("change", warn);
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    warn();
  });
}
