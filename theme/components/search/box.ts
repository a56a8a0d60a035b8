// Loads the suggestions for the search box once somebody types in it. The
// search page has none: it shows results as they are typed.

const enough = 2; // characters

export function box(): void {
  const form = document.querySelector<HTMLFormElement>("form[role=search][data-suggest]");
  const input = form && form.querySelector<HTMLInputElement>("input[name=q]");
  if (!form || !input || document.querySelector("[data-search-results]")) return;
  const load = (): void => {
    if (input.value.trim().length < enough) return;
    input.removeEventListener("input", load);
    const script = document.createElement("script");
    script.src = form.getAttribute("data-suggest")!;
    document.head.appendChild(script);
  };
  input.addEventListener("input", load);
}
