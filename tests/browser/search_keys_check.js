// Prints, for each line of standard input, what browser/search.js makes of it, as JSON.
// Usage: node search_keys_check.js <folder of the programs> <table.json> < lines
// A line of output: [folded, in Latin letters, [[form, parts, short, key], …]].
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [, , folder, table] = process.argv;
const page = {
  currentScript: { src: "file:///search/s.js" },
  querySelector: () => null,
};
class MessageChannel {
  port1 = {};
}
const context = vm.createContext({ document: page, URL, MessageChannel });
context.window = context;
const program = (name) => vm.runInContext(fs.readFileSync(path.join(folder, name), "utf8"), context);
program("search.js");
const { makeKeys, toLatin } = context.sitegenSearch;
const made = {};
context.sitegenSearch.reg = (name, make) => (made[name] = make);
program("search_numbers.js");

const text = fs.readFileSync(table, "utf8");
const keys = makeKeys(JSON.parse(text));
const numbers = made.w({ texts: new Map([["numbers", text]]) });
const hasNumbers = (folded) => /[0-9@]/.test(folded);
const lines = fs.readFileSync(0, "utf8").split("\n").slice(0, -1);
const out = lines.map((line) => {
  const folded = keys.fold(line);
  const words = hasNumbers(folded) ? numbers.words(folded) : keys.words(folded);
  return JSON.stringify([
    folded,
    toLatin(line, keys),
    words.map((word) => [word.form, word.parts, word.short || "", keys.key(word.form)]),
  ]);
});
process.stdout.write(out.join("\n") + "\n");
