// Files of the index are scripts that call one function with what they hold, so
// that pages opened from a disk may load them too.

export const format = 1; // the version of the format that this reader knows

type Content = unknown[];

// Loaded is what a file holds; or why there is nothing.
export type Loaded = Content | "missing" | "outdated";

const patience = 20000; // milliseconds for a file

// called is what the script that has just run told.
let called: unknown[] | null = null;

declare global {
  interface Window {
    gongkaiSearch: (...args: unknown[]) => void;
  }
}

// Loader loads files of the index, each once. The root is the way from the
// page to the site's root.
export class Loader {
  private files: { [name: string]: Promise<Loaded> } = {};

  constructor(private root: string) {
    window.gongkaiSearch = (...args: unknown[]) => {
      called = args;
    };
  }

  // load loads a file: of which kind, by its name in the index, with what makes
  // a changed one be asked for anew. What is missing is asked for again next time.
  load(kind: string, name: string, stamp = ""): Promise<Loaded> {
    const known = this.files[name];
    if (known) return known;
    const loading = run(this.root + "search/" + name + (stamp ? "?" + stamp : "")).then((args) => judge(args, kind));
    this.files[name] = loading;
    loading.then((l) => {
      if (l === "missing") delete this.files[name];
    });
    return loading;
  }
}

function judge(args: unknown[] | null, kind: string): Loaded {
  if (!args || args.length < 2) return "missing";
  if (args[1] !== format) return "outdated";
  return args[0] === kind ? args.slice(2) : "missing";
}

// run loads a script and gives the arguments of its call, or null.
function run(address: string): Promise<unknown[] | null> {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    const done = (args: unknown[] | null): void => {
      clearTimeout(timer);
      script.remove();
      resolve(args);
    };
    const timer = setTimeout(done, patience, null);
    script.async = true;
    script.src = address;
    // A script's load event comes before another script runs.
    script.onload = () => {
      const args = called;
      called = null;
      done(args);
    };
    script.onerror = () => done(null);
    document.head.appendChild(script);
  });
}
