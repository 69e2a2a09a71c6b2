// Shows, while somebody types, only the questions that hold the words; says how many there are.
const field = document.querySelector("[data-filter]");
const count = document.querySelector("[data-filter-count]");

function tell(found) {
  const { none, one, many } = count.dataset;
  if (found === 0) count.textContent = none;
  else count.textContent = found === 1 ? one : many.replace("%s", found);
}

function filter() {
  const words = field.value.trim().toLowerCase().split(/\s+/);
  let found = 0;
  for (const group of document.querySelectorAll("[data-filter-group]")) {
    let here = 0;
    for (const question of group.querySelectorAll("details")) {
      const text = question.textContent.toLowerCase();
      question.hidden = !words.every((word) => text.includes(word));
      if (!question.hidden) here += 1;
    }
    group.hidden = here === 0;
    found += here;
  }
  tell(found);
}

field?.addEventListener("input", filter);
