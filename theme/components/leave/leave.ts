// Asks before a link leads away to a site that is not a government's
// (政府网站发展指引: 打开非政府网站链接时应有提示信息). Without scripts, or where a
// browser knows no <dialog>, the link is a plain one, marked as external.

function government(host: string): boolean {
  return /(^|\.)gov\.cn$/.test(host);
}

export function leave(): void {
  if (typeof HTMLDialogElement !== "function") return;
  let dialog: HTMLDialogElement | undefined;
  let address: HTMLElement;
  let to: HTMLAnchorElement;

  const make = (): HTMLDialogElement => {
    const site = document.querySelector("[data-site]");
    const d = document.createElement("dialog");
    d.className = "leave";
    d.setAttribute("aria-labelledby", "leave-question");
    const question = document.createElement("p");
    question.id = "leave-question";
    question.textContent = `您访问的链接即将离开“${(site && site.getAttribute("data-site")) || "本网站"}”，是否继续？`;
    address = document.createElement("p");
    address.className = "leave-address";
    to = document.createElement("a");
    to.className = "button";
    to.rel = "noopener";
    to.textContent = "继续访问";
    to.addEventListener("click", () => d.close());
    const stay = document.createElement("button");
    stay.type = "button";
    stay.className = "button plain";
    stay.textContent = "放弃";
    stay.addEventListener("click", () => d.close());
    const choice = document.createElement("p");
    choice.appendChild(to);
    choice.appendChild(stay);
    d.appendChild(question);
    d.appendChild(address);
    d.appendChild(choice);
    document.body.appendChild(d);
    return d;
  };

  document.addEventListener("click", (e) => {
    if (e.defaultPrevented || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    const link = (e.target as Element).closest<HTMLAnchorElement>("a.external");
    if (!link || !/^https?:$/.test(link.protocol) || government(link.hostname)) return;
    e.preventDefault();
    if (!dialog) dialog = make();
    address.textContent = link.href;
    to.href = link.href;
    dialog.showModal();
  });
}
