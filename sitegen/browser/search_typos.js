// Words that nobody wrote: the nearest ones that somebody did, or a beginning. Loaded on the first miss.
// The dictionary f<N> is described in sitegen/search.py; search.js says who asks.
"use strict";
sitegenSearch.reg("y", ({ keys, load, pause, shardOf, exactly, beginning, manifest, VALUES }) => {
  const boundaries = manifest.typos;
  const SHORTEST_TYPO = 4; // letters; shorter words have too many neighbours
  const NEAR = 1.5; // a distance that is trusted more than a shortened word
  const SHORTEST_STUMP = 5; // what must remain of a word that is shortened until it is known
  const MEANT = 0.7; // what is found counts so much, if it was meant
  const BEGINNING_OF_WORD = 0.4; // and if it is a beginning of the word
  const STUMP = 0.7; // how much of a word is found with its beginning
  const SURE = 0.9; // and with what its writer may have meant
  const SHORTEST_PREFIX = 3;
  // What a slip costs: two letters swapped; one too many, too few, or struck beside the right one or
  // heard like it; any other letter. And how much a word may cost, by its letters: a short word
  // has many neighbours that are words of their own.
  const SWAP = 0.9;
  const SLIP = 1;
  const FAR = 1.5;
  const IN_NAME = 32; // of a weight
  const SOME = 32; // words between two pauses
  function most(length, isInName) {
    if (length < 5) return SWAP;
    if (length < 6) return isInName ? SLIP : SWAP;
    if (length < 7) return isInName ? FAR : SLIP;
    return length < 8 ? FAR : length < 10 ? SWAP + SLIP : 2 * SLIP;
  }
  const BESIDE = ("qw we er rt tz zu ui io op as sd df fg gh hj jk kl yx xc cv vb bn nm qa ws ed rf tg zh uj ik ol " +
    "ay sx dc fv gb hn jm wa es rd ft gz hu ji ko lp ty yu sz td pb kg fv ij mn cs ck").split(" ");
  const beside = new Set(BESIDE.concat(BESIDE.map((pair) => pair[1] + pair[0])));
  const ANY_FIRST_LETTER_FROM = 6; // shorter words have too many neighbours
  const MOST_SHARDS = 16; // of the dictionary, for a first letter that is wrong
  const SUGGESTED = 5;
  const SHORTEST_EXTENDED = 7;
  const SHORTEST_KEY = 8; // letters of a key that may hold a typo

  // As words are compared, twice: letter by letter with z where the keyboard may have said y,
  // and with one letter for one sound, so that ekavian writing costs nothing.
  function readings(form) {
    const letters = form.replace(/y/g, "z");
    const sounds = keys.deep(letters);
    return sounds === letters ? [letters] : [letters, sounds];
  }

  async function readDictionary(text) {
    let before = "";
    const found = [];
    for (const line of text.split("\n")) {
      if (found.length % SOME === 0) await pause();
      before = before.slice(0, VALUES[line.charCodeAt(0)]) + line.slice(2);
      const form = keys.fold(before);
      found.push({ written: before, form, readings: readings(form), key: "", weight: VALUES[line.charCodeAt(1)] });
    }
    return found;
  }

  async function entries(first, last) {
    const names = [];
    for (let n = first; n <= last; n++) names.push("f" + n);
    const shards = await Promise.all(names.map((name) => load(name, readDictionary)));
    return [].concat(...shards);
  }

  const beginningWith = (letter) =>
    entries(shardOf(boundaries, letter), shardOf(boundaries, letter + "\uffff"))
      .then((found) => found.filter((entry) => entry.form[0] === letter));

  // Optimal string alignment: insertions, deletions, substitutions and swapped neighbours,
  // Damerau (1964), each at its cost; most + 1 as soon as it must be more.
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) * SLIP > most) return most + 1;
    let older = [];
    let old = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let i = 1; i <= one.length; i++) {
      const row = [i * SLIP];
      let least = row[0];
      for (let j = 1; j <= other.length; j++) {
        const [a, b] = [one[i - 1], other[j - 1]];
        const differs = a === b ? 0 : beside.has(a + b) ? SLIP : FAR;
        let cost = Math.min(old[j] + SLIP, row[j - 1] + SLIP, old[j - 1] + differs);
        if (i > 1 && j > 1 && a === other[j - 2] && one[i - 2] === b) {
          cost = Math.min(cost, older[j - 2] + SWAP);
        }
        row.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      older = old;
      old = row;
    }
    return old[other.length];
  }

  // A short word with one letter more at its end is seldom a slip.
  const isAnotherWord = (one, other) =>
    one.length < SHORTEST_EXTENDED && one.slice(0, -1) === other && one[one.length - 1] !== one[one.length - 2];

  // Nor is a whole word of which another is made: „матица“ is neither „матичар“ nor „матична“.
  const isMadeOf = (one, other) => one.length < SHORTEST_EXTENDED && one.endsWith("a") &&
    other.length === one.length + 1 && other.startsWith(one.slice(0, -1));

  // limit: what a word may cost, by its letters and by whether it stands in a name.
  async function nearest(form, found, limit, pause) {
    const asked = readings(form);
    const key = keys.key(form);
    const near = [];
    for (const [n, entry] of found.entries()) {
      if (n % SOME === 0) await pause();
      const isInName = entry.weight >= IN_NAME;
      const costs = [[asked[0], entry.readings[0]],
        [asked[asked.length - 1], entry.readings[entry.readings.length - 1]]].map(([one, other]) => {
        const most = limit(one.length, isInName);
        const cost = distance(one, other, most);
        return cost > most || isAnotherWord(one, other) ? Infinity : cost;
      });
      let far = Math.min(...costs);
      if (far > SLIP && key.length >= SHORTEST_KEY) {
        // Another case form of the word that was meant, with one typo.
        entry.key = entry.key || keys.key(entry.form);
        if (distance(key, entry.key, SLIP) <= SLIP) far = SLIP;
      }
      if (far === Infinity) continue;
      const longer = Math.abs(form.length - entry.form.length);
      const isMade = !isInName && isMadeOf(asked[0], entry.readings[0]);
      near.push({ written: entry.written, distance: far, longer, weight: entry.weight, isMade });
    }
    return near.sort((one, other) =>
      one.distance - other.distance || one.longer - other.longer || other.weight - one.weight ||
      (one.written < other.written ? -1 : 1));
  }

  async function corrected(form, pause) {
    if (form.length < SHORTEST_TYPO) return null;
    const near = (await nearest(form, await beginningWith(form[0]), most, pause)).filter((one) => !one.isMade);
    if (near.length || form.length < ANY_FIRST_LETTER_FROM || boundaries.length > MOST_SHARDS) {
      return near[0] || null;
    }
    const all = await entries(0, boundaries.length - 1);
    return (await nearest(form, all, (length) => (length < ANY_FIRST_LETTER_FROM ? 0 : SLIP), pause))[0] || null;
  }

  // Adds to what is *found* of a word that nobody wrote what its writer may have meant.
  async function meant(found, add, { key, deep, isLast, pause }) {
    const typo = await corrected(found.form, pause);
    if (typo && typo.distance <= NEAR) await correct(typo);
    for (const stump of found.isFound ? [] : stumps(deep, key, isLast)) {
      const longer = await beginning("t", manifest.terms, stump);
      found.sure = STUMP;
      if (await add(longer.filter(([word]) => word.length <= stump.length + 4), BEGINNING_OF_WORD, false, false)) break;
    }
    if (!found.isFound && typo) await correct(typo);

    async function correct({ written }) {
      found.sure = SURE;
      if (await add(await exactly(keys.key(keys.fold(written))), MEANT)) found.shown = written;
    }
  }

  // Shorter beginnings to try for an unknown word, longest first; never shorter than a stem.
  function stumps(deep, key, isLast) {
    const found = [];
    if (isLast) {
      // While it is typed, "vij" may become "vijeće", whose key begins with "ve".
      if (/[^aeiou]i?j$/.test(deep)) found.push(deep.replace(/i?j$/, "e"));
      if (key.length >= SHORTEST_PREFIX + 1) found.push(key);
    }
    for (let drop = 1; drop <= 3 && key.length - drop >= SHORTEST_STUMP; drop++) {
      found.push(key.slice(0, -drop));
    }
    return found.filter((stump) => stump.length >= 2);
  }

  // Up to SUGGESTED words, one of each key, that are near but not near enough to be meant.
  async function suggestions(query) {
    const forms = keys.words(keys.fold(query)).map((word) => word.form)
      .filter((form) => form.length >= SHORTEST_TYPO && !/[0-9@]/.test(form));
    const found = new Map();
    for (const form of forms) {
      const wide = Math.max(2, Math.floor(form.length / 3)) * SLIP;
      for (const one of await nearest(form, await beginningWith(form[0]), () => wide, pause)) {
        const key = keys.key(keys.fold(one.written));
        const known = found.get(key);
        if (!known || one.distance < known.distance) found.set(key, one);
      }
    }
    return Array.from(found.values())
      .sort((one, other) => one.distance - other.distance || other.weight - one.weight)
      .slice(0, SUGGESTED).map((one) => one.written);
  }

  // Says on the page what was found in place of a word, or what is *near* to it.
  function show({ box, corrected, near, inScript, ask }) {
    const [meantLine, nearestLine] =
      ["corrected", "nearest"].map((name) => box.querySelector(`[data-search-${name}]`));
    if (meantLine && corrected.length) {
      const words = corrected.map(([, written]) => `„${inScript(written)}“`).join(", ");
      meantLine.textContent = (box.dataset.sayCorrected || "{words}").replace("{words}", words);
      meantLine.hidden = false;
    }
    if (!nearestLine || !near.length) return;
    nearestLine.replaceChildren(box.dataset.sayNearest || "");
    for (const word of near) {
      const button = document.createElement("button");
      button.className = "search-near";
      button.type = "button";
      button.textContent = inScript(word);
      button.onclick = () => ask(button.textContent);
      nearestLine.append(" ", button);
    }
    nearestLine.hidden = false;
  }

  return { meant, suggestions, show };
});
