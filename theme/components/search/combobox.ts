// Titles below the search box of the header, while somebody types: a combobox
// with a list. Arrow keys choose, Enter takes, Escape closes. Without it the form
// works as it is.

import { element, fill, later } from "./dom";
import { openSuggestions } from "./suggestions";

const pause = 200; // milliseconds
const most = 8; // suggestions

interface Option {
  text: string;
  href: string; // of an agency, else ""
}

export function suggestIn(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[name=q]");
  const line = input && input.parentElement;
  if (!input || !line) return;
  new Combobox(form, input, line).start();
}

class Combobox {
  private root = this.form.getAttribute("data-root") || "";
  private source = openSuggestions(this.root);
  private list = element("ul", { id: "suggestions", class: "suggestions", role: "listbox", "aria-label": "建议", hidden: "" });
  private options: Option[] = [];
  private at = -1; // the chosen option
  private turn = 0;
  private typed = later(pause, () => this.ask());

  constructor(private form: HTMLFormElement, private input: HTMLInputElement, line: HTMLElement) {
    line.appendChild(this.list);
    const set: { [name: string]: string } = {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions", "aria-haspopup": "listbox",
    };
    for (const name of Object.keys(set)) input.setAttribute(name, set[name]);
  }

  start(): void {
    this.input.addEventListener("input", (e) => {
      if (!(e as InputEvent).isComposing) this.typed.call();
    });
    this.input.addEventListener("compositionend", () => this.typed.call());
    this.input.addEventListener("keydown", (e) => this.key(e));
    this.input.addEventListener("blur", () => this.close());
    // mousedown comes before blur, which would close the list under the pointer.
    this.list.addEventListener("mousedown", (e) => {
      e.preventDefault();
      const li = (e.target as HTMLElement).closest("li");
      if (li && e.button === 0) this.take(Array.prototype.indexOf.call(this.list.children, li));
    });
    this.typed.call();
  }

  private async ask(): Promise<void> {
    const turn = ++this.turn;
    const typed = this.input.value.trim();
    const [agencies, titles] = await Promise.all([
      /^[a-z]{2,10}$/i.test(typed) ? this.source.agencies(typed) : Promise.resolve([]),
      this.source.suggest(typed),
    ]);
    if (turn !== this.turn || document.activeElement !== this.input) return;
    const found = agencies.map((a) => ({ text: a.name, href: `${this.root}agencies/${encodeURIComponent(a.id)}.html` }));
    this.show(found.concat(titles.map((text) => ({ text, href: "" }))).slice(0, most));
  }

  private show(options: Option[]): void {
    this.options = options;
    fill(this.list, ...options.map((o, i) => element("li", { id: "suggestion-" + i, role: "option", "aria-selected": "false" }, o.text)));
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.choose(-1);
  }

  private close(): void {
    this.turn++;
    this.typed.cancel();
    this.show([]);
  }

  private choose(i: number): void {
    this.at = i;
    Array.prototype.forEach.call(this.list.children, (li: HTMLElement, k: number) => li.setAttribute("aria-selected", String(k === i)));
    if (i >= 0) this.input.setAttribute("aria-activedescendant", "suggestion-" + i);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private key(e: KeyboardEvent): void {
    if (e.isComposing || this.options.length === 0) return;
    const n = this.options.length;
    if (e.key === "ArrowDown") this.choose(this.at + 1 < n ? this.at + 1 : -1);
    else if (e.key === "ArrowUp") this.choose(this.at >= 0 ? this.at - 1 : n - 1);
    else if (e.key === "Escape") this.close();
    else if (e.key === "Enter" && this.at >= 0) this.take(this.at);
    else return;
    e.preventDefault();
  }

  private take(i: number): void {
    const o = this.options[i];
    if (!o) return;
    if (o.href) {
      location.href = o.href;
      return;
    }
    this.input.value = o.text;
    this.close();
    this.form.submit();
  }
}
