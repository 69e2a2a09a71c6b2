// Opens the list of contents where there is room beside the text, and marks the section in view.
const contents = document.querySelector("[data-contents]");

function mark(links, id) {
  for (const link of links.values()) link.removeAttribute("aria-current");
  links.get(id)?.setAttribute("aria-current", "true");
}

if (contents) {
  contents.open = matchMedia("(min-width: 62rem)").matches;
  const links = new Map(
    [...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]),
  );
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) mark(links, entry.target.id);
    },
    { rootMargin: "-10% 0px -75% 0px" },
  );
  for (const id of links.keys()) {
    const heading = document.getElementById(id);
    if (heading) watch.observe(heading);
  }
}
