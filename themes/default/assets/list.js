// The reader's list on the page of the booklet: the entries kept, or those that a link names. Shows what
// the page says of them and nothing that a link says. What is kept is the business of hands.js.
(() => {
  "use strict";

  const { read, write, refsIn, isAllowed, countList } = window.sitegenList;
  const mine = document.querySelector("[data-mine]");
  const heading = document.querySelector("h1");
  const wholeHeading = heading.textContent;
  const entries = Array.from(document.querySelectorAll("[data-entry]"));
  const share = mine.querySelector("[data-mine-share]");
  const status = mine.querySelector("[data-mine-status]");
  const save = mine.querySelector("[data-mine-save]");
  const clear = mine.querySelector("[data-mine-clear]");

  // A messenger may have written the commas of a link in its own way, or broken it.
  const refsOf = (sent) => {
    try {
      return refsIn(decodeURIComponent(sent));
    } catch (error) {
      return [];
    }
  };

  const show = () => {
    const [name, sent] = location.hash.slice(1).split("=");
    const isMine = name === "sg-moj";
    const refs = sent === undefined ? read() : refsOf(sent);
    const shown = entries.filter((entry) => {
      entry.hidden = isMine && !refs.includes(entry.dataset.entry);
      return !entry.hidden;
    });
    for (const part of document.querySelectorAll("[data-entries]")) {
      part.hidden = !part.querySelector("[data-entry]:not([hidden])");
    }
    for (const part of document.querySelectorAll("[data-whole]")) part.hidden = isMine;
    mine.hidden = !isMine;
    heading.textContent = isMine ? mine.dataset.sayHeading : wholeHeading;
    if (!isMine) return;
    const address = new URL(location.href);
    address.hash = `sg-moj=${shown.map((entry) => entry.dataset.entry).join(",")}`;
    share.value = address.href;
    share.closest("p").hidden = !shown.length;
    save.hidden = sent === undefined || !shown.length;
    clear.hidden = sent !== undefined || !shown.length;
    const said = sent === undefined ? mine.dataset.sayOwn : mine.dataset.saySent;
    status.textContent = shown.length ? said.replace("{n}", shown.length) : mine.dataset.sayEmpty;
  };

  for (const entry of entries) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "drop";
    button.textContent = mine.dataset.sayRemove;
    const name = entry.querySelector("a").textContent;
    button.setAttribute("aria-label", `${mine.dataset.sayRemove}: ${name}`);
    button.addEventListener("click", () => {
      const sent = location.hash.includes("=");
      const refs = sent ? refsOf(location.hash.split("=")[1]) : read();
      const rest = refs.filter((ref) => ref !== entry.dataset.entry);
      if (sent) location.hash = `sg-moj=${rest.join(",")}`;
      else write(rest);
      show();
      countList();
      heading.tabIndex = -1;
      heading.focus();
    });
    entry.appendChild(button);
  }
  save.addEventListener("click", () => {
    const shown = entries.filter((entry) => !entry.hidden);
    if (!isAllowed(shown.some((entry) => "sensitive" in entry.dataset), mine)) return;
    const refs = new Set([...read(), ...shown.map((entry) => entry.dataset.entry)]);
    if (!write(Array.from(refs))) return;
    location.hash = "sg-moj";
    countList();
  });
  clear.addEventListener("click", () => {
    write([]);
    show();
    countList();
  });
  mine.querySelector("[data-mine-print]").addEventListener("click", () => print());
  share.addEventListener("focus", () => share.select());
  addEventListener("hashchange", show);
  show();
})();
