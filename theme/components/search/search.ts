// Looks for the words of ?q= in the names and titles that stand on the search
// page, and says that it looked no further. The full-text search takes the
// place of this part.

// folded makes full-width letters and digits, case and the shapes of brackets
// in document numbers equal.
function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\[(【]/g, "〔")
    .replace(/[\])】]/g, "〕");
}

function query(): string {
  const m = /[?&]q=([^&]*)/.exec(location.search);
  try {
    return m ? decodeURIComponent(m[1].replace(/\+/g, " ")).trim().slice(0, 100) : "";
  } catch (e) {
    return "";
  }
}

export function search(): void {
  const status = document.querySelector<HTMLElement>("[data-search-status]");
  const results = document.querySelector<HTMLElement>("[data-search-results]");
  const ways = document.querySelector<HTMLElement>("[data-search-ways]");
  const asked = query();
  if (!status || !results || !ways || !asked) return;

  const box = document.querySelector<HTMLInputElement>("form[role=search] input[name=q]");
  if (box) box.value = asked;
  const words = folded(asked).split(/\s+/);
  const seen: { [href: string]: boolean } = {};
  const rows = ways.querySelectorAll<HTMLElement>("li");
  for (let i = 0; i < rows.length; i++) {
    const link = rows[i].querySelector("a");
    const text = folded(rows[i].textContent || "");
    if (!link || seen[link.href] || !words.every((w) => text.indexOf(w) >= 0)) continue;
    seen[link.href] = true;
    const row = rows[i].cloneNode(true) as HTMLElement;
    row.querySelector("a")!.setAttribute("data-hit", "");
    results.appendChild(row);
  }
  const found = results.children.length;
  status.textContent =
    (found > 0 ? `找到 ${found} 项含有“${asked}”的标题或名称。` : `没有找到含有“${asked}”的标题或名称。`) +
    "只找了最新公开信息的标题和本页列出的名称，没有找正文。全文检索正在建设，也可按下列方式查找。";
  status.setAttribute("data-state", "done");
}
