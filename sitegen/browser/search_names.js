// The names under the search field: a combobox after the ARIA Authoring Practices, 1.2, with a
// list, manual selection and nothing chosen beforehand. Loaded after the first result.
"use strict";
sitegenSearch.reg("k", ({ input, list, write, go }) => {
  let active = -1;

  const options = () => Array.from(list.children);

  function choose(number) {
    const all = options();
    if (all[active]) all[active].setAttribute("aria-selected", "false");
    active = number;
    if (!all[active]) {
      active = -1;
      input.removeAttribute("aria-activedescendant");
      return;
    }
    all[active].setAttribute("aria-selected", "true");
    all[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[active].id);
  }

  function close() {
    choose(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function open() {
    if (!list.children.length) return;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  // names: [[title, href]] in rank order; the list opens only under a field that is in use.
  function show(names) {
    close();
    list.replaceChildren(...names.map(([title, href], number) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.onmousedown = (event) => event.preventDefault(); // the field keeps the focus
      option.onclick = () => go(href);
      option.dataset.href = href;
      write(option, title);
      return option;
    }));
    if (document.activeElement === input) open();
  }

  function onKey(event) {
    const last = list.children.length - 1;
    const isOpen = !list.hidden;
    const isStep = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (event.isComposing || last < 0) return;
    if (isStep && !isOpen) {
      open();
      if (!event.altKey) choose(event.key === "ArrowDown" ? 0 : last);
    } else if (!isOpen) {
      return;
    } else if (event.key === "ArrowUp" && event.altKey) close();
    else if (event.key === "ArrowDown") choose(active === last ? -1 : active + 1);
    else if (event.key === "ArrowUp") choose(active < 0 ? last : active - 1);
    else if (event.key === "Home" && active >= 0) choose(0);
    else if (event.key === "End" && active >= 0) choose(last);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) go(list.children[active].dataset.href);
    else {
      if (event.key === "Enter") close();
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") choose(-1); // back in the field
      return; // typing, moving in the text, or searching for what is typed
    }
    event.preventDefault();
  }

  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  return { show, close };
});
