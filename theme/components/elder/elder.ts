// 长者模式: larger, plainer, with more contrast, until it is turned off again.

const key = "elder";

// Where a browser forbids storage the choice lasts as long as the page.
function remembered(): boolean {
  try {
    return localStorage.getItem(key) === "1";
  } catch (e) {
    return false;
  }
}

function remember(on: boolean): void {
  try {
    if (on) localStorage.setItem(key, "1");
    else localStorage.removeItem(key);
  } catch (e) {
    // see above
  }
}

export function elder(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-elder]");
  let on = remembered();
  const show = (): void => {
    document.documentElement.classList.toggle("elder", on);
    if (!button) return;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "退出长者模式" : "长者模式";
  };
  show();
  if (!button) return;
  button.addEventListener("click", () => {
    on = !on;
    show();
    remember(on);
  });
}
