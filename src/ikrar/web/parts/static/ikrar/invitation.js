// Takes the code of a scanned invitation from behind the "#", which no browser sends, and out of the address at once.
"use strict";
const field = document.getElementById("code");
if (field && !field.value && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
