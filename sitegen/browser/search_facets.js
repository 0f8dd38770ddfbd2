// Narrowing a result by kind, area, target group and place. Loaded when a reader opens the panel
// or comes with a choice in the address. c.js is described in sitegen/search.py.
"use strict";
sitegenSearch.reg("p", async ({ load, decodeNumbers, pause, write, box, filters, chosen, run }) => {
  const facets = [];
  for (const [name, values] of Object.entries(await load("c", JSON.parse))) {
    facets.push({ name, values: [] });
    for (const [id, label, numbers] of values) {
      await pause();
      const documents = [];
      decodeNumbers(numbers, (document) => documents.push(document));
      facets[facets.length - 1].values.push({ id, label, documents });
    }
  }
  let boxes = null;
  let drawn = 0;

  // Choices in one facet widen it, facets narrow each other; an unknown choice finds nothing.
  function filtered(documents, without) {
    const sets = facets
      .filter(({ name }) => name !== without && chosen.get(name) && chosen.get(name).size)
      .map(({ name, values }) => new Set(
        [].concat(...values.map(({ id, documents }) => chosen.get(name).has(id) ? documents : []))));
    return documents.filter((document) => sets.every((having) => having.has(document)));
  }

  // For each box the number of results there would be with it: exact, zero ones are hidden.
  async function draw(documents) {
    const turn = ++drawn;
    boxes = boxes || build();
    for (const { name, values } of facets) {
      await pause();
      if (turn !== drawn) return;
      const reachable = new Set(filtered(documents, name));
      let isAnyShown = false;
      for (const { id, documents: having } of values) {
        const { line, input, count } = boxes.get(name + "=" + id);
        const number = having.filter((document) => reachable.has(document)).length;
        count.textContent = ` (${number})`;
        input.checked = chosen.get(name).has(id);
        line.hidden = !number && !input.checked;
        isAnyShown = isAnyShown || !line.hidden;
      }
      boxes.get(name).hidden = !isAnyShown;
    }
  }

  const labelOf = (name, id) =>
    (id ? box.getAttribute("data-kind-" + id) : filters.getAttribute("data-facet-" + name)) || "";

  function build() {
    const made = new Map();
    for (const { name, values } of facets) {
      const group = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = labelOf(name, "");
      group.appendChild(legend);
      for (const { id, label } of values) {
        const line = document.createElement("label");
        const input = document.createElement("input");
        const count = document.createElement("span");
        input.type = "checkbox";
        input.name = name;
        input.value = id;
        input.onchange = () => {
          if (input.checked) chosen.get(name).add(id);
          else chosen.get(name).delete(id);
          run();
        };
        line.append(input, " ");
        if (label === "") line.append(labelOf(name, id));
        else write(line, label);
        line.append(count);
        group.appendChild(line);
        made.set(name + "=" + id, { line, input, count });
      }
      filters.appendChild(group);
      made.set(name, group);
    }
    return made;
  }

  return { filtered, draw };
});
