// The search page: what is typed or chosen becomes a state, the state an address
// and a query, the answer a list.

import { filtered, format, isEmpty, parse, State } from "./address";
import { element, fill, later } from "./dom";
import { clear, Filters } from "./filters";
import { open } from "./reader";
import { perPage, row, told } from "./results";
import { Agency, Query, Result, Searcher } from "./types";

const pause = 300; // milliseconds between a key and the results
const slow = 400; // milliseconds after which the page says that it is looking
const remember = "search"; // key of the last query in the session's storage

declare global {
  interface Window {
    __search: (text: string, options?: { limit?: number }) => Promise<{ url: string; title: string }[]>;
    __searchReady: Promise<unknown>;
  }
}

// How a new state becomes an address: while typing it takes the place of the
// one before, else Back leads to the one before.
type Way = "replace" | "push" | "none";

export function page(): void {
  const searcher = open("");
  window.__searchReady = searcher.ready();
  window.__search = (text, options = {}) =>
    searcher.search({ ...queryOf(parse("")), text, limit: options.limit || perPage }).then((r) => r.hits.map((h) => ({ url: h.address, title: h.title })));
  const find = (hook: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-search-${hook}]`);
  const [status, results, ways, tools, chips, note, pager, help] = ["status", "results", "ways", "tools", "chips", "note", "pager", "help"].map(find);
  const box = document.querySelector<HTMLInputElement>("form[role=search] input[name=q]");
  if (!status || !results || !ways || !tools || !chips || !note || !pager || !help || !box || !box.form) return;
  new SearchPage(searcher, { status, results, ways, tools, chips, note, pager, help, box }).start();
}

interface Parts {
  status: HTMLElement;
  results: HTMLElement;
  ways: HTMLElement;
  tools: HTMLElement;
  chips: HTMLElement;
  note: HTMLElement;
  pager: HTMLElement;
  help: HTMLElement;
  box: HTMLInputElement;
}

function queryOf(s: State): Query {
  return {
    text: s.q, filters: s.filters, from: s.from, to: s.to, newest: s.newest, counts: false, offset: (s.page - 1) * perPage, limit: perPage,
  };
}

class SearchPage {
  private state: State = parse("");
  private turn = 0; // of the newest query; late answers to older ones are dropped
  private title = document.title;
  private filters: Filters;
  private details = element("details", { class: "filter-panel", "data-search-filters": "" }, element("summary", {}, "筛选"));
  private sorts: { [order: string]: HTMLButtonElement } = {};
  private typed = later(pause, () => this.type());

  constructor(private searcher: Searcher, private parts: Parts) {
    this.filters = new Filters(this.details, parts.chips, (change) => this.choose(change));
    this.details.addEventListener("toggle", () => {
      if (this.details.open) this.run();
    });
    fill(parts.tools, this.sorting(), this.details);
  }

  start(): void {
    this.listen();
    window.addEventListener("popstate", () => this.restore());
    this.restore();
  }

  // restore shows what the address says.
  private restore(): void {
    this.typed.cancel();
    this.state = parse(location.search);
    this.parts.box.value = this.state.q;
    this.run();
  }

  private listen(): void {
    const box = this.parts.box;
    let composing = false;
    box.addEventListener("compositionstart", () => (composing = true));
    box.addEventListener("compositionend", () => {
      composing = false;
      this.typed.call();
    });
    box.addEventListener("input", () => {
      if (!composing) this.typed.call();
    });
    box.form!.addEventListener("submit", (e) => {
      e.preventDefault();
      this.typed.cancel();
      this.choose((s) => {
        s.q = box.value;
      });
    });
    box.addEventListener("keydown", (e) => {
      if (e.isComposing) return;
      if (e.key === "ArrowDown" && this.focusHit(0)) e.preventDefault();
      if (e.key === "Escape" && box.value) {
        e.preventDefault();
        box.value = "";
        this.typed.call();
      }
    });
    this.parts.results.addEventListener("keydown", (e) => this.move(e));
  }

  private links(): HTMLElement[] {
    return Array.from(this.parts.results.querySelectorAll<HTMLElement>("a[data-hit]"));
  }

  private focusHit(i: number): boolean {
    const link = this.links()[i];
    if (link) link.focus();
    return !!link;
  }

  // move goes from hit to hit, and back to the box.
  private move(e: KeyboardEvent): void {
    const at = this.links().indexOf(document.activeElement as HTMLElement);
    if (at < 0 || e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.key === "ArrowDown") this.focusHit(at + 1);
    else if (e.key === "ArrowUp" && at > 0) this.focusHit(at - 1);
    else if (e.key === "Escape" || e.key === "ArrowUp") this.parts.box.select();
    else return;
    if (e.key === "Escape" || (e.key === "ArrowUp" && at === 0)) this.parts.box.focus();
    e.preventDefault();
  }

  // type takes what stands in the box, while somebody is typing.
  private type(): void {
    if (this.parts.box.value.trim() === this.state.q.trim()) return;
    this.set((s) => {
      s.q = this.parts.box.value;
    }, "replace");
  }

  private choose(change: (s: State) => void): void {
    this.set(change, "push");
  }

  private set(change: (s: State) => void, way: Way): void {
    const before = format(this.state);
    this.state.page = 1;
    change(this.state);
    const now = format(this.state);
    if (now !== before || way === "replace") this.note(now, way);
    this.run();
  }

  // note writes the address. Pages opened from a disk may forbid it.
  private note(address: string, way: Way): void {
    try {
      const to = location.pathname + address;
      if (way === "push") history.pushState(null, "", to);
      else history.replaceState(null, "", to);
    } catch (e) {
      // The address stays; the results are there all the same.
    }
  }

  private async run(): Promise<void> {
    const turn = ++this.turn;
    const s = this.state;
    if (isEmpty(s)) {
      this.idle();
      return;
    }
    keep(format(s));
    const waiting = window.setTimeout(() => this.tell("正在查找……", "loading"), slow);
    this.parts.status.setAttribute("data-state", "loading");
    const counts = this.details.open || filtered(s);
    const [result, agencies] = await Promise.all([this.searcher.search({ ...queryOf(s), counts }), this.agencies(s.q)]);
    window.clearTimeout(waiting);
    if (turn === this.turn) this.show(s, result, agencies);
  }

  // agencies are those whose pinyin begins with what was typed.
  private agencies(q: string): Promise<Agency[]> {
    return /^[a-z]{2,10}$/i.test(q.trim()) ? this.searcher.agencies(q.trim()) : Promise.resolve([]);
  }

  private tell(text: string, state: string): void {
    this.parts.status.textContent = text;
    this.parts.status.setAttribute("data-state", state);
  }

  private idle(): void {
    const { results, pager, tools, chips, note, ways } = this.parts;
    fill(results);
    fill(pager);
    fill(note);
    tools.hidden = chips.hidden = pager.hidden = true;
    ways.hidden = false;
    this.placeHelp(false);
    document.title = this.title;
    this.tell("在上面的框里输入要找的内容，结果会随着输入显示。", "idle");
    const last = parse(kept());
    if (last.q) note.appendChild(element("p", {}, "上次查找：", element("a", { href: format(last) }, last.q)));
  }

  private show(s: State, r: Result, agencies: Agency[]): void {
    const { results, tools, ways, note } = this.parts;
    const failed = r.missing.indexOf("meta.js") >= 0;
    const none = r.hits.length === 0;
    fill(results, ...r.hits.map(row));
    results.setAttribute("start", String((s.page - 1) * perPage + 1));
    fill(note);
    if (agencies.length > 0) note.appendChild(meant(agencies));
    if (none && !failed) note.appendChild(this.advice(s));
    tools.hidden = failed || (none && !filtered(s));
    ways.hidden = !none;
    this.placeHelp(none);
    this.filters.show(s, r.facets);
    this.press(s.newest);
    this.turnPages(s, r);
    document.title = (s.q.trim() ? s.q.trim() + " - " : "") + this.title;
    if (failed) this.tell(r.outdated ? "检索程序刚刚更新过，请刷新页面再查。" : "检索没有准备好，可能是网络断了。可以稍后再试，或者按下面的方式查找。", "error");
    else this.tell(told(s.q.trim(), r), "done");
  }

  // placeHelp puts whom to ask before the other ways in where nothing was
  // found, and at the end of the page else.
  private placeHelp(first: boolean): void {
    const { help, ways } = this.parts;
    ways.parentNode!.insertBefore(help, first ? ways : null);
  }

  // advice is what to try when nothing was found.
  private advice(s: State): HTMLElement {
    const list = element("ul", { class: "advice" }, element("li", {}, "少写几个字，只写最要紧的词"), element("li", {}, "检查有没有写错的字，或者换一种说法"));
    if (/["“”＂]/.test(s.q)) list.appendChild(element("li", {}, "去掉引号"));
    if (filtered(s)) {
      const b = element("button", { type: "button", class: "plain" }, "去掉全部条件");
      b.addEventListener("click", () => this.choose(clear));
      list.appendChild(element("li", {}, b));
    }
    return element("div", {}, element("p", {}, "可以这样再试："), list);
  }

  private sorting(): HTMLElement {
    const group = element("div", { class: "sort", role: "group", "aria-label": "排序" });
    for (const [order, text] of [["best", "最相关"], ["newest", "最新"]]) {
      const b = element("button", { type: "button", "aria-pressed": "false" }, text);
      b.addEventListener("click", () => this.choose((s) => {
        s.newest = order === "newest";
      }));
      this.sorts[order] = b;
      group.appendChild(b);
    }
    return group;
  }

  private press(newest: boolean): void {
    this.sorts.best.setAttribute("aria-pressed", String(!newest));
    this.sorts.newest.setAttribute("aria-pressed", String(newest));
  }

  private turnPages(s: State, r: Result): void {
    const pages = Math.ceil(r.total / perPage);
    const list = element("ul");
    if (s.page > 1) list.appendChild(element("li", {}, this.pageLink(s, s.page - 1, "上一页")));
    list.appendChild(element("li", { class: "page-number" }, `第 ${s.page} 页，${r.exact ? "共" : "约"} ${Math.max(pages, s.page)} 页`));
    if (s.page < pages) list.appendChild(element("li", {}, this.pageLink(s, s.page + 1, "下一页")));
    fill(this.parts.pager, list);
    this.parts.pager.hidden = pages < 2 && s.page === 1;
  }

  private pageLink(s: State, n: number, text: string): HTMLElement {
    const a = element("a", { href: "search.html" + format({ ...s, page: n }) }, text);
    a.addEventListener("click", (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
      e.preventDefault();
      this.state.page = n;
      this.note(format(this.state), "push");
      this.run().then(() => {
        this.focusHit(0);
        this.parts.status.scrollIntoView();
      });
    });
    return a;
  }
}

function meant(agencies: Agency[]): HTMLElement {
  const p = element("p", { class: "meant" }, "您要找的是不是：");
  agencies.slice(0, 8).forEach((a, i) => {
    if (i > 0) p.append("、");
    p.append(element("a", { href: `agencies/${encodeURIComponent(a.id)}.html` }, a.name));
  });
  return p;
}

// The last query is kept for the session, where the browser allows it.
function keep(query: string): void {
  try {
    sessionStorage.setItem(remember, query);
  } catch (e) {
    // Pages opened from a disk may forbid storage.
  }
}

function kept(): string {
  try {
    return sessionStorage.getItem(remember) || "";
  } catch (e) {
    return "";
  }
}
