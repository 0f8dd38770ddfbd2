// Turns the links of the page into conditions and narrows the list below them. Within one choice any
// of the ticked values will do, all choices must agree. The address keeps what is ticked.
(() => {
  "use strict";

  const QUIET = 700; // ms after the last change before the count is read out
  const box = document.querySelector("[data-choose]");
  const rows = Array.from(document.querySelectorAll("[data-choose-list] > li"));
  const status = document.querySelector("[data-choose-status]");
  const on = document.querySelector("[data-choose-on]");
  const without = document.querySelector("[data-choose-without]");
  const asked = new URLSearchParams(location.search);
  let speaking = 0;

  const choices = Array.from(box.querySelectorAll("[data-choice]"), (section) => {
    const name = section.dataset.choice;
    section.querySelector("ul").setAttribute("role", "group");
    const options = Array.from(section.querySelectorAll("[data-option]"), (item) => {
      const link = item.querySelector("a");
      const words = link.textContent;
      const label = document.createElement("label");
      const tick = document.createElement("input");
      const count = item.querySelector(".note");
      tick.type = "checkbox";
      tick.checked = asked.getAll(name).includes(item.dataset.option);
      tick.addEventListener("change", () => narrow(true));
      label.append(tick, " ", ...link.childNodes, " ", count);
      item.setAttribute("role", "presentation");
      item.replaceChildren(label);
      if (tick.checked) section.open = true;
      return { id: item.dataset.option, tick, count, words };
    });
    return { name, options };
  });
  const marks = new Map(rows.map((row) => [row, Object.fromEntries(
    choices.map(({ name }) => [name, (row.dataset[name] || "").split(" ")]))]));

  const holds = (row, name, ids) => {
    const held = marks.get(row)[name];
    return !ids.length || held[0] === "*" || ids.some((id) => held.includes(id));
  };
  const ticked = () => Object.fromEntries(
    choices.map(({ name, options }) => [name, options.filter((o) => o.tick.checked).map((o) => o.id)]));
  const fitting = (chosen) => rows.filter((row) => choices.every(({ name }) => holds(row, name, chosen[name])));

  function sentence(count) {
    const { sayOne, sayFew, sayOther, sayNone } = box.dataset;
    if (!count) return sayNone;
    const ones = count % 10;
    const isTeen = count % 100 > 10 && count % 100 < 20;
    const isFew = !isTeen && ones > 1 && ones < 5;
    return (!isTeen && ones === 1 ? sayOne : isFew ? sayFew : sayOther).replace("{n}", count);
  }

  // Where nothing is left, each condition says what would be found without it.
  function leadOn(chosen) {
    without.replaceChildren();
    for (const { name, options } of choices) {
      for (const option of options.filter((one) => one.tick.checked)) {
        const rest = { ...chosen, [name]: chosen[name].filter((id) => id !== option.id) };
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = `${box.dataset.sayWithout.replace("{what}", option.words)} (${fitting(rest).length})`;
        button.addEventListener("click", () => {
          option.tick.checked = false;
          option.tick.focus();
          narrow(true);
        });
        item.append(button);
        without.append(item);
      }
    }
  }

  function narrow(isAsked) {
    const chosen = ticked();
    const found = new Set(fitting(chosen));
    for (const row of rows) row.hidden = !found.has(row);
    for (const { name, options } of choices) {
      for (const option of options) {
        const count = fitting({ ...chosen, [name]: [option.id] }).length;
        option.count.textContent = `(${count})`;
        option.tick.closest("li").hidden = !count && !option.tick.checked;
      }
    }
    on.hidden = found.size > 0;
    if (!found.size) leadOn(chosen);
    clearTimeout(speaking);
    speaking = setTimeout(() => (status.textContent = sentence(found.size)), isAsked ? QUIET : 0);
    if (isAsked) remember(chosen);
  }

  function remember(chosen) {
    const parameters = new URLSearchParams();
    for (const { name } of choices) for (const id of chosen[name]) parameters.append(name, id);
    for (const link of document.querySelectorAll("a[hreflang]")) link.search = parameters.toString();
    try {
      const address = new URL(location.href);
      address.search = parameters.toString();
      history.replaceState(history.state, "", address.href);
    } catch (error) {
      // Some browsers forbid it under file://; nothing depends on it.
    }
  }

  narrow(false);
  remember(ticked());
})();
