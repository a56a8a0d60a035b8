// One query on its way through the index. It mirrors generator/search/rank.go;
// both answer the same queries in the same way, and a test compares them.

import { Folded, join } from "./fold";
import { classes, Files, FoldedFragment, Fragment, headList, List, Request, wholeList } from "./files";
import { markedTitle, passage } from "./passage";
import { parseQuery, Term, Unit } from "./query";
import { facets, FacetValue, Hit, Query, Result } from "./types";
import { unit } from "./unit";

// weights is how much a posting of a class counts, relative to the unit's rarity.
const weights = [2, 4, 6, 8, 10, 22, 20, 26];

// unknownWeight is for a document that is not in the head of a long list: it may
// have the unit all the same, not often.
const unknownWeight = 1;

const maxLists = 16;
const moreVerified = 100; // documents that are read for a page if none of the first ones has the terms as they stand
const batch = 30; // of these, how many are asked for at once
const mixedVerified = 8; // and if some have a long term, and others not
const longTerm = 4; // tokens
const maxRelaxed = 20; // documents that are read for a query that nothing matches
const maxAgree = 60; // characters of a term that are compared
const relaxedSingle = 4; // terms of so many characters are looked up character by character too
const relaxedWeight = 8; // of a unit anywhere; its class comes on top
const explained = 1 << 20; // more than any sum of weights

// Levels of verification add up.
const levelTerm = 2; // for each term that stands in the text
const levelTermTitle = 3; // or in the title or a number
const levelAll = 40; // all terms stand somewhere
const levelJoined = 4; // and in a row
const levelLiteral = 1; // with the same characters, punctuation included
const levelTitle = 60; // the title is the query
const levelNumber = 80; // a number is the query

interface Matched {
  score: Int32Array;
  ids: number[];
}

interface Verified {
  hit: Hit;
  level: number;
  exact: boolean; // has every quoted phrase
  titled: boolean; // title or numbers have every term
}

export class Search {
  private terms: Term[];
  private lists: List[] = []; // of the units wanted, at most maxLists
  private asked: { term: number; place: number }[] = []; // what each list is for
  private unsure = 0; // lists, by bit, of which only a part is here
  private allow: Uint8Array | null = null; // documents that pass filters and exclusions, null for all
  // Of the documents that were read for the first page:
  private whole = false; // one has every term as it stands
  private partly = false; // one has not
  private refused = 0; // how many lack a quoted phrase
  private result: Result = { hits: [], total: 0, exact: true, close: false, dropped: [], facets: {}, missing: [], outdated: false };

  constructor(private files: Files, private request: Request, private q: Query) {
    this.terms = parseQuery(q.text);
  }

  // run answers the query, or halts where a file is wanted.
  run(): Result {
    this.answer();
    this.result.missing = this.request.missing;
    this.result.outdated = this.request.outdated;
    return this.result;
  }

  private answer(): void {
    this.loadLists();
    this.loadFilters();
    this.request.pause();
    if (this.lists.length === 0) {
      this.all();
      return;
    }
    let m = this.match();
    if (this.wantsWhole()) {
      this.loadWhole();
      m = this.match();
    }
    let found = this.order(m, this.q.newest);
    this.show(found, this.q.limit);
    if (!this.whole && found.length > 0 && this.refine()) {
      found = this.order(this.match(), this.q.newest);
      this.show(found, moreVerified);
    }
    this.result.total = Math.max(0, found.length - this.refused);
    this.result.exact = this.unsure === 0 && this.refused === 0 && !this.partly;
    this.count(found);
    // A hit whose file did not arrive may have the terms as they stand.
    if (this.q.offset === 0 && !this.whole && this.result.hits.every((h) => h.address)) this.relax();
  }

  private wanted(): Term[] {
    return this.terms.filter((t) => !t.not);
  }

  private loadLists(): void {
    this.terms.forEach((t, i) => {
      if (!t.not) for (const u of t.units) this.ask(i, u);
    });
    this.markUnsure();
  }

  private ask(term: number, u: Unit): void {
    this.lists.push(this.files.find(this.request, u.key));
    this.asked.push({ term, place: u.place });
  }

