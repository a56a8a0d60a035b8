// Copies the page's address, and writes the day on which it is printed.

import { save } from "./save";

export function keep(): void {
  save();
  const button = document.querySelector<HTMLButtonElement>("[data-copy]");
  const said = document.querySelector("[data-copied]");
  const address = document.querySelector("[data-address]");
  if (button && said && address) {
    button.addEventListener("click", () => {
      const tell = (ok: boolean): void => {
        said.textContent = ok ? "已复制" : "没有复制成功，请选中网址后复制";
      };
      const text = address.textContent || "";
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => tell(true), () => tell(select(address)));
      else tell(select(address));
    });
  }

  const day = document.querySelector("[data-print-date]");
  if (day) {
    window.addEventListener("beforeprint", () => {
      const now = new Date();
      day.textContent = `打印日期：${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日`;
    });
  }
}

// select is the way of browsers without a clipboard, and of pages from a disk.
function select(of: Element): boolean {
  const selection = getSelection();
  if (!selection) return false;
  const range = document.createRange();
  range.selectNodeContents(of);
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand("copy");
}
