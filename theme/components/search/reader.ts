// The index as the page sees it.

import { knowsTraditional, learn, mayBeTraditional } from "./fold";
import { Files, halt, Request } from "./files";
import { Loader } from "./load";
import { Search } from "./ranking";
import { openSuggestions } from "./suggestions";
import { Query, Result, Searcher } from "./types";

const maxRuns = 20; // of one query; it takes six at most

// open opens the index of a site. The root is the way from the page to it.
export function open(root: string): Searcher {
  const loader = new Loader(root);
  const files = new Files(loader);
  const { suggest, agencies } = openSuggestions(root);
  let opened: Promise<"yes" | "missing" | "outdated"> | null = null;

  function ready(): Promise<"yes" | "missing" | "outdated"> {
    if (!opened) {
      opened = files.open();
      opened.then((state) => {
        if (state === "missing") opened = null; // the next query tries again
      });
    }
    return opened;
  }

  async function search(query: Query): Promise<Result> {
    const state = await ready();
    if (state !== "yes") return { ...empty(), missing: ["meta.js"], outdated: state === "outdated" };
    files.retry();
    if (mayBeTraditional(query.text)) await learnTraditional();
    const result = await answer(query);
    // The query, or the documents, may have traditional forms that no table of
    // the browser's told: with ours it may be found after all.
    if ((result.close || result.total === 0) && !knowsTraditional() && (await learnTraditional())) return answer(query);
    return result;
  }

  async function answer(query: Query): Promise<Result> {
    for (let run = 0; run < maxRuns; run++) {
      const request = new Request();
      try {
        return new Search(files, request, query).run();
      } catch (e) {
        if (e !== halt) throw e;
        await files.fetch(request.wanted);
      }
    }
    return empty();
  }

  async function learnTraditional(): Promise<boolean> {
    const request = new Request();
    if (!files.traditional(request)) await files.fetch(request.wanted);
    const table = files.traditional(new Request());
    if (table) learn(table);
    files.refold();
    return table !== "";
  }

  return { ready, search, suggest, agencies };
}

function empty(): Result {
  return { hits: [], total: 0, exact: true, close: false, dropped: [], facets: {}, missing: [], outdated: false };
}
