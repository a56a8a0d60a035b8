/* The query over the lists of receivers of funds. It reads an index, then only
   the lists that can hold an answer, newest first, and stops when a page is
   full. Files are scripts, so that it works from a disk too. */

type Shard = {Fund: number; Year: number; Township: number; Rows: number; Least: string; Most: string; Villages: string};
type Index = {Funds: string[]; Townships: string[]; Shards: Shard[]; Surnames: Record<string, string>};
type Village = {Name: string; Address: string; Rows: string};
type Hit = {name: string; fund: string; place: string; address: string; amount: string; date: string};
type Asked = {fund: string; year: string; township: string; village: string; name: string; from: number; to: number};

declare global {
  interface Window {
    gongkaiFunds: (value: unknown) => void;
  }
}

const pageful = 50;
let told: unknown = null;
window.gongkaiFunds = (value) => {
  told = value;
};

function load<T>(address: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => {
      const value = told;
      told = null;
      script.remove();
      if (value) resolve(value as T);
      else reject(new Error(address));
    };
    script.onerror = () => {
      script.remove();
      reject(new Error(address));
    };
    document.head.append(script);
  });
}

const files: {[name: string]: Promise<unknown>} = {};
function once<T>(name: string): Promise<T> {
  if (!(name in files)) {
    files[name] = load<T>("data/" + name + ".js");
    files[name].catch(() => delete files[name]);
  }
  return files[name] as Promise<T>;
}

// has reports whether a shard is among those of a surname.
function has(bits: string | undefined, n: number): boolean {
  if (!bits) return false;
  const bytes = atob(bits);
  return n >> 3 < bytes.length && (bytes.charCodeAt(n >> 3) & (1 << (n & 7))) !== 0;
}

function fits(index: Index, s: Shard, n: number, q: Asked): boolean {
  return (!q.fund || index.Funds[s.Fund] === q.fund) && (!q.year || String(s.Year) === q.year) &&
    (!q.township || index.Townships[s.Township] === q.township) && (!q.village || s.Villages.includes(q.village)) && (!q.name || has(index.Surnames[q.name], n)) &&
    !(Number(s.Most) < q.from) && !(Number(s.Least) > q.to);
}

function* answers(index: Index, s: Shard, villages: Village[], q: Asked): Generator<Hit> {
  for (const v of villages) {
    if (q.village && !v.Name.includes(q.village)) continue;
    for (const line of v.Rows.split("\n")) {
      const [name, amount, date] = line.split(",");
      const n = Number(amount);
      if ((q.name && name !== q.name) || n < q.from || n > q.to) continue;
      yield {name: name + "*", fund: s.Year + "年" + index.Funds[s.Fund], place: index.Townships[s.Township] + " " + v.Name, address: v.Address, amount, date};
    }
  }
}

async function* ask(index: Index, q: Asked): AsyncGenerator<Hit> {
  const order = index.Shards.map((_, n) => n).sort((a, b) => index.Shards[b].Year - index.Shards[a].Year || a - b);
  for (const n of order) {
    if (!fits(index, index.Shards[n], n, q)) continue;
    yield* answers(index, index.Shards[n], await once<Village[]>(String(n)), q);
  }
}

function read(form: HTMLFormElement): Asked {
  const f = new FormData(form);
  const text = (k: string) => String(f.get(k) ?? "").trim();
  const number = (k: string, none: number) => (text(k) === "" ? none : Number(text(k)));
  return {fund: text("fund"), year: text("year"), township: text("township"), village: text("village"),
    name: text("name").replace(/[*＊某]+$/, ""), from: number("from", 0), to: number("to", Infinity)};
}

function cell(tag: string, text: string, kind = ""): HTMLElement {
  const e = document.createElement(tag);
  e.textContent = text;
  if (kind) e.className = kind;
  return e;
}

function row(h: Hit): HTMLTableRowElement {
  const tr = document.createElement("tr");
  const name = cell("th", h.name);
  name.setAttribute("scope", "row");
  const place = document.createElement("td");
  const a = document.createElement("a");
  a.href = "../" + h.address;
  a.textContent = h.place;
  place.append(a);
  tr.append(name, cell("td", h.fund), place, cell("td", Number(h.amount).toLocaleString("zh-CN", {minimumFractionDigits: 2}), "number"), cell("td", h.date));
  return tr;
}

function options(select: HTMLSelectElement, values: string[]): void {
  for (const v of values) {
    const o = document.createElement("option");
    o.textContent = v;
    select.append(o);
  }
}

async function start(): Promise<void> {
  const form = document.querySelector<HTMLFormElement>("form[data-funds]");
  const status = document.querySelector<HTMLElement>("[data-funds-status]");
  const results = document.querySelector<HTMLElement>("[data-funds-results]");
  const more = document.querySelector<HTMLButtonElement>("[data-funds-more]");
  const body = results?.querySelector("tbody");
  if (!form || !status || !results || !more || !body) return;
  const say = (state: string, text: string) => {
    status.setAttribute("data-state", state);
    status.textContent = text;
  };
  let index: Index;
  try {
    index = await once<Index>("index");
  } catch {
    say("error", "名单没有读出来，请从下面的名单里找，或者过一会儿再试。");
    return;
  }
  const field = (name: string) => form.elements.namedItem(name) as HTMLSelectElement;
  options(field("fund"), index.Funds);
  options(field("year"), Array.from(new Set(index.Shards.map((s) => String(s.Year)))).sort().reverse());
  options(field("township"), index.Townships);
  form.classList.add("ready");
  const all = index.Shards.reduce((n, s) => n + s.Rows, 0);
  say("idle", `共有 ${all} 条记录。选好条件，点“查”。`);

  let found: AsyncGenerator<Hit> | null = null;
  let shown = 0;
  const show = async () => {
    if (!found) return;
    const mine = found;
    say("loading", "正在查……");
    for (let n = 0; n < pageful; n++) {
      let next: IteratorResult<Hit>;
      try {
        next = await mine.next();
      } catch {
        if (mine === found) say("error", "有的名单没有读出来，请过一会儿再试。");
        return;
      }
      if (mine !== found) return; // another question was asked meanwhile
      if (next.done) {
        more.hidden = true;
        say("done", shown === 0 ? "没有查到。姓名只按姓查；金额按元。" : `共查到 ${shown} 条。`);
        return;
      }
      shown++;
      results.hidden = false;
      body.append(row(next.value));
    }
    more.hidden = false;
    say("done", `先显示 ${shown} 条，还有更多。`);
  };
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    body.replaceChildren();
    results.hidden = true;
    more.hidden = true;
    shown = 0;
    found = ask(index, read(form));
    void show();
  });
  more.addEventListener("click", () => void show());
}

void start();

export {};
