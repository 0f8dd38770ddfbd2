// Words of a question that has numbers or addresses in it: years, ranges, dates, telephones, e-mails. Loaded with the
// first such question; the same steps as search_keys.py, whose patterns stand behind the program.
"use strict";
sitegenSearch.reg("w", ({ texts }) => {
  const AREA_CODE = 3;
  const table = JSON.parse(texts.get("numbers"));
  const kinds = ["email", "date", "range", "number", "word"];
  const token = new RegExp(kinds.map((kind) => "(" + table[kind] + ")").join("|"), "g");
  const plain = new RegExp(table.word, "g");
  const codes = "(?:" + table.country_codes.join("|") + ")";
  const country = new RegExp("^(?:(?:\\+|00)" + codes + "|" + codes + "(?=[1-9][0-9]{7,8}$))");

  const made = (form, parts, short = "") => ({ form, parts, short });

  function number(text, groups) {
    const joined = (text.startsWith("+") ? "+" : "") + groups.join("");
    const dialled = joined.replace(country, "0").replace(/^\++/, "");
    const parts = groups.length > 1 ? groups : [];
    const isBegun = dialled[0] === "0" && dialled.length > 3 && parts.length > 0;
    if ((dialled.length < 6 && !isBegun) || dialled.length > 15) {
      return made(groups.join("-"), parts);
    }
    const isLocal = dialled.startsWith("0") && dialled.length >= AREA_CODE + 6;
    return made(dialled, parts, isLocal ? dialled.slice(AREA_CODE) : "");
  }

  function date(text, digits) {
    const steps = digits[0].length === 4 ? digits : digits.reverse();
    const named = table.months.findIndex((name) => text.includes(name)) + 1;
    if (named) steps.splice(1, 0, String(named));
    const month = steps[0] + "-" + steps[1].padStart(2, "0");
    if (steps.length === 2) return made(month, [steps[0]]);
    return made(month + "-" + steps[2].padStart(2, "0"), [steps[0], month]);
  }

  function word(match) {
    const text = match[0];
    if (match[5]) return made(text, []);
    if (match[1]) return made(text, text.match(plain));
    const digits = text.match(/[0-9]+/g);
    if (match[2]) return date(text, digits);
    return match[3] ? made(digits.join("-"), digits) : number(text, digits);
  }

  const words = (folded) => Array.from(folded.matchAll(token), word);

  return { words };
});
