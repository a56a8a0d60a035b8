// The files that queries need, and what they hold. A query runs without
// waiting: what it asks for and is not here is noted, the query stops at its next
// halt, and runs again once all that was noted has arrived.

import { Loaded, Loader } from "./load";
import { Folded, foldText } from "./fold";
import { Numbers } from "./number";
import { shardOf } from "./unit";

export const classes = 8;

// List is the documents that have a unit, with their classes: id * classes + class.
export interface List {
  docs: number; // that have the unit
  kind: number;
  long: number; // the unit, by which the whole list is filed, if only its head is here
  entries: number[];
}

export const wholeList = 0;
export const headList = 2;
const listKinds = 3;
const nothing: List = { docs: 0, kind: wholeList, long: 0, entries: [] };

export interface Column {
  ids: string[];
  names: string[];
  values: number[];
}

// Fragment is a document as its file has it.
export interface Fragment {
  address: string;
  title: string;
  number: string;
  index: string;
  date: string;
  kind: string;
  agency: string;
  category: string;
  validity: string;
  summary: string;
  more: string;
  text: string;
}

// FoldedFragment is a document as terms are looked up in it.
export interface FoldedFragment {
  title: Folded;
  text: Folded;
  number: string;
  index: string;
  other: string;
}

interface Meta {
  documents: number;
  shards: number;
  perFragment: number;
  stamp: string; // changes with any file of the index
}

interface File {
  kind: string;
  name: string;
}

const folder = 256; // files in a folder

// halt is thrown where a query cannot go on without what it asked for.
export const halt = {};

export class Files {
  private meta: Meta | null = null;
  private here: { [name: string]: Loaded } = {};
  private lists: { [key: number]: List } = {};
  private wholes: { [key: number]: number[] } = {};
  private columns: { [name: string]: Column } = {};
  private folds: { [id: number]: FoldedFragment } = {};

  constructor(private loader: Loader) {}

  async open(): Promise<"yes" | "missing" | "outdated"> {
    const l = await this.loader.load("meta", "meta.js");
    if (typeof l === "string") return l;
    if (l.length < 4) return "missing";
    const [documents, shards, perFragment, stamp] = l as [number, number, number, string];
    this.meta = { documents, shards, perFragment, stamp };
    return "yes";
  }

  get documents(): number {
    return this.meta ? this.meta.documents : 0;
  }

  // retry forgets what did not arrive, so that it is asked for again.
  retry(): void {
    for (const name of Object.keys(this.here)) if (this.here[name] === "missing") delete this.here[name];
  }

  // fetch loads what a query noted.
  async fetch(wanted: File[]): Promise<void> {
    await Promise.all(
      wanted.map(async (f) => {
        this.here[f.name] = await this.loader.load(f.kind, f.name, this.meta!.stamp);
      }),
    );
  }

  // get returns what a file holds, null if it is lost. One that is not here is
  // noted in the query's request.
  private get(request: Request, kind: string, name: string): unknown[] | null {
    const l = this.here[name];
    if (l === undefined) {
      request.wanted.push({ kind, name });
      return null;
    }
    if (typeof l === "string") {
      request.lost(name, l);
      return null;
    }
    return l;
  }

  // find looks a unit up in its shard. One that is not there has an empty list.
  find(request: Request, key: number): List {
    if (this.lists[key]) return this.lists[key];
    const n = shardOf(key, this.meta!.shards);
    const name = `i/${Math.floor(n / folder)}/${n}.js`;
    const content = this.get(request, "shard", name);
    if (!content) return nothing;
    if (content[0] !== n || typeof content[1] !== "string") {
      request.lost(name, "missing");
      return nothing;
    }
    return (this.lists[key] = this.findIn(content[1], key));
  }

  private findIn(shard: string, key: number): List {
    const ns = new Numbers(shard);
    for (let at = 0; ; ) {
      const step = ns.next();
      if (step < 0) return nothing;
      at += step;
      const head = ns.next();
      const l: List = { docs: Math.floor(head / listKinds) + 1, kind: head % listKinds, long: 0, entries: [] };
      const count = l.kind === wholeList ? l.docs : ns.next();
      if (at < key >>> 2) {
        ns.skip(count);
        continue;
      }
      if (at > key >>> 2) return nothing;
      l.long = key;
      l.entries = this.postings(ns, count);
      return l;
    }
  }

