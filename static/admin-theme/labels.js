// Gives the controls that Django's scripts draw the names that their labels have.
function nameChoosers() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const drawn = select.nextElementSibling?.querySelector("[role=combobox]");
    const label = select.labels?.[0]?.textContent.trim();
    if (!drawn || !label) continue;
    drawn.setAttribute("aria-label", label);
    drawn.removeAttribute("aria-labelledby");
    const text = drawn.querySelector("[role=textbox]");
    for (const name of ["role", "aria-readonly"]) text?.removeAttribute(name);
  }
  for (const icon of document.querySelectorAll("span.search-label-icon")) icon.setAttribute("role", "img");
}

addEventListener("load", nameChoosers);
document.addEventListener("formset:added", () => setTimeout(nameChoosers));