  private markUnsure(): void {
    this.unsure = 0;
    this.lists.forEach((l, i) => {
      if (l.kind !== wholeList) this.unsure |= 1 << i;
    });
  }

  // wantsWhole tells whether heads of long lists are not enough: where hits are
  // counted or sorted by date, or all lists are long.
  private wantsWhole(): boolean {
    const heads = this.lists.filter((l) => l.kind === headList).length;
    const wholes = this.lists.filter((l) => l.kind === wholeList).length;
    if (heads === 0) return false;
    return this.q.newest || this.q.counts || (this.allow !== null && wholes === 0) || (wholes === 0 && heads > 1);
  }

  private loadWhole(): void {
    this.lists = this.lists.map((l) => (l.kind === headList ? this.files.whole(this.request, l) : l));
    this.request.pause();
    this.markUnsure();
  }

  // refine loads what was left out at first, when the lists let documents
  // through that do not have the terms as they stand. It returns false if there
  // is nothing.
  private refine(): boolean {
    const before = this.lists.length;
    this.terms.forEach((t, i) => {
      if (t.not) return;
      for (const u of t.rest) if (this.lists.length < maxLists) this.ask(i, u);
      t.rest = [];
    });
    this.request.pause();
    const heads = this.unsure;
    this.markUnsure();
    if (this.match().ids.length > this.q.limit) this.loadWhole();
    return this.lists.length > before || heads !== this.unsure;
  }

  // match adds up the lists and finds the documents that may have all units.
  private match(): Matched {
    const score = new Int32Array(this.files.documents);
    const bits = new Int32Array(this.files.documents);
    let unknown = 0;
    this.lists.forEach((l, i) => {
      const w = this.rarity(l.docs);
      const base = l.kind !== wholeList ? unknownWeight * w : 0;
      unknown += base;
      for (const e of l.entries) {
        const id = Math.floor(e / classes);
        score[id] += w * weights[e % classes] - base;
        bits[id] |= 1 << i;
      }
    });
    const all = (1 << this.lists.length) - 1;
    const ids: number[] = [];
    for (let id = 0; id < bits.length; id++) {
      if (bits[id] === 0 || (this.allow && !this.allow[id])) continue;
      score[id] += unknown;
      if ((bits[id] | this.unsure) === all) ids.push(id);
    }
    return { score, ids };
  }

  // rarity is how much it says that a document has a unit which so many have.
  private rarity(docs: number): number {
    return docs === 0 ? 0 : 8 + logarithm(Math.floor((this.files.documents * 16) / docs)) - 64;
  }

  // order sorts ids: newest first, or by score and newest first among equals.
  private order(m: Matched, newest: boolean): number[] {
    const span = this.files.documents;
    const keys = Float64Array.from(m.ids, (id) => (newest ? 0 : m.score[id] * span) + id);
    keys.sort();
    return Array.from(keys.reverse(), (k) => ((k % span) + span) % span);
  }

  // all answers a query without wanted terms: every document that passes, newest first.
  private all(): void {
    if (!this.allow) return;
    const ids: number[] = [];
    for (let id = this.files.documents - 1; id >= 0; id--) if (this.allow[id]) ids.push(id);
    this.result.total = ids.length;
    this.count(ids);
    this.show(ids, this.q.limit);
  }

  // show loads the documents of the page that was asked for.
  private show(ids: number[], most: number): void {
    const [list, read] = this.best(ids, most);
    const rest = ids.slice(read, read + this.q.offset + this.q.limit);
    const end = this.q.offset + this.q.limit;
    this.prefetch(rest.slice(Math.max(0, this.q.offset - list.length), Math.max(0, end - list.length)));
    const hits: Hit[] = list.slice(this.q.offset, end).map((v) => v.hit);
    for (let at = Math.max(list.length, this.q.offset); at < end && at - list.length < rest.length; at++) {
      const v = this.read(rest[at - list.length]);
      if (v) hits.push(v.hit);
    }
    this.result.hits = hits;
  }

  // prefetch notes all files of documents at once.
  private prefetch(ids: number[]): void {
    for (const id of ids) if (!this.files.has(id)) this.files.fragment(this.request, id);
    this.request.pause();
  }

