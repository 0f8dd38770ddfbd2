// Prints, for each line of standard input, what browser/search.js makes of it, as JSON.
// Usage: node search_keys_check.js <search.js> <table.json> < lines
// A line of output: [folded, in Latin letters, [[form, parts, short, key], …]].
"use strict";
const fs = require("fs");
const vm = require("vm");

const [, , program, table] = process.argv;
const page = {
  currentScript: { src: "file:///search/s.js" },
  querySelector: () => null,
};
const context = vm.createContext({ document: page, URL });
context.window = context;
vm.runInContext(fs.readFileSync(program, "utf8"), context);

const keys = context.sitegenSearch.makeKeys(JSON.parse(fs.readFileSync(table, "utf8")));
const lines = fs.readFileSync(0, "utf8").split("\n").slice(0, -1);
const out = lines.map((line) => JSON.stringify([
  keys.fold(line),
  keys.toLatin(line),
  keys.words(line).map((word) => [word.form, word.parts, word.short, keys.key(word.form)]),
]));
process.stdout.write(out.join("\n") + "\n");