  // postings reads so many, or as many as there are.
  private postings(ns: Numbers, count: number): number[] {
    const all: number[] = [];
    for (let next = 0; count > 0; count--) {
      const v = ns.next();
      const entry = next * classes + v;
      if (v < 0 || entry >= this.documents * classes) break;
      all.push(entry);
      next = Math.floor(entry / classes) + 1;
    }
    return all;
  }

  // whole is the whole list of one whose shard has its head only.
  whole(request: Request, l: List): List {
    let entries = this.wholes[l.long];
    if (!entries) {
      const hex = ("0000000" + l.long.toString(16)).slice(-8);
      const name = `l/${hex[0]}/${hex}.js`;
      const content = this.get(request, "long", name);
      if (!content) return l;
      if (content[0] !== l.long || typeof content[1] !== "string") {
        request.lost(name, "missing");
        return l;
      }
      entries = this.wholes[l.long] = this.postings(new Numbers(content[1]), l.docs);
    }
    return { docs: l.docs, kind: wholeList, long: 0, entries };
  }

  // has tells whether a document's file is here, or known to be lost.
  has(id: number): boolean {
    return this.here[this.fragmentName(id)] !== undefined;
  }

  private fragmentName(id: number): string {
    const n = Math.floor(id / this.meta!.perFragment);
    return `f/${Math.floor(n / folder)}/${n}.js`;
  }

  fragment(request: Request, id: number): Fragment | null {
    const n = Math.floor(id / this.meta!.perFragment);
    const name = this.fragmentName(id);
    const content = this.get(request, "fragment", name);
    if (!content) return null;
    const v = content[0] === n ? content[1 + (id % this.meta!.perFragment)] : null;
    if (!Array.isArray(v) || v.length < 12) {
      request.lost(name, "missing");
      return null;
    }
    const [address, title, number, index, date, kind, agency, category, validity, summary, more, text] = v as string[];
    return { address, title, number, index, date, kind, agency, category, validity, summary, more, text };
  }

  // folded is a document folded. It is kept until the table of traditional
  // forms makes another of it.
  folded(id: number, f: Fragment): FoldedFragment {
    if (this.folds[id]) return this.folds[id];
    return (this.folds[id] = {
      title: foldText(f.title),
      text: foldText(f.text),
      number: foldText(f.number).text,
      index: foldText(f.index).text,
      other: foldText([f.agency, f.category, f.summary, f.more].join("\n")).text,
    });
  }

  // refold forgets what was folded.
  refold(): void {
    this.folds = {};
  }

  // column is a facet's values, or the steps between dates. It is null while
  // the file is not here.
  column(request: Request, facet: string): Column | null {
    if (this.columns[facet]) return this.columns[facet];
    const name = `c/${facet}.js`;
    const content = this.get(request, "column", name);
    if (!content) return null;
    const [is, ids, names, text] = content as [string, string[], string[], string];
    const values: number[] = [];
    const ns = new Numbers(String(text));
    for (let v = ns.next(); v >= 0; v = ns.next()) values.push(v);
    if (is !== facet || values.length !== this.documents) {
      request.lost(name, "missing");
      return null;
    }
    return (this.columns[facet] = { ids: ids || [], names: names || [], values });
  }

  // traditional is the table of traditional forms, "" if it is lost or not here.
  traditional(request: Request): string {
    const content = this.get(request, "traditional", "traditional.js");
    return content ? String(content[0]) : "";
  }
}

// Request is what one run of a query asked for, and what is lost.
export class Request {
  wanted: File[] = [];
  missing: string[] = [];
  outdated = false;

  lost(name: string, why: "missing" | "outdated"): void {
    if (this.missing.indexOf(name) < 0) this.missing.push(name);
    if (why === "outdated") this.outdated = true;
  }

  // pause ends the run if something that it asked for is not here.
  pause(): void {
    if (this.wanted.length > 0) throw halt;
  }
}
