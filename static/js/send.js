// Tells that a form is on its way, and lets a second press do nothing. The button stays enabled.
for (const form of document.querySelectorAll("[data-send]")) {
  const button = form.querySelector("[type=submit]");
  const label = button.textContent;
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-busy", "true");
    button.textContent = form.dataset.send;
  });
  // Coming back with the browser's Back button: the form can be sent again.
  addEventListener("pageshow", () => {
    button.removeAttribute("aria-busy");
    button.textContent = label;
  });
}
