// Helps with the mailbox form: counts characters, and says in Chinese, above the
// form and at each field, what is still to be done. Without it the browser's own
// messages do the same.

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

// label is what the form calls a field; of a choice it is the question.
function label(c: Control): string {
  const field = c.closest(".field");
  const l = field && field.querySelector("legend, label");
  return l ? (l.textContent || "").trim() : c.name;
}

// wrong tells what is wrong with a field, "" if nothing is.
function wrong(c: Control): string {
  const choice = c.type === "radio";
  if (c.validity.valueMissing || (!choice && (c as HTMLInputElement).required && c.value.trim() === "")) {
    return choice ? `请选择：${label(c)}` : `请填写：${label(c)}`;
  }
  if (c.validity.tooLong) return `${label(c)}太长，请缩短到${(c as HTMLInputElement).maxLength}个字以内`;
  if (c.validity.tooShort) return `${label(c)}太短，请检查`;
  return "";
}

function count(area: HTMLTextAreaElement): void {
  const line = document.createElement("p");
  line.className = "counter";
  const show = (): void => {
    line.textContent = `已写 ${area.value.length} 字，最多 ${area.maxLength} 字`;
  };
  area.addEventListener("input", show);
  area.insertAdjacentElement("afterend", line);
}

export function form(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-mailbox]");
  if (!form) return;
  const areas = form.querySelectorAll("textarea");
  for (let i = 0; i < areas.length; i++) count(areas[i]);

  const summary = document.createElement("div");
  summary.className = "summary";
  summary.setAttribute("role", "alert");
  summary.hidden = true;
  summary.tabIndex = -1;
  form.insertAdjacentElement("afterbegin", summary);

  const clear = (field: Element): void => {
    field.classList.remove("field-wrong");
    const told = field.querySelector(".wrong");
    if (told) field.removeChild(told);
    const controls = field.querySelectorAll<Control>("input, select, textarea");
    for (let i = 0; i < controls.length; i++) {
      controls[i].setCustomValidity("");
      controls[i].removeAttribute("aria-invalid");
    }
  };

  form.noValidate = true;
  form.addEventListener("input", (e) => {
    const field = (e.target as Element).closest(".field");
    if (field) clear(field);
  });
  form.addEventListener("submit", (e) => {
    summary.textContent = "";
    const list = document.createElement("ul");
    const fields = form.querySelectorAll(".field");
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i];
      clear(field);
      const c = field.querySelector<Control>("input, select, textarea");
      const what = c ? wrong(c) : "";
      if (!c || !what) continue;
      c.setCustomValidity(what);
      c.setAttribute("aria-invalid", "true");
      field.classList.add("field-wrong");
      const told = document.createElement("p");
      told.className = "wrong";
      told.textContent = what;
      const before = field.querySelector("input, select, textarea, .choice label");
      const at = c.type === "radio" ? c.parentElement : before;
      field.insertBefore(told, at);

      const link = document.createElement("a");
      link.href = "#" + (c.id || (c.id = "letter-" + c.name));
      link.textContent = what;
      link.addEventListener("click", (click) => {
        click.preventDefault();
        c.focus();
      });
      const row = document.createElement("li");
      row.appendChild(link);
      list.appendChild(row);
    }
    summary.hidden = list.children.length === 0;
    if (summary.hidden) return;
    e.preventDefault();
    const head = document.createElement("p");
    head.textContent = `还有 ${list.children.length} 处需要填写或修改：`;
    summary.appendChild(head);
    summary.appendChild(list);
    summary.focus();
  });
}