  // best reads the first documents and puts those that have the terms as they
  // stand before the others. It reads a page of them; up to most as long as
  // none has them; a few more if some have and others have not. The pages after
  // the first go on from there, so that no document is on two.
  private best(ids: number[], most: number): [Verified[], number] {
    const list: Verified[] = [];
    const limit = this.q.limit;
    const long = this.terms.some((t) => t.tokens.length >= longTerm);
    let named = false;
    let read = 0;
    this.whole = this.partly = false;
    this.refused = 0;
    for (; read < ids.length && read < Math.max(most, 3 * limit); read++) {
      let wanted = most;
      if (this.whole) wanted = this.partly && !named && long ? limit + mixedVerified : limit;
      if (list.length >= limit && read >= wanted) break;
      if (!this.files.has(ids[read])) this.prefetch(ids.slice(read, Math.min(Math.max(wanted, read + 1), read + batch)));
      const v = this.read(ids[read]);
      if (!v) continue;
      if (v.hit.whole) this.whole = true;
      else this.partly = true;
      if (v.titled) named = true;
      list.push(v);
    }
    if (!this.q.newest) sortStable(list, (v) => v.level);
    return [list, read];
  }

  // read verifies a document: null if it lacks a quoted phrase. One that did
  // not arrive gets the benefit of the doubt.
  private read(id: number): Verified | null {
    const f = this.files.fragment(this.request, id);
    this.request.pause();
    const v = this.verify(id, f);
    if (!f || v.exact) return v;
    this.refused++;
    return null;
  }

  private verify(id: number, arrived: Fragment | null): Verified {
    const f = arrived || lost;
    const { title, text, number, index, other } = arrived ? this.files.folded(id, f) : lostFolded;
    const wanted = this.wanted();
    let [level, whole, exact, titled, joined] = [0, true, true, true, ""];
    for (const t of wanted) {
      joined = join(joined, t.text);
      if (has(f.text, t.typed) || has(f.title, t.typed)) level += levelLiteral;
      if (has(title.text, t.text) || has(number, t.text) || has(index, t.text)) {
        level += levelTermTitle;
        continue;
      }
      titled = false;
      if (has(text.text, t.text) || has(other, t.text)) {
        level += levelTerm;
        continue;
      }
      whole = false;
      exact = exact && !t.exact;
    }
    const inRow = wanted.length > 1 && (has(title.text, joined) || has(number, joined) || has(text.text, joined));
    if (inRow) level += levelJoined;
    if (whole || inRow) level += levelAll;
    if (wanted.length > 0 && title.text === joined) level += levelTitle;
    if (wanted.length > 0 && (number === joined || index === joined)) level += levelNumber;
    return { hit: this.hit(id, f, title, text, whole || inRow), level, exact, titled };
  }

  private hit(id: number, f: Fragment, title: Folded, text: Folded, whole: boolean): Hit {
    return {
      id, address: f.address, title: f.title, titlePieces: markedTitle(this.terms, f.title, title, !whole),
      number: f.number, date: f.date, kind: f.kind, agency: f.agency, category: f.category, validity: f.validity,
      passage: passage(this.terms, f.summary, f.text, text), whole,
    };
  }

  // relax fills the page with documents that have most of the query, if none
  // was found that has all of it.
  private relax(): void {
    this.refine();
    const singles: List[] = [];
    for (const t of this.wanted()) {
      if (t.tokens.length < 2 || t.tokens.length > relaxedSingle) continue;
      for (const token of t.tokens) singles.push(this.files.find(this.request, unit(token, 0)));
    }
    this.request.pause();
    this.showRelaxed(this.order(this.cover(singles), false));
  }

  // cover adds up what documents have of the query: units, and characters on
  // their own, in titles for more. Documents come first in which one wrong
  // character for each term explains all units that they lack.
  private cover(singles: List[]): Matched {
    const score = new Int32Array(this.files.documents);
    const bits = new Int32Array(this.files.documents);
    this.lists.concat(singles).forEach((l, i) => {
      const w = this.rarity(l.docs);
      for (const e of l.entries) {
        const id = Math.floor(e / classes);
        score[id] += w * (relaxedWeight + (e % classes));
        if (i < this.lists.length) bits[id] |= 1 << i;
      }
    });
    const ids: number[] = [];
    for (let id = 0; id < score.length; id++) {
      if (score[id] === 0 || (this.allow && !this.allow[id])) continue;
      if (this.oneWrong(bits[id] | this.unsure)) score[id] += explained;
      ids.push(id);
    }
    return { score, ids };
  }

