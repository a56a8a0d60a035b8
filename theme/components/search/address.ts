// What the page shows, and the address that says so: it can be shared, and Back
// works.

import { facets } from "./types";

export interface State {
  q: string;
  filters: { [facet: string]: string };
  from: string;
  to: string;
  newest: boolean;
  page: number; // from 1
}

export function parse(query: string): State {
  const all: { [name: string]: string } = {};
  for (const part of query.replace(/^\?/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) all[part.slice(0, at)] = decode(part.slice(at + 1));
  }
  const filters: { [facet: string]: string } = {};
  for (const f of facets) if (all[f]) filters[f] = all[f];
  return {
    q: all.q || "", filters, from: date(all.from), to: date(all.to),
    newest: all.sort === "newest", page: Math.max(1, Math.min(100000, parseInt(all.page, 10) || 1)),
  };
}

// decode reads a value as forms write it. What is broken stays as it is.
function decode(s: string): string {
  const spaced = s.replace(/\+/g, " ");
  try {
    return decodeURIComponent(spaced);
  } catch (e) {
    return spaced;
  }
}

function date(s: string | undefined): string {
  return s && /^\d{4}-\d\d-\d\d$/.test(s) ? s : "";
}

export function format(s: State): string {
  const parts: string[] = [];
  const add = (name: string, value: string): void => {
    if (value) parts.push(name + "=" + encode(value));
  };
  add("q", s.q.trim());
  for (const f of facets) add(f, s.filters[f] || "");
  add("from", s.from);
  add("to", s.to);
  add("sort", s.newest ? "newest" : "");
  add("page", s.page > 1 ? String(s.page) : "");
  return parts.length > 0 ? "?" + parts.join("&") : "";
}

// encode survives half characters, which encodeURIComponent does not.
function encode(s: string): string {
  return encodeURIComponent(s.replace(/[\ud800-\udbff](?![\udc00-\udfff])|([^\ud800-\udbff]|^)[\udc00-\udfff]/g, "$1\ufffd"));
}

export function filtered(s: State): boolean {
  return s.from !== "" || s.to !== "" || facets.some((f) => !!s.filters[f]);
}

// isEmpty tells that there is nothing to look for.
export function isEmpty(s: State): boolean {
  return s.q.trim() === "" && !filtered(s);
}
