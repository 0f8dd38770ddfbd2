// Words that nobody wrote: the nearest ones that somebody did. Loaded on the first miss.
// The dictionary f<N> is described in sitegen/search.py; search.js says who asks.
"use strict";
sitegenSearch.reg("y", ({ keys, load, shardOf, boundaries, version, VALUES }) => {
  const TWO_EDITS_FROM = 8; // letters of a word that may hold two typos
  const ANY_FIRST_LETTER_FROM = 6; // shorter words have too many neighbours
  const MOST_SHARDS = 16; // of the dictionary, for a first letter that is wrong
  const SUGGESTED = 5;

  // As words are compared, twice: letter by letter with z where the keyboard may have said y,
  // and with one letter for one sound, so that ekavian writing costs nothing.
  function readings(form) {
    const letters = form.replace(/y/g, "z");
    const sounds = keys.deep(letters);
    return sounds === letters ? [letters] : [letters, sounds];
  }

  function readDictionary(text) {
    let before = "";
    return text.split("\n").map((line) => {
      const written = before.slice(0, VALUES.get(line[0])) + line.slice(2);
      before = written;
      const form = keys.fold(written);
      return { written, form, readings: readings(form), weight: VALUES.get(line[1]) };
    });
  }

  async function entries(first, last) {
    const names = [];
    for (let n = first; n <= last; n++) names.push("f" + n);
    const shards = await Promise.all(names.map((name) => load(name, readDictionary, version)));
    return [].concat(...shards);
  }

  const beginningWith = (letter) =>
    entries(shardOf(boundaries, letter), shardOf(boundaries, letter + "\uffff"))
      .then((found) => found.filter((entry) => entry.form[0] === letter));

  // Optimal string alignment: insertions, deletions, substitutions and swapped neighbours,
  // Damerau (1964); most + 1 as soon as it must be more.
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let older = [];
    let old = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= other.length; j++) {
        const differs = one[i - 1] === other[j - 1] ? 0 : 1;
        let cost = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + differs);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          cost = Math.min(cost, older[j - 2] + 1);
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

  function nearest(form, found, most) {
    const asked = readings(form);
    const near = [];
    for (const entry of found) {
      const far = Math.min(
        distance(asked[0], entry.readings[0], most),
        distance(asked[asked.length - 1], entry.readings[entry.readings.length - 1], most));
      if (far <= most) near.push({ written: entry.written, distance: far, weight: entry.weight });
    }
    return near.sort((one, other) =>
      one.distance - other.distance || other.weight - one.weight ||
      (one.written < other.written ? -1 : 1));
  }

  async function corrected(form) {
    const most = form.length >= TWO_EDITS_FROM ? 2 : 1;
    const near = nearest(form, await beginningWith(form[0]), most);
    if (near.length || form.length < ANY_FIRST_LETTER_FROM || boundaries.length > MOST_SHARDS) {
      return near[0] || null;
    }
    return nearest(form, await entries(0, boundaries.length - 1), 1)[0] || null;
  }

  // Up to SUGGESTED words, one of each key, that are near but not near enough to be meant.
  async function suggestions(forms) {
    const found = new Map();
    for (const form of forms) {
      const most = Math.max(2, Math.floor(form.length / 3));
      for (const one of nearest(form, await beginningWith(form[0]), most)) {
        const key = keys.key(keys.fold(one.written));
        const known = found.get(key);
        if (!known || one.distance < known.distance) found.set(key, one);
      }
    }
    return Array.from(found.values())
      .sort((one, other) => one.distance - other.distance || other.weight - one.weight)
      .slice(0, SUGGESTED).map((one) => one.written);
  }

  return { corrected, suggestions };
});
