// Tells each value of a list the name of its column, for phones, where rows are blocks without a head.
for (const table of document.querySelectorAll("#result_list")) {
  const names = [...table.tHead.rows[0].cells].map((cell) => {
    return cell.querySelector(".text")?.textContent.trim() ?? "";
  });
  for (const row of table.tBodies[0].rows) {
    for (const [nth, cell] of [...row.cells].entries()) {
      if (names[nth]) cell.dataset.column = names[nth];
      cell.toggleAttribute("data-empty", cell.textContent.trim() === "-");
    }
  }
}
