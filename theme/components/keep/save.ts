// Saves the page as one file that needs nothing else: its text, its style and
// its pictures. What works by script only is left out.

const left = "script, link, .top, .bottom, .crumbs, .skip, .keep-tools, .prevnext, .reader, meta[http-equiv]";

export function save(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-save]");
  if (!button) return;
  if (location.protocol === "file:") {
    button.hidden = true; // it is a file already
    return;
  }
  button.addEventListener("click", () => {
    whole().then((text) => {
      const a = document.createElement("a");
      a.href = URL.createObjectURL(new Blob([text], { type: "text/html" }));
      a.download = `${(document.querySelector("h1") || document.body).textContent || "网页"}.html`.replace(/[\\/:*?"<>|]/g, "");
      a.click();
      setTimeout(() => URL.revokeObjectURL(a.href), 60000);
    });
  });
}

async function whole(): Promise<string> {
  const page = document.documentElement.cloneNode(true) as HTMLElement;
  page.querySelectorAll("[href]").forEach((e) => {
    const href = e.getAttribute("href") || "";
    if (!href.startsWith("#")) e.setAttribute("href", new URL(href, location.href).href);
  });
  page.querySelectorAll(left).forEach((e) => e.remove());
  await Promise.all(Array.from(page.querySelectorAll("img"), async (img) => {
    const address = new URL(img.getAttribute("src") || "", location.href).href;
    img.src = await picture(address).catch(() => address);
  }));
  const style = document.createElement("style");
  style.textContent = Array.from(document.styleSheets, rules).join("\n");
  const head = page.querySelector("head");
  if (head) head.append(style);
  return "<!doctype html>\n" + page.outerHTML;
}

function rules(sheet: CSSStyleSheet): string {
  const all = Array.from(sheet.cssRules, (r) => r.cssText).join("\n");
  return sheet.media.length > 0 ? `@media ${sheet.media.mediaText} {${all}}` : all;
}

async function picture(address: string): Promise<string> {
  const blob = await (await fetch(address)).blob();
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = fail;
    reader.readAsDataURL(blob);
  });
}
