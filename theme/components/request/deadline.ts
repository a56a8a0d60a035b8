/* The last day for the reply to a request, with its working. The rules are
   those of generator/site/requests.go: working days of the law of the day of
   receipt, counted from the day after it; from the supplement, where one was
   asked for; without the days in which others were heard. */

type Years = Record<string, {Off: string; On: string}>;
type Law = {days: number; more: number; name: string};

const day = 86400000;
const revised = Date.UTC(2019, 4, 15); // 国务院令第711号
const first = Date.UTC(2008, 4, 1); // 国务院令第492号

function lawOf(received: number): Law | null {
  if (received < first) return null;
  return received < revised
    ? {days: 15, more: 15, name: "2007年公布的《政府信息公开条例》第二十四条"}
    : {days: 20, more: 20, name: "《政府信息公开条例》（2019年修订）第三十三条"};
}

// parse reads a date as people write it: 2026-3-2, 2026年3月2日, 20260302. What
// is no date is null, and nothing at all NaN.
export function parse(value: unknown): number | null {
  const s = String(value ?? "").trim();
  if (s === "") return NaN;
  const m = /^(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?$/.exec(s) || /^(\d{4})(\d\d)(\d\d)$/.exec(s);
  if (!m) return null;
  const d = new Date(Date.UTC(+m[1], +m[2] - 1, +m[3]));
  return d.getUTCMonth() === +m[2] - 1 && d.getUTCDate() === +m[3] ? d.getTime() : null;
}

const iso = (t: number) => new Date(t).toISOString().slice(0, 10);
const chinese = (t: number) => {
  const d = new Date(t);
  return `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日（星期${"日一二三四五六"[d.getUTCDay()]}）`;
};

export function calendar(years: Years) {
  const off = new Set<string>();
  const on = new Set<string>();
  for (const y of Object.keys(years)) {
    for (const d of years[y].Off.split(",")) off.add(y + d);
    for (const d of years[y].On.split(",")) on.add(y + d);
  }
  const key = (t: number) => iso(t).replace(/-/g, "");
  return {
    known: (t: number) => iso(t).slice(0, 4) in years,
    works: (t: number) => {
      const weekend = new Date(t).getUTCDay() % 6 === 0;
      return weekend ? on.has(key(t)) : !off.has(key(t));
    },
  };
}

export type Asked = {received: number; supplement: number; consulted: number; answered: number; extended: boolean};
export type Answer = {last: number; skipped: number; weekends: number; heard: number; days: number; law: Law} | {unknown: number} | null;

export function lastDay(years: Years, a: Asked): Answer {
  const law = lawOf(a.received);
  if (!law) return null;
  const c = calendar(years);
  let heard = 0;
  if (!isNaN(a.consulted) && !isNaN(a.answered)) {
    for (let t = a.consulted + day; t <= a.answered; t += day) if (c.works(t)) heard++;
  }
  const days = law.days + (a.extended ? law.more : 0);
  let left = days + heard;
  let t = isNaN(a.supplement) ? a.received : a.supplement;
  let skipped = 0;
  let weekends = 0;
  while (left > 0) {
    t += day;
    if (!c.known(t)) return {unknown: new Date(t).getUTCFullYear()};
    if (c.works(t)) left--;
    else if (new Date(t).getUTCDay() % 6 === 0) weekends++;
    else skipped++;
  }
  return {last: t, skipped, weekends, heard, days, law};
}

declare global {
  interface Window {
    gongkaiDays: (years: Years) => void;
  }
}

// deadline asks for the calendar, which is a file of its own: most readers of
// the page do not count.
export function deadline(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-deadline]");
  const answer = form?.querySelector<HTMLElement>("[data-answer]");
  if (!form || !answer) return;
  window.gongkaiDays = (years) => count(form, answer, years);
  const script = document.createElement("script");
  script.src = "data/workdays.js";
  document.head.append(script);
}

function count(form: HTMLFormElement, answer: HTMLElement, years: Years): void {
  form.hidden = false;
  const show = () => {
    const f = new FormData(form);
    const dates = ["received", "supplement", "consulted", "answered"].map((k) => parse(f.get(k)));
    const wrong = dates.indexOf(null);
    if (wrong >= 0) {
      const label = form.querySelectorAll("label")[wrong].textContent ?? "";
      answer.textContent = `“${label.replace(/（.*/, "")}”不是日期，请写成 2026-3-2 这样。`;
      return;
    }
    const [received, supplement, consulted, answered] = dates as number[];
    const asked: Asked = {received, supplement, consulted, answered, extended: f.get("extended") !== null};
    answer.textContent = say(asked, years);
    const steps = working(asked, years);
    if (steps.length > 0) {
      const ul = document.createElement("ul");
      for (const s of steps) {
        const li = document.createElement("li");
        li.textContent = s;
        ul.append(li);
      }
      answer.append(ul);
    }
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    show();
  });
  show();
}

function say(a: Asked, years: Years): string {
  if (isNaN(a.received)) return "请填收到申请的日期。";
  if (a.supplement < a.received) return "收到补正的日期不会早于收到申请的日期。";
  if (!isNaN(a.consulted) && isNaN(a.answered)) return "意见还没有收到，期限停在这里；收到以后再算。";
  if (a.answered < a.consulted) return "收到意见的日期不会早于征求意见的日期。";
  const r = lastDay(years, a);
  if (r === null) return "2008年5月1日《政府信息公开条例》施行以前收到的，没有法定期限。";
  if ("unknown" in r) return `${r.unknown}年的放假安排还没有公布，算不出来。`;
  return `最迟 ${chinese(r.last)} 答复。`;
}

function working(a: Asked, years: Years): string[] {
  if (isNaN(a.received) || a.supplement < a.received || a.answered < a.consulted || (!isNaN(a.consulted) && isNaN(a.answered))) return [];
  const r = lastDay(years, a);
  if (r === null || "unknown" in r) return [];
  const list = [`依据：${r.law.name}。`];
  list.push(isNaN(a.supplement) ? `从收到申请的次日起算，共 ${r.days} 个工作日。` : `从收到补正的次日起算，共 ${r.days} 个工作日。`);
  if (a.extended) list.push(`其中延长 ${r.law.more} 个工作日。`);
  if (r.heard > 0) list.push(`征求意见的 ${r.heard} 个工作日不算。`);
  list.push(`不算周末 ${r.weekends} 天、放假 ${r.skipped} 天；调休上班的周末要算。`);
  return list;
}
