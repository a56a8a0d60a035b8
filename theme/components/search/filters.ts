// The panel of filters, and the chips that show which are set.

import { State } from "./address";
import { element, empty } from "./dom";
import { facets, FacetValue } from "./types";

const names: { [facet: string]: string } = {
  kind: "类型", agency: "机构", category: "类别", topic: "主题", genre: "体裁", validity: "有效性", year: "年份",
};

// Change is what somebody chose: a part of the state.
export type Change = (s: State) => void;

export class Filters {
  private selects: { [facet: string]: HTMLSelectElement } = {};
  private from = element("input", { type: "date", id: "filter-from", placeholder: "2026-01-31" });
  private to = element("input", { type: "date", id: "filter-to", placeholder: "2026-01-31" });
  private labels: { [facetAndId: string]: string } = {}; // names of values that were seen

  constructor(panel: HTMLElement, private chips: HTMLElement, private change: (c: Change) => void) {
    const fields = element("div", { class: "filters" });
    for (const f of facets) {
      const id = "filter-" + f;
      const select = element("select", { id });
      select.addEventListener("change", () => change((s) => set(s, f, select.value)));
      this.selects[f] = select;
      fields.appendChild(element("p", { class: "filter", hidden: "" }, element("label", { for: id }, names[f]), select));
    }
    fields.appendChild(this.dates());
    panel.appendChild(fields);
  }

  private dates(): HTMLElement {
    const change = (): void => this.change((s) => {
      s.from = this.from.value;
      s.to = this.to.value;
    });
    this.from.addEventListener("change", change);
    this.to.addEventListener("change", change);
    return element("p", { class: "filter filter-dates", role: "group", "aria-label": "日期" },
      element("label", { for: "filter-from" }, "日期从"), this.from, element("label", { for: "filter-to" }, "到"), this.to);
  }

  // show makes the panel and the chips tell the state. values are those that the
  // hits have, where they were counted.
  show(s: State, values: { [facet: string]: FacetValue[] }): void {
    for (const f of facets) {
      const list = values[f] || [];
      for (const v of list) this.labels[f + " " + v.id] = v.name;
      this.options(f, list, s.filters[f] || "");
    }
    this.from.value = s.from;
    this.to.value = s.to;
    this.showChips(s);
  }

  private options(f: string, list: FacetValue[], chosen: string): void {
    const select = this.selects[f];
    const field = select.parentElement as HTMLElement;
    if (list.length === 0 && !chosen) {
      field.hidden = true;
      return;
    }
    field.hidden = false;
    empty(select);
    select.appendChild(element("option", { value: "" }, "全部"));
    for (const v of sorted(f, list)) select.appendChild(element("option", { value: v.id }, `${v.name}（${v.count}）`));
    if (chosen && !list.some((v) => v.id === chosen)) select.appendChild(element("option", { value: chosen }, this.label(f, chosen)));
    select.value = chosen;
  }

  private label(f: string, id: string): string {
    return this.labels[f + " " + id] || id;
  }

  private showChips(s: State): void {
    empty(this.chips);
    let count = 0;
    const chip = (text: string, remove: Change): void => {
      count++;
      const b = element("button", { type: "button", class: "chip", "aria-label": "去掉条件：" + text }, text + " ", element("span", { "aria-hidden": "true" }, "×"));
      b.addEventListener("click", () => this.change(remove));
      this.chips.appendChild(element("li", {}, b));
    };
    for (const f of facets) {
      const id = s.filters[f];
      if (id) chip(`${names[f]}：${this.label(f, id)}`, (t) => set(t, f, ""));
    }
    if (s.from || s.to) {
      chip(`日期：${s.from || "最早"} 至 ${s.to || "今天"}`, (t) => {
        t.from = t.to = "";
      });
    }
    if (count > 1) {
      const b = element("button", { type: "button", class: "chip chip-all" }, "去掉全部条件");
      b.addEventListener("click", () => this.change(clear));
      this.chips.appendChild(element("li", {}, b));
    }
    this.chips.hidden = count === 0;
  }
}

function set(s: State, facet: string, id: string): void {
  if (id) s.filters[facet] = id;
  else delete s.filters[facet];
}

export function clear(s: State): void {
  s.filters = {};
  s.from = s.to = "";
}

// sorted puts the newest year first, and what has most hits first elsewhere.
function sorted(f: string, list: FacetValue[]): FacetValue[] {
  const copy = list.slice();
  if (f === "year") return copy.sort((a, b) => (a.id < b.id ? 1 : -1));
  return copy.sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}
