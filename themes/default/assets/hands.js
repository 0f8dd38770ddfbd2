// What the pages do in a reader's hands. Everything works without it; it only adds.
(() => {
  "use strict";

  // The way out: this page leaves the history, and nothing of it is seen while the other loads.
  const way = document.querySelector("[data-exit]");
  if (way) {
    way.addEventListener("click", (event) => {
      event.preventDefault();
      document.title = "\u2026";
      document.body.hidden = true;
      location.replace(way.href);
    });
  }

  // A question goes to the search page behind "#": that part of an address is never sent to anybody.
  for (const form of document.querySelectorAll("form.find:not([data-search-form])")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = encodeURIComponent(form.elements.q.value);
      location.assign(form.getAttribute("action") + "#q=" + query);
    });
  }
})();
