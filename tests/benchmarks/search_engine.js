// Asks the search of a built site without a browser: node search_engine.js <site>/search < lines
// Whoever requires it gets a way to open the search in another clock.
// A line of input is one query as a JSON string; a line of output is what was found:
// {paths, corrected, suggestions, danger, files, more}; files are those loaded for this query alone, and more
// those that a reader loads who looks at the first five results.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const LISTED = 10;
const SHOWN = 5;
let loaded = [];

// Node's own channel would keep the process waiting.
class MessageChannel {
  port1 = {};
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) };
}

// The search in the *folder* of a site, as a page sees it; *clock* has now().
function searchIn(folder, clock = performance) {
  const at = path.resolve(folder);
  function append(script) {
    const name = decodeURIComponent(new URL(script.src).pathname);
    loaded.push(path.basename(name));
    vm.runInContext(fs.readFileSync(name, "utf8"), context);
    Promise.resolve().then(script.onload);
  }
  const page = {
    currentScript: { src: `file://${encodeURI(at)}/s.js` },
    querySelector: () => null,
    createElement: () => ({}),
    head: { appendChild: append },
  };
  const context = vm.createContext({
    document: page, URL, location: { protocol: "file:" }, performance: clock, MessageChannel,
  });
  context.window = context;
  vm.runInContext(fs.readFileSync(path.join(at, "s.js"), "utf8"), context);
  return context.sitegenSearch;
}

async function main() {
  const search = searchIn(process.argv[2]);
  for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const query = JSON.parse(line);
    loaded = [];
    const engine = await search.open();
    const { documents, corrected } = await engine.search(query);
    const records = await engine.records(documents.slice(0, LISTED));
    const suggestions = documents.length ? [] : await (await engine.part("y")).suggestions(query);
    const files = loaded;
    loaded = [];
    const details = await engine.part("x");
    await Promise.all(documents.slice(0, SHOWN).map(details.rest));
    process.stdout.write(JSON.stringify({
      paths: records.map((record) => record[1]),
      corrected,
      suggestions,
      danger: engine.isDanger(query),
      files,
      more: loaded,
    }) + "\n");
  }
}

module.exports = { searchIn };
if (require.main === module) main();
