/* Fee for processing requests beyond a reasonable volume (国办函〔2020〕109号):
   bands are charged one after another, by piece or by page, never both. */

type Step = {from: number; to: number; rate: number; sum: number};

const pages = [[30, 0], [100, 10], [200, 20], [Infinity, 40]];

export function steps(by: string, count: number): Step[] {
  const list: Step[] = [];
  let done = 0;
  const band = (to: number, rate: number) => {
    const n = Math.min(count, to) - done;
    if (n <= 0) return;
    list.push({from: done + 1, to: done + n, rate, sum: n * rate});
    done += n;
  };
  if (by === "page") {
    for (const [to, rate] of pages) band(to, rate);
    return list;
  }
  band(10, 0);
  band(30, 100);
  for (let to = 40, rate = 200; done < count; to += 10, rate += 100) band(to, rate);
  return list;
}

export function fee(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-fee]");
  const answer = form?.querySelector<HTMLElement>("[data-answer]");
  if (!form || !answer) return;
  form.hidden = false;
  const show = () => {
    const data = new FormData(form);
    const count = Number(data.get("count"));
    const unit = data.get("by") === "page" ? "页" : "件";
    if (!Number.isInteger(count) || count < 0 || count > 100000) {
      answer.textContent = "请填 0 到 100000 之间的整数。";
      return;
    }
    const list = steps(String(data.get("by")), count);
    const sum = list.reduce((n, s) => n + s.sum, 0);
    answer.textContent = `${count} ${unit}，收 ${sum} 元。`;
    const ul = document.createElement("ul");
    for (const s of list.slice(0, 12)) {
      const li = document.createElement("li");
      li.textContent = `第 ${s.from}—${s.to} ${unit}：` + (s.rate ? `每${unit} ${s.rate} 元，共 ${s.sum} 元` : "不收");
      ul.append(li);
    }
    if (list.length > 12) {
      const li = document.createElement("li");
      li.textContent = `……共 ${list.length} 档`;
      ul.append(li);
    }
    answer.append(ul);
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    show();
  });
  show();
}
