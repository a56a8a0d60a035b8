// Reads a document aloud with the voice of the browser, where it has one for
// Chinese: begin, pause, go on, stop. The sentence that is read is marked.

interface Piece {
  text: string;
  block: Element;
  range: Range | null; // null where the browser has no way to mark a part
}

// The registry of marks is younger than ES2017's browsers.
interface Marks {
  set(name: string, mark: unknown): void;
  delete(name: string): void;
}

function marks(): Marks | null {
  const css = (window as unknown as { CSS?: { highlights?: Marks } }).CSS;
  return (css && css.highlights) || null;
}

function mark(range: Range): unknown {
  const Highlight = (window as unknown as { Highlight?: new (r: Range) => unknown }).Highlight;
  return Highlight ? new Highlight(range) : null;
}

export function read(): void {
  const body = document.querySelector("[data-document]");
  const button = document.querySelector<HTMLButtonElement>("[data-read]");
  if (!button) return;
  if (!body || !("speechSynthesis" in window) || typeof SpeechSynthesisUtterance !== "function") {
    button.style.display = "none";
    return;
  }
  button.style.display = "inline-block";
  button.addEventListener("click", () => new Reader(body, button).begin());
}

class Reader {
  private pieces: Piece[];
  private at = 0;
  private stopped = false;
  private paused = false;
  private bar = document.createElement("div");
  private pause = document.createElement("button");
  private said = document.createElement("span");

  constructor(body: Element, private opener: HTMLButtonElement) {
    const heading = document.querySelector("h1");
    this.pieces = (heading ? sentences(heading) : []).concat(sentences(body));
  }

  begin(): void {
    if (this.pieces.length === 0) return;
    this.opener.disabled = true;
    this.bar.className = "reader";
    this.bar.setAttribute("role", "group");
    this.bar.setAttribute("aria-label", "朗读");
    this.pause.type = "button";
    this.pause.className = "button";
    this.pause.textContent = "暂停";
    this.pause.addEventListener("click", () => this.toggle());
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "button";
    stop.textContent = "停止朗读";
    stop.addEventListener("click", () => this.end());
    this.said.setAttribute("role", "status");
    this.bar.append(this.pause, stop, this.said);
    const main = document.querySelector("main");
    if (main) main.append(this.bar);
    window.addEventListener("pagehide", () => speechSynthesis.cancel());
    speechSynthesis.cancel();
    this.pause.focus();
    this.next();
  }

  private toggle(): void {
    this.paused = !this.paused;
    if (this.paused) speechSynthesis.pause();
    else speechSynthesis.resume();
    this.pause.textContent = this.paused ? "继续" : "暂停";
    this.said.textContent = this.paused ? "已暂停" : "";
  }

  private next(): void {
    this.unmark();
    if (this.stopped) return;
    if (this.at === this.pieces.length) {
      this.end();
      return;
    }
    const piece = this.pieces[this.at++];
    const voice = new SpeechSynthesisUtterance(piece.text);
    voice.lang = "zh-CN";
    voice.rate = 0.9;
    voice.onend = () => this.next();
    voice.onerror = () => {
      if (this.stopped) return;
      this.end("没有读成：这台设备可能没有中文语音");
    };
    this.show(piece);
    speechSynthesis.speak(voice);
  }

  private show(piece: Piece): void {
    const all = marks();
    const one = piece.range && all ? mark(piece.range) : null;
    if (all && one) all.set("being-read", one);
    else piece.block.classList.add("being-read");
    const place = piece.block.getBoundingClientRect();
    if (place.top < 0 || place.bottom > innerHeight) piece.block.scrollIntoView({ block: "center" });
  }

  private unmark(): void {
    const all = marks();
    if (all) all.delete("being-read");
    const marked = document.querySelector(".being-read");
    if (marked) marked.classList.remove("being-read");
  }

  private end(why = ""): void {
    this.stopped = true;
    speechSynthesis.cancel();
    this.unmark();
    this.opener.disabled = false;
    if (why) {
      this.said.textContent = why;
      this.pause.hidden = true;
      return;
    }
    this.bar.remove();
    this.opener.focus();
  }
}

// sentences cuts the blocks of text into sentences, each in one block.
function sentences(root: Element): Piece[] {
  const pieces: Piece[] = [];
  const blocks = root.matches("h1") ? [root] : Array.from(root.querySelectorAll("p, li, h2, h3, h4, h5, h6, td, th, dt, dd, figcaption"));
  for (const block of blocks) {
    if (block.querySelector("p, li, td")) continue; // its own blocks are read
    const whole = block.textContent || "";
    const parts = whole.match(/[^。！？；]+[。！？；]*[”’）》]*/g) || [];
    let from = 0;
    for (const part of parts) {
      const to = from + part.length;
      if (part.trim()) pieces.push({ text: part.trim(), block, range: rangeOf(block, from, to) });
      from = to;
    }
  }
  return pieces;
}

// rangeOf is the range of some characters of a block's text.
function rangeOf(block: Element, from: number, to: number): Range | null {
  if (!marks()) return null;
  const range = document.createRange();
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = at + (node.nodeValue || "").length;
    if (from >= at && from <= end) range.setStart(node, from - at);
    if (to >= at && to <= end) {
      range.setEnd(node, to - at);
      return range;
    }
    at = end;
  }
  return null;
}
