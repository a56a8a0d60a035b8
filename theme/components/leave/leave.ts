// Asks before a link leads away to a site that is not a government's
// (政府网站发展指引: 打开非政府网站链接时应有提示信息). Where a browser knows no
// <dialog> it asks in a box of its own; without scripts the link is a plain one,
// marked as external.

function government(host: string): boolean {
  return /(^|\.)gov\.cn$/.test(host);
}

function question(): string {
  const site = document.querySelector("[data-site]");
  return `您访问的链接即将离开“${(site && site.getAttribute("data-site")) || "本网站"}”，是否继续？`;
}

export function leave(): void {
  let dialog: HTMLDialogElement | undefined;
  let address: HTMLElement;
  let to: HTMLAnchorElement;

  const make = (): HTMLDialogElement => {
    const d = document.createElement("dialog");
    d.className = "leave";
    d.setAttribute("aria-labelledby", "leave-question");
    const asked = document.createElement("p");
    asked.id = "leave-question";
    asked.textContent = question();
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
    d.appendChild(asked);
    d.appendChild(address);
    d.appendChild(choice);
    document.body.appendChild(d);
    return d;
  };

  document.addEventListener("click", (e) => {
    if (e.defaultPrevented || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    const link = (e.target as Element).closest<HTMLAnchorElement>("a.external");
    if (!link || !/^https?:$/.test(link.protocol) || government(link.hostname)) return;
    if (typeof HTMLDialogElement !== "function") {
      if (!confirm(question())) e.preventDefault();
      return;
    }
    e.preventDefault();
    if (!dialog) dialog = make();
    address.textContent = link.href;
    to.href = link.href;
    dialog.showModal();
  });
}
