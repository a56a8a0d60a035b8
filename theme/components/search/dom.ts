// Small helpers for making elements. Text goes in as text, never as HTML.

import { Piece } from "./types";

type Attributes = { [name: string]: string };
type Child = Node | string;

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const name of Object.keys(attributes)) e.setAttribute(name, attributes[name]);
  for (const c of children) e.appendChild(typeof c === "string" ? document.createTextNode(c) : c);
  return e;
}

// marked are the pieces of a text, with marks where they belong.
export function marked(pieces: Piece[]): Child[] {
  return pieces.map((p) => (p.marked ? element("mark", {}, p.text) : p.text));
}

export function empty(e: Element): void {
  while (e.firstChild) e.removeChild(e.firstChild);
}

export function fill(e: Element, ...children: Child[]): void {
  empty(e);
  for (const c of children) e.appendChild(typeof c === "string" ? document.createTextNode(c) : c);
}

// later returns a function that calls f once it has not been called for a while.
export function later(ms: number, f: () => void): { call: () => void; cancel: () => void } {
  let timer = 0;
  const cancel = (): void => window.clearTimeout(timer);
  return {
    cancel,
    call: () => {
      cancel();
      timer = window.setTimeout(f, ms);
    },
  };
}
