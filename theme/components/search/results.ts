// Hits, and what is said about them.

import { element, marked } from "./dom";
import { Hit, Result } from "./types";

export const perPage = 10;

// What a hit that is no disclosed document is called.
const kinds: { [kind: string]: string } = { letter: "来信", guide: "公开指南", regulation: "公开制度", agency: "机构", page: "栏目" };

// row is the list item of a hit.
export function row(hit: Hit): HTMLLIElement {
  if (!hit.address) return element("li", { class: "hit" }, element("p", {}, `第 ${hit.id + 1} 号文件没有取到，可以稍后再试。`));
  const link = element("a", { href: hit.address, "data-hit": "", class: "hit-title" }, ...marked(hit.titlePieces));
  const head = element("p", { class: "hit-head" }, link);
  if (hit.validity && hit.validity !== "有效") head.append(" ", element("span", { class: "tag" }, hit.validity));
  return element("li", { class: "hit" }, head, facts(hit), passage(hit));
}

function facts(hit: Hit): HTMLElement {
  const p = element("p", { class: "hit-facts" });
  const add = (e: HTMLElement): void => p.append(e, " ");
  const kind = kinds[hit.kind] || hit.category;
  if (kind) add(element("span", {}, kind));
  if (hit.agency && hit.kind !== "agency") add(element("span", {}, hit.agency));
  if (hit.number) add(element("span", {}, hit.number));
  if (hit.date) add(element("time", { datetime: hit.date }, hit.date));
  return p;
}

const longPassage = 110; // characters; a shorter one is the whole text

function passage(hit: Hit): HTMLElement {
  const p = element("p", { class: "hit-text" }, ...marked(hit.passage));
  if ((p.textContent || "").length >= longPassage) p.append("……");
  return p;
}

// told is the sentence of the status line.
export function told(asked: string, r: Result): string {
  const about = asked ? `“${asked}”` : "所选条件";
  let s: string;
  if (r.hits.length === 0 && r.total === 0) s = asked ? `没有找到含有${about}的内容。` : "没有符合所选条件的内容。";
  else if (r.close) s = `没有完全符合${about}的内容。下面是最接近的 ${r.hits.length} 条${lacking(r.dropped)}。`;
  else s = r.exact ? `找到 ${r.total} 条。` : `找到约 ${rough(r.total)} 条。`;
  return s + lost(r);
}

function lacking(dropped: string[]): string {
  return dropped.length > 0 ? "，其中没有" + dropped.map((d) => `“${d}”`).join("") : "";
}

// rough is a number as it is told when it is not exact.
function rough(n: number): number {
  if (n < 20) return n;
  const step = n < 200 ? 10 : n < 2000 ? 100 : 1000;
  return Math.round(n / step) * step;
}

function lost(r: Result): string {
  if (r.outdated) return "索引刚刚更新过，请刷新页面再查。";
  if (r.missing.length > 0) return `索引有 ${r.missing.length} 个文件没有取到，结果可能不全，可以稍后再试。`;
  return "";
}
