// Opens a word's explanation right behind it, where a screen reader goes on
// reading, and closes it again. Without scripts the link leads to the
// explanation below the text.

export function glossary(): void {
  document.querySelectorAll<HTMLAnchorElement>("a.word").forEach((word) => {
    const there = document.getElementById(decodeURIComponent(word.hash.slice(1)));
    const text = there && there.nextElementSibling;
    if (!text) return;
    const note = document.createElement("span");
    note.className = "word-note";
    note.textContent = `${there.textContent}：${text.textContent}`;
    word.setAttribute("role", "button");
    const show = (open: boolean): void => {
      if (open) word.after(note);
      else note.remove();
      word.setAttribute("aria-expanded", String(open));
    };
    show(false);
    word.addEventListener("click", (e) => {
      e.preventDefault();
      show(!note.isConnected);
    });
    word.addEventListener("keydown", (e) => {
      if (e.key === " ") {
        e.preventDefault();
        show(!note.isConnected);
      } else if (e.key === "Escape") show(false);
    });
  });
}
