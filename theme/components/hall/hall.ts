// The screens of a service hall: one page rolls, and a touch screen that began
// at touch.html stays within the site and comes back to it.

const seconds = 12; // that a slide stays
const reload = 30 * 60 * 1000; // so that a new edition is seen
const idle = 60 * 1000; // until the touch screen comes home
const key = "hall";

export function hall(): void {
  roll();
  touch();
}

function roll(): void {
  const slides = Array.from(document.querySelectorAll(".slide"));
  if (slides.length === 0) return;
  const clock = document.querySelector("[data-clock]");
  let at = 0;
  const show = (): void => slides.forEach((s, i) => s.classList.toggle("now", i === at));
  const step = (by: number): void => {
    at = (at + by + slides.length) % slides.length;
    show();
  };
  const tell = (): void => {
    const now = new Date();
    const minutes = String(now.getMinutes()).padStart(2, "0");
    if (clock) clock.textContent = `${now.getFullYear()}年${now.getMonth() + 1}月${now.getDate()}日 ${now.getHours()}:${minutes}`;
  };
  document.documentElement.classList.add("rolling");
  show();
  tell();
  let paused = false;
  setInterval(() => {
    tell();
    if (!paused) step(1);
  }, seconds * 1000);
  setTimeout(() => location.reload(), reload);
  document.addEventListener("keydown", (e) => {
    if (e.key === "ArrowRight") step(1);
    else if (e.key === "ArrowLeft") step(-1);
    else if (e.key === " ") paused = !paused;
    else return;
    e.preventDefault();
  });
}

// What the touch screen remembers for as long as its window is open: where it
// began, and the style sheet of its bar.
interface Hall {
  home: string;
  style: string;
}

function remembered(): Hall | null {
  if (document.body.classList.contains("page-touch")) {
    const sheet = document.querySelector<HTMLLinkElement>("link[data-sheet]");
    const hall = { home: location.href.replace(/[?#].*$/, ""), style: sheet ? sheet.href : "" };
    try {
      sessionStorage.setItem(key, JSON.stringify(hall));
    } catch (e) {
      window.name = key + JSON.stringify(hall); // a disk may forbid storage
    }
    return hall;
  }
  try {
    const text = sessionStorage.getItem(key) || (window.name.startsWith(key) ? window.name.slice(key.length) : "");
    const hall = text ? JSON.parse(text) : null;
    return hall && ours(hall.home) && (!hall.style || ours(hall.style)) ? hall : null;
  } catch (e) {
    return null;
  }
}

// ours reports whether an address is of this site, or of this disk: the name of
// a window may come from whoever opened it.
function ours(address: unknown): boolean {
  if (typeof address !== "string") return false;
  try {
    const to = new URL(address);
    return to.protocol === location.protocol && to.host === location.host;
  } catch (e) {
    return false;
  }
}

// dress gives a page that a touch screen led to the style sheet of the bar.
function dress(style: string): void {
  if (!style) return;
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = style;
  document.head.append(sheet);
}

function touch(): void {
  const hall = remembered();
  if (!hall) return;
  const back = hall.home;
  const atHome = document.body.classList.contains("page-touch");
  if (!atHome) dress(hall.style);
  document.documentElement.classList.add("kiosk", "elder"); // read standing, and touched
  const bar = document.createElement("div");
  bar.className = "touch-bar";
  const add = (name: string, act: () => void): void => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", act);
    bar.append(button);
  };
  const goHome = (): void => {
    if (atHome) scrollTo(0, 0);
    else location.href = back;
  };
  add("首页", goHome);
  if (!atHome) add("返回", () => history.back());
  document.body.prepend(bar);

  // A page of another site, a telephone call, a letter: none of them is for
  // the next person in the hall.
  document.addEventListener("click", (e) => {
    const link = (e.target as Element).closest && (e.target as Element).closest("a");
    if (!link) return;
    const root = back.replace(/[^/]*$/, "");
    if (!link.href.startsWith(root) || link.hasAttribute("download") || link.target) {
      e.preventDefault();
      e.stopPropagation();
    }
  }, true);
  document.addEventListener("contextmenu", (e) => e.preventDefault());

  let last = 0;
  const rest = (): void => {
    clearTimeout(last);
    last = window.setTimeout(() => {
      if (atHome) {
        scrollTo(0, 0);
        rest();
      } else {
        location.href = back;
      }
    }, idle);
  };
  for (const sign of ["pointerdown", "keydown", "scroll", "touchstart"]) document.addEventListener(sign, rest, { passive: true });
  rest();
}
