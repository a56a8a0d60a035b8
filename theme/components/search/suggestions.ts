// Titles and agencies for what is being typed. It loads one small file of
// metadata, and one small file of titles for each two characters.

import { foldText } from "./fold";
import { Loader } from "./load";
import { Numbers } from "./number";
import { Agency } from "./types";
import { shardOf, tokensOf, unit } from "./unit";

interface Meta {
  files: number;
  stamp: string;
  ids: string[];
  names: string[];
  letters: string[];
}

export interface Suggestions {
  suggest(typed: string): Promise<string[]>;
  agencies(letters: string): Promise<Agency[]>;
}

const longest = 100; // characters of what was typed
const minInitials = 2;
const folder = 256; // files in a folder

export function openSuggestions(root: string): Suggestions {
  const loader = new Loader(root);
  const meta = (): Promise<Meta | null> =>
    loader.load("suggestions", "suggest.js").then((l) => {
      if (typeof l === "string" || l.length < 5) return null;
      const [files, stamp, ids, names, letters] = l as [number, string, string[], string[], string[]];
      return { files, stamp, ids, names, letters };
    });

  async function suggest(typed: string): Promise<string[]> {
    const text = foldText(typed.slice(0, longest).replace(/\n/g, " ")).text;
    const tokens = tokensOf(text).list;
    if (tokens.length < 2) return [];
    const m = await meta();
    if (!m) return [];
    // The last two tell titles apart: the first ones are often the county's name.
    const key = unit(tokens[tokens.length - 2], tokens[tokens.length - 1]);
    const n = shardOf(key, m.files);
    const l = await loader.load("suggest", `s/${Math.floor(n / folder)}/${n}.js`, m.stamp);
    if (typeof l === "string" || l[0] !== n) return [];
    return titlesOf(l[1] as string, l[3] as string[], key >>> 2).filter((t) => foldText(t).text.indexOf(text) >= 0);
  }

  async function agencies(letters: string): Promise<Agency[]> {
    const wanted = letters.toLowerCase();
    const m = wanted.length < minInitials ? null : await meta();
    if (!m) return [];
    const all = m.ids.map((id, i) => ({ id, name: m.names[i], at: m.letters[i].indexOf(wanted) }));
    const first = all.filter((a) => a.at === 0);
    return first.concat(all.filter((a) => a.at > 0)).map((a) => ({ id: a.id, name: a.name }));
  }

  return { suggest, agencies };
}

// titlesOf finds the titles of a unit in a file of suggestions.
function titlesOf(lists: string, titles: string[], key: number): string[] {
  const ns = new Numbers(lists);
  for (let at = 0; ; ) {
    const step = ns.next();
    if (step < 0) return [];
    at += step;
    const count = ns.next();
    if (at !== key) {
      ns.skip(count);
      continue;
    }
    const found: string[] = [];
    for (let i = 0; i < count; i++) {
      const title = titles[ns.next()];
      if (title !== undefined) found.push(title);
    }
    return found;
  }
}
