// Folding: width, case, traditional forms, brackets and punctuation make no
// difference; see generator/search/FORMAT.md.

const gap = 32;
const line = 10;

// simplified holds, for each traditional form, what stands in its place. It is
// empty until somebody needs it: few queries have traditional forms.
const simplified: { [char: number]: number } = {};
let learned = false;

// learn takes in pairs of a traditional and a simplified character.
export function learn(pairs: string): void {
  for (let i = 0; i + 1 < pairs.length; i += 2) simplified[pairs.charCodeAt(i)] = pairs.charCodeAt(i + 1);
  learned = true;
}

export function knowsTraditional(): boolean {
  return learned;
}

// usual holds the 6,763 characters of GB 2312, where the browser can tell. A
// Han character that is not among them may be a traditional form.
let usual: { [char: string]: boolean } | null = null;

function usualCharacters(): { [char: string]: boolean } {
  const all: { [char: string]: boolean } = {};
  const bytes = new Uint8Array(72 * 94 * 2);
  for (let row = 0, i = 0; row < 72; row++) {
    for (let cell = 0; cell < 94; cell++) {
      bytes[i++] = 0xb0 + row;
      bytes[i++] = 0xa1 + cell;
    }
  }
  for (const c of new TextDecoder("gbk").decode(bytes)) all[c] = true;
  return all;
}

// mayBeTraditional tells whether a text has characters that simplified Chinese
// does not use.
export function mayBeTraditional(text: string): boolean {
  if (learned || !/[\u4e00-\u9fff]/.test(text) || typeof TextDecoder === "undefined") return false;
  if (!usual) usual = usualCharacters();
  for (const c of text) {
    if (c >= "\u4e00" && c <= "\u9fff" && !usual[c]) return true;
  }
  return false;
}

// foldUsual gives what a character of the usual ranges counts as, -1 for others.
function foldUsual(c: number): number {
  if (c >= 0x4e00 && c <= 0x9fff) return (learned && simplified[c]) || c;
  if ((c >= 97 && c <= 122) || (c >= 48 && c <= 57)) return c;
  if (c >= 65 && c <= 90) return c + 32;
  if (c === line) return line;
  if (c < 0xaa || (c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x3020 && c !== 0x3007)) return gap;
  if (c >= 0xff01 && c <= 0xff5e) return foldUsual(c - 0xfee0);
  return -1;
}

// notLetters are the ranges of marks, symbols, private characters and pictures.
const notLetters = [
  0, 0xbf, 0xd7, 0xd7, 0xf7, 0xf7, 0x300, 0x36f, 0x2000, 0x2e7f, 0x3000, 0x3004, 0x3008, 0x3020, 0x302a, 0x3030, 0xd800, 0xf8ff,
  0xfe00, 0xfe6f, 0xff00, 0xff0f, 0xffe0, 0x1ffff, 0xe0000, 0x10ffff,
];

function isLetter(c: number): boolean {
  for (let i = 0; i < notLetters.length; i += 2) {
    if (c >= notLetters[i] && c <= notLetters[i + 1]) return false;
  }
  return true;
}

function foldRare(char: string, emit: (c: number) => void): void {
  for (const part of char.normalize("NFKC")) {
    const low = lower(part.codePointAt(0)!);
    const f = foldUsual(low);
    emit(f >= 0 ? f : isLetter(low) ? low : gap);
  }
}

// lower is the lower case of a character where that is one character too.
function lower(c: number): number {
  const s = String.fromCodePoint(c).toLowerCase();
  const l = s.codePointAt(0)!;
  return s.length === (l > 0xffff ? 2 : 1) ? l : c;
}

// Folded is text as phrases are looked up in it: folded characters without
// those that were dropped, except one gap between two words, and the place of
// each in the text it was made of.
export interface Folded {
  text: string;
  at: number[];
}

export function isWordChar(c: number): boolean {
  return c < 0x80 && c !== gap && c !== line;
}

export function foldText(s: string): Folded {
  const chars: string[] = [];
  const at: number[] = [];
  let apart = false;
  let last = 0;
  const put = (c: number, from: number): void => {
    if (c === gap) {
      apart = true;
      return;
    }
    if (apart && last > 0 && isWordChar(last) && isWordChar(c)) {
      chars.push(" ");
      at.push(from);
    }
    apart = false;
    last = c;
    const char = String.fromCodePoint(c);
    chars.push(char);
    for (let i = 0; i < char.length; i++) at.push(from);
  };
  for (let i = 0; i < s.length; i++) {
    const usual = foldUsual(s.charCodeAt(i));
    if (usual >= 0) {
      put(usual, i);
      continue;
    }
    const from = i;
    const c = s.codePointAt(i)!;
    if (c > 0xffff) i++;
    // What is half a character is none.
    foldRare(c >= 0xd800 && c <= 0xdfff ? "\ufffd" : String.fromCodePoint(c), (f) => put(f, from));
  }
  return { text: chars.join(""), at };
}

// join puts two folded texts after each other as foldText would have them.
export function join(a: string, b: string): string {
  const between = a && b && isWordChar(a.charCodeAt(a.length - 1)) && isWordChar(b.charCodeAt(0));
  return a + (between ? " " : "") + b;
}
