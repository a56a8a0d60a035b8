// Tokens and units: what lists of the index are filed under; see
// generator/search/FORMAT.md.

import { isWordChar } from "./fold";

const wordBit = 0x80000000;
const longWord = 32; // longer words are cut into pieces of this length

export interface Tokens {
  list: number[];
  places: number[]; // of each token, in the folded text
}

export function isWord(token: number): boolean {
  return token >= wordBit;
}

// tokensOf cuts folded text of one line: words are one token, and so is each
// other character.
export function tokensOf(text: string): Tokens {
  const t: Tokens = { list: [], places: [] };
  let hash = 0;
  let length = 0;
  const end = (at: number): void => {
    if (length === 0) return;
    t.list.push((hash | wordBit) >>> 0);
    t.places.push(at - length);
    length = 0;
  };
  for (let i = 0; i < text.length; i++) {
    const c = text.codePointAt(i)!;
    if (isWordChar(c)) {
      if (length === longWord) end(i);
      if (length === 0) hash = 0x811c9dc5;
      hash = Math.imul(hash ^ c, 0x01000193);
      length++;
      continue;
    }
    end(i);
    if (c === 32 || c === 10) continue;
    t.list.push(c);
    t.places.push(i);
    if (c > 0xffff) i++;
  }
  end(text.length);
  return t;
}

// unit is the key of two tokens side by side, or of one if b is 0. It has 30
// bits, at the top of 32.
export function unit(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  h = Math.imul(h, 0x297a2d39);
  h ^= h >>> 15;
  return ((h >>> 2) << 2) >>> 0;
}

// shardOf is the shard of a unit, one of so many: they share the keys evenly
// and in order.
export function shardOf(key: number, shards: number): number {
  return Math.floor((key * shards) / 0x100000000);
}
