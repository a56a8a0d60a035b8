// The part of a text that shows what was found, with marks.

import { Folded, foldText } from "./fold";
import { Term } from "./query";
import { Piece } from "./types";
import { tokensOf } from "./unit";

const passageLength = 120; // characters
const passageBefore = 24; // of them before the first mark
const maxMarks = 200;

interface Span {
  from: number;
  to: number;
  start: number; // in the folded text
  end: number;
}

// passage is the part of the body that has most of the terms, or the beginning
// of the summary or body, with the terms marked.
export function passage(terms: Term[], summary: string, text: string, folded: Folded): Piece[] {
  let marks = marksOf(terms, folded, text, true);
  if (marks.length === 0 && summary) {
    text = summary;
    marks = marksOf(terms, foldText(text), text, true);
  }
  const from = back(text, bestMark(marks), passageBefore);
  return pieces(text, marks, from, forward(text, from, passageLength));
}

// markedTitle is a title with the terms marked; pairs of their characters too
// if the document does not have them as they stand.
export function markedTitle(terms: Term[], title: string, folded: Folded, pairs: boolean): Piece[] {
  return pieces(title, marksOf(terms, folded, title, pairs), 0, title.length);
}

// marksOf are the places of the terms, in order; if a term does not stand in
// the text, of its tokens two by two.
function marksOf(terms: Term[], folded: Folded, text: string, pairs: boolean): Span[] {
  const list: Span[] = [];
  for (const t of terms) {
    if (t.not) continue;
    const before = list.length;
    placesOf(list, folded, t.text, text);
    if (!pairs || list.length > before) continue;
    for (const pair of pairsOf(t.text)) if (list.length < maxMarks) placesOf(list, folded, pair, text);
  }
  list.sort((a, b) => a.from - b.from);
  return united(list);
}

// pairsOf are the parts of a phrase that have two tokens.
function pairsOf(phrase: string): string[] {
  const list: string[] = [];
  const { places } = tokensOf(phrase);
  places.forEach((from, i) => {
    if (i + 1 === places.length) return;
    const end = i + 2 < places.length ? places[i + 2] : phrase.length;
    list.push(phrase.slice(from, end).replace(/ $/, ""));
  });
  return list;
}

function placesOf(list: Span[], folded: Folded, phrase: string, text: string): void {
  let n = 0;
  for (let i = folded.text.indexOf(phrase); i >= 0 && n < maxMarks; i = folded.text.indexOf(phrase, i + phrase.length)) {
    const last = folded.at[i + phrase.length - 1];
    list.push({ from: folded.at[i], to: last + charLength(text, last), start: i, end: i + phrase.length });
    n++;
  }
}

function charLength(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}

function united(list: Span[]): Span[] {
  const out: Span[] = [];
  for (const m of list) {
    const last = out[out.length - 1];
    if (last && m.from <= last.to) {
      last.to = Math.max(last.to, m.to);
      last.end = Math.max(last.end, m.end);
    } else out.push({ from: m.from, to: m.to, start: m.start, end: m.end });
  }
  return out;
}

// bestMark is where the passage should have its first mark: the one that has
// the longest marks within reach.
function bestMark(marks: Span[]): number {
  let best = 0;
  let most = -1;
  marks.forEach((m, i) => {
    let sum = 0;
    for (let k = i; k < marks.length && marks[k].start - m.start <= passageLength; k++) sum += (marks[k].end - marks[k].start) ** 2;
    if (sum > most) {
      best = m.from;
      most = sum;
    }
  });
  return best;
}

// back goes n characters back from a place, but not beyond the line's start.
function back(text: string, at: number, n: number): number {
  for (; n > 0 && at > 0; n--) {
    const size = at > 1 && charLength(text, at - 2) === 2 ? 2 : 1;
    if (text[at - size] === "\n") break;
    at -= size;
  }
  return at;
}

function forward(text: string, at: number, n: number): number {
  for (; n > 0 && at < text.length; n--) at += charLength(text, at);
  return at;
}

// pieces cuts a part of a text where its marks begin and end.
function pieces(text: string, marks: Span[], from: number, to: number): Piece[] {
  const list: Piece[] = [];
  const add = (a: number, b: number, marked: boolean): void => {
    if (a < b) list.push({ text: text.slice(a, b), marked });
  };
  for (const m of marks) {
    if (m.from < from || m.to > to) continue;
    add(from, m.from, false);
    add(m.from, m.to, true);
    from = m.to;
  }
  add(from, to, false);
  return list;
}
