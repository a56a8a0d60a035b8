// The size of the text, printing, and "/" to get to the search box.

const names = ["标准", "大", "更大"];
const key = "text-size";

// Where a browser forbids storage, as some do for pages opened from a disk, a
// choice lasts as long as the page.
function remembered(): number {
  try {
    const n = Number(localStorage.getItem(key));
    return n === 1 || n === 2 ? n : 0;
  } catch (e) {
    return 0;
  }
}

function remember(n: number): void {
  try {
    localStorage.setItem(key, String(n));
  } catch (e) {
    // see above
  }
}

export function header(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-text-size]");
  const name = button && button.querySelector("span");
  let size = remembered();
  const show = (): void => {
    if (size > 0) document.documentElement.setAttribute("data-size", String(size + 1));
    else document.documentElement.removeAttribute("data-size");
    if (name) name.textContent = names[size];
  };
  show();
  if (button) {
    button.addEventListener("click", () => {
      size = (size + 1) % names.length;
      show();
      remember(size);
    });
  }

  const print = document.querySelector("[data-print]");
  if (print) print.addEventListener("click", () => window.print());

  const box = document.querySelector<HTMLInputElement>("form[role=search] input[name=q]");
  document.addEventListener("keydown", (e) => {
    if (!box || e.key !== "/" || e.ctrlKey || e.altKey || e.metaKey || e.isComposing) return;
    const at = e.target as HTMLElement;
    if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    e.preventDefault();
    box.focus();
    box.select();
  });
}
