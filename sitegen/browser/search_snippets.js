// What else is shown of a result when a reader comes near it: its summary, its contact and, where neither name nor
// summary show what was asked for, the place in its text. The files e<N> and b<N> are described in sitegen/search.py.
"use strict";
sitegenSearch.reg("x", ({ load, pause, keys, manifest, unpacked }) => {
  const WORD = /[0-9A-Za-z\u00ad\u00c0-\u1fff\u200c\u200d]+/g;
  const LENGTH = 170; // characters of a snippet

  async function kept(letter, document) {
    const name = letter + Math.floor(document / manifest.share);
    return (await load(name, JSON.parse))[document % manifest.share];
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

  // A result far down the page loads its text when a reader comes near it: whether it is below what she sees.
  const waiting = new WeakMap();
  const observer = window.IntersectionObserver && new IntersectionObserver((seen) => {
    for (const { target, isIntersecting, boundingClientRect } of seen) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      waiting.get(target)(boundingClientRect.top >= window.innerHeight);
    }
  }, { rootMargin: "100px" });
  const near = (result) => new Promise((resolve) => {
    if (!observer) resolve(false);
    else {
      waiting.set(result, resolve);
      observer.observe(result);
    }
  });

  async function rest(document) {
    const [summary, ...contact] = await kept("e", document);
    return [summary && unpacked(summary), ...contact];
  }

  async function show({ document, isMarked, isAsked, result, write, addContact }) {
    const isBelow = await near(result);
    const line = result.querySelector(".search-summary");
    const [summary, ...contact] = await rest(document);
    await pause();
    if (summary && summary.length) {
      if (line.textContent) line.append(" · ");
      write(line, summary, isMarked);
    }
    // Below what a reader sees, nothing that she looks at moves if the room that was kept is given back.
    if (!summary || !summary.length || isBelow) line.classList.remove("search-room");
    addContact(contact);
    if (!isAsked || !manifest.texts || line.querySelector(".search-hit")) return;
    const text = unpacked(await kept("b", document));
    await pause();
    const found = best(text, isMarked);
    if (!found) return;
    const snippet = window.document.createElement("p");
    snippet.className = "search-summary search-snippet";
    write(snippet, found, isMarked);
    line.after(snippet);
  }

  return { rest, show };
});
