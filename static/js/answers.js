// Opens the answer that the address names, and whatever it stands in.
function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const answer = named?.closest("details");
  if (!answer) return;
  answer.open = true;
  named.scrollIntoView();
}

addEventListener("hashchange", openNamed);
openNamed();