  // oneWrong tells whether the units that a document lacks are, for each term,
  // those that share one character.
  private oneWrong(has: number): boolean {
    let [first, last, term] = [0, 0, -1];
    for (let i = 0; i < this.asked.length; i++) {
      if (has & (1 << i)) continue;
      const a = this.asked[i];
      if (a.term !== term) [term, first, last] = [a.term, a.place, a.place];
      first = Math.min(first, a.place);
      last = Math.max(last, a.place);
      if (last - first > 1) return false;
    }
    return true;
  }

  // showRelaxed reads the best documents, and those on show, and sorts them by
  // how much of the query stands in them in one place.
  private showRelaxed(ids: number[]): void {
    const all = this.result.hits.map((h) => h.id).concat(ids.slice(0, maxRelaxed));
    this.prefetch(all);
    const list: { v: Verified; agree: number; gone: string[] }[] = [];
    all.forEach((id, i) => {
      const f = all.indexOf(id) === i ? this.files.fragment(this.request, id) : null;
      if (!f) return;
      const v = this.verify(id, f);
      const folded = this.files.folded(id, f);
      if (v.exact && this.covered(folded)) list.push({ v, ...this.agreement(folded) });
    });
    this.result.hits = [];
    this.result.total = 0;
    this.result.exact = true;
    if (list.length === 0) return;
    sortStable(list, (c) => c.agree);
    this.result.hits = list.slice(0, this.q.limit).map((c) => c.v.hit);
    this.result.dropped = list[0].gone;
    this.result.close = true;
    this.result.total = this.result.hits.length;
  }

  // covered tells whether half of the characters of the terms stand
  // in the document, each beside one that stands beside it in the term. What has
  // less is not close to what was asked for.
  private covered(f: FoldedFragment): boolean {
    const stands = (phrase: string): boolean => has(f.title.text, phrase) || has(f.text.text, phrase);
    let [some, all] = [0, 0];
    for (const t of this.wanted()) {
      const phrase = t.text.slice(0, maxAgree);
      all += phrase.length;
      if (phrase.length === 1 && stands(phrase)) some++;
      for (let i = 0, last = 0; i + 2 <= phrase.length; i++) {
        if (!stands(phrase.slice(i, i + 2))) continue;
        some += i + 2 - Math.max(i, last);
        last = i + 2;
      }
    }
    return 2 * some >= all;
  }

  // agreement is how many characters of the terms stand in the document at the
  // right distance from each other, squared for each term, and which runs of the
  // terms do not stand in it at all.
  private agreement(f: FoldedFragment): { agree: number; gone: string[] } {
    const title = f.title.text;
    const text = f.text.text;
    const gone: string[] = [];
    let agree = 0;
    for (const t of this.wanted()) {
      const phrase = t.text.slice(0, maxAgree);
      let [n, at] = nearest(title, phrase);
      let where = title;
      const [m, place] = nearest(text, phrase);
      if (m > n) [n, at, where] = [m, place, text];
      agree += n * n;
      for (const run of differing(phrase, where.slice(at))) if (!has(title, run) && !has(text, run)) gone.push(run);
    }
    return { agree, gone };
  }

  // loadFilters finds the documents that pass the filters and have nothing
  // that is not wanted.
  private loadFilters(): void {
    for (const f of facets) if (this.q.filters[f]) this.keep(f, this.q.filters[f]);
    if (this.q.from || this.q.to) this.keepDates();
    for (const t of this.terms) if (t.not) this.drop(t);
    if (this.q.counts) for (const f of facets) this.files.column(this.request, f);
  }

  private allowed(): Uint8Array {
    if (!this.allow) this.allow = new Uint8Array(this.files.documents).fill(1);
    return this.allow;
  }

