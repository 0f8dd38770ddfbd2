// The search of a sitegen site: finds, ranks and lists pages in the reader's browser.
// Runs from a folder as well as from a server: shards are scripts that call sitegenSearch.reg.
// The formats are described in sitegen/search.py, the keys in sitegen/search_keys.py.
"use strict";
(() => {
  // --- keys: the same steps as search_keys.py -------------------------------------------------

  const SHORTEST_STEM = 3;
  const EXACT_WORD = /[0-9@]/; // a number or an address

  function makeKeys(table) {
    const latin = new Map(Object.entries(table.latin));
    const marks = new RegExp("[" + table.fold_marks + "]", "g");
    const bare = (text) => text.normalize("NFD").replace(marks, "").replace(/đ/g, "d");
    const keyLetters = new Map([
      ...Array.from(latin, ([letter, written]) => [letter, bare(written)]),
      ...Object.entries(table.fold_letters),
      ...Array.from(table.fold_dropped, (c) => [c, ""]),
    ]);
    const same = new Map(table.same);
    const [stop, weak, weakKeys] =
      [table.stop, table.weak, table.weak_keys].map((words) => new Set(words.split(" ")));
    const ruled = (pairs) => {
      const rules = pairs.map(([pattern, to]) => [new RegExp(pattern, "g"), to]);
      return (text) => rules.reduce((done, [pattern, to]) => done.replace(pattern, to), text);
    };
    const deep = ruled(table.deep);
    const last = ruled(table.last);
    const plain = new RegExp(table.word, "g");

    const withKeyLetters = (text) =>
      Array.from(text, (c) => (keyLetters.has(c) ? keyLetters.get(c) : c)).join("");

    function fold(text) {
      const known = withKeyLetters(text.normalize("NFKC").toLowerCase());
      return withKeyLetters(bare(known)).replace(/dj+/g, "d");
    }

    function cut(word, endings) {
      for (const ending of endings) {
        if (!word.endsWith(ending)) continue;
        const rest = word.slice(0, -ending.length);
        if (rest.length >= SHORTEST_STEM && /[aeiour]/.test(rest)) return rest;
      }
      return word;
    }

    function key(form) {
      if (EXACT_WORD.test(form)) return form.includes("@") ? "@" + form : form;
      const stem = last(cut(cut(deep(form), table.endings), table.extensions));
      return same.get(stem) || stem;
    }

    // The words of a folded text without numbers and addresses; those are known to search_numbers.js.
    const words = (folded) => (folded.match(plain) || []).map((form) => ({ form, parts: [] }));

    // The address that a title gives, as search_sketch.py makes it of plain titles.
    const slug = (title) => {
      const written = Array.from(title.toLowerCase(), (c) => latin.get(c) || c).join("");
      return bare(written.replace(/đ/g, "dj")).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    };

    return {
      fold, deep, key, words, slug, latin, marks,
      isStopWord: (form) => stop.has(form),
      isWeak: (form) => form.length < 2 || weak.has(form) || weakKeys.has(key(form)), // says little about what is looked for
    };
  }

  // --- slices ---------------------------------------------------------------------------------

  // What takes long is cut where the page is free again after so many ms, for a letter that is typed or a frame.
  const SLICE = 8;
  const waiting = [];
  let begun = 0;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    begun = performance.now();
    waiting.shift()();
  };

  const isOver = () => performance.now() - begun > SLICE;
  const next = () => new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(0);
  });
  const pause = () => isOver() ? next() : undefined; // to be awaited between two pieces of work

  // --- files ----------------------------------------------------------------------------------

  const base = new URL(".", document.currentScript.src).href;
  const texts = new Map();
  const loads = new Map();

  window.sitegenSearch = {
    reg: (name, text) => texts.set(name, text), // a shard is text, a part of the program a function
    makeKeys, toLatin, open: () => loadEngine(), // for the tests
  };

  // What *make* promises, made once for each name; a failure is forgotten.
  function once(kept, name, make) {
    if (!kept.has(name)) {
      kept.set(name, make());
      kept.get(name).catch(() => kept.delete(name));
    }
    return kept.get(name);
  }

  // A browser takes its time to ask for a file, so many are asked for in turns.
  let turns = Promise.resolve();
  let version = "";
  const load = (name, read) => once(loads, name, async () => {
    await (turns = turns.then(pause));
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = base + name + ".js" + version;
      script.onload = resolve;
      script.onerror = reject;
      document.head.appendChild(script);
    });
    await pause();
    const found = await read(texts.get(name));
    texts.delete(name);
    return found;
  });

  async function readManifest(text) {
    const manifest = JSON.parse(text);
    await pause();
    manifest.keys = makeKeys(manifest.keys);
    // A server's cache may hold an older shard; a folder has no cache and no queries.
    if (location.protocol !== "file:") version = "?" + manifest.build;
    for (const name of ["terms", "names", "typos"]) manifest[name] = manifest[name].split(" ");
    return manifest;
  }

  // Words and what is written after them.
  const readShard = (text) => new Map(text.split("\n").map((line) => line.split(/ (.*)/)));

  // The manifest stands behind the program, in the same file.
  const loadEngine = () => once(loads, "engine", async () => {
    await next();
    return makeEngine(await readManifest(texts.get("m")));
  });

  // --- finding --------------------------------------------------------------------------------

  const VALUES = new Uint8Array(128); // of the letters of ALPHABET in search_sketch.py, by their codes
  let letters = 0;
  for (const [first, last] of ["AZ", "az", "09", "--", "__"]) {
    for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) VALUES[code] = letters++;
  }
  const LEVELS = [5, 9, 14, 19]; // what weight a level stands for
  const MOST = 31;
  const PAGE = 10; // results listed at once
  const MOST_SHARDS = 8; // for one prefix
  const SHORTEST_PREFIX = 3; // shorter ones are looked for in names only
  const YEAR = /^(19|20)\d\d$/; // begins no other number
  const SHORTEST_NUMBER = 4; // digits that may begin a number: an area code begins very many
  const SHORTEST_DANGER = 6; // letters of a danger word that is also known with a typo
  // What is found counts by how it was found: as it is asked for, as a beginning of a name or of a key.
  const EXACT = 1;
  const BEGINNING_OF_NAME = 0.85;
  const BEGINNING = 0.6;
  const IN_NAME = 1.25;
  const NAME_STRENGTH = 0.8 * IN_NAME; // of a word as it is written in a name
  // How well a name agrees with what was asked for, as a factor.
  const AGREES_WHOLE = 2.2;
  const AGREES_NEARLY = 1.9;
  const AGREES_FIRST_WORDS = 2;
  const AGREES_FIRST_WORD = 1.5;
  const AGREES_NEIGHBOURS = 1.4;
  const AGREES_UNSEEN = 1.4;
  const AGREES_WORD = 1.1;
  const ENOUGH = 0.5; // the share of words a result must have
  const ENOUGH_WITH_NAME = 0.2; // if one of them alone is a name of it
  const SHORTEST_ALONE = 4; // letters of such a word, if it is in no name: shorter ones are alike by chance
  const POSITIONS = 4;
  const UNSEEN = 4;
  const OPENS = 8;
  const CLOSES = 16;
  const MORE = 32;
  const WHOLE = 32; // of a spot that is read: the word stands there as it is asked for

  const NOWHERE = [];
  const isSeen = (spot) => !(spot & UNSEEN);
  const isWhole = (spot) => spot & OPENS && spot & CLOSES;
  const writing = (form) => ((form.charCodeAt(form.length - 1) >> 2) + form.length) % POSITIONS;

  // Visits each document of a field with its weight and its spots: of words of names ("w"), of keys in names
  // ("n"), else of a level.
  function decode(field, visit) {
    const tag = field[0];
    if (tag < "4") return decodeNumbers(field.slice(1), (document) => visit(document, LEVELS[tag], NOWHERE));
    let [document, at] = [0, 1];
    const next = () => VALUES[field.charCodeAt(at++)];
    while (at < field.length) {
      let digit, shift = 0;
      do {
        digit = next();
        document += (digit & 31) << shift;
        shift += 5;
      } while (digit & 32);
      const value = tag === "n" ? next() : 0;
      const spots = [];
      do {
        digit = next();
        spots.push(digit & 31);
      } while (digit & MORE);
      visit(document, value, spots);
    }
  }

  // The first letter says how many low bits of a gap stand as they are, behind a zero and as many ones as there are
  // others; the last letter is filled with ones.
  function decodeNumbers(packed, visit) {
    const low = VALUES[packed.charCodeAt(0)];
    const end = 6 * packed.length;
    const bit = (at) => VALUES[packed.charCodeAt(at / 6)] >> 5 - at % 6 & 1;
    let document = -1;
    for (let at = 6; at < end; visit(document)) {
      for (document++; bit(at++); document += 1 << low) if (at === end) return;
      for (let n = low; n--; ) document += bit(at++) << n;
    }
  }

  const shardOf = (boundaries, word) => boundaries.filter((first) => first <= word).length - 1;

  function makeEngine(manifest) {
    const { keys } = manifest;
    const room = manifest.slices * manifest.room; // for as many documents

    async function exactly(key) {
      const shard = await load("t" + shardOf(manifest.terms, key), readShard);
      return shard.has(key) ? [[key, shard.get(key)]] : [];
    }

    async function beginning(letter, boundaries, prefix) {
      const last = shardOf(boundaries, prefix + "\uffff");
      const found = [];
      for (let n = shardOf(boundaries, prefix); n <= last && found.length < MOST_SHARDS; n++) {
        found.push(load(letter + n, readShard));
      }
      const entries = (await Promise.all(found)).map((shard) => Array.from(shard));
      return [].concat(...entries).filter(([word]) => word.startsWith(prefix));
    }

    const rarity = (count) =>
      Math.log(1 + (manifest.documents - count + 0.5) / (count + 0.5));

    // What is known of one word: a score for each document, and where it stands in names; of a word of
    // very many documents not of all, but how much it may come to there at most.
    const looked = new Map(); // some words: a query grows by its end
    const wanted = new Map(); // the newest question that asks for each
    function look(form, isLast, turn) {
      const name = form + (isLast ? "*" : "");
      if (looked.size > 32) looked.clear();
      wanted.set(name, turn);
      return once(looked, name, () => lookUp(form, isLast, () => paused(name)));
    }

    // A pause, after which a question that is not asked any more ends. *one* is its turn, or a word that is looked up:
    // while that waits, a newer question may come to ask for it as well.
    let newest = 0;
    async function paused(one) {
      if (isOver()) await next();
      if ((wanted.get(one) || one) < newest) throw new Error("over");
    }

    async function lookUp(form, isLast, pause) {
      const scores = new Float32Array(room);
      const documents = [];
      const spots = new Map();
      const known = new Set();
      const found = { form, scores, documents, spots, known, sure: 1, rest: [], bound: 0 };

      let rare = Infinity;
      async function add(entries, how, isOfNames = false, isOfWord = true) {
        const hits = [];
        const strengths = [];
        const rest = [];
        let count = 0;
        for (const [word, line] of entries) {
          if (isOver()) await pause();
          known.add(word);
          const mark = isOfNames && word === form ? WHOLE : 0;
          const before = hits.length;
          for (const field of isOfNames ? ["w" + line] : line.split(" ")) {
            if (field[0] === "~") {
              const [file, all] = field.slice(2).split(",");
              count += all - (hits.length - before);
              rest.push({ word, file, most: LEVELS[field[1]] / MOST });
            } else {
              decode(field, (document, value, places) => {
                hits.push(document);
                strengths.push(isOfNames ? NAME_STRENGTH : value / MOST * (places.some(isSeen) ? IN_NAME : 1));
                if (!places.length) return;
                const all = mark ? places.map((spot) => spot | mark) : places;
                spots.set(document, (spots.get(document) || NOWHERE).concat(all));
              });
            }
          }
        }
        // One of its forms, or a longer word, tells no more than the word itself.
        rare = Math.min(rare, rarity(Math.min(manifest.documents, count + hits.length)));
        const weight = how * rare;
        hits.forEach((document, n) => raise(document, weight * strengths[n]));
        if (isOfWord || rest.length <= MOST_SHARDS && !found.isFound) {
          for (const one of rest) {
            found.rest.push({ ...one, weight });
            found.bound = Math.max(found.bound, weight * one.most);
          }
        }
        const isAny = hits.length + rest.length > 0;
        found.isFound = found.isFound || isAny;
        return isAny;
      }

      function raise(document, score) {
        if (!scores[document]) documents.push(document);
        if (score > scores[document]) scores[document] = score;
      }

      // Loads what is not known yet.
      found.complete = async () => {
        const { rest } = found;
        const shards = await Promise.all(rest.map(({ file }) => load("r" + file, readShard)));
        for (const [n, { word, weight }] of rest.entries()) {
          for (const field of shards[n].get(word).split(" ")) {
            await pause();
            decode(field, (document, value) => raise(document, weight * value / MOST));
          }
        }
        [found.rest, found.bound] = [[], 0];
      };

      const key = keys.key(form);
      const isExact = EXACT_WORD.test(form);
      const deep = isExact ? key : keys.deep(form);
      const isLong = !YEAR.test(form) && deep.length >= (isExact ? SHORTEST_NUMBER : SHORTEST_PREFIX);
      const [terms, longer, named] = await Promise.all([
        isLast && form.length < 2 ? [] : exactly(key), // one letter is a beginning
        isLast && isLong ? beginning("t", manifest.terms, deep) : [],
        isLast ? beginning("n", manifest.names, form) : [],
      ]);
      await pause();
      await add(terms, EXACT);
      await add(named.filter(([word]) => word === form), EXACT, true);
      await add(named, BEGINNING_OF_NAME, true);
      await add(longer, BEGINNING, false, false);
      if (found.isFound || keys.isWeak(form) || isExact) return found;
      await (await part("y")).meant(found, add, { key, deep, isLast, pause });
      return found;
    }

    // Whether a *query* speaks of danger: all words of a phrase stand in it, in any case form.
    function isDanger(query) {
      const asked = keys.words(keys.fold(query)).map((word) => keys.key(word.form));
      const isAsked = (key) => asked.some((one) => one === key || isOneEditAway(one, key));
      return manifest.danger.some((phrase) => phrase.split(" ").every(isAsked));
    }

    function isOneEditAway(one, other) {
      let same = 0;
      while (one[same] && one[same] === other[same]) same++;
      const [a, b] = [one.slice(same), other.slice(same)];
      return Math.max(one.length, other.length) >= SHORTEST_DANGER && (
        a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1) ||
        a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
    }

    async function lookAll(query, turn) {
      const folded = keys.fold(query);
      const all = EXACT_WORD.test(folded) ? (await part("w")).words(folded) : keys.words(folded);
      const telling = all.filter((word) => !keys.isStopWord(word.form));
      const asked = telling.length ? telling : all.slice(-1);
      const found = await Promise.all(asked.map(async (word, at) => {
        // Only the word being typed may still grow: a finished preposition ends it.
        const isLast = word === all[all.length - 1] && at === asked.length - 1;
        const whole = await look(word.form, isLast, turn);
        if (whole.isFound || !word.parts.length) return [whole];
        return Promise.all(word.parts.map((part, n) =>
          look(part, isLast && n === word.parts.length - 1, turn)));
      }));
      return [].concat(...found);
    }

    // How well the names of a document agree with what was asked, as a factor.
    function agreement(looks, document) {
      const rows = [];
      for (const { spots } of looks) {
        const row = spots.get(document);
        if (row) rows.push(row);
      }
      let best = 1 + (AGREES_WORD - 1) * (rows.length / looks.length);
      if (rows.length < looks.length) return best;
      for (const start of rows[0]) {
        let end = start;
        let length = 1;
        while (length < rows.length && end >= 0 && !(end & CLOSES)) {
          const next = (start + length) % POSITIONS;
          // The one that tells most: as it is asked for, or at the end of its name.
          end = Math.max(-1, ...rows[length].filter((spot) =>
            spot % POSITIONS === next && !(spot & OPENS) && isSeen(spot) === isSeen(start)));
          if (end >= 0) length++;
        }
        if (length < rows.length) continue;
        best = Math.max(best, likeness(start, end, rows.length));
      }
      return best;
    }

    function likeness(start, end, length) {
      const isAll = start & OPENS && end & CLOSES;
      if (!isSeen(start)) return isAll ? AGREES_UNSEEN : AGREES_WORD;
      if (isAll) return end & WHOLE ? AGREES_WHOLE : AGREES_NEARLY;
      if (start & OPENS) return length > 1 ? AGREES_FIRST_WORDS : AGREES_FIRST_WORD;
      return length > 1 ? AGREES_NEIGHBOURS : AGREES_WORD;
    }

    // Documents in rank order, and whether what is not loaded yet could put another one first.
    async function rank(looks, asked, turn) {
      const sums = new Float64Array(room);
      const words = new Float32Array(room);
      const values = new Float64Array(room);
      const found = [];
      for (const look of looks) {
        const { scores, documents, sure } = look;
        const isAsked = asked.includes(look);
        for (const document of documents) {
          if (!sums[document]) found.push(document);
          sums[document] += scores[document];
          if (isAsked) words[document] += sure;
        }
      }
      // Whether one word alone is a name, or half of the words and in a name, or a long phrase that is written so: no
      // beginning of one.
      const isCarried = (document, share) => asked.some(({ form, known, sure, spots }) => sure === 1 &&
        (spots.get(document) || NOWHERE).some((spot) => isSeen(spot)
          ? share >= ENOUGH || isWhole(spot)
          : isWhole(spot) && form.length >= SHORTEST_ALONE && spot % POSITIONS === writing(form) &&
            known.has(keys.key(form))));
      const value = (document, sum, found) => {
        const share = found / asked.length;
        const isFew = share < ENOUGH || found <= 1 && asked.length > 1;
        if (isFew && (share < ENOUGH_WITH_NAME || !isCarried(document, share))) return 0;
        return sum * share * Math.sqrt(share) * agreement(asked, document);
      };
      const ranked = [];
      for (const document of found) {
        if (isOver()) await paused(turn);
        values[document] = value(document, sums[document], words[document]);
        if (values[document]) ranked.push(document);
      }
      await paused(turn);
      ranked.sort((one, other) => values[other] - values[one] || one - other);

      // Whether a document, one where nothing was found too, may come to more than the first has now.
      const open = asked.filter(({ rest }) => rest.length);
      const first = values[ranked[0]];
      function mayPass(document) {
        let [sum, found] = [sums[document] || 0, words[document] || 0];
        for (const { scores, bound, sure } of open) {
          const score = scores[document] || 0;
          sum += Math.max(0, bound - score);
          if (!score) found += sure;
        }
        return sum * AGREES_WHOLE > first && value(document, sum, found) > first;
      }
      let isOpen = open.length && ranked.length < PAGE || mayPass(-1);
      for (const document of open.length ? found : []) {
        if (isOver()) await paused(turn);
        if (isOpen = isOpen || mayPass(document)) break;
      }
      return { ranked, isOpen };
    }

    // Numbers of documents in rank order, and a test for words worth marking. Of words that stand in
    // very many documents no more is loaded than the first results need, unless *isAll*. Questions have numbers
    // that grow: one that is older than another ends in an error.
    async function search(query, isAll = false, turn = newest) {
      newest = Math.max(newest, turn);
      const looks = await lookAll(query, turn);
      // Small words of a sentence add to a result and are not missed in it.
      const heavy = looks.filter(({ form }) => !keys.isWeak(form));
      const asked = heavy.length ? heavy : looks;
      let { ranked, isOpen } = await rank(looks, asked, turn);
      if (isOpen || isAll) {
        await Promise.all(asked.map((look) => look.complete()));
        ({ ranked } = await rank(looks, asked, turn));
      }
      const isMarked = (form) => !keys.isStopWord(form) &&
        looks.some(({ known }) => known.has(form) || known.has(keys.key(form)));
      const isNamed = (document) =>
        asked.every(({ spots }) => (spots.get(document) || NOWHERE).some(isSeen));
      return {
        documents: ranked,
        isAll: asked.every((look) => !look.rest.length), // whether there are no others
        isMarked,
        isNamed, // whether every word stands in the names of a document
        corrected: looks.filter((one) => one.shown).map((one) => [one.form, one.shown]),
      };
    }

    // Letters of two bytes and of one have changed places in what is shown.
    const [of, to] = [manifest.swapped.join(""), manifest.swapped.reverse().join("")];
    const swapped = (text) => Array.from(text, (c) => to[of.indexOf(c)] || c).join("");
    const unpacked = (prose) => typeof prose === "string" ? swapped(prose)
      : prose.map((part) => typeof part === "string" ? swapped(part) : part);

    async function records(documents) {
      const size = manifest.room;
      const slices = await Promise.all(documents.map((document) =>
        load("d" + Math.floor(document / size), JSON.parse)));
      const found = [];
      for (const [n, document] of documents.entries()) {
        await pause();
        const [kind, path, packed, ...rest] = slices[n][document % size];
        const title = unpacked(packed);
        found.push([kind, path.replace("*", () => keys.slug(title)) + "/index.html", title, ...rest]);
      }
      return found;
    }

    // A part of the program, made once with what it needs.
    const part = (name, more) => load(name, (make) => make({
      keys, load, pause, shardOf, exactly, beginning, manifest, VALUES, decodeNumbers, unpacked, texts, ...more,
    }));

    return { search, records, isDanger, part, keys, manifest };
  }

  // --- the page -------------------------------------------------------------------------------

  const NAMES = 8; // names offered under the field
  const QUIET = 500; // ms without a key after which a reader has stopped typing
  const SLOW = 400; // ms before a reader is told to wait
  const FACETS = ["vrsta", "oblast", "grupa", "mjesto"];
  const VISIBLE_WORD = /[0-9A-Za-z\u00ad\u00c0-\u1fff\u200c\u200d]+/g;

  function startPage(box) {
    const input = document.querySelector("[data-search-input]");
    const form = document.querySelector("[data-search-form]");
    const list = box.querySelector("[data-search-results]");
    const status = box.querySelector("[data-search-status]");
    const browse = document.querySelector("[data-search-browse]");
    const danger = document.querySelector("[data-search-danger]");
    const correctedLine = box.querySelector("[data-search-corrected]");
    const nearestLine = box.querySelector("[data-search-nearest]");
    const more = document.createElement("button");
    const isLatin = /Latn/.test(document.documentElement.lang);
    let latest = 0;
    let remembering = 0;
    const announce = makeAnnouncer(status);

    more.type = "button";
    more.className = "search-more";
    more.hidden = true;
    list.after(more);

    const filters = box.querySelector("[data-search-filters]");
    const asked = new URLSearchParams(location.search);
    const chosen = new Map(FACETS.map((name) => [name, new Set(filters ? asked.getAll(name) : [])]));
    const isChosen = () => FACETS.some((name) => chosen.get(name).size);
    let panel = null;

    // The role stands from the beginning; names come after the first result.
    const names = element("ul", "search-names");
    names.id = "sg-t-names";
    names.hidden = true;
    names.setAttribute("role", "listbox");
    names.setAttribute("aria-label", box.dataset.sayNames || "");
    input.after(names);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", names.id);
    input.setAttribute("aria-expanded", "false");
    let isTyping = false;

    async function showNames(engine, found, records) {
      if (!isTyping) return;
      const turn = latest;
      const named = records.filter((_, n) => found.isNamed(found.documents[n]));
      const combobox = await engine.part("k", {
        input,
        list: names,
        write: (parent, title) => write(parent, title, engine.keys, () => false),
        go: (href) => location.assign(href),
      });
      if (turn !== latest) return;
      combobox.show(named.slice(0, NAMES).map((record) => [record[2], box.dataset.root + record[1]]));
    }

    function hideNames() {
      names.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    const isNarrowing = () => Boolean(filters && (filters.open || isChosen()));

    // What the reader has narrowed the result to; nothing is loaded before it is used.
    async function narrowed(engine, documents) {
      if (!isNarrowing()) return documents;
      if (!panel) {
        const show = (parent, label) => write(parent, label, engine.keys, () => false);
        panel = engine.part("p", { box, filters, chosen, run, write: show });
      }
      return panel.then((loaded) => loaded.filtered(documents), (error) => {
        panel = null;
        throw error;
      });
    }

    async function showFilters(documents) {
      if (!filters) return;
      filters.hidden = !documents.length;
      if (!panel) return;
      await (await panel).draw(documents);
    }

    // Without a query: the ways to narrow down all there is.
    async function offerFilters(turn) {
      if (!filters) return;
      filters.hidden = false;
      if (!filters.open) return;
      const engine = await loadEngine();
      const { documents } = everything(engine);
      await narrowed(engine, documents);
      if (turn === latest) await showFilters(documents);
    }

    function setState(state, query) {
      box.dataset.searchState = state;
      box.dataset.searchQuery = query;
    }

    function clear() {
      list.textContent = "";
      more.hidden = true;
      for (const line of [correctedLine, nearestLine]) if (line) line.hidden = true;
    }

    function showBrowse(isShown) {
      if (browse) browse.hidden = !isShown;
    }

    async function run() {
      const query = input.value;
      const turn = ++latest;
      clearTimeout(remembering);
      if (!query.trim() && !isChosen()) {
        keep("");
        showDanger(false);
        hideNames();
        names.textContent = "";
        clear();
        showBrowse(true);
        announce("");
        setState("idle", "");
        offerFilters(turn).catch(() => {});
        return;
      }
      setState("pending", query);
      const waiting = setTimeout(() => announce(box.dataset.sayPending || ""), SLOW);
      try {
        const engine = await loadEngine();
        await pause();
        if (turn !== latest) return;
        // First of all, and whatever is found: whoever looks over a shoulder reads no address.
        let isDanger = engine.isDanger(query);
        showDanger(isDanger);
        await pause();
        const found = await (query.trim() ? engine.search(query, isNarrowing(), turn) : everything(engine));
        const meant = found.corrected.map(([, written]) => written).join(" ");
        isDanger = isDanger || (meant !== "" && engine.isDanger(query + " " + meant));
        const documents = found.documents;
        found.documents = await narrowed(engine, documents);
        const first = await engine.records(found.documents.slice(0, PAGE));
        const meantIs = await meantBy(engine, query, found.corrected, documents);
        const items = await made(engine, found, first);
        if (turn !== latest) return;
        await showFilters(documents);
        if (turn !== latest) return;
        showDanger(isDanger);
        if (!isDanger) keep(query);
        clear();
        meantIs();
        append(engine, found, items);
        if (!isDanger) showNames(engine, found, first).catch(() => {});
        showBrowse(!found.documents.length);
        announce([correctedLine && !correctedLine.hidden ? correctedLine.textContent + ". " : "",
          countSentence(found)].join(""));
        setState("done", query);
      } catch (error) {
        if (turn !== latest) return;
        clear();
        showBrowse(true);
        announce(box.dataset.sayFailed || "");
        setState("failed", query);
      } finally {
        clearTimeout(waiting);
      }
    }

    // The address and the page in the other script hold the query, unless it speaks of danger.
    function keep(query) {
      carryAcross(query, chosen);
      clearTimeout(remembering);
      if (query) remembering = setTimeout(remember, QUIET, query, chosen);
      else remember("", chosen);
    }

    // Nothing may cover the way to help, names under the field neither.
    function showDanger(isDanger) {
      if (danger && danger.hidden === isDanger) danger.hidden = !isDanger;
      if (!isDanger) return;
      keep("");
      hideNames();
      names.textContent = "";
    }

    // What says what was found in place of a word that nobody wrote, or offers words near to it.
    async function meantBy(engine, query, corrected, documents) {
      if (documents.length && !corrected.length) return () => {};
      const typos = await engine.part("y");
      const near = documents.length ? [] : await typos.suggestions(query);
      return () => typos.show({
        box, corrected, near,
        inScript: (text) => (isLatin ? toLatin(text, engine.keys) : text),
        ask: (word) => {
          isTyping = false;
          input.value = word;
          input.focus();
          run();
        },
      });
    }

    // Results outside of the page, so that it is laid out once.
    async function made(engine, found, records) {
      const items = [];
      for (const record of records) {
        await pause();
        items.push(item(engine, found.isMarked, record));
      }
      return items;
    }

    function append(engine, found, items) {
      const before = list.children.length;
      const isAsked = input.value.trim() !== "";
      list.append(...items);
      items.forEach((result, n) => {
        const show = (line, text, isMarked) => write(line, text, engine.keys, isMarked);
        engine.part("x").then((details) => details.show({
          document: found.documents[before + n], isMarked: found.isMarked, isAsked, result, write: show,
          addContact: (contact) => addContact(engine, result, contact),
        })).catch(() => {});
      });
      const listed = list.children.length;
      const left = found.documents.length - listed;
      more.hidden = left <= 0 && found.isAll;
      more.textContent = box.dataset.sayMore || "+ " + left;
      more.onclick = async () => {
        const turn = latest;
        try {
          if (!found.isAll) {
            const all = await engine.search(input.value, true, turn);
            if (turn !== latest) return;
            const shown = new Set(found.documents.slice(0, listed));
            found.documents = [...shown, ...all.documents.filter((one) => !shown.has(one))];
            found.isAll = true;
            announce(countSentence(found));
          }
          const next = await engine.records(found.documents.slice(listed, listed + PAGE));
          const items = await made(engine, found, next);
          if (turn !== latest) return;
          append(engine, found, items);
          // The button may be gone now; the reader who pressed it goes on with what came, or with the last there is.
          (list.children[listed] || list.lastChild).querySelector("a").focus();
        } catch (error) {
          if (turn === latest) announce(box.dataset.sayFailed || "");
        }
      };
    }

    function countSentence({ documents, isAll }) {
      const { sayOne, sayFew, sayOther, sayNone, sayOver } = box.dataset;
      const count = documents.length;
      if (!count) return sayNone || "";
      if (!isAll && count >= PAGE) return (sayOver || "").replace("{n}", count - count % 10);
      const says = { one: sayOne, few: sayFew, other: sayOther };
      const sentence = says[new Intl.PluralRules("sr").select(count)];
      return (sentence || "").replace("{n}", count);
    }

    function item(engine, isMarked, [kindNumber, path, title, ...contact]) {
      const kind = engine.manifest.kinds[kindNumber];
      const result = element("li", "search-result");
      result.dataset.searchResult = "";
      result.dataset.searchKind = kind;
      const link = element("a", "");
      link.href = box.dataset.root + path;
      link.dataset.searchTitle = "";
      write(link, title, engine.keys, isMarked);
      const heading = element("h2", "search-title");
      heading.append(link);
      result.append(heading);
      const text = element("p", "search-summary search-room"); // its end comes when a reader comes near
      const label = element("span", "search-kind");
      label.textContent = box.getAttribute("data-kind-" + kind) || "";
      text.append(label);
      result.append(text);
      addContact(engine, result, contact);
      return result;
    }

    function addContact(engine, result, [contact, doubt]) {
      if (!contact) return;
      const line = result.appendChild(element("p", "search-contact"));
      line.textContent = isLatin ? toLatin(contact, engine.keys) : contact;
      const words = doubt === "stale" ? box.dataset.sayStale : doubt ? box.dataset.sayNever : "";
      if (words) line.appendChild(element("span", "doubt")).textContent = words;
    }

    // Text follows the script of the page, a kept part stays and names its language.
    function write(parent, prose, keys, isMarked) {
      for (const part of typeof prose === "string" ? [prose] : prose) {
        if (typeof part === "string") {
          mark(parent, isLatin ? toLatin(part, keys) : part, keys, isMarked);
        } else if (Array.isArray(part)) {
          const kept = element("span", "");
          if (part[1]) kept.lang = part[1];
          kept.setAttribute("translate", "no");
          mark(kept, part[0], keys, isMarked);
          parent.append(kept);
        } else {
          mark(parent, isLatin ? part.latn : part.cyrl, keys, isMarked);
        }
      }
    }

    // Whoever comes to the field will type.
    input.addEventListener("focus", () => loadEngine().catch(() => {}), { once: true });
    input.addEventListener("input", () => {
      isTyping = true;
      run();
    });
    if (form) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        isTyping = false;
        hideNames();
        run();
      });
    }
    if (filters) filters.addEventListener("toggle", () => filters.open && !panel && run());
    // Other pages hand a question over behind "#"; it leaves the address before it is looked at.
    const handed = new URLSearchParams(location.hash.slice(1)).get("q");
    const query = handed === null ? asked.get("q") : handed;
    if (handed !== null) remember("", chosen);
    if (query !== null && !input.value) input.value = query;
    if (isChosen()) filters.open = true;
    run();
  }

  function element(name, className) {
    const made = document.createElement(name);
    if (className) made.className = className;
    return made;
  }

  function mark(parent, text, keys, isMarked) {
    let last = 0;
    VISIBLE_WORD.lastIndex = 0;
    for (let match; (match = VISIBLE_WORD.exec(text)); ) {
      if (!isMarked(keys.fold(match[0]))) continue;
      // Not "mark": screen readers say where each begins and ends, several times in a line.
      const marked = element("b", "search-hit");
      marked.textContent = match[0];
      parent.append(text.slice(last, match.index), marked);
      last = match.index + match[0].length;
    }
    parent.append(text.slice(last));
  }

  // A live region that speaks at once, then only when nothing new has come for QUIET ms: what was said
  // while a reader typed was drowned by the letters, so the last sentence is said even if it is the same.
  function makeAnnouncer(status) {
    let called = -QUIET;
    let timer = 0;
    const speak = (sentence) => {
      const isSaid = sentence && status.textContent === sentence;
      status.textContent = isSaid ? sentence + "\u00a0" : sentence;
    };
    return (sentence) => {
      clearTimeout(timer);
      const isAlone = performance.now() - called >= QUIET;
      called = performance.now();
      if (isAlone) speak(sentence);
      else timer = setTimeout(speak, QUIET, sentence);
    };
  }

  // All numbers, those that no document has included: what is narrowed where nothing is asked.
  const everything = ({ manifest }) => ({
    documents: Array.from({ length: manifest.slices * manifest.room }, (_, number) => number),
    isAll: true,
    isMarked: () => false,
    isNamed: () => false,
    corrected: [],
  });

  function neighbour(text, at, step, marks) {
    for (; at >= 0 && at < text.length; at += step) {
      if (text[at] !== "\u00ad" && !text[at].match(marks)) return text[at];
    }
    return "";
  }

  const isUpper = (letter) => letter !== letter.toLowerCase();
  const isLetter = (letter) => letter.toLowerCase() !== letter.toUpperCase();

  function toLatin(given, { latin, marks }) {
    const text = given.normalize("NFC"); // и with a breve is й, a letter of another alphabet
    const converted = text.replace(/[\u0400-\u045f]/g, (letter, at) => {
      const small = letter.toLowerCase();
      const written = latin.get(small);
      if (!written) return letter;
      if (letter === small) return written;
      if (written.length === 1) return written.toUpperCase();
      const after = neighbour(text, at + 1, 1, marks);
      const decides = isLetter(after) ? after : neighbour(text, at - 1, -1, marks);
      return isUpper(decides)
        ? written.toUpperCase()
        : written[0].toUpperCase() + written.slice(1);
    });
    return converted.normalize("NFC");
  }

  // Puts the query and the choices into the parameters of an address.
  function ask(parameters, query, chosen) {
    if (query.trim()) parameters.set("q", query);
    else parameters.delete("q");
    for (const [name, values] of chosen) {
      parameters.delete(name);
      for (const value of values) parameters.append(name, value);
    }
    return parameters;
  }

  // The same page in the other script is asked the same question.
  function carryAcross(query, chosen) {
    for (const link of document.querySelectorAll("a[hreflang]")) {
      link.search = ask(new URLSearchParams(), query, chosen).toString();
    }
  }

  // Keeps the query in the address. Called seldom: browsers complain of many changes.
  function remember(query, chosen) {
    try {
      const address = new URL(location.href);
      if (/^#q=/.test(address.hash)) address.hash = "";
      ask(address.searchParams, query, chosen);
      if (address.href !== location.href) history.replaceState(history.state, "", address.href);
    } catch (error) {
      // Some browsers forbid it under file://; the search does not need it.
    }
  }

  const box = document.querySelector("[data-search]");
  if (box) Promise.resolve().then(() => startPage(box)); // the manifest stands at the end of the file
})();
