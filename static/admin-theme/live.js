// Keeps the list of leads fresh: clocks and figures every minute, the rows when nobody is at work on them.
const EVERY = 60_000;

const cells = (page, name) => [...page.querySelectorAll(`#result_list .field-${name}`)];
const rows = (page) => ["person", "status_pill"].map((name) => cells(page, name).map((cell) => cell.textContent).join());
const isIdle = () =>
  !document.querySelector(".action-select:checked") && document.activeElement === document.body;

function takeOver(fresh) {
  document.querySelector("[data-live]").replaceChildren(...fresh.querySelector("[data-live]").children);
  const clocks = cells(fresh, "waiting");
  cells(document, "waiting").forEach((cell, place) => cell.replaceChildren(...clocks[place].childNodes));
}

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { redirect: "error" }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (rows(fresh).join() === rows(document).join()) takeOver(fresh);
  else if (isIdle()) location.reload();
}

if (document.querySelector("[data-live]")) {
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
}