  private keep(facet: string, want: string): void {
    const c = this.files.column(this.request, facet);
    if (!c) return;
    const number = c.ids.indexOf(want) + 1; // no document that passes has 0
    const allow = this.allowed();
    c.values.forEach((v, id) => {
      if (v !== number || number === 0) allow[id] = 0;
    });
  }

  private keepDates(): void {
    const c = this.files.column(this.request, "date");
    if (!c) return;
    const from = dayOf(this.q.from);
    const to = dayOf(this.q.to);
    const allow = this.allowed();
    let day = 0;
    c.values.forEach((step, id) => {
      day += step;
      if (day < from || (to > 0 && day > to) || day === 0) allow[id] = 0;
    });
  }

  // drop excludes the documents that have all units of a term, which is those
  // that have the term, and a few more.
  private drop(t: Term): void {
    const has = new Uint8Array(this.files.documents);
    t.units.forEach((u, i) => {
      let l = this.files.find(this.request, u.key);
      if (l.kind === headList) l = this.files.whole(this.request, l);
      for (const e of l.entries) {
        const id = Math.floor(e / classes);
        if (has[id] === i) has[id]++;
      }
    });
    const allow = this.allowed();
    has.forEach((n, id) => {
      if (n === t.units.length) allow[id] = 0;
    });
  }

  // count counts values among documents found.
  private count(ids: number[]): void {
    if (!this.q.counts) return;
    for (const f of facets) {
      const c = this.files.column(this.request, f);
      if (!c) continue;
      const counts = new Int32Array(c.ids.length + 1);
      for (const id of ids) counts[c.values[id]]++;
      const values: FacetValue[] = c.ids.map((id, i) => ({ id, name: c.names[i], count: counts[i + 1] }));
      const some = values.filter((v) => v.count > 0 || v.id === this.q.filters[f]);
      if (some.length > 0) this.result.facets[f] = some;
    }
  }
}

// lost stands in for a document whose file did not arrive.
const lost: Fragment = {
  address: "", title: "", number: "", index: "", date: "", kind: "", agency: "", category: "", validity: "", summary: "", more: "", text: "",
};

const none: Folded = { text: "", at: [] };
const lostFolded: FoldedFragment = { title: none, text: none, number: "", index: "", other: "" };

function has(text: string, phrase: string): boolean {
  return text.indexOf(phrase) >= 0;
}

// sortStable sorts by a number, largest first, and leaves equals as they are,
// which older browsers' sort does not.
function sortStable<T>(list: T[], by: (t: T) => number): void {
  const keyed = list.map((t, i) => ({ t, i, n: by(t) }));
  keyed.sort((a, b) => b.n - a.n || a.i - b.i);
  keyed.forEach((k, i) => (list[i] = k.t));
}

// nearest finds the place where most of the phrase stands, character by
// character: each place that a character has in the text speaks for one place
// of the phrase.
function nearest(text: string, phrase: string): [number, number] {
  const votes = new Uint8Array(text.length);
  for (let k = 0; k < phrase.length; k++) {
    for (let i = text.indexOf(phrase[k], k); i >= 0; i = text.indexOf(phrase[k], i + 1)) votes[i - k]++;
  }
  let at = 0;
  for (let i = 1; i < votes.length; i++) if (votes[i] > votes[at]) at = i;
  return [votes.length > 0 ? votes[at] : 0, at];
}

// differing are the runs of the phrase that do not stand in text.
function differing(phrase: string, text: string): string[] {
  const runs: string[] = [];
  let from = -1;
  for (let i = 0; i <= phrase.length; i++) {
    const same = i === phrase.length || phrase[i] === text[i];
    if (same && from >= 0) {
      runs.push(phrase.slice(from, i));
      from = -1;
    } else if (!same && from < 0) {
      from = i;
    }
  }
  return runs;
}

// logarithm returns 16 times the logarithm of v to base 2, v > 0.
function logarithm(v: number): number {
  const whole = 31 - Math.clz32(v);
  return whole * 16 + (Math.floor((v * 16) / 2 ** whole) % 16);
}

// dayOf counts the days from the first of January of the year 1, which is day
// 1. What is no date is day 0.
function dayOf(date: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return 0;
  const ms = Date.parse(date + "T00:00:00Z");
  return isNaN(ms) ? 0 : ms / 86400000 + 719162 + 1;
}
