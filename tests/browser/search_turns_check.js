// Asks the same question twice, the second time after each number of steps of the first, as one who presses Enter or
// types on while a slow machine still looks. Usage: node search_turns_check.js <site>/search <query>
// Prints for each number what became of the first ("over" or how many were found) and of the second.
"use strict";
const { searchIn } = require("../benchmarks/search_engine.js");

const STEPS = 30;
let now = 0;
const clock = { now: () => (now += 1000) }; // no work fits between two looks at it: every pause is one

const result = (asked) => asked.then((found) => found.documents.length, (error) => error.message);

async function main() {
  for (let steps = 0; steps < STEPS; steps++) {
    const engine = await searchIn(process.argv[2], clock).open();
    const first = result(engine.search(process.argv[3], false, 1));
    for (let n = 0; n < steps; n++) await new Promise(setImmediate);
    const second = result(engine.search(process.argv[3], false, 2));
    console.log(JSON.stringify([await first, await second]));
  }
}

main();
