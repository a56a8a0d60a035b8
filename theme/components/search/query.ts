// What was typed, cut into terms and units.

import { foldText } from "./fold";
import { tokensOf, unit } from "./unit";

const maxQuery = 400; // characters of a query that are read
const maxTerms = 12;
const maxUnits = 6; // lists that are loaded for the wanted terms
const maxNot = 4; // and for each term that is not wanted

// Term is a run of a query without spaces, or a quoted phrase.
export interface Term {
  typed: string;
  text: string; // folded, for looking it up in documents
  tokens: number[];
  exact: boolean;
  not: boolean;
  units: Unit[]; // of those, the ones that are loaded first
  rest: Unit[]; // the others
}

// Unit is a key whose list is wanted, and the place of its first token.
export interface Unit {
  key: number;
  place: number;
}

export function parseQuery(text: string): Term[] {
  const terms: Term[] = [];
  for (const p of split(firstChars(text, maxQuery))) {
    const folded = foldText(p.text.replace(/\n/g, " ")).text;
    const tokens = tokensOf(folded).list;
    if (tokens.length > 0 && terms.length < maxTerms) {
      terms.push({ typed: p.text, text: folded, tokens, exact: p.exact, not: p.not, units: [], rest: [] });
    }
  }
  chooseUnits(terms);
  return terms;
}

// firstChars cuts a text without cutting a character in two.
function firstChars(s: string, n: number): string {
  return s.length <= n ? s : Array.from(s.slice(0, 2 * n)).slice(0, n).join("");
}

interface Part {
  text: string;
  exact: boolean;
  not: boolean;
}

const quotes = '"“”＂';
const space = /[\u0000- \u00a0\u3000\u2000-\u200b\ufeff]/;

// split cuts a query at spaces outside of quotation marks.
function split(text: string): Part[] {
  const list: Part[] = [];
  let p: Part = { text: "", exact: false, not: false };
  let quoted = false;
  const end = (): void => {
    if (p.text) list.push(p);
    p = { text: "", exact: false, not: false };
  };
  for (const c of text) {
    const quote = quotes.indexOf(c) >= 0;
    if (quote && quoted) {
      end();
      quoted = false;
    } else if (quote) {
      if (p.text) end();
      p.exact = quoted = true;
    } else if (quoted) {
      p.text += c;
    } else if (space.test(c)) {
      end();
    } else if ((c === "-" || c === "－") && !p.text && !p.not) {
      p.not = true;
    } else {
      p.text += c;
    }
  }
  end();
  return list;
}

// chooseUnits picks at most maxUnits units of the wanted terms, spread evenly
// over them, so that no part of the query goes unnoticed.
function chooseUnits(terms: Term[]): void {
  const pairsOf = (t: Term): number => Math.max(1, t.tokens.length - 1);
  let total = 0;
  for (const t of terms) if (!t.not) total += pairsOf(t);
  for (const t of terms) {
    const pairs = pairsOf(t);
    let quota = pairs;
    if (t.not) quota = Math.min(pairs, maxNot);
    else if (total > maxUnits) quota = Math.min(pairs, Math.max(1, Math.floor((pairs * maxUnits + Math.floor(total / 2)) / total)));
    spread(t, quota);
  }
}

// spread picks n units of a term, pairs from its beginning to its end.
function spread(t: Term, n: number): void {
  const list = t.tokens;
  if (list.length === 1) {
    t.units.push({ key: unit(list[0], 0), place: 0 });
    return;
  }
  const last = list.length - 2;
  for (let place = 0; place <= last; place++) {
    const picked = t.units.length;
    const wanted = picked < n && place === Math.floor((picked * last) / Math.max(1, n - 1));
    (wanted ? t.units : t.rest).push({ key: unit(list[place], list[place + 1]), place });
  }
}
