// Moves the focus to the summary of what is wrong, so that it is read first.
document.querySelector("[data-error-summary]")?.focus();
