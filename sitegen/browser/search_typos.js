// Words that nobody wrote: the nearest ones that somebody did. Loaded on the first miss.
// The dictionary f<N> is described in sitegen/search.py; search.js says who asks.
"use strict";
sitegenSearch.reg("y", ({ keys, load, shardOf, boundaries, version, VALUES }) => {
  // What a slip costs: two letters swapped; one too many, too few, or struck beside the right one or
  // heard like it; any other letter. And how much a word may cost, by its letters: a short word
  // has many neighbours that are words of their own.
  const [SWAP, SLIP, FAR] = [0.9, 1, 1.5];
  const most = (length) => (length < 5 ? SWAP : length < 6 ? SLIP : length < 8 ? FAR : 2 * SLIP);
  const BESIDE = ("qw we er rt tz zu ui io op as sd df fg gh hj jk kl yx xc cv vb bn nm qa ws ed rf tg zh uj ik ol " +
    "ay sx dc fv gb hn jm wa es rd ft gz hu ji ko lp ty yu sz td pb kg fv ij ei ou mn cs ck ao").split(" ");
  const beside = new Set(BESIDE.concat(BESIDE.map((pair) => pair[1] + pair[0])));
  const ANY_FIRST_LETTER_FROM = 6; // shorter words have too many neighbours
  const MOST_SHARDS = 16; // of the dictionary, for a first letter that is wrong
  const SUGGESTED = 5;
  const SHORTEST_KEY = 8; // letters of a key that may hold a typo

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
      return { written, form, readings: readings(form), key: "", weight: VALUES.get(line[1]) };
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

  function nearest(form, found, most) {
    const asked = readings(form);
    const key = keys.key(form);
    const near = [];
    for (const entry of found) {
      let far = Math.min(
        distance(asked[0], entry.readings[0], most),
        distance(asked[asked.length - 1], entry.readings[entry.readings.length - 1], most));
      if (far > SLIP && key.length >= SHORTEST_KEY) {
        // Another case form of the word that was meant, with one typo.
        entry.key = entry.key || keys.key(entry.form);
        if (distance(key, entry.key, SLIP) <= SLIP) far = SLIP;
      }
      if (far <= most) near.push({ written: entry.written, distance: far, weight: entry.weight });
    }
    return near.sort((one, other) =>
      one.distance - other.distance || other.weight - one.weight ||
      (one.written < other.written ? -1 : 1));
  }

  async function corrected(form) {
    const near = nearest(form, await beginningWith(form[0]), most(form.length));
    if (near.length || form.length < ANY_FIRST_LETTER_FROM || boundaries.length > MOST_SHARDS) {
      return near[0] || null;
    }
    return nearest(form, await entries(0, boundaries.length - 1), SLIP)[0] || null;
  }

  // Up to SUGGESTED words, one of each key, that are near but not near enough to be meant.
  async function suggestions(forms) {
    const found = new Map();
    for (const form of forms) {
      const wide = Math.max(2, Math.floor(form.length / 3)) * SLIP;
      for (const one of nearest(form, await beginningWith(form[0]), wide)) {
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
