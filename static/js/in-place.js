// Opens a reference or a word's meaning where it is mentioned; the list it leads to stays one press away.
const template = document.querySelector("[data-in-place-box]");
const room = matchMedia("(min-width: 40rem)");

function content(mark) {
  if (mark.dataset.inPlace) {
    const meaning = document.createElement("p");
    meaning.textContent = mark.dataset.inPlace;
    return [meaning];
  }
  const source = document.getElementById(mark.hash.slice(1)).cloneNode(true);
  source.querySelector(".c-reference__backs")?.remove();
  return [...source.childNodes];
}

// Under its mark, or over it where there is no room below; on phones the stylesheet puts it at the foot.
function place(box, mark) {
  box.style.removeProperty("inset");
  if (!room.matches) return;
  const at = mark.getClientRects()[0];
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + 8;
  const top = below + height < innerHeight ? below : Math.max(8, at.top - height - 8);
  const start = Math.min(Math.max(16, at.left - 24), innerWidth - width - 16);
  box.style.inset = `${top}px auto auto ${start}px`;
}

function open(mark, box) {
  const isWord = Boolean(mark.dataset.inPlace);
  const title = box.querySelector("[data-in-place-title]");
  title.textContent = isWord ? mark.textContent : mark.getAttribute("aria-label");
  box.querySelector("[data-in-place-body]").replaceChildren(...content(mark));
  for (const link of box.querySelectorAll("[data-in-place-more]")) {
    link.href = mark.href;
    link.hidden = (link.dataset.inPlaceMore === "word") !== isWord;
  }
  box.showPopover();
  place(box, mark);
  box.focus();
}

if (template && "popover" in HTMLElement.prototype) {
  const box = template.content.firstElementChild;
  document.body.append(box);
  let opener = null;
  for (const mark of document.querySelectorAll("[data-in-place]")) {
    mark.setAttribute("aria-haspopup", "dialog");
    mark.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      opener = mark;
      open(mark, box);
    });
  }
  box.querySelector("[data-in-place-close]").addEventListener("click", () => box.hidePopover());
  box.addEventListener("beforetoggle", (event) => {
    if (event.newState === "closed" && box.contains(document.activeElement)) {
      opener.focus({ preventScroll: true });
    }
  });
  for (const link of box.querySelectorAll("[data-in-place-more]")) {
    link.addEventListener("click", () => box.hidePopover());
  }
  addEventListener("scroll", () => room.matches && box.matches(":popover-open") && place(box, opener), {
    passive: true,
  });
}
