// What the page asks of the index, and what it gets.

// Query is what a reader asks for. Text is what was typed: terms apart by
// spaces, “a phrase” that must stand as it is, -term that must not. Filters are
// ids, "" for all; from and to are dates, 2006-01-02, both inclusive.
export interface Query {
  text: string;
  filters: { [facet: string]: string };
  from: string;
  to: string;
  newest: boolean; // newest first instead of best first
  counts: boolean; // count the hits by facet: this loads more
  offset: number;
  limit: number;
}

export const facets = ["kind", "agency", "category", "topic", "genre", "validity", "year"];

export interface Piece {
  text: string;
  marked: boolean;
}

export interface Hit {
  id: number;
  address: string; // from the site's root
  title: string; // "" if the document's file did not arrive
  titlePieces: Piece[];
  number: string;
  date: string;
  kind: string; // its id
  agency: string; // names
  category: string;
  validity: string;
  passage: Piece[];
  whole: boolean; // it has every term as it stands
}

export interface FacetValue {
  id: string;
  name: string;
  count: number;
}

export interface Result {
  hits: Hit[];
  total: number; // of documents that match, whatever the limit
  exact: boolean; // whether total is right; otherwise there are about as many
  close: boolean; // nothing has all of the query as it stands: hits are the closest there are
  dropped: string[]; // what of the query the first of those lacks
  facets: { [facet: string]: FacetValue[] }; // where counts were asked for
  missing: string[]; // files that did not arrive or are broken: hits may be wanting
  outdated: boolean; // one of them is of another version than the page
}

// Agency is one whose name's pinyin begins with the letters that were typed.
export interface Agency {
  id: string;
  name: string;
}

// Searcher is the index as the page sees it. Its promises never fail: what
// could not be loaded is in the result.
export interface Searcher {
  // ready tells whether the index could be opened, and if not, whether it is of
  // another version than the page.
  ready(): Promise<"yes" | "missing" | "outdated">;
  search(query: Query): Promise<Result>;
  agencies(letters: string): Promise<Agency[]>;
  suggest(typed: string): Promise<string[]>; // titles
}
