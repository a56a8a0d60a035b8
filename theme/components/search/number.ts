// The number code of the index: natural numbers in printable symbols; see
// generator/search/FORMAT.md. What ends a number tells it from the next.

const firstSymbol = 35; // "#"
const backslash = 92; // no symbol
const lasts = 56; // symbols that end a number
const symbols = 91;
const leads = symbols - lasts;

// valueAt is the value of the symbol at a place, or more than any symbol has.
function valueAt(text: string, at: number): number {
  const c = text.charCodeAt(at);
  const v = (c > backslash ? c - 1 : c) - firstSymbol;
  return v >= 0 && v < symbols ? v : symbols;
}

// Numbers reads numbers one by one. After the end, or at what is no symbol,
// there is -1.
export class Numbers {
  at = 0;

  constructor(readonly text: string) {}

  next(): number {
    let v = 0;
    while (this.at < this.text.length) {
      const c = valueAt(this.text, this.at++);
      if (c < lasts) return v * lasts + c;
      if (c >= symbols) break;
      v = v * leads + c - lasts + 1;
    }
    this.at = this.text.length;
    return -1;
  }

  // skip passes over numbers without reading them.
  skip(count: number): void {
    while (count > 0 && this.at < this.text.length) {
      if (valueAt(this.text, this.at++) < lasts) count--;
    }
  }
}
