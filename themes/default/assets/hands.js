// What the pages do in a reader's hands: leave in a hurry, keep a list, look dark, say what is open
// now and how old a copy is. Everything works without it; it only adds. What is kept stays in this
// browser, under the two names below, and is never sent.
(() => {
  "use strict";

  const LIST = "sitegen.list";
  const LOOK = "sitegen.look";
  const OLD_AFTER = 90; // days
  const REF = /^[a-z]+\/[a-z0-9-]+$/;

  const each = (selector, act) => Array.from(document.querySelectorAll(selector)).forEach(act);

  // --- the way out: this page leaves the history, and nothing of it is seen while the other loads
  each("[data-exit]", (way) => {
    way.addEventListener("click", (event) => {
      event.preventDefault();
      document.title = "\u2026";
      document.body.hidden = true;
      location.replace(way.href);
    });
  });

  // --- a question goes to the search page behind "#": that part of an address is sent to nobody
  each("form.find:not([data-search-form])", (form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = encodeURIComponent(form.elements.q.value);
      location.assign(form.getAttribute("action") + "#q=" + query);
    });
  });

  // --- what is kept; some browsers refuse to keep anything
  function kept(name) {
    try {
      return localStorage.getItem(name) || "";
    } catch (error) {
      return "";
    }
  }

  function keep(name, text) {
    try {
      if (text) localStorage.setItem(name, text);
      else localStorage.removeItem(name);
      return true;
    } catch (error) {
      return false;
    }
  }

  const refsIn = (text) => Array.from(new Set(text.split(",").filter((ref) => REF.test(ref))));
  const list = () => refsIn(kept(LIST));
  const isAllowed = (isSensitive, place) => !isSensitive || confirm(place.dataset.sayAsk);

  // --- the look: as the device says, or as the reader has chosen
  function wear(look) {
    if (look) document.documentElement.dataset.look = look;
    else delete document.documentElement.dataset.look;
    each("[data-look-as]", (button) => {
      button.setAttribute("aria-pressed", String(button.dataset.lookAs === look));
    });
  }
  each("[data-look-as]", (button) => {
    button.addEventListener("click", () => {
      keep(LOOK, button.dataset.lookAs);
      wear(button.dataset.lookAs);
    });
  });
  each("[data-looks]", (box) => (box.hidden = false));
  const chosen = kept(LOOK);
  wear(chosen === "dark" || chosen === "light" ? chosen : "");

  // --- a copy from a folder has no newer one behind it: by the device's date it may be old
  if (location.protocol === "file:") {
    each("[data-as-of]", (note) => {
      const age = (Date.now() - Date.parse(note.dataset.asOf)) / 86400000;
      note.hidden = !(age > OLD_AFTER);
    });
  }

  // --- open now, in the town's own time; silent about days that nobody has verified
  function nowIn(zone) {
    const parts = {};
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit",
    });
    for (const { type, value } of format.formatToParts(new Date())) parts[type] = value;
    const day = `${parts.year}-${parts.month}-${parts.day}`;
    return { day, time: `${parts.hour}:${parts.minute}`, weekday: (new Date(day).getUTCDay() + 6) % 7 };
  }

  each("[data-open]", (line) => {
    const { open, zone, until, holidays, sayOpen, sayClosed, sayHoliday } = line.dataset;
    const { day, time, weekday } = nowIn(zone);
    const free = holidays.split(" ");
    if (day > until || !free.some((one) => one.slice(0, 4) === day.slice(0, 4))) return;
    const today = JSON.parse(open).filter(
      ([days, , , first, last]) => days.includes(weekday) && (!first || first <= day) && (!last || day <= last)
    );
    const rule = today.find(([, from, to]) => from <= time && time < to);
    line.textContent = free.includes(day)
      ? sayHoliday
      : rule ? sayOpen.replace("{time}", rule[2]) : sayClosed;
    line.hidden = false;
  });

  // --- the reader's list: one button on a record, one part of the booklet
  function countList() {
    const count = list().length;
    each("[data-mine-go]", (link) => {
      link.hidden = !count;
      link.hash = "sg-moj";
      link.querySelector("[data-mine-count]").textContent = count;
    });
  }

  each("[data-keep]", (button) => {
    const ref = button.dataset.keep;
    const show = () => {
      button.textContent = list().includes(ref) ? button.dataset.sayRemove : button.dataset.sayAdd;
    };
    button.addEventListener("click", () => {
      const has = list().includes(ref);
      if (!has && !isAllowed("sensitive" in button.dataset, button)) return;
      const next = has ? list().filter((other) => other !== ref) : [...list(), ref];
      if (!keep(LIST, next.join(","))) return;
      show();
      countList();
    });
    show();
    button.hidden = false;
  });

  countList();
  window.sitegenList = { read: list, write: (refs) => keep(LIST, refs.join(",")), refsIn, isAllowed, countList };
})();
