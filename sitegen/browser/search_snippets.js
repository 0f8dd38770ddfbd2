// The place in the text of a page that answers a question, where its name and summary do not show
// it. Loaded after the first result. The texts b<N> are described in sitegen/search.py.
"use strict";
sitegenSearch.reg("x", ({ load, keys, manifest }) => {
  const WORD = /[0-9A-Za-z\u00ad\u00c0-\u1fff\u200c\u200d]+/g;
  const LENGTH = 170; // characters of a snippet

  async function text(document) {
    const name = "b" + Math.floor(document / manifest.room);
    return (await load(name, JSON.parse, manifest.version))[document % manifest.room];
  }

  // The stretch with the most different words that were asked for, cut between words.
  function best(whole, isMarked) {
    const found = [];
    WORD.lastIndex = 0;
    for (let match; (match = WORD.exec(whole)); ) {
      const form = keys.fold(match[0]);
      if (isMarked(form)) found.push({ at: match.index, end: WORD.lastIndex, key: keys.key(form) });
    }
    let [most, from, to] = [0, 0, 0];
    found.forEach((first, n) => {
      const near = found.slice(n).filter(({ end }) => end - first.at <= LENGTH);
      const different = new Set(near.map(({ key }) => key)).size;
      if (different > most) [most, from, to] = [different, first.at, near[near.length - 1].end];
    });
    return most ? cut(whole, from, to) : "";
  }

  function cut(whole, from, to) {
    const spare = Math.max(0, LENGTH - (to - from));
    let start = Math.max(0, from - Math.floor(spare / 3));
    let end = Math.min(whole.length, start + LENGTH);
    if (start) start = Math.min(from, whole.indexOf(" ", start) + 1);
    if (end < whole.length) end = Math.max(to, whole.lastIndexOf(" ", end));
    return (start ? "… " : "") + whole.slice(start, end).trim() + (end < whole.length ? " …" : "");
  }

  // A result far down the page loads its text when a reader comes near it.
  const near = (result) => new Promise((resolve) => {
    if (!window.IntersectionObserver) {
      resolve();
      return;
    }
    const observer = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      resolve();
    }, { rootMargin: "100px" });
    observer.observe(result);
  });

  return async (document, isMarked, result, write) => {
    await near(result);
    const found = best(await text(document), isMarked);
    if (!found) return;
    const line = window.document.createElement("p");
    line.className = "search-summary search-snippet";
    write(line, found);
    result.querySelector(".search-summary").after(line);
  };
});
